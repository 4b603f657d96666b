"""Markdown files. The plain cases are in test_readers; these are the corners."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, BlockKind
from search.errors import UnreadableError
from search.ingest.records.markdown import read_markdown


def with_front(front: str, body: str = "正文。") -> Article:
    return read_markdown(f"---\n{front}\n---\n{body}\n", "a.md")


def texts(body: str) -> list[str]:
    return [block.text for block in with_front("title: 题", body).blocks]


@pytest.mark.parametrize(
    "value", ["2024-03-08", '"2024-03-08"', "2024年3月8日", "2024-03-08 09:12"]
)
def test_a_date_may_be_written_as_people_write_it(value: str) -> None:
    assert with_front(f"title: 题\ndate: {value}").published == date(2024, 3, 8)


@pytest.mark.parametrize("title", ["2024", "0118", "yes", "3.10", "~"])
def test_a_value_is_taken_as_it_is_written(title: str) -> None:
    assert with_front(f"title: {title}").title == title


def test_what_is_not_given_is_none() -> None:
    one = with_front("title: 题\nsource:\ntags: [夜校]")
    assert (one.published, one.section, one.source, one.author) == (None, (), None, None)
    assert (one.doc_number, one.url) == (None, None)


def test_a_web_address_as_source_is_the_address() -> None:
    one = with_front("title: 题\nsource: https://www.yunjiang.example/a")
    assert (one.source, one.url) == (None, "https://www.yunjiang.example/a")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,a", "/a"]
)
def test_an_address_that_is_no_web_address_is_dropped(url: str) -> None:
    assert with_front(f"title: 题\nurl: '{url}'").url is None


def test_a_link_in_the_text_leaves_its_words_only() -> None:
    assert texts("[夜校](javascript:alert(1))[课表](https://a.example)") == [
        "[夜校](javascript:alert(1))课表"
    ]


def test_code_pictures_and_raw_pages_are_read_as_text() -> None:
    body = "![夜校课堂](a.png)\n\n`5G`基站\n\n```\n第一行\n第二行\n```\n\n<b>职工</b>"
    assert texts(body) == ["夜校课堂", "5G基站", "第一行\n第二行", "<b>职工</b>"]


def test_lists_and_quotes_may_hold_one_another() -> None:
    assert texts("1. 甲\n   - 乙\n\n> 引文\n>\n> - 丙") == ["甲", "乙", "引文", "丙"]


def test_headings_of_every_level_and_writing_are_headings() -> None:
    one = with_front("title: 题", "一、总则\n====\n\n###### （一）目标\n\n正文。")
    assert [block.kind for block in one.blocks] == [
        BlockKind.HEADING,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]


def test_dos_line_ends_change_nothing() -> None:
    text = "---\ntitle: 题\ndate: 2024-03-08\n---\n# 一\n\n第一行\n第二行\n"
    assert read_markdown(text.replace("\n", "\r\n"), "a.md") == read_markdown(text, "a.md")


def test_an_id_is_given_or_made_of_the_path() -> None:
    assert with_front("title: 题\nid: yj-2024-1").id == "yj-2024-1"
    here, there = read_markdown("# 题\n\n正文", "a.md"), read_markdown("# 题\n\n正文", "b/a.md")
    assert here.id == read_markdown("# 别的题\n\n正文", "a.md").id != there.id


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("---\ntitle: 题\nsection: 要闻\ndate: 2023-13-01\n---\n正文", "2023-13-01", 4),
        ("---\ntitle: 题\nsource: [甲]\n---\n正文", "字段 source", 3),
        (f"---\nid: a\ntitle: {'很长' * 300}\n---\n正文", "字段 title", 3),
        ("---\ntitle:\n---\n正文", "没有标题", 2),
        ("---\n题\n---\n正文", "文件头", 1),
    ],
)
def test_a_field_that_is_wrong_is_named_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_markdown(text, "a.md")
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: 题\nsource: 甲: 乙\n---\n正文", 3),
        ("---\ntitle: 题\n\tsource: 甲\n---\n正文", 3),
        ("---\ntitle: 题\nsource: *甲\ndate: 2024-03-08\n---\n正文", 3),
        ("---\n\n\ntitle: 题\nsource: 甲: 乙\n---\n正文", 5),
    ],
)
def test_front_matter_that_is_broken_is_named_with_the_broken_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableError, match="不是 YAML") as caught:
        read_markdown(text, "a.md")
    assert caught.value.line == line


@pytest.mark.parametrize(
    "text", ["", "\n", "正文。", "正文。\n\n# 题\n", "---\ntitle: ''\n---\n正文"]
)
def test_what_has_no_title_is_rejected(text: str) -> None:
    with pytest.raises(UnreadableError, match="没有标题"):
        read_markdown(text, "a.md")


@pytest.mark.parametrize("body", ["", "# 题", "***", "> ", "- "])
def test_what_has_no_text_is_rejected(body: str) -> None:
    with pytest.raises(UnreadableError, match="没有正文"):
        with_front("title: 题", body)


def test_front_matter_nested_without_end_is_rejected() -> None:
    with pytest.raises(UnreadableError):
        with_front("title: 题\nsection: " + "[" * 5000)


@pytest.mark.parametrize("escape", [r"\U00110000", r"\UFFFFFFFF"])
def test_a_character_that_does_not_exist_makes_no_front_matter(escape: str) -> None:
    with pytest.raises(UnreadableError, match="不是 YAML"):
        with_front(f'title: "夜校{escape}"')


@pytest.mark.parametrize("field", ["title", "source", "author", "doc_number", "section", "id"])
def test_half_a_character_does_no_harm_in_any_field(field: str) -> None:
    front = {"title": "夜校"} | {field: '"甲\\ud800"'}
    one = with_front("\n".join(f"{name}: {value}" for name, value in front.items()))
    assert one.to_json().encode("utf-8")


@given(
    front=st.text(alphabet='title:date：section "\\uUxdF0[]{}&*!|>-#,?%@`\n题', max_size=60),
    body=st.text(alphabet="#-:|>*_[]()`~!<&;\\\t 1.题\n", max_size=60),
)
@settings(max_examples=300, deadline=None)
def test_any_front_matter_gives_an_article_with_a_text_or_is_rejected(
    front: str, body: str
) -> None:
    try:
        one = with_front(front, body)
    except UnreadableError as error:
        assert error.reason
    else:
        assert one.title
        assert one.blocks
        assert all(block.text.strip() for block in one.blocks)


def test_a_text_of_nothing_but_brackets_is_rejected_at_once() -> None:
    with pytest.raises(UnreadableError, match=r"方括号“\[”超过 10000 个"):
        read_markdown("# 夜校\n\n" + "![" * 20_000, "a.md")
