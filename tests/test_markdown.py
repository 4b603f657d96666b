"""Markdown files. The plain cases are in test_readers; these are the corners."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, BlockKind
from search.errors import UnreadableError
from search.ingest.records import markdown
from search.validity import Validity

from .records import doubts, read_markdown, remarks


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
    assert texts(body) == ["夜校课堂", "5G基站", "第一行\n第二行", "职工"]


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
    ("front", "doubt"),
    [
        ("title: 题\nsection: 要闻\ndate: 2023-13-01", '发布日期 date 不是日期: "2023-13-01"'),
        (f"id: a\ntitle: {'很长' * 300}", "字段 title 超过 500 字，只收了开头"),
        ("title: 题\nsource: {a: b, c: d}", "字段 source 应为文字"),
        ("title: 题\nsource: 甲: 乙", "文件头不是 YAML（第 3 行），按“名称: 值”逐行读出"),
        ("title: 题\n\tsource: 甲", "文件头不是 YAML（第 3 行）"),
        ("\n\ntitle: 题\nsource: 甲: 乙", "文件头不是 YAML（第 5 行）"),
        ("title: 题\n这一行什么也不是", "文件头不是 YAML（第 4 行）"),
    ],
)
def test_front_matter_that_is_wrong_is_a_doubt_and_the_text_is_read(front: str, doubt: str) -> None:
    items = list(markdown.read_markdown(f"---\n{front}\n---\n正文。\n", "a.md"))
    assert [said for said in doubts(items) if doubt in said], doubts(items)
    assert with_front(front).blocks[0].text == "正文。"


@pytest.mark.parametrize(
    ("front", "field", "value"),
    [
        ("title: 云江市: 夜校\ndate: 2024-03-08", "title", "云江市: 夜校"),
        ("title: 云江市: 夜校\ndate: 2024-03-08", "published", date(2024, 3, 8)),
        ("title: 题\nsource: *甲", "source", "*甲"),
        ("title: 题: 目\nauthor:\n  - 李禾\n  - 周苗", "author", "李禾、周苗"),
        ("title: 题\nauthor: [李禾, 周苗]", "author", "李禾、周苗"),
        ("title: 题\nsource: [云江日报]", "source", "云江日报"),
        ("title: 题\nauthor: {name: 李禾, id: 7}", "author", "李禾"),
        ("title: 题\n  source: 云江日报\n date: [", "source", "云江日报"),
        ("title: '题\nsource: 云江日报", "title", "题"),
        ("标题：夜校开班\n来源：云江日报", "source", "云江日报"),
        ("Title: 夜校开班\npublishDate: 2024-03-08", "published", date(2024, 3, 8)),
    ],
)
def test_front_matter_is_read_as_well_as_it_can_be(front: str, field: str, value: object) -> None:
    assert getattr(with_front(front), field) == value


def test_front_matter_may_be_toml() -> None:
    one = read_markdown('+++\ntitle = "夜校"\ndate = 2024-03-08\nauthor = ["李禾"]\n+++\n正文。\n')
    assert (one.title, one.published, one.author) == ("夜校", date(2024, 3, 8), "李禾")


@pytest.mark.parametrize(
    "above",
    ["\n", "\r\n \t\n", "\u3000\n", "\xa0\n", " ", "\ufeff", "\ufeff\ufeff\n", "\u200b", "\x0c", "<!-- 草稿 -->\n"],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_what_nobody_sees_above_front_matter_hides_none_of_its_fields(
    above: str, ends: str
) -> None:
    text = "---\ntitle: 夜校\ndate: 2024-03-08\nstatus: 已废止\n---\n正文。\n".replace("\n", ends)
    one = read_markdown(above + text)
    assert (one.title, one.published, one.validity) == ("夜校", date(2024, 3, 8), Validity.REPEALED)
    assert [block.text for block in one.blocks] == ["正文。"]
    assert doubts(markdown.read_markdown(above + text, "a.md")) == []


def test_front_matter_may_be_indented_as_a_whole_and_have_blanks_behind_its_fences() -> None:
    text = "  ---\u3000\n  title: 夜校\n  date: 2024-03-08\n  --- \n\n正文：甲。\n\n---\n\n乙。\n"
    one = read_markdown(text)
    assert (one.title, one.published) == ("夜校", date(2024, 3, 8))
    assert [block.text for block in one.blocks] == ["正文：甲。", "乙。"]


def test_a_text_between_two_rules_below_a_blank_line_is_no_front_matter() -> None:
    one = read_markdown("\n---\n\n# 夜校\n\n夜校下周开班：请转告。\n\n---\n\n三江市总工会\n")
    assert [block.text for block in one.blocks] == ["夜校下周开班：请转告。", "三江市总工会"]


def test_front_matter_that_does_not_end_is_a_doubt_and_the_text_below_is_read() -> None:
    text = "---\ntitle: 夜校开班\ndate: 2024-03-08\n\n夜校下周开班。\n"
    assert "文件头没有结束的 ---" in doubts(markdown.read_markdown(text, "a.md"))
    one = read_markdown(text)
    assert (one.title, [block.text for block in one.blocks]) == ("夜校开班", ["夜校下周开班。"])


def test_keys_of_front_matter_that_mean_nothing_are_told() -> None:
    text = "---\ntitle: 题\ntags: [夜校]\ncover: {image: a.png}\ndescription: 简介\n---\n正文。\n"
    assert remarks(markdown.read_markdown(text, "a.md")) == [
        "字段 tags、cover、description 不认识，未收入（1 篇）"
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("加粗**“院坝会”**制度", "加粗“院坝会”制度"),
        ("落实**《夜校条例》**，**按期：**完成", "落实《夜校条例》，按期：完成"),
        ("共**100%**以上，*“免费”*开放", "共100%以上，“免费”开放"),
        ("~~“旧办法”~~废止，***（试行）***办法", "“旧办法”废止，（试行）办法"),
        ("加粗 ** 院坝会 ** 制度", "加粗 院坝会 制度"),
        ("面积 3*4*5，2**3", "面积 345，2**3"),
        ("_“斜体”_字，__粗__体，++插入++", "“斜体”字，粗体，插入"),
        ("姓名____，单位____", "姓名____，单位____"),
        (r"\*\*原样\*\*与 1\. 项", "**原样**与 1. 项"),
        ("<b>职工</b>夜校<br>开班<sup>1</sup>", "职工夜校\n开班1"),
        ("夜校[^1]开班[^甲]。\n\n[^1]: 免费的。", "夜校开班[^甲]。\n免费的。"),
        ('夜校[课表][1]。\n\n[1]: https://a.example "课"', "夜校课表。"),
        ("- [ ] 甲项目\n- [x] 乙项目", "甲项目\n乙项目"),
        ("<div align='center'>\n\n夜校\n\n</div>\n\n<p>开班<br>了</p>", "夜校\n开班\n了"),
        ("<!-- 编者的话 -->\n\n夜校", "夜校"),
    ],
)
def test_marks_do_not_enter_the_text(source: str, shown: str) -> None:
    assert "\n".join(texts(source)) == shown


LABELS = """# 云江市总工会关于办好职工夜校的通知

