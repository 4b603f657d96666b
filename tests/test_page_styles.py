"""What a page hides by its style does not enter; what it shows does."""

import pytest

from search.ingest.documents.web_page import render_html

SENTENCE = "夜市开放至凌晨一点，摊位抽签分配。"


def texts(html: str, style: str = "") -> list[str]:
    page = f"<html><head><style>{style}</style></head><body>{html}</body></html>"
    return [line.text for line in render_html(page).lines]


def with_noise(style: str) -> str:
    return f"<p>夜<span style='{style}'>x9k</span>市开放至凌晨一点，摊位抽签分配。</p>"


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY: None !important",
        "visibility: hidden",
        "opacity: 0",
        "filter: alpha(opacity=0)",
        "font-size: 0",
        "font-size: 1px",
        "font: 0/0 serif",
        "position: absolute; left: -9999px",
        "position: fixed; top: -999em",
        "text-indent: -9999px",
        "margin-left: -9999px",
        "transform: translateX(-9999px)",
        "transform: scale(0)",
        "color: #fff; background: #FFFFFF",
        "color: rgb(255, 255, 255); background-color: white",
        "color: #fff",
        "color: transparent",
        "color: rgba(0, 0, 0, 0)",
        "width: 0; height: 0; overflow: hidden; display: inline-block",
        "position: absolute; width: 1px; height: 1px; overflow: hidden",
        "position: absolute; clip: rect(0, 0, 0, 0)",
        "clip-path: inset(50%)",
        "mso-hide: all",
    ],
)
def test_a_text_that_its_own_style_hides_is_left_out(style: str) -> None:
    assert texts(with_noise(style)) == [SENTENCE]


@pytest.mark.parametrize(
    "rule",
    [
        ".noise { display: none }",
        "p .noise { display: none }",
        "body > p > span.noise { display: none !important }",
        ".other, .noise { visibility: hidden }",
        "/* 干扰字 */ .noise { font-size: 0 }",
        "[class=noise] { opacity: 0 }",
        "span[class*='nois'] { display: none }",
        "#n1 { position: absolute; left: -3000px }",
        "p span { display: none }",
        "@media screen { .noise { display: none } }",
        ".noise { color: #fff; background: #fff }",
    ],
)
def test_a_text_that_a_rule_of_the_page_hides_is_left_out(rule: str) -> None:
    html = "<p>夜<span class='noise' id='n1'>x9k</span>市开放至凌晨一点，摊位抽签分配。</p>"
    assert texts(html, rule) == [SENTENCE]


@pytest.mark.parametrize(
    "rule",
    [
        "@media print { .s { display: none } }",
        "@media (max-width: 600px) { .s { display: none } }",
        ".s:hover { display: none }",
        ".s::after { display: none }",
        "div .s { display: none }",
        "div > .s { display: none }",
        ".s { display: none } .s.t { display: inline }",
        "@keyframes k { from { opacity: 0 } to { opacity: 1 } }",
        ".s { opacity: .5 }",
        ".s { color: #fff; background: #c00 }",
    ],
)
def test_a_text_that_no_rule_hides_for_certain_is_kept(rule: str) -> None:
    html = "<p>夜<span class='s t'>市开放</span>至凌晨一点，摊位抽签分配。</p>"
    assert texts(html, rule) == [SENTENCE]


def test_what_is_hidden_from_screen_readers_only_is_kept() -> None:
    assert texts("<p>夜<span aria-hidden='true'>市</span>开放。</p>") == ["夜市开放。"]


def test_a_smaller_or_hidden_element_may_show_what_is_in_it() -> None:
    html = "<div style='font-size:0'>甲<span style='font-size:14px'>夜市开放。</span></div>"
    assert texts(html) == ["夜市开放。"]
    html = "<div style='visibility:hidden'>甲<p style='visibility:visible'>夜市开放。</p></div>"
    assert texts(html) == ["夜市开放。"]


@pytest.mark.parametrize(
    "hiding", ["visibility:hidden", "opacity:0", "position:absolute;left:-9999px"]
)
def test_a_page_whose_text_a_script_shows_is_read(hiding: str) -> None:
    assert texts(f"<p>云江市</p><div style='{hiding}'><p>{SENTENCE}</p></div>") == [
        "云江市",
        SENTENCE,
    ]


def test_a_page_whose_rules_hide_all_its_text_is_read() -> None:
    assert texts(f"<div class='a'><p>{SENTENCE}</p></div>", ".a { display: none }") == [SENTENCE]


@pytest.mark.parametrize("tag", ["noscript", "textarea", "template"])
def test_a_text_that_stands_only_where_none_is_shown_is_read(tag: str) -> None:
    assert texts(f"<p>云江市</p><{tag}>{SENTENCE}</{tag}>") == ["云江市", SENTENCE]
    assert texts(f"<p>{SENTENCE}</p><{tag}>{SENTENCE}</{tag}>") == [SENTENCE]


def test_hidden_text_is_counted() -> None:
    rendering = render_html(f"<p>{SENTENCE}{SENTENCE}</p><p hidden>{SENTENCE}甲乙丙</p>")
    (aside,) = rendering.set_aside
    assert (aside.rule, aside.characters) == ("隐藏的文字", 20)
    assert rendering.held == 2 * len(SENTENCE) + 20


def test_much_hidden_text_is_said_where_it_stands_in_the_midst_of_what_is_shown() -> None:
    words = f"夜市{SENTENCE}<i style='font-size:0'>{SENTENCE}甲乙丙</i>{SENTENCE}"
    (amid,) = render_html(f"<p>{words}</p>").set_aside
    (menu,) = render_html(f"<p>{SENTENCE}</p><ul hidden><li>{SENTENCE}甲乙丙</li></ul>").set_aside
    assert amid.remark == "正文里隐藏的文字共 20 字未收入"
    assert menu.remark == ""


def test_a_style_sheet_made_to_cost_much_is_read_in_time() -> None:
    rules = "".join(f".a .a .a .a .b{number % 7} {{ display: none }}" for number in range(20_000))
    html = "<div class='a'>" * 300 + f"<p class='b'>{SENTENCE}</p>" + "<i class='b1'>乙</i>" * 5000
    assert texts(html, rules)[0] == SENTENCE
