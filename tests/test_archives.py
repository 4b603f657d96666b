"""gzip and ZIP: the files in them are read like those of a folder, in memory and within bounds."""

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.ingest import Rejection, read_corpus
from search.ingest.files import archives

from .files import HTML, PAGE_TEXT, archive, archive_of, workbook

LINE = '{"title": "夜校", "text": "开班。"}\n'


def read(folder: Path, content: bytes, name: str = "档案.zip") -> list[Article | Rejection]:
    (folder / name).write_bytes(content)
    return list(read_corpus(folder))


def told(folder: Path, content: bytes, name: str = "档案.zip") -> list[str]:
    return [
        item.title if isinstance(item, Article) else str(item)
        for item in read(folder, content, name)
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html.gz", HTML.encode()),
        ("a.txt.gz", PAGE_TEXT.encode("gb18030")),
        ("a.csv.gz", "标题,正文\n关于夜校开班的通知,开班。".encode()),
        ("a.xlsx.gz", workbook([["标题", "正文"], ["关于夜校开班的通知", "开班。"]])),
        ("无名", PAGE_TEXT.encode()),
    ],
)
def test_any_single_file_may_be_compressed(tmp_path: Path, name: str, content: bytes) -> None:
    assert told(tmp_path, gzip.compress(content), name) == ["关于夜校开班的通知"]


def test_the_files_of_an_archive_are_read_like_those_of_a_folder(tmp_path: Path) -> None:
    content = archive_of({"里面/文件.html": HTML, "b.jsonl": LINE, "坏.txt": b""})
    assert told(tmp_path, content) == ["关于夜校开班的通知", "夜校", "档案.zip/坏.txt: 空文件"]


def test_hidden_files_and_what_programs_leave_are_passed_over(tmp_path: Path) -> None:
    names = ["__MACOSX/._a.txt", ".git/a.txt", ".DS_Store", "Thumbs.db", "~$a.doc", "README.md"]
    names += ["a_files/广告.html", "里面/b.files/x.js"]
    members: dict[str, str | bytes] = dict.fromkeys(names, "x")
    content = archive_of({**members, "a.html": HTML, "里面/b.htm": HTML})
    assert told(tmp_path, content) == ["关于夜校开班的通知"] * 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_do_not_say_their_encoding_are_read_rightly(
    tmp_path: Path, encoding: str
) -> None:
    name = "通知/空的.txt".encode(encoding)
    content = archive_of({"x" * len(name): b""}).replace(b"x" * len(name), name)
    assert told(tmp_path, content) == ["档案.zip/通知/空的.txt: 空文件"]


@pytest.mark.parametrize(
    "path", ["/etc/a.txt", "../a.txt", "b/../../a.txt", "C:/a.txt", "..\\a.txt"]
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    (line,) = told(tmp_path, archive_of({path: PAGE_TEXT}))
    assert line.endswith("路径指向压缩包之外，未读入")


def test_a_link_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        link = zipfile.ZipInfo("a.txt")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(link, "/etc/passwd")
    assert told(tmp_path, packed.getvalue()) == ["档案.zip/a.txt: 是链接，未读入"]


def test_an_encrypted_file_is_said_to_be_encrypted(tmp_path: Path) -> None:
    content = bytearray(archive(a__txt=PAGE_TEXT))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (line,) = told(tmp_path, bytes(content))
    assert line == "档案.zip/a.txt: 已加密，需要密码；请解开后再放入"


def test_an_archive_in_an_archive_is_read_and_one_in_that_reported(tmp_path: Path) -> None:
    inner = archive_of({"c.zip": archive(d__txt=PAGE_TEXT), "e.txt": PAGE_TEXT})
    assert told(tmp_path, archive_of({"b.zip": inner})) == [
        "档案.zip/b.zip/c.zip: 压缩包套了太多层，未读入；请解开",
        "关于夜校开班的通知",
    ]


def test_a_file_that_unpacks_to_far_more_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    content = archive_of({"a.txt": b"a" * (20 << 20), "b.txt": PAGE_TEXT})
    assert told(tmp_path, content) == [
        "档案.zip/a.txt: 压缩比异常，可能是压缩炸弹，未读入",
        "关于夜校开班的通知",
    ]


def test_a_size_that_lies_does_no_harm(tmp_path: Path) -> None:
    content = archive_of({"a.txt": b"a" * (70 << 20)})
    lying = content.replace((70 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    (line,) = told(tmp_path, lying)
    assert line.startswith("档案.zip/a.txt: ")


def test_all_files_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives.Allowance.__init__, "__defaults__", (1000, 100))
    content = archive_of({f"{n}.txt": PAGE_TEXT for n in range(20)})
    lines = told(tmp_path, content)
    assert 1 < len(lines) < 12
    assert lines[-1] == "档案.zip: 解开后超过 1 GB，其余未读入"


def test_an_archive_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives.Allowance.__init__, "__defaults__", (1000, 3))
    content = archive_of({f"{n}.txt": PAGE_TEXT for n in range(4)})
    assert told(tmp_path, content) == ["档案.zip: 文件超过 100000 个"]


def test_gzip_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    content = gzip.compress(gzip.compress(b"a" * (70 << 20)))
    assert told(tmp_path, content, "a.gz") == ["a.gz: 超过 64 MB"]


@given(
    place=st.integers(0, 500),
    bits=st.integers(1, 255),
    cut=st.one_of(st.none(), st.integers(1, 500)),
)
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_articles_and_rejections_only(
    tmp_path_factory: pytest.TempPathFactory, place: int, bits: int, cut: int | None
) -> None:
    content = bytearray(archive_of({"里面/a.txt": PAGE_TEXT, "b.jsonl": LINE})[:cut])
    content[place % len(content)] ^= bits
    for item in read(tmp_path_factory.mktemp("a"), bytes(content)):
        assert isinstance(item, Article | Rejection)
