"""Nothing in a page keeps people out: axe-core on every page, in every width and colour; zoom; focus."""

from itertools import product
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe-core leaves out unless it is asked for.
STRICTER = {
    name: {"enabled": True}
    for name in ("target-size", "label-content-name-mismatch", "focus-order-semantics")
}
#: What to run, and which rules besides: all, and those that colours can break.
EVERYTHING = ({"type": "tag", "values": STANDARDS}, STRICTER)
OF_COLOURS: tuple[object, object] = (
    {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    {},
)
WIDTHS = (390, 768, 1440)
PAGES = (
    "/",
    "/search?q=高质量发展",
    "/search?q=加装电梯",
    "/search?q=职工 夜校&section=新闻中心&from=2020-01-01",
    "/search?q=职工&year=2024#filters",
    "/search?q=“没有这样一句话”&year=2019",
    "/search?q=职工&year=2024",
    "/facet?name=section&q=职工&section=新闻中心",
    "/timeline?q=职工&year=2024",
    "/articles/yj-2018-0059?q=职工&links=on#hit-1",
    "/why/yj-2018-0059?q=职工 工会",
    "/advanced?q=“三江善治”",
    "/wording",
    "/check",
    "/trend?w=高质量发展",
    "/new",
    "/new?since=2010&least=3&section=新闻中心",
    "/context?q=高质量发展",
    "/context?q=“高质量*”&by=gap",
    "/evidence?q=高质量发展",
    "/trend?w=职工&w=夜校&w=工会&by=month&measure=rate",
    "/help",
    "/subscribe?q=职工",
    "/sections/",
    "/compare?a=f76501000a5ed6df&b=07450089f4218b91",
    "/search?q=转载&copies=separate&lang=en",
    "/years/2024",
    "/api/",
    "/nothing",
)
DRAFT = """各区县总工会：
一、资助标准。本科新生5,000元，高职新生4,500元，在读高中生每学年2,000元。
二、对受助新生建立联系卡，寒暑假提供勤工俭学岗位，毕业前一年提供就业指导。
三、技能培训的补贴照《云江市职业技能提升补贴办法》（云人社发〔2019〕56号）发放，由各区另定日程。
"""
PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
COLOURS: dict[str, dict[str, Any]] = {
    "light": PLAIN,
    "dark": PLAIN | {"color_scheme": "dark"},
    "contrast": PLAIN | {"contrast": "more"},
    "forced": PLAIN | {"forced_colors": "active"},
    "high": PLAIN,
}


def show(page: Page, width: int, colours: str) -> None:
    """Change how a page is seen, as people do without loading it again."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**COLOURS[colours])
    page.evaluate(
        """high => high ? document.documentElement.dataset.contrast = "high"
                        : delete document.documentElement.dataset.contrast""",
        colours == "high",
    )


def faults(page: Page, only: object, rules: object) -> list[tuple[str, str]]:
    """Ask axe-core what is wrong in a page as it stands: the rules broken, and where."""
    answer = page.evaluate(
        "([runOnly, rules]) => axe.run(document, {runOnly, rules, resultTypes: ['violations']})",
        [only, rules],
    )
    return [
        (rule["id"], node["html"][:120])
        for rule in answer["violations"]
        for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_any_width_and_colours(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    page.evaluate(AXE)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    found = []
    for width, colours in product(WIDTHS, COLOURS):
        show(page, width, colours)
        # Of what axe looks at, colours change only what can be told apart.
        asked = EVERYTHING if colours == "light" else OF_COLOURS
        found += [(width, colours, *fault) for fault in faults(page, *asked)]
    context.close()
    assert found == []


def show_checked_draft(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    page.get_by_label("文稿").fill(DRAFT)
    page.get_by_role("button", name="核对").click()
    page.locator(".found").wait_for()
    page.wait_for_load_state()


def test_axe_finds_nothing_in_a_checked_draft(browser: Browser, address: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    show_checked_draft(page, address)
    assert page.locator(".verdict").count() > 4
    page.evaluate(AXE)
    found = []
    for width, colours in product(WIDTHS, COLOURS):
        show(page, width, colours)
        asked = EVERYTHING if colours == "light" else OF_COLOURS
        found += [(width, colours, *fault) for fault in faults(page, *asked)]
    page.set_viewport_size({"width": 320, "height": 640})
    assert width_of(page) <= 320
    context.close()
    assert found == []


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_out_of_a_page_of_320_pixels_even_at_twice_the_text(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address + path)
    assert width_of(page) <= 320
    page.evaluate("document.documentElement.style.setProperty('--size', '200%')")
    assert width_of(page) <= 320
    context.close()


@pytest.mark.parametrize("path", ["/", "/search?q=职工", "/articles/yj-2018-0059?q=职工"])
def test_every_control_is_reached_by_tab_in_sight_and_with_an_outline(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + path)
    page.evaluate("document.activeElement?.blur()")
    seen, rounds = set(), 0
    for _ in range(400):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (!one || one === document.body) return null;
                one.dataset.seen ??= String(Math.random());
                const box = one.getBoundingClientRect();
                const ring = getComputedStyle(one).outlineStyle;
                const label = one.labels?.[0];
                const shown = box.width > 1 ? box : label?.getBoundingClientRect() ?? box;
                return [one.dataset.seen, shown.bottom > 0 && shown.top < innerHeight,
                        ring !== "none" || one.tagName === "MAIN"
                        || one.namespaceURI.endsWith("svg"), one.outerHTML.slice(0, 100)];
            }"""
        )
        if state is None:  # after the last control comes the first one
            rounds += 1
            if rounds == 2:
                break
            continue
        assert state[1], state[3]
        assert state[2], state[3]
        seen.add(state[0])
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
            .filter(one => one.checkVisibility({visibilityProperty: true})
                    && !(one.type === "radio" && !one.checked) && !one.dataset.seen)
            .map(one => one.outerHTML.slice(0, 100))"""
    )
    context.close()
    assert len(seen) > 10
    assert wanted == []


def test_motion_is_reduced_for_those_who_ask(browser: Browser, address: str) -> None:
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        context = browser.new_context(reduced_motion=motion)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        assert (
            page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
        )
        context.close()
