"""The page in a real browser: a member of staff looks a wording up."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["wide", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def open_filters(page: Page) -> None:
    """Open the sheet of filters where there is one: on a phone."""
    opener = page.get_by_role("link", name="筛选")
    if opener.is_visible():
        opener.click()


def close_filters(page: Page) -> None:
    """Look at the results: the sheet stays open until then, however much is chosen."""
    closer = page.get_by_role("link", name=re.compile(r"看 \d+ 条结果"))
    if closer.is_visible():
        closer.click()


def test_staff_look_a_wording_up_narrow_it_read_it_and_come_back(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").fill("“高质量发展”")
    page.get_by_role("button", name="检索").click()
    expect(page.locator("main [role=status]")).to_contain_text("命中")

    open_filters(page)
    page.locator("#facets").get_by_role("link", name="政务公开").first.click()
    expect(page.get_by_label("检索条件")).to_contain_text("栏目：政务公开")
    page.locator('#facets a[href*="&year="]').last.click()
    expect(page.get_by_label("检索条件")).to_contain_text("年份：")
    close_filters(page)
    narrowed = page.url

    title = page.locator(".hit-title").first.inner_text()
    page.locator(".hit-title").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("article mark").first).to_have_text("高质量发展")

    page.go_back()
    expect(page).to_have_url(narrowed)
    page.get_by_role("link", name="清除全部").click()
    expect(page.get_by_label("检索条件")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/search?q=高质量发展", "/search?q=“没有这句”", "/nothing"])
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


#: How much wider than its box what an empty box says is, in pixels.
_BEYOND = """box => {
    const style = getComputedStyle(box)
    const pen = document.createElement("canvas").getContext("2d")
    pen.font = style.font
    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    return pen.measureText(box.placeholder).width - room
}"""


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_an_empty_box_says_is_not_cut_off(
    browser: Browser, address: str, language: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    for path in (
        "/",
        "/search?",
        "/context?",
        "/trend?",
        "/evidence?",
        "/facet?name=source",
        "/new?",
    ):
        page.goto(
            f"{address}{path}&lang={language}" if "?" in path else f"{address}?lang={language}"
        )
        boxes = page.locator("input[placeholder]:visible")
        expect(boxes.first).to_be_visible()
        for box in boxes.all():
            assert box.evaluate(_BEYOND) <= 0, (path, box.get_attribute("placeholder"))
    context.close()


def test_a_page_breaks_no_rule_of_its_own_policy_and_asks_no_other_site(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/search?q=高质量发展&year=2024", "/api/search?q=职工"):
        page.goto(address + path)
    assert complaints == []
    assert all(url.startswith((address, "data:")) for url in asked)
    page.close()