**发布日期**: 2025-10-31
**发布机构**: 云江市总工会
**原文链接**: [查看](https://www.yunjiang.example/a)

云工发〔2025〕17号

夜校下周开班。
"""


@pytest.mark.parametrize(
    "text",
    [
        LABELS,
        LABELS.replace("\n**", "\n\n**"),
        LABELS.replace("**: ", "：** "),
        LABELS.replace("**", ""),
        LABELS.replace("\n\n云工发", "\n云工发"),
        LABELS.replace("**发布日期**: ", "【发布日期】").replace("**发布机构**: ", "【发布机构】"),
        LABELS.replace("\n**", "\n- **"),
        LABELS.replace("\n**", "\n> **"),
        LABELS.replace("**发布日期**: ", "|项目|内容|\n|---|---|\n|发布日期|")
        .replace("**发布机构**: ", "|发布机构|").replace("**原文链接**: ", "|原文链接|"),
        LABELS.replace("# ", "").replace("\n\n**发布日期", "\n===\n\n**发布日期"),
    ],
)  # fmt: skip
def test_labelled_lines_below_the_title_are_fields(text: str) -> None:
    one = read_markdown(text)
    assert one.title == "云江市总工会关于办好职工夜校的通知"
    assert (one.published, one.source) == (date(2025, 10, 31), "云江市总工会")
    assert one.issuer == "云江市总工会"
    assert one.url == "https://www.yunjiang.example/a"
    assert [block.text for block in one.blocks] == ["云工发〔2025〕17号", "夜校下周开班。"]


def test_labels_within_a_text_stay_and_each_has_its_line() -> None:
    body = "夜校开班。\n\n**时间**：周五\n**地点**：夜校\n\n发布日期：2024-03-08"
    assert texts(body) == [
        "夜校开班。",
        "**时间**：周五".replace("**", ""),
        "地点：夜校",
        "发布日期：2024-03-08",
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_notice_that_begins_with_its_place_and_time_keeps_them(between: str) -> None:
    one = with_front("title: 题", f"时间：2024年3月8日{between}地点：夜校")
    assert one.published is None
    assert "".join(block.text for block in one.blocks).startswith("时间：2024年3月8日")


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


def test_front_matter_nested_without_end_is_a_doubt() -> None:
    text = "---\ntitle: 题\nsection: " + "[" * 5000 + "\n---\n正文。\n"
    assert "文件头不是 YAML" in doubts(markdown.read_markdown(text, "a.md"))[0]


def test_names_that_repeat_one_another_without_end_cost_nothing() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)
    )
    text = f"---\n{bomb}title: 题\nauthor: *a59\nstatus: *a59\n---\n正文。\n"
    assert doubts(markdown.read_markdown(text, "a.md")) == ["字段 author 应为文字"]


@pytest.mark.parametrize("escape", [r"\U00110000", r"\UFFFFFFFF"])
def test_a_character_that_does_not_exist_makes_no_yaml(escape: str) -> None:
    text = f'---\ntitle: "夜校{escape}"\n---\n正文。\n'
    assert "文件头不是 YAML" in doubts(markdown.read_markdown(text, "a.md"))[0]


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
