"""How much is said, and where it stands: tallies and places, by every engine."""

from datetime import date

import pytest

from search.engine import Engine, Place, TallyRow
from search.errors import UsageError
from search.partial_date import PartialDate
from search.query.nodes import Everything, Exact, Phrase
from search.query.parser import parse_query
from search.request import Filters, PlacesRequest, SearchRequest, Sort, TallyRequest

from ..articles import article
from ..republished import NOTICE
from .conftest import MakeEngine

ARTICLES = [
    article("b1", "夜校开班", "职工夜校开班，夜校免费。", published=date(2019, 5, 1), source="云江日报"),
    article("b2", "河道", "河道清淤。", published=date(2021, 3, 1), section=("新闻中心", "要闻")),
    article("b3", "夜校", "夜校夜校。", "哈哈哈", published=PartialDate(2021), source="云江日报"),
    article("b4", "没有日期", "夜校。", source="云江工会网"),
    article("c1", "夜校的通知", *NOTICE, published=date(2023, 3, 1), source="云江日报"),
    article("c2", "夜校的通知", *NOTICE, published=date(2024, 3, 2), source="云江工会网"),
]  # fmt: skip
NIGHT_SCHOOL = Phrase("夜校")


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(ARTICLES)


def test_a_tally_counts_articles_and_occurrences_of_each_year_beside_all_there_is(
    engine: Engine,
) -> None:
    tally = engine.tally(TallyRequest(NIGHT_SCHOOL))
    assert tally.rows[:2] == (
        TallyRow("2019", 1, 3, 1, len("夜校开班\n职工夜校开班,夜校免费。")),
        TallyRow("2021", 1, 3, 2, len("河道\n河道清淤。") + len("夜校\n夜校夜校。\n哈哈哈")),
    )


def test_a_year_in_which_nothing_is_said_has_a_row_and_one_without_articles_has_none(
    engine: Engine,
) -> None:
    rows = engine.tally(TallyRequest(Phrase("清淤"))).rows
    assert [(row.value, row.occurrences) for row in rows] == [
        ("2019", 0), ("2021", 1), ("2023", 0), ("2024", 0),
    ]  # fmt: skip


def test_articles_without_a_value_are_counted_by_themselves(engine: Engine) -> None:
    by_year = engine.tally(TallyRequest(NIGHT_SCHOOL, "year"))
    by_month = engine.tally(TallyRequest(NIGHT_SCHOOL, "month"))
    assert (by_year.without.articles, by_year.without.occurrences) == (1, 1)
    assert (by_month.without.articles, by_month.without.occurrences) == (2, 4)


def test_a_tally_of_all_articles_counts_what_statistics_count(engine: Engine) -> None:
    total, held = engine.tally(TallyRequest(Everything())).total, engine.statistics()
    assert (total.all_articles, total.all_characters) == (held.articles, held.characters)


def test_a_section_counts_under_those_above_it_too(engine: Engine) -> None:
    rows = engine.tally(TallyRequest(Phrase("河道"), "section")).rows
    assert [(row.value, row.articles) for row in rows] == [("新闻中心", 1), ("新闻中心/要闻", 1)]


def test_filters_narrow_a_tally_and_what_it_is_held_against(engine: Engine) -> None:
    filters = Filters({"source": ("云江日报",)}, first=date(2020, 1, 1))
    tally = engine.tally(TallyRequest(NIGHT_SCHOOL, filters=filters))
    assert [(row.value, row.articles, row.all_articles) for row in tally.rows] == [
        ("2021", 1, 1), ("2023", 1, 1),
    ]  # fmt: skip


def test_copies_count_or_only_the_first_of_them(engine: Engine) -> None:
    def years(copies: bool) -> list[str]:
        request = TallyRequest(Phrase("按需开课"), copies=copies)
        return [row.value for row in engine.tally(request).rows if row.articles]

    assert (years(copies=True), years(copies=False)) == (["2023", "2024"], ["2023"])


def test_of_copies_the_first_that_the_filters_leave_counts(engine: Engine) -> None:
    filters = Filters({"source": ("云江工会网",)})
    tally = engine.tally(TallyRequest(Phrase("按需开课"), filters=filters, copies=False))
    assert tally.total.articles == 1


def test_a_tally_adds_up_to_what_a_search_finds(engine: Engine) -> None:
    for typed in ("“夜校”", "夜校", "职工 夜校", "“哈哈”", "标题:夜校", "来源:云江"):
        query = parse_query(typed).query
        found = engine.find(SearchRequest(query))
        total = engine.tally(TallyRequest(query)).total
        assert (total.articles, total.occurrences) == (found.total, found.occurrences)


def test_places_come_by_date_and_in_each_article_from_its_title_on(engine: Engine) -> None:
    filters = Filters({"source": ("云江日报",)}, last=date(2022, 1, 1))
    found = engine.places(PlacesRequest(NIGHT_SCHOOL, filters))
    assert (found.total, found.articles) == (6, 2)
    assert found.places == (
        Place("b1", None, 0, 2, 0),
        Place("b1", 0, 2, 4, 0),
        Place("b1", 0, 7, 9, 0),
        Place("b3", None, 0, 2, 0),
        Place("b3", 0, 0, 2, 0),
        Place("b3", 0, 2, 4, 0),
    )


