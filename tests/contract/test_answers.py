"""What every engine must answer, whatever holds the articles."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from search.article import Article
from search.engine import Engine
from search.errors import UsageError
from search.facets import FACETS
from search.partial_date import age_of, first_of, last_of
from search.query.nodes import AnyOf, Phrase
from search.query.parser import parse_query
from search.request import Filters, SearchRequest, Sort
from search.validity import Validity

from ..articles import article
from ..republished import NOTICE
from .conftest import MakeEngine
from .samples import collection, copied_collection, merged, versioned_collection


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(collection())


@pytest.fixture(scope="module")
def with_copies(make_engine: MakeEngine) -> Engine:
    return make_engine(copied_collection())


def values_of(name: str, one: Article) -> tuple[str, ...]:
    return next(facet for facet in FACETS if facet.name == name).values(one)


def plain_counts(name: str, articles: list[Article]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in articles:
        for value in values_of(name, one):
            counts[value] = counts.get(value, 0) + 1
    return counts


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_a_facet_counts_every_value_of_the_articles_found(engine: Engine, name: str) -> None:
    found = [one for one in collection() if "职工" in "".join(one.texts())]
    matches = engine.find(SearchRequest(Phrase("职工")))
    assert {c.value: c.count for c in matches.facets[name]} == plain_counts(name, found)


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_a_facet_ignores_its_own_choice_and_heeds_the_others(engine: Engine, name: str) -> None:
    chosen = {"section": ("新闻中心",), "year": ("2016", "2017"), "source": ("云江日报",)}
    matches = engine.find(SearchRequest(filters=Filters(facets=dict(chosen))))
    others = {facet: values for facet, values in chosen.items() if facet != name}
    left = [
        one
        for one in collection()
        if all(set(values_of(facet, one)) & set(values) for facet, values in others.items())
    ]
    assert {c.value: c.count for c in matches.facets[name]} == plain_counts(name, left)


def test_sections_count_for_those_above_them(engine: Engine) -> None:
    counts = {c.value: c.count for c in engine.find(SearchRequest()).facets["section"]}
    assert counts["新闻中心"] == counts["新闻中心/工会要闻"] + counts["新闻中心/政务要闻"]


def test_years_are_listed_newest_first(engine: Engine) -> None:
    years = [c.value for c in engine.find(SearchRequest()).facets["year"]]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_are_parts_of_one_order(engine: Engine, sort: Sort) -> None:
    whole = engine.find(SearchRequest(Phrase("职工"), sort=sort, limit=100))
    paged = [
        match
        for offset in range(0, 40, 7)
        for match in engine.find(
            SearchRequest(Phrase("职工"), sort=sort, offset=offset, limit=7)
        ).matches
    ]
    assert tuple(paged) == whole.matches
    assert whole.total == len(whole.matches) == 20


@pytest.mark.parametrize(("sort", "sign"), [(Sort.NEWEST, -1), (Sort.OLDEST, 1)])
def test_by_date_articles_without_one_come_last_and_ties_by_id(
    engine: Engine, sort: Sort, sign: int
) -> None:
    def key(one: Article) -> tuple[bool, int, int, str]:
        first, size = age_of(one.published or date.min)
        return one.published is None, sign * first, sign * size, one.id

    matches = engine.find(SearchRequest(sort=sort, limit=100)).matches
    assert [match.id for match in matches] == [one.id for one in sorted(collection(), key=key)]


def test_a_date_range_takes_in_both_its_days(engine: Engine) -> None:
    days = sorted({first_of(one.published) for one in collection() if one.published})
    first, last = days[3], days[-3]
    matches = engine.find(SearchRequest(filters=Filters(first=first, last=last)))
    assert matches.total == sum(
        one.published is not None
        and first <= first_of(one.published)
        and last_of(one.published) <= last
        for one in collection()
    )


def test_totals_are_exact_whatever_the_page(engine: Engine) -> None:
    assert engine.find(SearchRequest(Phrase("职工"), limit=0)).total == 20


def test_many_queries_are_counted_in_one_call_as_one_by_one(engine: Engine) -> None:
    queries = [
        parse_query(text).query for text in ("职工", "夜校|河道", "-职工", "没有的", "第 号")
    ]
    assert engine.counts(queries) == [engine.find(SearchRequest(one)).total for one in queries]
    assert engine.counts(queries) == [20, 40, 20, 0, 40]
    assert engine.counts([]) == []


def test_many_texts_are_counted_in_one_call_as_one_by_one(engine: Engine) -> None:
    lexicon, texts = (
        engine.lexicon(),
        ["夜", "夜校", "职工夜校", "夜校开班。", "工开", "职工清淤", "第1号"],
    )
    assert lexicon.counts(texts) == {text: lexicon.count(text) for text in texts}
    assert lexicon.counts(texts)["职工夜校"] == 20
    assert lexicon.counts([]) == {}


def test_of_fewer_results_than_wanted_only_the_totals_are_told(engine: Engine) -> None:
    whole = engine.find(SearchRequest(Phrase("职工")))
    few = engine.find(SearchRequest(Phrase("职工"), at_least=21))
    assert (few.total, few.occurrences, few.groups) == (20, whole.occurrences, 20)
    assert not few.matches
    assert not few.facets
    assert engine.find(SearchRequest(Phrase("职工"), at_least=20)) == whole


def test_a_page_too_deep_is_refused() -> None:
    with pytest.raises(UsageError, match="最多只能翻到"):
        SearchRequest(offset=10_000, limit=10)


def test_an_unknown_facet_is_refused() -> None:
    with pytest.raises(UsageError, match="没有这种筛选"):
        Filters(facets={"colour": ("red",)})


def test_only_the_facets_asked_for_are_counted(engine: Engine) -> None:
    assert set(engine.find(SearchRequest(facets=("year",))).facets) == {"year"}
    assert engine.find(SearchRequest(facets=())).facets == {}
    with pytest.raises(UsageError, match="没有这种筛选"):
        SearchRequest(facets=("colour",))


def test_a_facet_lists_no_more_values_than_asked_for_those_with_most_articles(
    engine: Engine,
) -> None:
    counts = engine.find(SearchRequest(facets=("source", "year"), facet_values=1)).facets
    assert [(c.value, c.count) for c in counts["source"]] == [("云江日报", 14)]
    assert len(counts["year"]) == 5


def test_a_facet_lists_the_values_chosen_however_few_articles_they_have(engine: Engine) -> None:
    request = SearchRequest(facets=("source",))
    every = [(c.value, c.count) for c in engine.find(request).facets["source"]]
    chosen = Filters(facets={"source": (every[-1][0], "无此报")})
    counts = engine.find(replace(request, filters=chosen, facet_values=1)).facets["source"]
    assert [(c.value, c.count) for c in counts] == [every[0], every[-1]]


def test_a_query_of_too_many_parts_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="检索式太长"):
        engine.find(SearchRequest(AnyOf(tuple(Phrase(chr(0x4E00 + n)) for n in range(1200)))))


def test_articles_come_back_whole_in_the_order_asked_for(engine: Engine) -> None:
    originals = {one.id: one for one in collection()}
    assert engine.fetch(["a07", "none", "a03"]) == [originals["a07"], originals["a03"]]
    assert list(engine.articles()) == sorted(originals.values(), key=lambda one: one.id)


def test_heads_come_back_in_the_order_asked_for_without_their_texts(engine: Engine) -> None:
    originals = {one.id: one.head for one in collection()}
    assert engine.heads(["a07", "none", "a03"]) == [originals["a07"], originals["a03"]]


def test_threads_may_share_an_engine(engine: Engine) -> None:
    queries = ["职工", "“河道清淤”", "夜校|河道", "-职工", "第 号", "标题:1", "云江日报", "开班"]
    requests = [SearchRequest(parse_query(query).query, limit=50) for query in queries]
    expected = [engine.find(request) for request in requests]
    wrong: list[str] = []

    def ask(start: int) -> None:
        for turn in range(40):
            number = (start + turn) % len(requests)
            if engine.find(requests[number]) != expected[number]:
                wrong.append(queries[number])
            engine.fetch([f"a{turn:02}"])

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_copies_are_results_of_their_own_unless_merging_is_asked_for(with_copies: Engine) -> None:
    matches = with_copies.find(SearchRequest(limit=100))
    assert (matches.total, matches.groups, len(matches.matches)) == (10, 10, 10)
    assert all(match.copies == () and match.copy_count == 0 for match in matches.matches)


def test_a_group_of_copies_is_one_result_shown_by_its_head(with_copies: Engine) -> None:
    matches = merged(with_copies, sort=Sort.OLDEST)
    copied = {match.id: match.copies for match in matches.matches if match.copies}
    assert copied == {"l1": ("l2",), "n1": ("n2", "n3")}
    assert {match.id: match.copy_count for match in matches.matches if match.copy_count} == {
        "l1": 1, "n1": 2,
    }  # fmt: skip
    assert (matches.groups, len(matches.matches)) == (7, 7)


def test_total_occurrences_and_facets_count_articles_also_when_copies_are_merged(
    with_copies: Engine,
) -> None:
    apart = with_copies.find(SearchRequest(Phrase("夜校")))
    together = merged(with_copies, "“夜校”")
    assert (together.total, together.occurrences) == (apart.total, apart.occurrences)
    assert together.facets == apart.facets


def test_a_head_that_does_not_match_is_replaced_by_the_earliest_copy_that_does(
    with_copies: Engine,
) -> None:
    filters = Filters(first=date(2023, 3, 2), last=date(2024, 12, 31))
    matches = merged(with_copies, "“职工夜校”", filters=filters).matches
    assert [(match.id, match.copies) for match in matches] == [("n2", ("n3",))]


def test_only_copies_that_match_are_named(with_copies: Engine) -> None:
    matches = merged(with_copies, "附则 夜校").matches
    assert [(match.id, match.copies) for match in matches] == [("n1", ("n3",))]


def test_by_relevance_a_group_has_the_best_score_of_its_articles(with_copies: Engine) -> None:
    apart = with_copies.find(SearchRequest(parse_query("夜校").query, limit=100))
    best = max(match.score for match in apart.matches if match.id.startswith("n"))
    scores = {match.id: match.score for match in merged(with_copies, "夜校").matches}
    assert scores["n1"] == best


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_merged_results_are_parts_of_one_order(with_copies: Engine, sort: Sort) -> None:
    whole = merged(with_copies, "夜校", sort=sort, limit=100).matches
    paged = [
        match
        for offset in range(0, len(whole), 2)
        for match in merged(with_copies, "夜校", sort=sort, offset=offset, limit=2).matches
    ]
    assert tuple(paged) == whole


def test_an_article_knows_its_group(with_copies: Engine) -> None:
    for identifier in ("n1", "n2", "n3"):
        assert with_copies.copies(identifier) == ("n1", "n2", "n3")
    assert with_copies.copies("o1") == with_copies.copies("unknown") == ()


def test_statistics_count_groups_and_copies(with_copies: Engine) -> None:
    statistics = with_copies.statistics()
    assert (statistics.copy_groups, statistics.copies) == (2, 3)


def test_of_very_many_copies_the_first_fifty_are_named(make_engine: MakeEngine) -> None:
    many = [article(f"m{i:02}", "通知", *NOTICE, published=date(2023, 1, 1)) for i in range(60)]
    (match,) = merged(make_engine(many), "夜校").matches
    assert (match.id, match.copy_count) == ("m00", 59)
    assert match.copies == tuple(f"m{i:02}" for i in range(1, 51))


@pytest.fixture(scope="module")
def with_versions(make_engine: MakeEngine) -> Engine:
    return make_engine(versioned_collection())


def test_versions_of_a_paper_are_one_result_shown_by_the_one_in_force(
    with_versions: Engine,
) -> None:
    matches = merged(with_versions, "“夜校”", sort=Sort.NEWEST)
    assert [match.id for match in matches.matches] == ["o3", "o2", "o1", "v3"]
    paper = matches.matches[-1]
    assert (paper.versions, paper.version_count) == (("v4", "v2", "v1"), 3)
    assert (paper.copies, paper.copy_count) == (("c3",), 1)
    assert (matches.total, matches.groups) == (8, 4)


def test_the_newest_version_found_stands_for_a_paper_where_the_one_in_force_is_not_found(
    with_versions: Engine,
) -> None:
    before = Filters(last=date(2021, 12, 31))
    (match,) = merged(with_versions, "“夜校”", filters=before).matches
    assert (match.id, match.versions) == ("v2", ("v1",))


def test_a_copy_stands_for_its_version_where_its_head_is_not_found(with_versions: Engine) -> None:
    after = Filters(first=date(2022, 3, 2), last=date(2022, 3, 2))
    (match,) = merged(with_versions, filters=after).matches
    assert (match.id, match.copies, match.versions) == ("c3", (), ())
    since = Filters(first=date(2022, 3, 2))
    papers = merged(with_versions, "数控", filters=since).matches
    assert [(match.id, match.versions) for match in papers] == [("c3", ())]


def test_totals_and_facets_count_every_version(with_versions: Engine) -> None:
    apart = with_versions.find(SearchRequest(Phrase("夜校")))
    together = merged(with_versions, "“夜校”")
    assert (together.total, together.occurrences) == (apart.total, apart.occurrences)
    assert together.facets == apart.facets


def test_by_relevance_a_paper_has_the_best_score_of_its_versions(with_versions: Engine) -> None:
    apart = with_versions.find(SearchRequest(parse_query("夜校 楼宇").query, limit=100))
    best = max(match.score for match in apart.matches)
    assert merged(with_versions, "夜校 楼宇").matches[0].score == best


@pytest.mark.parametrize("text", ["夜校", "夜校办法", "十二课时", "夜校 报名", "通知"])
def test_one_by_one_the_versions_of_a_paper_stand_side_by_side_in_their_order(
    with_versions: Engine, text: str
) -> None:
    matches = with_versions.find(SearchRequest(parse_query(text).query, limit=100)).matches
    order = ["v3", "c3", "v4", "v2", "v1"]
    found = [match.id for match in matches if match.id in order]
    tiers = [match.tier or 0 for match in matches if match.id in order]
    assert found == sorted(found, key=lambda one: (-tiers[found.index(one)], order.index(one)))
    places = [place for place, match in enumerate(matches) if match.id in order]
    if len(set(tiers)) == 1:
        assert places == list(range(places[0], places[0] + len(places)))


def test_an_article_knows_the_versions_of_its_paper(with_versions: Engine) -> None:
    assert with_versions.versions("v1") == ("v3", "v4", "v2", "v1")
    assert with_versions.versions("c3") == ("c3", "v4", "v2", "v1")
    assert with_versions.versions("o1") == with_versions.versions("unknown") == ()
    assert with_versions.copies("v3") == ("v3", "c3")
    assert with_versions.copies("v1") == ()


def test_statistics_count_papers_and_versions(with_versions: Engine) -> None:
    statistics = with_versions.statistics()
    assert (statistics.version_groups, statistics.versions) == (1, 3)


def test_what_is_in_force_is_no_copy_of_what_no_longer_is(make_engine: MakeEngine) -> None:
    articles = [
        article("old", "夜校办法", *NOTICE, published=date(2020, 1, 1), validity=Validity.AMENDED),
        article("new", "夜校办法", *NOTICE, published=date(2024, 1, 1), validity=Validity.IN_FORCE),
    ]
    (match,) = merged(make_engine(articles)).matches
    assert (match.id, match.copies, match.versions) == ("new", (), ("old",))


def test_days_are_told_by_id_of_all_articles_or_of_some(engine: Engine) -> None:
    days = engine.days()
    assert list(days) == sorted(one.id for one in collection())
    assert list(days.items())[2:5] == list(engine.days(2, 3).items())
    assert engine.days(len(days)) == {}
