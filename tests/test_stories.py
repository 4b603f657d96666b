"""What people come for, walked through in a real browser, with scripts and without where both apply."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .articles import build
from .browsers import serving
from .coinage import quiet_years, told
from .test_compare_page import versions


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def phone(browser: Browser, scripts: bool) -> Iterator[Page]:
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, java_script_enabled=scripts, has_touch=True)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, scripts: bool) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


def expect_at(page: Page, anchor: str) -> None:
    """Expect a page to come to a place: the address is told a while after the key or the click."""
    expect(page).to_have_url(re.compile(f"{re.escape(anchor)}$"))


def test_a_citizen_looks_for_a_subsidy_on_a_phone(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("searchbox").or_(phone.get_by_role("combobox")).fill("助学 困难")
    phone.get_by_role("button", name="检索").tap()
    expect(phone.locator("main [role=status]")).to_contain_text("都有这些词 3 篇")
    phone.get_by_role("link", name="筛选").tap()
    phone.locator("#facets").get_by_role("link", name=re.compile(r"^20\d\d")).first.tap()
    expect(phone.get_by_label("检索条件")).to_contain_text("年份：")
    phone.get_by_role("link", name=re.compile(r"看 \d+ 条结果")).tap()
    phone.locator(".hit-title").first.tap()
    expect(phone.locator(".article-body")).to_be_visible()
    phone.get_by_role("link", name="检索结果").tap()
    expect(phone.get_by_label("检索条件")).to_contain_text("年份：")


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with (
        closing(build(tmp_path_factory.mktemp("index"), versions())) as engine,
        serving(engine) as address,
    ):
        yield address


def test_staff_see_what_changed_between_two_versions_of_a_regulation(
    desk: Page, regulation: str
) -> None:
    desk.goto(f"{regulation}/search?q=职工夜校条例")
    desk.locator(".hit-title").first.click()
    desk.get_by_text("另有 2 个版本").click()
    desk.get_by_role("link", name="对照：2020年5月1日").click()
    expect(desk.locator(".was del").filter(has_text="二十")).to_be_visible()
    expect(desk.locator(".now ins").filter(has_text="二十五")).to_be_visible()
    desk.locator(".same summary").click()
    expect(desk.get_by_text("第九号课程")).to_be_visible()
    desk.get_by_role("link", name="2020年5月1日 → 2022年5月1日").click()
    desk.get_by_role("link", name="删去 1 句").click()
    expect(desk.locator(".row:target .was")).to_contain_text("教室由区工会提供")
    desk.get_by_role("link", name="下一次修改").click()
    expect(desk.locator(".sides .now")).to_contain_text("2024年5月1日")


def test_a_draft_is_laid_beside_a_regulation(phone: Page, regulation: str) -> None:
    phone.goto(f"{regulation}/articles/v3")
    phone.get_by_text("引用", exact=True).first.tap()
    phone.get_by_role("link", name="与别的文章或文字对照").tap()
    phone.get_by_label("文字，作为新的一篇").fill("第二条 夜校不以营利为目的。")
    phone.get_by_role("button", name="对照文字").tap()
    expect(phone.locator(".sides .now")).to_contain_text("粘贴的文字")
    expect(phone.locator(".was del").first).to_contain_text("坚持公益方向")
    was, now = (phone.locator(f".beside .{side}").first.bounding_box() for side in ("was", "now"))
    assert was
    assert now
    assert now["y"] >= was["y"] + was["height"]


def test_other_passages_of_a_hit_are_a_step_away(desk: Page, address: str, scripts: bool) -> None:
    desk.goto(f"{address}/search?q=职工&size=50")
    found = desk.locator(".hit").filter(has=desk.locator(".to-passages")).first
    hit = desk.locator(f"#{found.get_attribute('id')}")  # the script takes its link away
    shown = hit.locator(".snippet").first.text_content()
    hit.locator("summary").click()
    if not scripts:
        hit.get_by_role("link", name="其他原文片段").click()
    others = (hit if scripts else desk).locator("details .snippet, .passages .snippet")
    expect(others.nth(1)).to_be_visible()
    if scripts:
        assert shown not in others.all_text_contents()


def test_staff_check_whether_a_wording_was_used_before_2020_and_cite_it(
    desk: Page, address: str
) -> None:
    desk.goto(f"{address}/search?q=“服务职工”")
    desk.get_by_label("至", exact=True).fill("2019-12-31")
    desk.get_by_role("button", name="按日期筛选").click()
    expect(desk.get_by_label("检索条件")).to_contain_text("至 2019年12月31日 止")
    desk.get_by_role("link", name="最早").click()
    desk.locator(".occurrences").first.click()
    expect_at(desk, "#hit-1")
    expect(desk.locator("mark#hit-1")).to_have_text("服务职工")
    desk.get_by_text("引文格式").click()
    citation = desk.locator("#citation-standard").inner_text()
    assert re.search(
        r"\[(?:EB|A)/OL\]\. \(20[01]\d-\d\d-\d\d\)\[\d{4}-\d\d-\d\d\]\. http", citation
    )


def test_staff_ask_whether_a_wording_was_said_before_2023_by_whom_first_and_take_the_evidence(
    desk: Page, address: str, scripts: bool
) -> None:
    desk.goto(f"{address}/search?q=“三江善治”")
    desk.locator(".uses").get_by_role("link", name="走势").click()
    first = desk.locator(".told dl > div").filter(has_text="最早见于")
    expect(first).to_contain_text("2022年2月18日")
    expect(first).to_contain_text("云江市人民政府办公厅")
    desk.get_by_role("link", name="线", exact=True).click()
    expect(desk.locator("svg.chart .line")).to_have_count(1)
    of_2022 = desk.locator("tbody tr").filter(has=desk.get_by_role("rowheader", name="2022年"))
    of_2022.get_by_role("link").first.click()
    expect(desk.get_by_label("检索条件")).to_contain_text("年份：2022")
    desk.get_by_label("带走这些结果").get_by_role("link", name="依据表").click()
    expect(desk.locator("main [role=status]")).to_contain_text("2 篇 3 处（有筛选条件）")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Word").click()
    assert download.value.suggested_filename == "依据表 “三江善治”.docx"
    annex = Document(str(download.value.path())).tables[0]
    assert "三江善治" in annex.cell(1, 1).text
    *known, link = annex.cell(1, 2).text.splitlines()
    assert "2022-02-18  云江市人民政府办公厅" in known[1]
    desk.goto(link)
    expect(desk.locator(".cited")).to_contain_text("三江善治")
    assert "sentence=" in desk.locator("#quotation").inner_text()
    expect(desk.get_by_role("button", name="复制").first).to_have_count(1 if scripts else 0)


@pytest.mark.parametrize("chart", ["line", "bars"])
def test_a_chart_is_seen_by_those_who_see_no_colours_or_choose_their_own(
    desk: Page, address: str, chart: str
) -> None:
    for media in ("print", "screen"):
        desk.emulate_media(media=media, forced_colors="none" if media == "print" else "active")
        desk.goto(f"{address}/trend?w=三江善治&w=高质量发展&chart={chart}")
        drawn = desk.locator("svg.chart > g").nth(1).locator(".line, .bar").first
        expect(drawn).to_be_visible()
        seen = drawn.evaluate("one => getComputedStyle(one).stroke")
        assert seen != "none"
        told = (
            "one => getComputedStyle(one).strokeDasharray"
            if chart == "line"
            else "one => one.getAttribute('fill')"
        )
        both = [
            desk.locator("svg.chart > g").nth(at).locator(".line, .bar").first.evaluate(told)
            for at in (0, 1)
        ]
        assert both[0] != both[1]


def test_the_places_of_a_wording_are_read_on_a_phone(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wording")
    phone.get_by_role("link", name="上下文").tap()
    phone.get_by_label("提法", exact=True).fill("“以*为中心”")
    phone.get_by_role("button", name="查找").tap()
    expect(phone.locator(".kwic li")).to_have_count(6)
    phone.get_by_role("link", name="空处填什么").tap()
    phone.locator("tbody th a").first.tap()
    expect(phone.locator(".kwic mark").first).to_be_visible()
    phone.get_by_role("link", name="依据表").tap()
    expect(phone.locator(".evidence td mark").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hits_are_visited_one_after_another(desk: Page, address: str) -> None:
    desk.goto(f"{address}/articles/yj-2018-0059?q=职工#hit-1")
    bar = desk.get_by_role("navigation", name="命中处").filter(visible=True)
    expect(bar).to_contain_text("1 /")
    bar.get_by_role("link", name="下一处").click()
    expect_at(desk, "#hit-2")
    expect(bar).to_contain_text("2 /")
    bar.get_by_role("link", name="上一处").click()
    expect_at(desk, "#hit-1")


def test_a_link_to_a_sentence_shows_it_with_its_source(desk: Page, address: str) -> None:
    desk.goto(f"{address}/articles/yj-2018-0059?links=on")
    desk.get_by_role("link", name="这一句的链接").first.click()
    expect(desk.locator(".cited")).to_have_count(1)
    quoted = desk.locator("#quotation").inner_text()
    assert quoted.startswith("“")
    assert "——" in quoted
    assert "sentence=" in quoted


def test_a_link_to_a_sentence_that_has_changed_says_so(desk: Page, address: str) -> None:
    desk.goto(f"{address}/articles/yj-2018-0059?sentence=000000000000&begins=天外来句")
    expect(desk.get_by_role("note")).to_contain_text("已经改动或删去")
    expect(desk.get_by_role("note")).to_contain_text("天外来句")


def test_a_keyboard_is_enough_to_filter_by_section(desk: Page, address: str) -> None:
    desk.goto(address)
    expect(desk.locator("main input[type=search]")).to_be_focused()
    desk.keyboard.type("职工")
    desk.keyboard.press("Enter")
    expect(desk.locator("main [role=status]")).to_contain_text("命中")
    before = desk.locator("main [role=status]").inner_text()
    for _ in range(60):
        desk.keyboard.press("Tab")
        if desk.locator("#facets .values a:focus").count():
            break
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("检索条件")).to_contain_text("栏目：")
    expect(desk.locator("main [role=status]")).not_to_have_text(before, use_inner_text=True)


def test_a_screen_reader_hears_the_number_and_not_the_list(desk: Page, address: str) -> None:
    desk.goto(f"{address}/search?q=职工")
    tree = desk.get_by_role("main").aria_snapshot()
    status = re.search(
        r"status:?(.*)((?:\n\s+- .*)*?)\n\s*- (?:list|paragraph|complementary)", tree
    )
    assert status is not None
    assert "命中" in status[0]
    desk.locator("#facets").get_by_role("link", name=re.compile(r"^20\d\d")).first.click()
    expect(desk.locator("main [role=status]")).to_have_text(re.compile(r"命中 \d+ 篇 \d+ 处.*"))
    expect(desk.get_by_role("complementary", name="筛选")).to_have_count(1)
    assert "listitem" not in desk.locator("main [role=status]").aria_snapshot()


def test_the_timeline_can_be_clicked_and_read_as_a_table(desk: Page, address: str) -> None:
    desk.goto(f"{address}/search?q=职工")
    desk.get_by_role("link", name="看数字").click()
    row = desk.locator("tbody tr").first
    year, count = row.locator("th").inner_text(), row.locator("td").first.inner_text()
    desk.get_by_role("link", name="检索结果").click()
    desk.locator(".bars").get_by_role("link", name=f"{year} {count}").click()
    expect(desk.get_by_label("检索条件")).to_contain_text(f"年份：{year}")
    expect(desk.locator("main [role=status]")).to_contain_text(f"命中 {count} 篇")


def test_all_sources_of_a_result_are_found_by_name_and_narrow_it(desk: Page, address: str) -> None:
    desk.goto(f"{address}/search?q=云江")
    desk.locator("#facets").get_by_role("link", name=re.compile("更多 ?来源")).click()
    desk.get_by_label("按名称查找").fill("tsg")
    desk.get_by_role("button", name="查找").click()
    desk.locator(".values").get_by_role("link", name="云江市图书馆").click()
    expect(desk.get_by_label("检索条件")).to_contain_text("云江市图书馆")
    expect(desk.locator(".hit-title").first).to_be_visible()


def test_the_advanced_form_writes_a_query_and_reads_it_back(desk: Page, address: str) -> None:
    desk.goto(f"{address}/advanced")
    desk.get_by_label("原话").fill("服务职工")
    desk.get_by_label("不要的词语").fill("疫情")
    desk.get_by_role("button", name="检索").click()
    expect(desk.locator("#q")).to_have_value("“服务职工” -“疫情”")
    desk.get_by_role("link", name="高级检索").click()
    expect(desk.get_by_label("原话")).to_have_value("服务职工")
    expect(desk.get_by_label("不要的词语")).to_have_value("疫情")


def test_text_is_made_larger_and_contrast_higher(desk: Page, address: str, scripts: bool) -> None:
    desk.goto(f"{address}/articles/yj-2018-0059")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = desk.evaluate(size)
    desk.get_by_text("阅读设置").click()
    desk.get_by_label("大", exact=True).check()
    desk.get_by_label("高对比").check()
    assert desk.evaluate(size) == pytest.approx(before * 1.25)
    assert desk.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    desk.goto(f"{address}/help")
    assert desk.evaluate(size) == pytest.approx(before * (1.25 if scripts else 1))
    assert desk.context.cookies() == []


def test_a_field_completes_what_is_typed(scripted: BrowserContext, address: str) -> None:
    page = scripted.new_page()
    page.goto(address)
    field = page.get_by_role("combobox")
    field.press_sequentially("三江")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    chosen = options.first.locator("span").first.inner_text()
    expect(field).to_have_value(chosen)
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("三江")
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("原话")


def test_recent_searches_stay_in_the_browser_and_can_be_forgotten(
    scripted: BrowserContext, address: str
) -> None:
    page = scripted.new_page()
    page.goto(address)
    page.get_by_role("combobox").fill("夜校")
    page.keyboard.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("命中")
    page.goto(address)
    page.get_by_role("combobox").press("ArrowDown")
    expect(page.get_by_role("option").first).to_contain_text("夜校")
    page.get_by_role("option", name="清除记录").click()
    page.get_by_role("combobox").press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_slash_leads_to_the_field_and_n_to_the_next_hit(
    scripted: BrowserContext, address: str
) -> None:
    page = scripted.new_page()
    page.goto(f"{address}/articles/yj-2018-0059?q=职工")
    page.keyboard.press("n")
    expect_at(page, "#hit-1")
    page.keyboard.press("n")
    expect_at(page, "#hit-2")
    page.keyboard.press("p")
    expect_at(page, "#hit-1")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_within_quotes_and_after_operators_the_last_word_is_completed(
    scripted: BrowserContext, address: str
) -> None:
    page = scripted.new_page()
    page.goto(address)
    field = page.get_by_role("combobox")
    for typed, completed in (("“三江", "“三江善治”"), ("职工 -三江", "职工 -三江善治")):
        field.fill("")
        field.press_sequentially(typed)
        option = page.get_by_role("option", name=completed, exact=True)
        expect(option.first).to_be_visible()
        field.press("Escape")


def test_single_keys_can_be_switched_off(scripted: BrowserContext, address: str) -> None:
    page = scripted.new_page()
    page.goto(f"{address}/articles/yj-2018-0059?q=职工")
    page.get_by_text("阅读设置").click()
    page.get_by_label("快捷键").uncheck()
    page.keyboard.press("n")
    page.keyboard.press("/")
    assert page.evaluate("location.hash") == ""
    page.reload()
    page.get_by_text("阅读设置").click()
    expect(page.get_by_label("快捷键")).not_to_be_checked()
    page.keyboard.press("n")
    assert page.evaluate("location.hash") == ""
    page.get_by_label("快捷键").check()
    page.locator("h1").click()
    page.keyboard.press("n")
    expect_at(page, "#hit-1")


def test_closing_the_bar_of_hits_keeps_the_place(desk: Page, address: str) -> None:
    desk.emulate_media(reduced_motion="reduce")
    desk.goto(f"{address}/articles/yj-2018-0059?q=职工#hit-3")
    expect(desk.locator("#hit-3")).to_be_in_viewport()
    before = desk.evaluate("scrollY")
    desk.get_by_role("link", name="关闭").filter(visible=True).click()
    expect(desk.get_by_role("navigation", name="命中处").filter(visible=True)).to_have_count(0)
    assert abs(desk.evaluate("scrollY") - before) < 100


def test_nothing_that_has_the_focus_hides_behind_the_bar_of_hits(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/articles/yj-2018-0059?q=职工&links=on#hit-1")
    top = page.locator(".hop").filter(visible=True).bounding_box()
    assert top is not None
    for _ in range(40):
        page.keyboard.press("Tab")
        box = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
                       return one.closest(".hop") || one === document.body ? null : [box.top, box.bottom]; }"""
        )
        assert box is None or box[1] <= top["y"] + 1
    context.close()


