"""The page of a result keeps what was chosen, says how it read the words, and leads nowhere in vain."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from search.query.date_hints import last_months
from webui import create_app

from .articles import article, build


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    provinces = [
        article(
            f"p{number:02}", f"报告{number}", "夜校开班。",
            published=date(2020, 1, 1), section=("报告", f"第{number}区"),
        )
        for number in range(14)
    ]  # fmt: skip
    articles = [
        article(
            "a", "高龄津贴发放办法", "高龄老人领取津贴。津贴按月发放。", published=date(2024, 3, 8)
        ),
        article(
            "b",
            "津贴标准",
            "高龄老人的津贴提高。劳模进社区。",
            published=date(2019, 5, 1),
            section=("公告",),
        ),
        article("c", "竞赛", "以职工为中心，建功立业。“劳模”进社区。", published=date(2018, 5, 1)),
        *provinces,
    ]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    return html.document_fromstring(client.get(address).text)


def text(tree: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(tree.text_content()))


def hidden(tree: html.HtmlElement, form: str) -> dict[str, str]:
    return {
        str(one.get("name")): str(one.get("value"))
        for one in tree.cssselect(f"{form} input[type=hidden]")
    }


def test_every_form_keeps_the_language_that_was_chosen(client: FlaskClient) -> None:
    for address in ("/?lang=en", "/search?q=夜校&lang=en", "/advanced?lang=en"):
        tree = page(client, address)
        for form in tree.iter("form"):
            if form.get("action"):
                names = {one.get("name"): one.get("value") for one in form.iter("input")}
                assert names.get("lang") == "en", address


def test_a_new_search_keeps_filters_only_where_they_are_in_sight(client: FlaskClient) -> None:
    chosen = "q=夜校&section=报告&from=2020-01-01"
    assert hidden(page(client, f"/search?{chosen}"), ".search-form") == {
        "section": "报告", "from": "2020-01-01",
    }  # fmt: skip
    assert hidden(page(client, f"/articles/p01?{chosen}"), ".search-form") == {}
    assert hidden(page(client, "/sections/报告"), ".search-form") == {}


def test_the_advanced_form_is_given_all_that_was_chosen(client: FlaskClient) -> None:
    tree = page(client, "/search?q=夜校&section=报告&year=2020&from=2020-01-01&sort=newest")
    (link,) = tree.xpath("//nav[@class='header-links']/a[1]/@href")
    form = page(client, str(link))
    assert hidden(form, "main form") == {"go": "1", "year": "2020", "sort": "newest"}
    assert form.cssselect("select[name=section] option[selected]")[0].get("value") == "报告"
    assert form.cssselect("input[name=from]")[0].get("value") == "2020-01-01"


def test_the_way_back_is_kept_while_an_article_is_read(client: FlaskClient) -> None:
    tree = page(client, "/articles/p01?q=夜校&section=报告&sort=newest")
    for label in ("不标记", "给每一句加上链接"):
        (link,) = tree.xpath(f"//a[text()='{label}']/@href")
        (back,) = page(client, str(link)).xpath("//a[text()='检索结果']/@href")
        assert back == "/search?q=夜校&section=报告&sort=newest#a-p01"


def test_an_article_can_be_read_without_marks_and_marked_again(client: FlaskClient) -> None:
    tree = page(client, "/articles/p01?q=夜校&mark=off")
    assert not tree.cssselect("article mark")
    (link,) = tree.xpath("//a[text()='标出命中处']/@href")
    assert page(client, str(link)).cssselect("article mark")


def test_of_many_sections_the_outermost_are_listed(client: FlaskClient) -> None:
    tree = page(client, "/search")
    assert [text(one).split()[0] for one in tree.cssselect("#facets .values a")[:2]] == [
        "报告", "公告",
    ]  # fmt: skip


def test_a_chosen_section_lists_what_is_within_it(client: FlaskClient) -> None:
    tree = page(client, "/search?section=报告")
    assert len(tree.cssselect("#facets .depth-1")) == 8
    (more,) = tree.xpath("//*[@id='facets']//a[span[text()='栏目']]/@href")
    assert len(page(client, str(more)).cssselect(".values .depth-1")) == 14
    deeper = page(client, "/search?section=报告/第9区")
    assert len(deeper.cssselect("#facets .depth-1")) == 9  # 第9区 besides


def test_a_section_takes_the_place_of_those_it_lies_in_and_of_those_in_it(
    client: FlaskClient,
) -> None:
    inner = page(client, "/search?section=报告&section=公告")
    (link,) = inner.xpath("//*[@id='facets']//a[contains(., '第3区')]/@href")
    narrowed = page(client, str(link))
    assert "命中 2 篇" in text(narrowed)  # one of 第3区, one of 公告
    (outer,) = narrowed.xpath("//*[@id='facets']//a[starts-with(text(), '报告')]/@href")
    assert "命中 15 篇" in text(page(client, str(outer)))


def test_the_advanced_form_takes_a_year_for_its_days(client: FlaskClient) -> None:
    tree = page(client, "/advanced?q=津贴&from=2014-02&to=2014")
    days = [one.get("value") for one in tree.cssselect("main input[type=date]")]
    assert days == ["2014-02-01", "2014-12-31"]
    assert page(client, "/advanced?from=昨天").cssselect("main input[type=date]")


def test_how_it_was_read_folds_into_one_line_and_offers_the_exact_wording_with_its_count(
    client: FlaskClient,
) -> None:
    tree = page(client, "/search?q=高龄津贴")
    (fold,) = tree.cssselect("details.reading")
    assert fold.get("open") is None
    assert "读作：“高龄”、“津贴”（连在一起的在前）" in text(fold)
    (link,) = fold.xpath(".//a[contains(text(), '只看有原话')]")
    assert link.text == "只看有原话“高龄津贴”的 1 篇"
    assert "命中 1 篇" in text(page(client, str(link.get("href"))))


def test_the_exact_wording_is_offered_with_the_quotes_that_were_typed(client: FlaskClient) -> None:
    tree = page(client, "/search?q=“劳模”进社区")
    (link,) = tree.xpath("//a[contains(text(), '只看有原话')]")
    assert link.text == "只看有原话““劳模”进社区”的 1 篇"
    assert "命中 1 篇 1 处" in text(page(client, str(link.get("href"))))


def test_a_word_that_was_read_as_it_is_needs_no_fold(client: FlaskClient) -> None:
    assert not page(client, "/search?q=津贴").cssselect("details.reading")


def test_chips_are_the_filters_alone_and_all_can_be_taken_off(client: FlaskClient) -> None:
    assert not page(client, "/search?q=高龄 津贴").cssselect(".chips")
    chips = page(client, "/search?q=高龄 津贴&year=2019&section=公告").cssselect(".chips a")
    labels = [re.sub("，.*", "", text(one)) for one in chips]
    assert labels == ["栏目：公告", "年份：2019", "清除全部"]
    assert "year" not in str(chips[1].get("href"))
    cleared = page(client, str(chips[2].get("href")))
    assert not cleared.cssselect(".chips")


def test_what_changes_what_is_found_is_said_before_the_hits(client: FlaskClient) -> None:
    def said(query: str) -> str:
        head = page(client, f"/search?q={query}").cssselect(".result-head > p")
        return " ".join(text(one) for one in head)

    assert "只有其中部分词语的" in said("津贴 竞赛")
    assert "引号不成对" in said("“津贴")


def test_where_nothing_was_typed_the_newest_are_first_and_say_so(client: FlaskClient) -> None:
    def orders(address: str) -> list[tuple[str, bool]]:
        nav = page(client, address).cssselect(".result-tools nav > *")
        return [(str(one.text), one.get("aria-current") == "true") for one in nav]

    assert orders("/search") == [("最新", True), ("最早", False)]
    assert orders("/search?sort=oldest") == [("最新", False), ("最早", True)]
    assert orders("/search?q=津贴")[0] == ("相关", True)


def test_the_same_sentence_is_not_shown_twice(client: FlaskClient) -> None:
    links = page(client, "/search?q=津贴").xpath("//a[@class='to-passages']/@href")
    assert links
    for link in links:
        shown = [text(one) for one in page(client, str(link)).cssselect(".snippet")]
        assert len(shown) == len(set(shown))


def test_a_choice_keeps_the_sheet_of_filters_open_and_says_how_many_remain(
    client: FlaskClient,
) -> None:
    tree = page(client, "/search?q=夜校&section=报告")
    (opener,) = tree.cssselect(".sheet-opener")
    assert text(opener) == "筛选 1（已选）"
    assert opener.get("href") == "#filters"
    choices = [str(one.get("href")) for one in tree.cssselect("#facets .values a")]
    assert choices
    assert all(one.endswith("#filters") for one in choices)
    assert tree.cssselect("#facets form")[0].get("action") == "/search#filters"
    assert text(tree.cssselect(".sheet-foot a")[-1]) == "看 14 条结果"


def test_where_nothing_is_found_and_chosen_no_filters_are_offered(client: FlaskClient) -> None:
    assert not page(client, "/search?q=龘靐").cssselect(".sheet-opener")
    assert page(client, "/search?q=龘靐&year=2020").cssselect(".sheet-opener")


def test_a_wording_that_stands_nowhere_is_not_offered(client: FlaskClient) -> None:
    assert "只看有原话" not in text(page(client, "/search?q=老人津贴"))
    assert "只看全部词语都有的" not in text(page(client, "/search?q=津贴 竞赛"))


def test_words_near_each_other_say_what_is_counted(client: FlaskClient) -> None:
    assert "“处”按其中每个词分别计数" in text(page(client, "/search?q=“高龄 津贴”~9"))
    assert "“处”按" not in text(page(client, "/search?q=“高龄”").cssselect("main")[0])


def test_pieces_of_a_wording_that_is_nowhere_lead_to_as_many_articles_as_they_say(
    client: FlaskClient,
) -> None:
    tree = page(client, "/search?q=“以职工为中心的理念”&year=2024")
    pieces = tree.cssselect(".empty .chip")
    assert pieces
    for piece in pieces:
        count = text(piece).rsplit(" ", 1)[1]
        assert f"命中 {count} 篇" in text(page(client, str(piece.get("href"))))


def test_where_nothing_is_found_it_is_said_how_the_words_were_read(client: FlaskClient) -> None:
    assert "读作：“没有这样一句”" in text(page(client, "/search?q=“没有这样一句”"))
    assert "读作" not in text(page(client, "/search?q=“津贴”"))


def test_what_is_wanted_and_not_wanted_is_named(client: FlaskClient) -> None:
    assert "“津贴” 既要有，又不要有" in text(page(client, "/search?q=津贴 -津贴"))
    assert "既要有" not in text(page(client, "/search?q=津贴 竞赛 -报告"))


def test_last_years_are_one_click(client: FlaskClient) -> None:
    tree = page(client, "/search?q=津贴")
    (link,) = tree.xpath("//a[text()='近三年']/@href")
    narrowed = page(client, str(link))
    assert narrowed.xpath("//span[@aria-current='true' and text()='近三年']")
    days = [str(one.get("value")) for one in narrowed.cssselect("main form input[type=date]")]
    assert days == [day.isoformat() for day in last_months(36, date.today())]


def test_what_was_mistyped_does_not_cost_what_was_asked(client: FlaskClient) -> None:
    tree = page(client, "/search?q=津贴&section=公告&from=2024&to=2019&page=9")
    assert "起始日期 2024 晚于截止日期 2019，请改正" in text(tree)
    (link,) = tree.xpath("//a[contains(text(), '重新检索')]/@href")
    assert "命中 1 篇" in text(page(client, str(link)))


def test_days_in_the_wrong_order_are_turned_with_one_click(client: FlaskClient) -> None:
    tree = page(client, "/search?q=津贴&from=2020&to=2019-01")
    (link,) = tree.xpath("//a[text()='对调两个日期']/@href")
    turned = page(client, str(link))
    assert "命中 1 篇" in text(turned)
    assert "日期：2019年1月1日 至 2020年12月31日" in text(turned)
    assert "对调" not in text(page(client, "/search?q=津贴&from=x&to=2019"))


def test_a_keyboard_can_skip_to_the_hits(client: FlaskClient) -> None:
    tree = page(client, "/search?q=津贴")
    skips = [one.get("href") for one in tree.cssselect("a.skip")]
    assert skips == ["#main", "#hits"]
    assert tree.cssselect("#hits")


def test_pages_that_can_be_listed_have_one_address_in_every_language(client: FlaskClient) -> None:
    for address in ("/", "/sections/", "/help", "/sections/报告", "/years/2020", "/articles/a"):
        addresses = {
            str(page(client, f"{address}?lang={code}").xpath("//link[@rel='canonical']/@href")[0])
            for code in ("zh", "en")
        }
        assert len(addresses) == 1
        assert "lang" not in addresses.pop()


def test_what_has_some_of_the_words_is_set_apart_but_where_days_order_all(
    client: FlaskClient,
) -> None:
    """By date an article with all words stands among those with some: no line says "below"."""
    for sort, said in (("relevance", True), ("recent", True), ("newest", False), ("oldest", False)):
        page = client.get(f"/search?q=津贴+标准&matching=most&sort={sort}").text
        assert ("以下只有其中部分词语" in page) is said, sort


def test_of_a_long_text_what_has_not_its_wording_is_set_apart(tmp_path: Path) -> None:
    sentence = "职工夜校开设电梯维修、烹饪、书法、摄影、财会五门课程，每周二晚上开班"
    articles = [article("a", "招生", f"{sentence}。"), article("b", "展览", f"{sentence[4:-6]}。")]
    with closing(build(tmp_path, articles)) as engine:
        client = create_app(engine).test_client()
        page = client.get(f"/search?q={sentence}").text
        assert page.index(">招生<") < page.index("以下没有原话") < page.index(">展览<")
        assert "以下没有原话" not in client.get(f"/search?q={sentence}&sort=newest").text
        assert "以下没有原话" not in client.get(f"/search?q={sentence[::-1]}").text


def test_where_articles_with_some_of_the_words_follow_the_filters_say_that_they_count(
    client: FlaskClient,
) -> None:
    said = "只有其中部分词语的也算，共 2 篇。"
    assert said in text(page(client, "/search?q=津贴 发放&lang=zh"))
    for asked in ("津贴 发放&matching=all", "津贴", "夜校 开班", "发放 竞赛"):
        assert said[:11] not in text(page(client, f"/search?q={asked}&lang=zh")), asked
