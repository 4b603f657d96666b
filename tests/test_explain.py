"""Why an article stands where it stands."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.answer.matching import Matching
from search.answer.question import Question
from search.answer.results import explain
from search.engine import Engine, Tier
from search.errors import UsageError
from search.query.parser import parse_query
from search.request import SearchRequest

from .articles import article, build


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    articles = [
        article("exact", "简讯", "职工夜校开班。"),
        article("sentence", "简讯", "夜校欢迎职工报名。"),
        article("all", "简讯", "夜校开班。职工报名。"),
        article("some", "简讯", "夜校开班。"),
        article("none", "简讯", "轮渡停航。"),
    ]
    with closing(build(tmp_path, articles)) as engine:
        yield engine


@pytest.mark.parametrize(
    ("identifier", "tier"),
    [("exact", Tier.EXACT), ("sentence", Tier.SENTENCE), ("all", Tier.ALL), ("some", Tier.MOST)],
)
def test_the_tier_is_named(engine: Engine, identifier: str, tier: Tier) -> None:
    _, explanation = explain(engine, Question("职工夜校", matching=Matching.MOST), identifier)
    assert explanation.found
    assert explanation.tier is tier


def test_the_terms_add_up_to_the_score(engine: Engine) -> None:
    _, explanation = explain(engine, Question("职工夜校"), "exact")
    total = sum(term.score for term in explanation.terms)
    assert total == pytest.approx(explanation.score, abs=1e-3)
    assert {"职工", "夜校", "工夜"} <= {term.text for term in explanation.terms}


def test_a_term_says_where_it_stands(engine: Engine) -> None:
    _, explanation = explain(engine, Question("夜校"), "some")
    (term,) = explanation.terms
    assert (term.text, term.documents, term.occurrences, term.is_word) == ("夜校", 4, 1, True)


def test_the_score_is_that_of_the_search_where_there_are_no_tiers(engine: Engine) -> None:
    query = parse_query("夜校").query
    scores = {m.id: m.score for m in engine.find(SearchRequest(query)).matches}
    for identifier, score in scores.items():
        explanation = engine.explain(SearchRequest(query), identifier)
        assert explanation is not None
        assert explanation.score == pytest.approx(score, abs=1e-3)


def test_an_article_that_is_not_found_is_said_to_be_so(engine: Engine) -> None:
    _, explanation = explain(engine, Question("夜校"), "none")
    assert (explanation.found, explanation.score, explanation.tier) == (False, 0.0, None)


def test_an_article_that_is_not_there_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="没有编号为 nothing 的文章"):
        explain(engine, Question("夜校"), "nothing")