def test_a_selection_made_backwards_is_linked_where_it_begins(
    scripted: BrowserContext, address: str
) -> None:
    page = scripted.new_page()
    page.goto(f"{address}/articles/yj-2018-0059")
    page.evaluate(
        """() => { const found = document.querySelectorAll(".article-body p [id^='s-']");
                   getSelection().setBaseAndExtent(found[3].firstChild, 2, found[1].firstChild, 0); }"""
    )
    first = page.locator(".article-body p [id^='s-']").nth(1).get_attribute("id")
    expect(page.get_by_role("button", name="复制这一句的链接")).to_be_visible()
    assert str(page.locator(".select-quote").get_attribute("data-link")).endswith(f"#{first}")


def test_where_there_is_no_clipboard_to_write_to_texts_are_copied_all_the_same(
    scripted: BrowserContext, address: str
) -> None:
    page = scripted.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{address}/articles/yj-2018-0059")
    page.get_by_text("引文格式").click()
    page.get_by_role("button", name="复制", exact=True).first.click()
    expect(page.get_by_role("button", name="复制 ✓")).to_be_visible()
    page.get_by_role("combobox").focus()
    page.keyboard.press("Control+V")
    expect(page.get_by_role("combobox")).to_have_value(re.compile(r"^(?!.*GB).*\[A/OL\]"))


