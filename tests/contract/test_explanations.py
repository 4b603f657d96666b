"""Why an article stands where it stands: by every engine, in the parts that it scored."""

import pytest

from search.answer.matching import Matching
from search.answer.one_article import explain
from search.answer.question import Question
from search.engine import Engine, TermKind, Tier
from search.errors import UsageError
from search.query.parser import parse_query
from search.request import SearchRequest, Sort

from ..articles import article
from .conftest import MakeEngine


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(
        [
            article("exact", "简讯", "职工夜校开班。"),
            article("sentence", "简讯", "夜校欢迎职工报名。"),
            article("all", "简讯", "夜校开班。职工报名。"),
            article("some", "简讯", "夜校开班。"),
            article("none", "简讯", "轮渡停航。"),
            article("own", "轮渡通知", "轮渡停航。", doc_number="云政发〔2024〕7号"),
            article("mention", "轮渡", "按照云政发〔2024〕7号，轮渡停航。"),
        ]
    )


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
    (term,) = [term for term in explanation.terms if term.kind is not TermKind.NAME]
    assert (term.text, term.documents, term.occurrences, term.is_word) == ("夜校", 4, 1, True)


def test_a_word_of_the_source_is_a_term_of_its_own(make_engine: MakeEngine) -> None:
    engine = make_engine([article("a", "夜校", "夜校开班。", source="云江日报")])
    _, explanation = explain(engine, Question("夜校 云江日报"), "a")
    said = [term for term in explanation.terms if term.kind is TermKind.ABOUT]
    assert [(term.text, term.documents, term.occurrences) for term in said] == [
        ("云江", 1, 1),
        ("日报", 1, 1),
    ]


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


@pytest.mark.parametrize(
    ("typed", "identifier"),
    [
        ("职工夜校 职工", "exact"),
        ("职工夜校 夜校职工", "sentence"),
        ("“职工夜校” 职工 夜校", "exact"),
        ("云政发〔2024〕7号", "own"),
        ("云政发〔2024〕7号", "mention"),
        ("标题:轮渡*", "own"),
        ("同句:(职工 夜校)", "sentence"),
        ("“职工 夜校”~5 轮渡|夜校", "sentence"),
        ("相似:exact", "sentence"),
    ],
)
def test_every_score_is_the_sum_of_terms_that_are_named(
    engine: Engine, typed: str, identifier: str
) -> None:
    query = parse_query(typed).query
    explanation = engine.explain(SearchRequest(query), identifier)
    assert explanation is not None
    scores = {match.id: match.score for match in engine.find(SearchRequest(query)).matches}
    assert explanation.score == pytest.approx(sum(term.score for term in explanation.terms))
    assert scores.get(identifier, explanation.score) == pytest.approx(explanation.score, abs=1e-5)


def test_an_own_document_number_is_a_term_of_its_own(engine: Engine) -> None:
    explanation = engine.explain(SearchRequest(parse_query("云政发〔2024〕7号").query), "own")
    assert explanation is not None
    best = explanation.terms[0]
    assert (best.text, best.kind, best.score) == ("云政发〔2024〕7号", TermKind.NUMBER, 1000.0)


def test_a_beginning_is_a_term(engine: Engine) -> None:
    explanation = engine.explain(SearchRequest(parse_query("标题:轮渡*").query), "own")
    assert explanation is not None
    assert [(term.text, term.kind) for term in explanation.terms] == [("轮渡", TermKind.BEGINNING)]


def test_what_an_article_is_called_is_a_term(engine: Engine) -> None:
    explanation = engine.explain(SearchRequest(parse_query("轮渡").query), "own")
    assert explanation is not None
    best = explanation.terms[0]
    assert (best.text, best.kind, best.score) == ("轮渡", TermKind.NAME, 500.0)


def test_the_tier_is_that_of_the_search_under_its_filters_and_order(engine: Engine) -> None:
    for sort in Sort:
        request = SearchRequest(parse_query("职工 夜校").query, sort=sort)
        for match in engine.find(request).matches:
            explanation = engine.explain(request, match.id)
            assert explanation is not None
            assert explanation.tier is match.tier
