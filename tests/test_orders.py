"""Orders and announcements: the title is that of what they issue, the number names issuer and kind."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from search.article import Article
from search.ingest.documents.pasted_text import render_pasted
from search.ingest.documents.web_page import render_html
from search.ingest.lines.rendering import Form, Line, Rendering
from search.ingest.understanding.article import understand

ISSUED = "《云江市河道管理办法》已经市政府第3次常务会议通过，现予公布，自2024年7月1日起施行。"
SIGNED = ("市长 （签署）", "二○二四年五月十七日")
LAW = (
    "第一条 为了加强河道管理，保障防洪安全，根据有关法律法规，结合本市实际，制定本办法。",
    "第二条 本市行政区域内河道的管理，适用本办法。",
)
ORDER = (ISSUED, *SIGNED, "云江市河道管理办法", *LAW)
HOURS = "为保障学生睡眠，经研究，自九月一日起，小学上课时间不早于八时二十分，中学不早于八时。"
Reader = Callable[[Sequence[str]], Article]


def pasted(lines: Sequence[str]) -> Article:
    return understand(render_pasted("\n".join(lines)), "a.txt").article


def page(lines: Sequence[str]) -> Article:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return page_of(f"<div class='nav'><a href='1'>首页</a></div><div class='content'>{body}</div>")


def page_of(body: str) -> Article:
    return understand(render_html(f"<html><body>{body}</body></html>"), "a.html").article


def document(lines: Sequence[str]) -> Article:
    rendered = tuple(Line(text, number) for number, text in enumerate(lines, 1))
    return understand(Rendering(rendered, Form.DOCUMENT), "a.docx").article


EVERYWHERE = pytest.mark.parametrize("read", [pasted, page, document])


@EVERYWHERE
@pytest.mark.parametrize(
    "head",
    [
        ("云江市人民政府令", "第 12 号"),
        ("云江市人民政府令", "（第12号）"),
        ("云 江 市 人 民 政 府 令", "第１２号"),
        ("云江市人民政府", "令", "第12号"),
        ("云江市人民政府令第12号",),
        ("云江市人民政府令（第 12 号）",),
        ("云江市人民政府令　第12号",),
    ],
)
def test_an_order_has_the_title_of_what_it_orders(read: Reader, head: tuple[str, ...]) -> None:
    article = read([*head, *ORDER])
    assert article.title == "云江市河道管理办法"
    assert article.doc_number == "云江市人民政府令第12号"
    assert article.issuer == "云江市人民政府"
    assert article.signed == date(2024, 5, 17)
    texts = [block.text for block in article.blocks]
    assert ISSUED in texts
    assert LAW[0] in texts


@EVERYWHERE
@pytest.mark.parametrize(
    "head",
    [
        ("云江市教育局公告", "2024年第3号"),
        ("云江市教育局", "公　告", "2024年第3号"),
        ("云江市教育局公告", "（2024年第3号）"),
        ("云江市教育局公告2024年第3号",),
        ("云江市教育局公告（２０２４年第３号）",),
    ],
)
@pytest.mark.parametrize(
    "title", [("关于调整中小学作息时间的公告",), ("关于调整中小学", "作息时间的公告")]
)
def test_an_announcement_has_the_title_of_what_it_announces(
    read: Reader, head: tuple[str, ...], title: tuple[str, ...]
) -> None:
    article = read([*head, *title, HOURS, "云江市教育局", "2024年8月12日"])
    assert article.title == "关于调整中小学作息时间的公告"
    assert article.doc_number == "云江市教育局公告2024年第3号"
    assert article.issuer == "云江市教育局"
    assert article.signed == date(2024, 8, 12)
    assert HOURS in [block.text for block in article.blocks]


@EVERYWHERE
def test_an_order_of_a_session_or_of_several_bodies_names_them(read: Reader) -> None:
    adopted = "《云江市养犬条例》已由云江市第十四届人民代表大会常务委员会第五次会议通过，现予公布。"
    article = read(
        ["云江市人民代表大会常务委员会公告", "〔十四届〕第12号", adopted, "云江市养犬条例", *LAW]
    )
    assert article.title == "云江市养犬条例"
    assert article.issuer == "云江市人民代表大会常务委员会"
    both = read(["云江市财政局 云江市税务局公告", "2024年第5号", "关于延续减免的公告", HOURS])
    assert both.issuer == "云江市财政局 云江市税务局"
    assert both.title == "关于延续减免的公告"


@EVERYWHERE
def test_what_an_order_issues_may_be_named_by_its_place_alone(read: Reader) -> None:
    lead = "根据《中华人民共和国教育法》，市教育局制定了本市的办法，现予发布，请遵照执行。"
    article = read(
        [
            "云江市教育局令",
            "第6号",
            lead,
            "局长 （签署）",
            "2024年5月17日",
            "云江市校车管理办法",
            *LAW,
        ]
    )
    assert article.title == "云江市校车管理办法"


@EVERYWHERE
def test_an_announcement_that_issues_nothing_keeps_its_name(read: Reader) -> None:
    lead = "根据《中华人民共和国道路交通安全法》，市公安局决定对滨河路实行交通管制，现通告如下。"
    article = read(["云江市公安局通告", "2024年第2号", lead, HOURS])
    assert article.title == "云江市公安局通告"
    assert article.doc_number == "云江市公安局通告2024年第2号"


@EVERYWHERE
@pytest.mark.parametrize("title", ["云江市教育局招聘公告", "云江市人民政府关于禁放烟花的通告"])
def test_a_title_that_ends_like_a_kind_is_no_head(read: Reader, title: str) -> None:
    assert read([title, "发布时间：2024-05-17", HOURS, HOURS]).title == title


def test_an_order_that_a_text_passes_on_is_not_its_own() -> None:
    head = ["关于转发河道管理办法的通知", "云水发〔2024〕3号", "各区县水务局：", HOURS]
    article = pasted([*head, "云江市人民政府令", "第12号", *ORDER])
    assert article.title == "关于转发河道管理办法的通知"
    assert article.doc_number == "云水发〔2024〕3号"


def test_a_page_that_is_titled_by_the_order_has_the_title_of_the_paper() -> None:
    body = "".join(f"<p>{line}</p>" for line in ("云江市人民政府令", "第12号", *ORDER))
    head = "<h1>云江市人民政府令第12号</h1><p>发布时间：2024-05-20</p>"
    article = page_of(f"{head}<div class='content'>{body}</div>")
    assert article.title == "云江市河道管理办法"
    assert (article.published, article.doc_number) == (date(2024, 5, 20), "云江市人民政府令第12号")


@EVERYWHERE
def test_the_number_under_the_title_is_the_papers_own(read: Reader) -> None:
    article = read(
        [
            "云江市高级人民法院", "公 告",
            "《云江市高级人民法院关于公布失信名单的若干规定》已于2024年1月16日由审判委员会通过，现予公布。",
            "云江市高级人民法院", "2024年2月28日",
            "云江市高级人民法院", "关于公布失信名单的若干规定", "云法释〔2024〕7号", *LAW,
        ]
    )  # fmt: skip
    assert article.title == "云江市高级人民法院关于公布失信名单的若干规定"
    assert article.doc_number == "云法释〔2024〕7号"


@EVERYWHERE
def test_a_red_head_with_gaps_and_the_imprint_are_read(read: Reader) -> None:
    article = read(
        [
            "云政办发 [２０２４] 第 ０７ 号", "云江市人民政府办公室关于做好防火工作的通知", "各区县人民政府：", HOURS,
            "云江市人民政府办公室", "2024年11月2日", "（此件公开发布）",
            "抄送：市委各部门，市人大常委会办公室。", "云江市人民政府办公室 2024年11月3日印发",
        ]
    )  # fmt: skip
    assert article.doc_number == "云政办发〔2024〕7号"
    assert article.issuer == "云江市人民政府办公室"
    assert article.signed == date(2024, 11, 2)
    assert "抄送" not in "".join(block.text for block in article.blocks)
    assert article.blocks[-1].text == "（此件公开发布）"


@EVERYWHERE
@pytest.mark.parametrize(
    ("signature", "issuer"),
    [
        (("云江市教育局", "2024年8月12日"), "云江市教育局"),
        (("云江市教育局　2024年8月12日",), "云江市教育局"),
        (("云 江 市 教 育 局", "2024年8月12日"), "云江市教育局"),
        (("云江市财政局", "云江市税务局", "2024年8月12日"), "云江市财政局 云江市税务局"),
        (("云江市财政局 云江市税务局", "2024年8月12日"), "云江市财政局 云江市税务局"),
        (("李禾", "2024年8月12日"), None),
        (("请大家相互转告，按时参加。", "2024年8月12日"), None),
    ],
)
def test_the_issuer_is_who_signed(
    read: Reader, signature: tuple[str, ...], issuer: str | None
) -> None:
    lines = ["关于夜校开班的通知", "发布时间：2024-08-13", "各单位：", HOURS, *signature]
    assert read(lines).issuer == issuer


@EVERYWHERE
def test_a_title_does_not_end_within_marks(read: Reader) -> None:
    lines = ["云江市人民政府关于修改《云江市节日及", "纪念日安排办法》的决定", HOURS, HOURS]
    assert read(lines).title == "云江市人民政府关于修改《云江市节日及纪念日安排办法》的决定"


@EVERYWHERE
@pytest.mark.parametrize(
    ("note", "day"),
    [
        (("（2020年6月15日检察委员会", "第三十九次会议通过，自2020年7月31日起施行）"), date(2020, 6, 15)),
        (
            ("（1994年8月31日市人大常委会通过　根据2006年2月28日《关于修改〈云江市审计条例〉的决定》修正）",),
            date(2006, 2, 28),
        ),
        (("（1994年8月31日通过", "根据2006年2月28日第一次修正", "2021年10月23日修订）"), date(2021, 10, 23)),
    ],
)  # fmt: skip
def test_the_last_day_of_the_note_under_a_title_is_the_day_of_a_law(
    read: Reader, note: tuple[str, ...], day: date
) -> None:
    assert read(["云江市审计条例", *note, *LAW]).signed == day


@EVERYWHERE
@pytest.mark.parametrize(
    ("lead", "title"),
    [
        ("《云江市高级人民法院关于审理夜校纠纷的规定》", ("云江市高级人民法院", "关于审理夜校纠纷", "的规定")),
        ("云江市高级人民法院《关于审理夜校纠纷的规定》", ("云江市高级人民法院", "关于审理夜校纠纷的规定")),
        ("云江市高级人民法院 《关于审理夜校纠纷的规定》", ("云江市高级人民法院关于审理夜校", "纠纷的规定")),
        ("《关于审理夜校纠纷的规定》", ("云江市高级人民法院", "关于审理夜校纠纷的规定")),
    ],
)  # fmt: skip
def test_a_title_is_the_lines_below_that_say_what_is_issued(
    read: Reader, lead: str, title: tuple[str, ...]
) -> None:
    issued = f"{lead}已于2024年1月16日由审判委员会第17次会议通过，现予公布，自5月1日起施行。"
    head = ["云江市高级人民法院", "公 告", issued, "2024年2月28日"]
    article = read([*head, *title, "云法释〔2024〕7号", "（2024年1月16日通过）", *LAW])
    assert article.title == "云江市高级人民法院关于审理夜校纠纷的规定"
    assert article.doc_number == "云法释〔2024〕7号"
    assert article.issuer == "云江市高级人民法院"


@EVERYWHERE
def test_an_order_to_amend_has_the_title_of_the_decision(read: Reader) -> None:
    title = "云江市人民政府关于修改《云江市河道管理办法》的决定"
    issued = "现公布《云江市人民政府关于修改〈云江市河道管理办法〉的决定》，自公布之日起施行。"
    article = read(["云江市人民政府令", "第15号", issued, *SIGNED, title, HOURS, *LAW])
    assert (article.title, article.doc_number) == (title, "云江市人民政府令第15号")


@pytest.mark.parametrize(
    "title",
    ["云江市人民政府令", "云江市人民政府令第12号 云江市河道管理办法", "云江市河道管理办法"],
)
def test_the_number_is_read_below_whatever_the_page_is_titled(title: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in ("云江市人民政府令", "第12号", *ORDER))
    top = f"<h1>{title}</h1><p>发布时间：2024-05-20 来源：云江网</p>"
    article = page_of(f"{top}<div class='content'>{body}</div>")
    assert article.title == "云江市河道管理办法"
    assert article.doc_number == "云江市人民政府令第12号"
    assert article.issuer == "云江市人民政府"
    assert article.blocks[0].text == ISSUED


def test_a_number_in_brackets_behind_a_title_is_no_head() -> None:
    body = "".join(f"<p>{line}</p>" for line in ORDER)
    top = "<h1>云江市河道管理办法（云江市人民政府令第12号）</h1><p>发布时间：2024-05-20</p>"
    article = page_of(f"{top}<div class='content'>{body}</div>")
    assert article.doc_number == "云江市人民政府令第12号"
    assert article.title.startswith("云江市河道管理办法")


@EVERYWHERE
def test_a_title_that_stands_twice_is_no_longer_title(read: Reader) -> None:
    title = "云江市人民政府关于办好职工夜校的意见"
    assert read([title, title, HOURS, HOURS]).title == title


@EVERYWHERE
def test_the_note_of_who_printed_a_rule_and_when_is_no_title(read: Reader) -> None:
    article = read(["云江市夜校管理暂行规定", "（中共云江市委组织部2006年6月27日印发）", *LAW])
    assert article.title == "云江市夜校管理暂行规定"
    assert article.signed == date(2006, 6, 27)