def test_selected_text_is_copied_with_its_source(scripted: BrowserContext, address: str) -> None:
    page = scripted.new_page()
    page.goto(f"{address}/articles/yj-2018-0059")
    page.locator(".article-body p span[id]").first.dblclick()
    page.get_by_role("button", name="复制引文和出处").click()
    expect(page.get_by_role("button", name="复制引文和出处 ✓")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"“[^”]+”——.*《.*》.*，http://.*/articles/yj-2018-0059\?sentence=.*&begins=.*", copied
    )


def test_an_article_ends_where_its_last_line_is_printed(desk: Page, address: str) -> None:
    """Room below it would be a page without a word where the one before it is full."""
    desk.goto(f"{address}/articles/yj-2018-0059")
    desk.emulate_media(media="print")
    below = """() => document.documentElement.getBoundingClientRect().bottom
        - document.querySelector(".print-only").getBoundingClientRect().bottom"""
    assert desk.evaluate(below) < 10  # pixels


def test_a_draft_with_two_misquotations_is_checked(desk: Page, address: str) -> None:
    desk.goto(f"{address}/articles/yj-2018-0059")
    said = [one.strip() for one in desk.locator(".article-body p [id^='s-']").all_text_contents()]
    first, second = [one for one in said if len(one) > 24][:2]
    desk.goto(f"{address}/wording")
    desk.get_by_role("link", name="引文核对").click()
    draft = f"{first[:9]}的{first[9:]}\n{second[:12]}{second[13:]}\n{second}\n猫头鹰住在钟楼里，从不开会。"
    desk.get_by_label("文稿").fill(draft)
    desk.get_by_role("button", name="核对").click()
    found = desk.locator("main .found")
    expect(found).to_contain_text("4 句：1 句一致，2 句有改动，1 句未见", timeout=30_000)
    desk.emulate_media(media="print")
    expect(desk.locator(".checked-line .note").first).to_be_visible()  # to the finding
    desk.emulate_media(media="screen")
    expect(desk.locator(".checked-line del")).to_have_text("的")
    expect(desk.locator(".checked-line ins")).to_have_text(second[12])
    desk.locator(".checked-line li a").first.click()
    expect(desk.locator("[id^='s-']:target")).to_have_text(first)


