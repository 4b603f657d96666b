"""Folders of files. The plain cases are in test_readers; these are the corners."""

import errno
import gzip
import os
from pathlib import Path

import pytest

from search.article import Article
from search.errors import UsageError
from search.ingest import Rejection, list_files, read_corpus, read_file

LINE = '{"title": "职工夜校", "text": "办到身边。"}\n'.encode()
PAGE = "关于夜校开班的通知\n发布时间：2024-03-08\n\n夜校下周开班，请大家相互转告。\n"


def put(folder: Path, path: str, content: bytes = b"# a\n\nb\n") -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)


def paths(folder: Path) -> list[str]:
    return [file.path for file in list_files(folder).files]


def rejected(folder: Path) -> list[str]:
    return [str(item) for item in read_corpus(folder) if isinstance(item, Rejection)]


def test_files_of_all_folders_are_listed_by_path(tmp_path: Path) -> None:
    for path in ("b.md", "a/z.md", "a/b/c.txt", "新闻/夜校.md", "a.md"):
        put(tmp_path, path)
    assert paths(tmp_path) == ["a.md", "a/b/c.txt", "a/z.md", "b.md", "新闻/夜校.md"]


@pytest.mark.parametrize(
    "path",
    [
        "README",
        "readme.md",
        "a/README.zh.md",
        "ReadMe.ZH.MD",
        ".a.md",
        ".git/a.md",
        "a/.b/c.md",
        "dictionary.txt",
    ],
)
def test_a_file_that_is_no_article_is_passed_over(tmp_path: Path, path: str) -> None:
    put(tmp_path, path)
    assert paths(tmp_path) == []


@pytest.mark.parametrize(
    "path",
    [
        "a/dictionary.txt",
        "readmes/a.md",
        "a.README.md",
        "readme_of_policy.md",
        "README.policy.md",
        "README.txt",
    ],
)
def test_only_the_dictionary_of_the_top_folder_and_readmes_are_passed_over(
    tmp_path: Path, path: str
) -> None:
    put(tmp_path, path)
    assert paths(tmp_path) == [path]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert list(read_corpus(tmp_path)) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.txt", PAGE.encode()),
        ("a.TXT", PAGE.encode("utf-16")),
        ("a.txt.gz", gzip.compress(PAGE.encode("gb18030"))),
        ("a.md", "# 夜校\n\n正文。".encode()),
        ("a.markdown", "# 夜校\n\n正文。".encode("gb18030")),
        ("a.jsonl", LINE),
        ("a.ndjson", LINE),
        ("a.jsonl.gz", gzip.compress(LINE)),
        ("a.JSONL.GZ", gzip.compress(LINE.decode().encode("gb18030"))),
        ("夜校 一.md", "# 夜校\n\n正文。".encode()),
    ],
)
def test_every_form_is_read(tmp_path: Path, path: str, content: bytes) -> None:
    put(tmp_path, path, content)
    (item,) = read_corpus(tmp_path)
    assert isinstance(item, Article)
    assert "夜校" in item.title


@pytest.mark.parametrize("path", ["a", "a.pdf", "a.doc", "a.html", "a.gz", "a.txt.bz2", "a.txt"])
def test_a_wrong_suffix_does_no_harm(tmp_path: Path, path: str) -> None:
    put(tmp_path, path, PAGE.encode())
    (item,) = read_corpus(tmp_path)
    assert isinstance(item, Article)
    assert item.title == "关于夜校开班的通知"


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("动图.txt", b"GIF89a\x10\x00\x10\x00", "图片，不支持；请另存为 PNG、JPEG 或 TIFF"),
        ("a.doc", b"\xdb\xa5-\x00\x00\x00", "Word 2 的文件，不支持；请另存为 .docx 或 PDF"),
        ("a.zip", b"Rar!\x1a\x07\x00", "RAR 压缩包，不支持；请解开，或改用 ZIP"),
    ],
)
def test_a_format_that_is_not_read_is_named_with_what_to_do(
    tmp_path: Path, path: str, content: bytes, reason: str
) -> None:
    put(tmp_path, path, content)
    assert rejected(tmp_path) == [f"{path}: {reason}"]


@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.jsonl", "a.jsonl.gz"])
def test_an_empty_file_is_rejected(tmp_path: Path, path: str) -> None:
    put(tmp_path, path, b"")
    assert rejected(tmp_path) == [f"{path}: 空文件"]


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
def test_a_binary_file_is_rejected(tmp_path: Path, path: str) -> None:
    put(tmp_path, path, b"\x00\x01\x02abc")
    assert rejected(tmp_path) == [f"{path}: 不是文本文件（含控制字符），请另存为 UTF-8 纯文本"]