def test_places_of_undated_articles_come_last_in_both_orders(engine: Engine) -> None:
    for sort in (Sort.OLDEST, Sort.NEWEST):
        places = engine.places(PlacesRequest(NIGHT_SCHOOL, sort=sort)).places
        assert places[-1].id == "b4"


def test_places_that_overlap_are_places_each(engine: Engine) -> None:
    found = engine.places(PlacesRequest(Phrase("哈哈")))
    assert [(place.line, place.start, place.end) for place in found.places] == [
        (1, 0, 2), (1, 1, 3),
    ]  # fmt: skip


#: The same when normalised, and written in several ways.
WRITTEN = [
    article("w1", "加入ＷＴＯ", "WTO规则，加入W\u3000TO，ＷＴＯ和wto。", "Ⅱ级、Ⅲ级和II级。"),
    article("w2", "职工", "職工夜校，职工夜校，\n職\n工之家；哈哈哈。"),
    article("w3", "没有", "wto，第iii条。"),
]


@pytest.fixture(scope="module")
def written(make_engine: MakeEngine) -> Engine:
    return make_engine(WRITTEN)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("精确:WTO", [("w1", 0, 0, 3)]),
        ("精确:ＷＴＯ", [("w1", None, 2, 5), ("w1", 0, 13, 16)]),
        ("精确:Ⅱ", [("w1", 1, 0, 2)]),
        ("精确:II", [("w1", 1, 9, 11)]),
        ("精确:職工", [("w2", 0, 0, 2), ("w2", 0, 10, 12)]),
        ("精确:哈哈", [("w2", 0, 15, 17), ("w2", 0, 16, 18)]),
        ("精确:Wto", []),
        ("wto 精确:ＷＴＯ -精确:没有", [("w1", None, 2, 5), ("w1", 0, 13, 16)]),
        ("精确:Ⅱ OR 精确:職工", [("w1", 1, 0, 2), ("w2", 0, 0, 2), ("w2", 0, 10, 12)]),
    ],
)
def test_an_exact_form_stands_only_where_it_is_written_so(
    written: Engine, typed: str, places: list[tuple[str, int | None, int, int]]
) -> None:
    query = parse_query(typed).query
    found = written.places(PlacesRequest(query))
    exact = {n for n, literal in enumerate(found.literals) if isinstance(literal, Exact)}
    told = [(p.id, p.line, p.start, p.end) for p in found.places if p.literal in exact]
    assert told == places


@pytest.mark.parametrize(
    "typed", ["精确:WTO", "精确:ＷＴＯ", "精确:Ⅱ", "精确:職工", "精确:哈哈", "精确:Wto"]
)
def test_an_exact_form_is_counted_where_it_is_written_so(written: Engine, typed: str) -> None:
    query = parse_query(typed).query
    found, places = written.find(SearchRequest(query)), written.places(PlacesRequest(query))
    tally = written.tally(TallyRequest(query, "source")).total
    assert (found.total, found.occurrences) == (places.articles, places.total)
    assert (tally.articles, tally.occurrences) == (places.articles, places.total)


def test_an_exact_form_is_counted_in_articles_that_were_found_otherwise(written: Engine) -> None:
    query = parse_query("(精确:WTO 没有) OR 夜校 OR 规则").query
    assert written.find(SearchRequest(query)).occurrences == 1 + 2 + 1


def test_places_are_paged_without_a_gap(engine: Engine) -> None:
    whole = engine.places(PlacesRequest(NIGHT_SCHOOL))
    pages = [
        engine.places(PlacesRequest(NIGHT_SCHOOL, offset=at, limit=3)) for at in range(0, 30, 3)
    ]
    assert tuple(place for page in pages for place in page.places) == whole.places
    assert {(page.total, page.articles) for page in pages} == {(whole.total, whole.articles)}


def test_several_literals_stand_where_each_does(engine: Engine) -> None:
    found = engine.places(PlacesRequest(parse_query("“夜校” “职工夜校”").query, limit=5))
    assert found.literals == (Phrase("夜校"), Phrase("职工夜校"))
    assert [(p.line, p.start, p.end, p.literal) for p in found.places[:3]] == [
        (None, 0, 2, 0), (0, 0, 4, 1), (0, 2, 4, 0),
    ]  # fmt: skip


def test_a_line_is_read_where_a_place_is(engine: Engine) -> None:
    found = engine.places(PlacesRequest(Phrase("按需开课"), limit=1)).places[0]
    (text,) = engine.texts([found.id], [])
    assert found.line is not None
    assert text.line(found.line).texts[0][found.start : found.end] == "按需开课"


def test_places_deeper_than_allowed_or_by_relevance_are_refused() -> None:
    with pytest.raises(UsageError, match="最多只能翻到第 10000 处"):
        PlacesRequest(NIGHT_SCHOOL, offset=9_999, limit=2)
    with pytest.raises(UsageError, match="按日期"):
        PlacesRequest(NIGHT_SCHOOL, sort=Sort.RELEVANCE)
    with pytest.raises(UsageError, match="没有这种筛选"):
        TallyRequest(NIGHT_SCHOOL, "nothing")
