"""Which breaks within a block of a page only wrap a line, and which end it."""

import pytest

from search.ingest.documents.web_page import render_html

WRAPPED = (
    "经市政府常务会议研究同意，自即日起对全市",
    "范围内的小型水库开展安全鉴定。鉴定经费由",
    "市财政统筹安排。鉴定结论作为除险加固立项的",
    "依据，各县区要落实责任。",
)
WHOLE = "".join(WRAPPED)


def texts(html: str) -> list[str]:
    return [line.text for line in render_html(html).lines]


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "<br>\n".join(WRAPPED) + "</p>",
        "<div>　　" + "<BR/>".join(WRAPPED) + "</div>",
        "<pre>" + "\n".join(WRAPPED) + "</pre>",
        "<div style='white-space: pre-wrap'>" + "\n".join(WRAPPED) + "</div>",
    ],
)
def test_lines_broken_at_a_width_are_one_paragraph(html: str) -> None:
    assert [text.strip() for text in texts(html)] == [WHOLE]


@pytest.mark.parametrize("between", ["<br><br>", "<br>　　", "<br>&nbsp;&nbsp;"])
def test_a_blank_line_or_an_indentation_begins_another(between: str) -> None:
    wrapped = "<br>".join(WRAPPED)
    assert texts(f"<div>{wrapped}{between}{wrapped}</div>") == [WHOLE, WHOLE]


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<p>受表彰的工匠有张三、欧阳<br>青山等十人，他们来自一线岗位。</p>", "欧阳青山"),
        ("<p>获奖的是欧阳<br>青山同志。</p>", "欧阳青山"),
        ("<ul><li>欧阳<br>青山</li></ul>", "欧阳青山"),
        ("<p>印发《云江市夜市<br>管理办法》</p>", "《云江市夜市管理办法》"),
        ("<p>参加比赛的有张三、<br>李四</p>", "张三、李四"),
        ("<p>采用 Smart<br>City 平台，方便市民。</p>", "Smart City 平台"),
    ],
)
def test_a_break_does_not_part_a_name(html: str, name: str) -> None:
    (text,) = texts(html)
    assert name in text


@pytest.mark.parametrize(
    "lines",
    [
        ("春眠不觉晓，", "处处闻啼鸟。", "夜来风雨声，", "花落知多少。"),
        ("春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少"),
        ("地址：云江市江南区中山路1号", "邮编：300000", "电话：0000-1234567"),
        ("云江市水利局", "云江市财政局", "2024年5月17日"),
        ("第一段说完了。", "第二段也说完了。"),
        ("一、总体要求", "坚持以人为本，改造一个、验收一个。", "二、任务", "改造完毕。"),
        ("总体要求", "坚持以人为本，改造一个、验收一个。"),
        ("发布时间：2024-05-17", "来源：云江日报"),
        ("张三", "李四", "王五"),
    ],
)
def test_lines_that_were_ended_on_purpose_stay_apart(lines: tuple[str, ...]) -> None:
    assert texts("<p>" + "<br>".join(lines) + "</p>") == list(lines)


def test_lines_that_are_centred_or_at_the_right_stay_apart() -> None:
    for mark in ("align=center", "style='text-align: right'"):
        html = f"<p {mark}>云江市人民政府办公室关于推进<br>老旧小区改造，改善居住条件的意见。</p>"
        assert len(texts(html)) == 2