def test_a_rejection_names_file_line_and_reason(tmp_path: Path) -> None:
    put(tmp_path, "2023/17.md", "---\nid: a\ntitle:\n---\n正文".encode())
    assert rejected(tmp_path) == ["2023/17.md:3: 没有标题 title"]


def test_a_rejected_file_does_not_stop_the_others(tmp_path: Path) -> None:
    put(tmp_path, "a.md", b"")
    put(tmp_path, "b.jsonl", LINE + b"{\n" + LINE.replace(b"b", b"c"))
    put(tmp_path, "c.txt", PAGE.encode())
    items = list(read_corpus(tmp_path))
    assert [type(item) for item in items] == [Rejection, Article, Rejection, Article, Article]
    assert isinstance(items[2], Rejection)
    assert (items[2].path, items[2].line) == ("b.jsonl", 2)


@pytest.mark.parametrize("damage", ["cut off", "changed", "trailing rubbish"])
def test_a_damaged_gzip_file_is_rejected(tmp_path: Path, damage: str) -> None:
    content = gzip.compress(LINE * 50)
    damaged = {
        "cut off": content[:-12],
        "changed": content[:30] + b"\xff\x00\xff" + content[33:],
        "trailing rubbish": content + b"rubbish",
    }
    put(tmp_path, "a.jsonl.gz", damaged[damage])
    assert rejected(tmp_path)[-1].startswith("a.jsonl.gz: gzip 文件已损坏")


def test_a_text_that_unpacks_without_end_is_rejected(tmp_path: Path) -> None:
    put(tmp_path, "a.txt.gz", gzip.compress(b"a" * (65 * 1024 * 1024), 1))
    assert rejected(tmp_path) == ["a.txt.gz: 超过 64 MB"]


def test_a_file_that_has_vanished_is_rejected(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    (file,) = list_files(tmp_path).files
    (tmp_path / "a.md").unlink()
    (item,) = read_file(file)
    assert isinstance(item, Rejection)
    assert item.reason.startswith("无法打开")


def test_a_fingerprint_changes_with_the_content_only(tmp_path: Path) -> None:
    for path, content in (("a.md", b"# a"), ("b.md", b"# a"), ("c.md", b"# c")):
        put(tmp_path, path, content)
    one, copy, other = (file.fingerprint() for file in list_files(tmp_path).files)
    assert one == copy != other


def test_ids_do_not_depend_on_where_the_folder_stands(tmp_path: Path) -> None:
    for folder in ("here", "there"):
        put(tmp_path / folder, "news/a.txt", PAGE.encode())
        put(tmp_path / folder, "b.jsonl", LINE)
    here, there = list(read_corpus(tmp_path / "here")), list(read_corpus(tmp_path / "there"))
    assert here == there
    assert len({item.id for item in here if isinstance(item, Article)}) == 2


def close(monkeypatch: pytest.MonkeyPatch, closed: Path) -> None:
    """Let a folder not open; the rights of files do not keep out the tests where root runs them."""
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)


def test_a_folder_that_does_not_open_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("a.md", "news/b.md"):
        put(tmp_path, path)
    close(monkeypatch, tmp_path / "news")
    listing = list_files(tmp_path)
    assert [file.path for file in listing.files] == ["a.md"]
    assert [str(rejection) for rejection in listing.rejections] == ["news: 无法打开: 没有权限"]
    assert listing.hides("news/b.md")
    assert not listing.hides("newspaper/b.md")
    assert rejected(tmp_path) == ["news: 无法打开: 没有权限"]


def test_a_file_that_does_not_open_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.md")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    listing = list_files(tmp_path)
    assert [str(rejection) for rejection in listing.rejections] == ["a.md: 无法打开: 没有权限"]
    assert listing.hides("a.md")


def test_a_corpus_that_does_not_open_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(monkeypatch, tmp_path)
    with pytest.raises(UsageError, match=r"无法打开文件夹 .*: 没有权限"):
        list_files(tmp_path)


def test_links_to_folders_and_to_nowhere_are_reported(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    put(corpus, "a.md")
    put(tmp_path, "elsewhere/b.md")
    put(tmp_path, "c.md")
    (corpus / "folder").symlink_to(tmp_path / "elsewhere")
    (corpus / "nowhere.md").symlink_to("none.md")
    (corpus / "file.md").symlink_to(corpus / "a.md")
    (corpus / "outside.md").symlink_to(tmp_path / "c.md")
    (corpus / ".hidden").symlink_to("none.md")
    assert paths(corpus) == ["a.md", "file.md"]
    assert rejected(corpus) == [
        "folder: 是指向文件夹的链接，未读入",
        "nowhere.md: 链接指向的文件不在了",
        "outside.md: 链接指向文件夹之外，未读入；要读入请加 --follow-links 重建",
    ]


def test_what_is_no_plain_file_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert rejected(tmp_path) == ["a.md: 不是普通文件"]