@pytest.fixture(scope="module")
def coined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    uses = [told(100 + n, date(2023, 2 + n, 3), "双河夜谈") for n in range(9)]
    articles = [*quiet_years(), *uses]
    with (
        closing(build(tmp_path_factory.mktemp("index"), articles)) as engine,
        serving(engine) as address,
    ):
        yield address


def test_staff_see_which_wordings_are_new_and_who_uses_one(desk: Page, coined: str) -> None:
    desk.goto(f"{coined}/wording")
    desk.get_by_role("link", name="新提法").click()
    desk.get_by_label("首次出现不早于").fill("2022-01")
    desk.get_by_label("来源").select_option("三江日报")
    desk.get_by_role("button", name="列出").click()
    line = desk.locator(".new-wordings li")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("9 篇 9 处 · 2 个来源")
    expect(line).to_contain_text("筛选内 5 篇 5 处")
    line.get_by_role("link", name="“双河夜谈”的走势").click()
    expect(desk.locator("main [role=status]")).to_contain_text("有筛选条件")
    desk.go_back()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "新提法.xlsx"
    desk.get_by_role("link", name="双河夜谈", exact=True).click()
    expect(desk.locator("main [role=status]")).to_contain_text("5 篇")


def test_no_page_complains_of_its_own_policy(scripted: BrowserContext, address: str) -> None:
    page = scripted.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in (
        "/",
        "/search?q=职工&year=2024",
        "/articles/yj-2018-0059?q=职工",
        "/help",
        "/compare?a=f76501000a5ed6df&b=07450089f4218b91",
        "/new?since=2010&least=3&section=新闻中心",
        "/api/",
    ):
        page.goto(address + path)
    assert complaints == []
