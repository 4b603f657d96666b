"""What is bounded, and what could come out one way or the other, is alike in every engine."""

from datetime import date

import pytest

from search.answer.question import Question
from search.answer.results import run_query
from search.engine import Engine, Tier
from search.plan import LOOKED_INTO
from search.query.nodes import MAX_EXPANSIONS, Most, Phrase, Prefix, Query, Together, Unit
from search.query.parser import parse_query
from search.request import SearchRequest, Sort
from search.scoring import idf

from ..articles import article
from .conftest import MakeEngine
from .samples import copied_collection, merged, versioned_collection


def ids(engine: Engine, query: Query, **more: object) -> list[str]:
    request = SearchRequest(query, limit=1000, sort=Sort.OLDEST, **more)  # type: ignore[arg-type]
    return sorted(match.id for match in engine.find(request).matches)


@pytest.fixture(scope="module")
def with_codes(make_engine: MakeEngine) -> Engine:
    """Codes of 120 night schools, the first twenty in one article more than the others."""
    schools = [f"yx{number:03}" for number in range(120)]
    return make_engine(
        [
            *(article(f"a{n:03}", f"第{n}所", f"夜校 {code}。") for n, code in enumerate(schools)),
            article("all", "名册", "、".join(schools[:20])),
            article("twice", "两所", "yx119 与 yx119。"),
        ]
    )


def test_a_beginning_stands_for_the_hundred_words_in_most_articles_of_as_many_the_first(
    with_codes: Engine,
) -> None:
    taken = [*range(MAX_EXPANSIONS - 1), 119]  # of those in one article all but 99 to 118
    assert ids(with_codes, Prefix("yx")) == [*(f"a{n:03}" for n in taken), "all", "twice"]


def test_occurrences_are_of_the_words_taken(with_codes: Engine) -> None:
    matches = with_codes.find(SearchRequest(Prefix("yx")))
    assert (matches.total, matches.occurrences) == (102, 100 + 20 + 2)


def test_who_asks_is_told_of_how_many_words_a_beginning_was_looked_for(with_codes: Engine) -> None:
    assert with_codes.lexicon().words_beginning("yx") == 120
    page = run_query(with_codes, Question("yx*"))
    (note,) = page.notes
    assert str(note) == "以“yx”开头的词有 120 个，查找了其中最常见的 100 个"
    assert run_query(with_codes, Question("yx00*")).notes == ()
    assert run_query(with_codes, Question("夜校*")).notes == ()


def test_by_relevance_a_hundred_articles_are_looked_into_for_a_sentence_with_all_words(
    make_engine: MakeEngine,
) -> None:
    engine = make_engine(
        article(f"a{n:03}", f"第{n}号", "夜校开班，" + "河道，" * n + "清淤。", published=date(2024, 1, 1))
        for n in range(LOOKED_INTO + 20)
    )  # fmt: skip
    query = parse_query("夜校 清淤").query
    by_score = engine.find(SearchRequest(query, limit=200)).matches
    assert [match.tier for match in by_score] == [Tier.SENTENCE] * LOOKED_INTO + [Tier.ALL] * 20
    by_date = engine.find(SearchRequest(query, limit=200, sort=Sort.NEWEST)).matches
    assert {match.tier for match in by_date} == {Tier.SENTENCE}


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST, Sort.ADDED])
def test_by_date_a_merged_group_stands_where_the_article_shown_for_it_does(
    make_engine: MakeEngine, sort: Sort
) -> None:
    for articles in (copied_collection(), versioned_collection()):
        engine = make_engine(articles)
        apart = [match.id for match in engine.find(SearchRequest(sort=sort, limit=100)).matches]
        shown = [match.id for match in merged(engine, sort=sort, limit=100).matches]
        assert shown == [one for one in apart if one in shown]
        assert len(shown) < len(apart)


def test_a_group_whose_newest_copy_is_not_shown_does_not_stand_where_that_would(
    make_engine: MakeEngine,
) -> None:
    engine = make_engine(copied_collection())
    shown = [match.id for match in merged(engine, "夜校", sort=Sort.NEWEST).matches]
    assert shown == ["o5", "o4", "o3", "o2", "o1", "n1"]  # n3, a copy of n1, is the newest of all


@pytest.mark.parametrize("count", range(2, 7))
def test_most_weighs_the_sum_of_what_an_article_has_against_a_share_of_the_sum_of_all(
    make_engine: MakeEngine, count: int
) -> None:
    """Where both come to the same sum, in the order of the words, it is not enough."""
    words = "夜校 清淤 报名 课程 社区 车辆".split()[:count]
    engine = make_engine(
        article(f"a{n}", "第一号", "。".join(words[:n]) or "无", published=date(2024, 1, 1))
        for n in range(count + 1)
    )
    weights = [idf(count + 1, count - n) for n in range(count)]
    pieces = tuple(map(Phrase, words))
    for having in range(1, count):
        share = sum(weights[:having]) / sum(weights)
        enough = [
            f"a{n}"
            for n in range(count + 1)
            if sum(weights[:n]) > sum(weights) * share or n == count
        ]
        assert ids(engine, Most(pieces, pieces, share)) == enough


def test_what_holds_the_end_of_a_sentence_itself_stands_in_the_sentence_in_which_it_begins(
    make_engine: MakeEngine,
) -> None:
    engine = make_engine(
        [
            article("begins", "第一号", "职工夜校开班。免费报名"),
            article("behind", "第二号", "河道清淤。职工夜校开班。"),
            article("apart", "第三号", "职工参加。夜校开班。免费报名"),
            article("other", "第四号", "职工夜校开班。", "免费报名"),
        ]
    )
    across = (Phrase("开班。免费"), Phrase("职工"))
    assert ids(engine, Together(Unit.SENTENCE, across)) == ["begins"]
    assert ids(engine, Together(Unit.PARAGRAPH, across)) == ["apart", "begins"]
    ending = (Phrase("开班。"), Phrase("职工"))
    assert ids(engine, Together(Unit.SENTENCE, ending)) == ["begins", "behind", "other"]
    assert ids(engine, Phrase("开班。免费")) == ["apart", "begins"]
