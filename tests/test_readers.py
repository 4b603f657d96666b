"""Markdown, JSON Lines, and folders of files."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, Block, BlockKind, in_one_line
from search.errors import UnreadableError, UsageError
from search.ingest import Rejection, list_files, read_corpus

from .records import read_json_lines, read_markdown

FRONT = """---
title: 夜校开班
date: 2024-03-08
section: [新闻中心, 工会要闻]
source: 云江日报
doc_number: 云工发〔2024〕3号
url: https://www.yunjiang.example/a
---
"""


def headings(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.kind is BlockKind.HEADING]


def paragraphs(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.kind is BlockKind.PARAGRAPH]


def from_json(**fields: object) -> Article | UnreadableError:
    line = json.dumps({"title": "夜校", "text": "正文。"} | fields).encode()
    (item,) = read_json_lines([line], "a.jsonl")
    return item


def corpus(folder: Path, **files: bytes) -> list[Article | Rejection]:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return list(read_corpus(folder))


# Markdown


def test_front_matter_gives_the_fields() -> None:
    article = read_markdown(FRONT + "\n正文。\n", "a.md")
    assert article.title == "夜校开班"
    assert article.published == date(2024, 3, 8)
    assert article.section == ("新闻中心", "工会要闻")
    assert (article.source, article.doc_number) == ("云江日报", "云工发〔2024〕3号")
    assert article.url == "https://www.yunjiang.example/a"


def test_a_section_may_be_written_as_one_text() -> None:
    article = read_markdown("---\ntitle: 题\nsection: 新闻中心/工会要闻\n---\n正文。\n", "a.md")
    assert article.section == ("新闻中心", "工会要闻")


def test_markup_becomes_headings_and_paragraphs() -> None:
    body = "# 一\n\n**职工**[夜校](https://a.example)\n开班。\n\n- 甲\n- 乙\n\n> 引文\n\n|a|b|\n|-|-|\n|1|2|\n"
    article = read_markdown(FRONT + body, "a.md")
    assert headings(article) == ["一"]
    assert paragraphs(article) == ["职工夜校\n开班。", "甲", "乙", "引文", "a | b", "1 | 2"]


def test_the_first_heading_is_the_title_where_none_is_given() -> None:
    article = read_markdown("# 夜校开班\n\n正文。\n", "a.md")
    assert article.title == "夜校开班"
    assert article.blocks == (Block(BlockKind.PARAGRAPH, "正文。"),)


def test_a_title_repeated_in_the_text_is_not_read_twice() -> None:
    assert headings(read_markdown(FRONT + "# 夜校开班\n\n正文。\n", "a.md")) == []


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("---\ntitle: 题\n", "没有正文", None),
        ("正文，没有标题。\n", "没有标题", None),
        ("---\ntitle: 题\n---\n", "没有正文", None),
        ("---\ntitle:\n---\n正文\n", "没有标题", 2),
        ("---\n- 题\n---\n正文\n", "没有标题", None),
    ],
)
def test_bad_markdown_is_rejected_with_its_line(text: str, reason: str, line: int | None) -> None:
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_markdown(text, "a.md")
    assert line is None or caught.value.line == line


@given(text=st.one_of(st.text(max_size=100), st.text(alphabet="#-:|>* []()`a题\n", max_size=120)))
@settings(max_examples=200, deadline=None)
def test_any_markdown_is_an_article_or_rejected(text: str) -> None:
    for whole in (text, f"---\ntitle: 题\n---\n{text}", f"---\n{text}\n---\n正文"):
        try:
            assert read_markdown(whole, "a.md").title
        except UnreadableError as error:
            assert error.reason


# JSON Lines


def test_a_json_line_gives_the_fields() -> None:
    article = from_json(
        id="yj-1", date="2024-03-08", section=["要闻"], source="云江日报", text="一、总则\n正文。"
    )
    assert isinstance(article, Article)
    assert (article.id, article.published) == ("yj-1", date(2024, 3, 8))
    assert (headings(article), paragraphs(article)) == (["一、总则"], ["正文。"])


def test_a_web_address_as_source_is_the_address() -> None:
    article = from_json(source="https://www.yunjiang.example/a")
    assert isinstance(article, Article)
    assert (article.source, article.url) == (None, "https://www.yunjiang.example/a")


def test_the_address_of_a_site_is_neither_source_nor_address() -> None:
    article = from_json(source="http://www.yunjiang.example/")
    assert isinstance(article, Article)
    assert (article.source, article.url) == (None, None)


def test_a_web_address_may_have_spaces_in_the_name_of_a_file() -> None:
    article = from_json(source="https://www.yunjiang.example/案例/夜校 开班.md")
    assert isinstance(article, Article)
    assert (article.source, article.url) == (
        None,
        "https://www.yunjiang.example/案例/夜校%20开班.md",
    )


def test_an_address_that_is_no_web_address_is_dropped() -> None:
    article = from_json(url="javascript:alert(1)")
    assert isinstance(article, Article)
    assert article.url is None


def test_half_a_character_does_no_harm() -> None:
    article = from_json(title="题\ud800", text="文\udfff")
    assert isinstance(article, Article)
    article.to_json().encode("utf-8")


def test_a_title_wrapped_at_the_top_of_the_text_is_not_read_twice() -> None:
    article = from_json(title="关于《夜校》的通知", text="关于《夜校》\n的通知\n正文。")
    assert isinstance(article, Article)
    assert paragraphs(article) == ["正文。"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "不是完整的 JSON"),
        (b"[]", "不是 JSON 对象"),
        (b'{"text": "a"}', "没有标题"),
        (b'{"title": "a"}', "没有正文"),
        (b'{"title": "a", "text": 5}', "没有正文"),
        (b"[" * 100_000, "JSON"),
        (b"\x00\x01", "不是文本文件"),
    ],
)
def test_a_bad_line_is_rejected_and_the_next_one_read(line: bytes, reason: str) -> None:
    good = b'{"title": "a", "text": "b"}'
    first, second = read_json_lines([line, b"", good], "a.jsonl")
    assert isinstance(first, UnreadableError)
    assert reason in first.reason
    assert first.line == 1
    assert isinstance(second, Article)


@given(line=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_any_line_is_an_article_or_rejected(line: bytes) -> None:
    for item in read_json_lines([line], "a.jsonl"):
        assert isinstance(item, Article | UnreadableError)


# Folders


def test_all_forms_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    line = '{"title": "丙", "text": "正文。"}'.encode()
    items = corpus(
        tmp_path,
        b__md="# 乙\n\n正文。\n".encode(),
        c__jsonl__gz=gzip.compress(line),
        a__txt="关于甲的通知\n\n这是正文的一句话，不算太短。\n".encode("gb18030"),
    )
    assert [getattr(item, "title", item) for item in items] == ["关于甲的通知", "乙", "丙"]


def test_readmes_hidden_files_and_the_dictionary_are_no_articles(tmp_path: Path) -> None:
    corpus(
        tmp_path, README__md=b"# a", dictionary__txt=b"a", __hidden__md=b"# a", a__md=b"# a\n\nb"
    )
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.md").write_bytes(b"# a")
    assert [file.path for file in list_files(tmp_path).files] == ["a.md"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "空文件"),
        ("a.pdf", b"II*\x00", "图片"),
        ("a.txt", bytes(range(256)), "不是文本文件"),
        ("a.jsonl.gz", gzip.compress(b'{"title": "a"}' * 99)[:40], "gzip 文件已损坏"),
        ("a.md.gz", b"\x1f\x8b no gzip", "gzip 文件已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (item,) = read_corpus(tmp_path)
    assert isinstance(item, Rejection)
    assert str(item).startswith(f"{name}: ")
    assert reason in str(item)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_and_line_end_gives_the_same_article(tmp_path: Path, encoding: str) -> None:
    text = "关于夜校的通知\r\n发布时间：2024-03-08\r\n\r\n夜校下周开班，请相互转告。\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (item,) = read_corpus(tmp_path)
    assert isinstance(item, Article)
    assert item.title == "关于夜校的通知"
    assert paragraphs(item) == ["夜校下周开班，请相互转告。"]


def test_ids_stay_and_differ_between_files(tmp_path: Path) -> None:
    text = "# 题\n\n正文。\n".encode()
    first = [
        item.id for item in corpus(tmp_path, a__md=text, b__md=text) if isinstance(item, Article)
    ]
    again = [item.id for item in read_corpus(tmp_path) if isinstance(item, Article)]
    assert first == again
    assert len(set(first)) == 2


def test_an_id_unfit_for_an_address_is_replaced_by_one_that_stays() -> None:
    one, same, other = (from_json(id=given) for given in ("../a b", "../a b", "../a c"))
    assert isinstance(one, Article)
    assert isinstance(same, Article)
    assert isinstance(other, Article)
    assert one.id == same.id != other.id
    assert one.id.isalnum()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有文件夹"):
        list_files(tmp_path / "none")


def test_an_article_survives_its_json() -> None:
    article = read_markdown(FRONT + "# 一\n\n正文。\n", "a.md")
    assert Article.from_json(article.to_json()) == article


@pytest.mark.parametrize(
    ("wrapped", "line"),
    [("职工\n夜校", "职工夜校"), ("New\nYork", "New York"), ("", ""), ("a\n工", "a工")],
)
def test_wrapped_lines_join_without_a_gap_between_chinese(wrapped: str, line: str) -> None:
    assert in_one_line(wrapped) == line
