"""Saved pages as lines: what a reader sees, and what the markup tells of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article_fields import FieldName
from search.errors import UnreadableError
from search.ingest.documents.web_page import render_html


def texts(html: str) -> list[str]:
    return [line.text for line in render_html(html).lines]


def test_every_block_and_every_break_is_a_line() -> None:
    html = "<div>一<p>二<br>三</p>四</div><ul><li>五</li><li>六</li></ul>"
    assert texts(html) == ["一", "二", "三", "四", "五", "六"]


def test_inline_elements_do_not_break_a_line() -> None:
    assert texts("<p>三江<b>善</b><a href='x'>治</a>，从我做起</p>") == ["三江善治，从我做起"]


def test_white_space_of_the_source_is_one_space() -> None:
    assert texts("<p>Smart\n   City　　云江\n</p>") == ["Smart City　　云江"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var 标题 = 1</script>",
        "<style>p { color: red }</style>",
        "<div style='display: none'>菜单</div>",
        "<p hidden>草稿</p>",
        "<!-- 注释 -->",
        "<select><option>选择区县</option></select>",
        "<noscript>请打开脚本</noscript>",
    ],
)
def test_what_a_browser_does_not_show_is_no_line(hidden: str) -> None:
    assert texts(f"<p>夜校</p>{hidden}<p>开班</p>") == ["夜校", "开班"]


def test_the_lines_of_a_heading_are_one_line_without_a_gap() -> None:
    line = render_html("<h2>关于推进夜校<br>建设的<br>意见</h2>").lines[0]
    assert (line.text, line.level) == ("关于推进夜校建设的意见", 2)


def test_a_row_of_a_data_table_is_a_line() -> None:
    html = "<table><tr><th>地点</th><th>人数</th></tr><tr><td><p>体育馆</p></td><td>620</td></tr></table>"
    assert texts(html) == ["地点 | 人数", "体育馆 | 620"]


def test_the_cells_of_a_table_that_lays_out_the_page_are_blocks() -> None:
    long = "夜校下周开班，请各单位组织职工报名。" * 10
    assert texts(f"<table><tr><td>{long}</td><td>最新通告</td></tr></table>") == [long, "最新通告"]
    nested = "<table><tr><td>左<table><tr><td>内</td></tr></table></td><td>右</td></tr></table>"
    assert texts(nested) == ["左", "内", "右"]


def test_the_share_of_a_line_in_links_is_told() -> None:
    lines = render_html("<p><a href='1'>夜校开班</a></p><p>夜校<a href='1'>开班</a></p>").lines
    assert [line.linked for line in lines] == [1.0, 0.5]


def test_what_the_markup_calls_a_place_is_told_of_its_lines() -> None:
    html = (
        "<div class='nav'><p>首页</p></div><div class='article-content'><p>夜校开班</p></div>"
        "<footer>主办</footer><div class='box'>其他</div>"
    )
    assert [line.place for line in render_html(html).lines] == [-1, 1, -1, 0]


def test_labels_that_only_style_sets_apart_do_not_run_together() -> None:
    html = "<div><span>来源：云江日报</span><span>作者：潘以宁</span></div>"
    assert texts(html) == ["来源：云江日报 作者：潘以宁"]


def test_meta_tags_of_public_sites_are_hints() -> None:
    html = """<head><meta name="ArticleTitle" content="夜校开班"><meta name="PubDate" content="2024-03-08 09:00">
    <meta name="ContentSource" content="云江工会网"><title>夜校开班_云江市总工会</title></head><p>文</p>"""
    hints = {hint.field: hint for hint in reversed(render_html(html).hints)}
    assert hints[FieldName.TITLE].value == "夜校开班"
    assert hints[FieldName.DATE].value == "2024-03-08 09:00"
    assert hints[FieldName.SOURCE].reason == "网页标签 ContentSource"


def test_the_address_a_browser_notes_when_saving_is_a_hint() -> None:
    html = "<!-- saved from url=(0040)http://gh.yunjiang.example/n/1.html --><html><p>文</p></html>"
    addresses = [hint.value for hint in render_html(html).hints if hint.field is FieldName.URL]
    assert addresses == ["http://gh.yunjiang.example/n/1.html"]


def test_an_address_that_is_no_web_address_is_no_hint() -> None:
    html = "<link rel='canonical' href='javascript:alert(1)'><p>文</p>"
    assert [hint for hint in render_html(html).hints if hint.field is FieldName.URL] == []


def test_linked_data_is_a_hint_and_broken_linked_data_is_none() -> None:
    good = '<script type="application/ld+json">{"title": "夜校", "pubDate": "2024-03-08T09:00:00"}</script>'
    bad = '<script type="application/ld+json">{"title": </script>'
    assert {hint.value for hint in render_html(good + "<p>文</p>").hints} == {
        "夜校",
        "2024-03-08T09:00:00",
    }
    assert render_html(bad + "<p>文</p>").hints == ()


def test_what_a_page_declares_of_its_encoding_is_not_believed_again() -> None:
    html = '<?xml version="1.0" encoding="gb2312"?><meta charset="gb2312"><p>夜校</p>'
    assert texts(html) == ["夜校"]


@pytest.mark.parametrize("depth", [300, 3000, 30_000])
def test_no_nesting_is_too_deep(depth: int) -> None:
    html = "<div>" * depth + "夜校" + "</div>" * depth
    assert len(texts(html)) <= 1


def test_a_file_without_elements_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        render_html("")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</table>",
                "<h1>",
                "</h1>",
                "<br>",
                "<a>",
                "</a>",
                "<p",
                ">",
                "夜校",
                "&#0;",
                "&amp;",
                "\ud800",
                "<![CDATA[",
                "<!--",
                "-->",
                " ",
            ]
        ),
        max_size=40,
    )
)
def test_any_tag_soup_is_lines_or_unreadable(parts: list[str]) -> None:
    try:
        lines = render_html("".join(parts)).lines
    except UnreadableError:
        return
    assert all(line.text == line.text.strip() != "" for line in lines)
    assert all("\n" not in line.text and 0 <= line.linked <= 1 for line in lines)


def test_readings_above_characters_are_no_text() -> None:
    html = (
        "<p>站名<ruby>汭<rp>（</rp><rt>ruì</rt><rp>）</rp></ruby><ruby>溪<rt>xī</rt></ruby>桥。</p>"
    )
    assert texts(html) == ["站名汭溪桥。"]


def test_numbers_of_notes_are_no_text_but_exponents_are() -> None:
    html = (
        "<p>增长<sup>[1]</sup>显著，面积10m<sup>2</sup>，约10<sup>3</sup>户"
        "<sup><a href='#n2'>2</a></sup>，见下<sup>③</sup>。</p>"
    )
    assert texts(html) == ["增长显著，面积10m2，约103户，见下。"]


def test_entities_that_were_written_twice_are_read() -> None:
    assert texts("<p>张&amp;nbsp;三说：&amp;ldquo;好&amp;rdquo;。</p>") == ["张\xa0三说：“好”。"]


def test_characters_of_no_width_do_not_part_a_word() -> None:
    assert texts("<p>夜&#8203;市&shy;开<wbr>放\ufeff。</p>") == ["夜市开放。"]


def test_what_stands_behind_a_stray_end_of_the_page_is_read() -> None:
    html = "<html><body><div>首页</div></html><!-- 头部完 --><p>夜市开放。</p></body></html>"
    assert texts(html) == ["首页", "夜市开放。"]


def test_the_white_space_between_cells_is_no_cell() -> None:
    html = "<table>\n<tr>\n <td>标题</td>\n <td></td>\n <td>夜市</td>\n</tr></table>"
    assert texts(html) == ["标题 | | 夜市"]


def test_the_characters_of_a_page_are_counted_a_second_way() -> None:
    rendering = render_html(
        "<head><title>夜市</title></head><body><p>夜市 开放</p><script>var a = 1</script>"
        "<select><option>选择区县</option></select></body>"
    )
    assert rendering.held == 8
    assert [(part.rule, part.characters) for part in rendering.set_aside] == [
        ("表单和嵌入的内容", 4)
    ]


def test_white_space_between_row_and_cell_is_no_cell() -> None:
    table = """<table>
      <tr>
        <td><b>标　　题：</b></td>
        <td>关于夜校开班的通知</td>
      </tr>
      <tr>
        <td>文号：</td> <td>云工发〔2024〕5号</td>
      </tr>
    </table>"""
    assert texts(table) == ["标　　题： | 关于夜校开班的通知", "文号： | 云工发〔2024〕5号"]


def test_what_follows_a_stray_end_of_the_page_is_read() -> None:
    assert texts("<div>首页</div></body></html>\n<div>夜校开班</div></HTML >") == [
        "首页",
        "夜校开班",
    ]
