"""The result page is calm: hits begin near the top and are short, whatever was asked, and nothing is lost by it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

#: Of every kind: words, wordings, questions, other names, hints, notes, offers, copies, filters, picks, parts.
QUERIES = (
    "q=",
    "q=职工",
    "q=高质量发展",
    "q=“高质量发展”",
    "q=职工 夜校 电梯",
    "q=困难职工子女上大学有哪些助学补贴可以申请",
    "q=如何办理老旧小区加装电梯的手续，需要多少钱，由谁来出",
    "q=加装电梯",
    "q=人社局 补贴",
    "q=2024年 最新 补贴",
    "q=夜校 2019年",
    "q=“职工",
    "q=((职工",
    "q=标题:(通知) -标题:“大赛”",
    "q=“职工 服务”~20",
    "q=政府工坐报告",
    "q=laojiu xiaoqu jiazhuang dianti",
    "q=云政办发〔2024〕99号",
    "q=夜校 天外来客",
    "q=补贴|津贴 -疫情",
    "q=职工&year=2024&year=2023&year=2022&section=新闻中心&from=2018-01-01",
    "q=高质量发展&sort=newest&page=2",
    "q=转载&copies=separate",
    "q=职工&lang=en",
    "q=困难职工&synonyms=off&matching=most&size=20",
)
SIZES = {"phone": (390, 844), "narrow desk": (960, 800), "desk": (1440, 900)}
TOPS = """() => [...document.querySelectorAll("main .hit")].map(hit => hit.getBoundingClientRect().top + scrollY)"""
HEIGHTS = """() => [...document.querySelectorAll("main .hit")].map(hit => hit.getBoundingClientRect().height)"""


@pytest.fixture(params=SIZES)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_first_hit_begins_within_300_pixels_of_the_top(page: Page, address: str) -> None:
    begins = {}
    for query in QUERIES:
        page.goto(f"{address}/search?{query}")
        if tops := page.evaluate(TOPS):
            begins[query] = tops[0]
    assert len(begins) > len(QUERIES) / 2
    assert {query: top for query, top in begins.items() if top > 300} == {}


def test_a_hit_is_at_most_240_pixels_high_on_a_phone(phone: Page, address: str) -> None:
    for query in QUERIES:
        phone.goto(f"{address}/search?{query}")
        assert [height for height in phone.evaluate(HEIGHTS) if height > 240] == [], query


def test_what_matches_is_in_sight_in_the_lines_of_a_passage(page: Page, address: str) -> None:
    hidden = {}
    for query in ("高质量发展", "困难职工", "保障"):
        page.goto(f"{address}/search?q={query}")
        hidden[query] = page.evaluate(
            """() => [...document.querySelectorAll(".hit > .snippet")].filter(passage => {
                const mark = passage.querySelector("mark");
                return mark && mark.getBoundingClientRect().bottom > passage.getBoundingClientRect().bottom + 2;
            }).map(passage => passage.textContent)"""
        )
    assert [query for query, passages in hidden.items() if passages] == []


def test_how_words_were_read_is_folded_where_anything_is_shown(page: Page, address: str) -> None:
    for query, is_open in (("夜校 电梯", False), ("zhigong yexiao", False), ("zzzz", True)):
        page.goto(f"{address}/search?q={query}")
        assert page.locator("details.reading").evaluate("one => one.open") is is_open, query


def test_the_sheet_of_filters_stays_open_until_the_results_are_looked_at(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}/search?q=职工")
    filters = phone.get_by_role("complementary", name="筛选")
    expect(filters).to_be_hidden()
    phone.get_by_role("link", name="筛选").click()
    choices = filters.locator("li a:not([aria-current])")
    for chosen, choice in enumerate((choices.first, choices.last), start=1):
        choice.click()
        expect(filters).to_be_visible()
        expect(phone.get_by_label("检索条件").locator("li")).to_have_count(chosen + 1)
    groups = filters.get_by_role("link", name="条结果").inner_text()
    filters.get_by_role("link", name="条结果").click()
    expect(filters).to_be_hidden()
    expect(phone.get_by_role("link", name="筛选 2")).to_be_visible()
    assert groups.startswith("看 ")


def test_targets_are_44_pixels_high_on_a_phone(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?q=职工&year=2024#filters")
    low = """selector => [...document.querySelectorAll(selector)]
        .map(one => one.getBoundingClientRect().height).filter(height => height > 0 && height < 43.5)"""
    assert phone.evaluate(low, "#filters li a, #filters .button") == []
    phone.goto(f"{address}/search?q=职工&year=2024")
    assert phone.evaluate(low, ".result-tools a, .chips a, .more > summary, .pages a") == []
