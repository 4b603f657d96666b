"""Nothing in a page keeps people out: axe-core on every page, in every width and colour; zoom; focus."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from .browsers import launched, served

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe-core leaves out unless it is asked for.
STRICTER = {
    name: {"enabled": True}
    for name in ("target-size", "label-content-name-mismatch", "focus-order-semantics")
}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
PAGES = (
    "/",
    "/search?q=高质量发展",
    "/search?q=职工 夜校&section=新闻中心&from=2020-01-01",
    "/search?q=“没有这样一句话”&year=2019",
    "/articles/yj-2018-0059?q=职工&links=on#hit-1",
    "/why/yj-2018-0059?q=职工 工会",
    "/advanced?q=“三江善治”",
    "/help",
    "/sections/",
    "/search?q=转载&copies=separate&lang=en",
    "/years/2024",
    "/api/",
    "/nothing",
)
COLOURS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
    "high": {},
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("accessibility")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("colours", COLOURS)
def test_axe_finds_nothing(browser: Browser, address: str, colours: str, width: int) -> None:
    # Of what axe looks at, colours change only what can be told apart.
    run_only: dict[str, Any] = {"type": "rule", "values": COLOUR_RULES}
    if colours == "light":
        run_only = {"type": "tag", "values": STANDARDS}
    context = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, **COLOURS[colours]
    )
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(address + path)
        if colours == "high":
            page.evaluate("document.documentElement.dataset.contrast = 'high'")
        page.evaluate(AXE)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        answer = page.evaluate(
            "([only, rules]) => axe.run(document, {runOnly: only, rules})",
            [run_only, {} if colours != "light" else STRICTER],
        )
        found += [
            (path, one["id"], node["html"][:120])
            for one in answer["violations"]
            for node in one["nodes"][:3]
        ]
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
