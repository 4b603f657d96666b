"""Patterns: quoted characters of which some are left open, as “以*为中心” and “?个意识”."""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.answer.advice import advise
from search.answer.question import Question
from search.answer.results import run_query
from search.engine import Engine
from search.query.budget import Budget, TooCostlyError, limited
from search.query.description import describe
from search.query.marks import find_marks
from search.query.nodes import (
    AllOf,
    AnyOf,
    Exact,
    Field,
    Near,
    Not,
    Pattern,
    Phrase,
    Query,
    Run,
)
from search.query.parser import parse_query
from search.query.patterns import is_pattern, pattern_places, read_pattern, shape_of
from search.query.synonyms import NO_SYNONYMS
from search.request import PlacesRequest, SearchRequest, TallyRequest
from search.wording.asked import read_wordings
from search.wording.context import Beside, ContextRequest, context, group

from .articles import article, build
from .contract.documents import pattern_ranges

TEXTS = {
    "p1": ("以人民为中心的夜校", "坚持以人民为中心，也以职工为中心。以后。为中心。"),
    "p2": ("河道", "增强四个意识。以河道沿线全体居民和职工为中心，以水为中心。"),
    "p3": ("什么是夜校？", "夜校是什么？有人这样问。５＊８小时"),
}
TEXT = st.text("江河。?\n", max_size=40)
PATTERN = st.text("江河江。*?", min_size=1, max_size=7).map(read_pattern).filter(is_pattern)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [article(name, *texts) for name, texts in TEXTS.items()]
    with closing(build(tmp_path_factory.mktemp("patterns"), articles)) as opened:
        yield opened


def found(engine: Engine, typed: str) -> dict[str, int]:
    matches = engine.find(SearchRequest(parse_query(typed).query)).matches
    return {match.id: match.occurrences for match in matches}


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("“以*为中心”", Pattern("以*为中心")),
        ("「以＊为中心」", Pattern("以*为中心")),
        ("“？个意识”", Pattern("?个意识")),
        ("“以 * 为中心”", Pattern("以*为中心")),
        ("标题:“关于*的通知”", Pattern("关于*的通知", Field.TITLE)),
        ("“*夜校*”", Phrase("夜校")),
        ("“夜校?*”", Pattern("夜校?")),
        ("“*”", Phrase("*")),
        ("“？”", Phrase("?")),
        ("-“以*为中心”", Not(Pattern("以*为中心"))),
        ("精确:“什么？”", Exact("什么？", Phrase("什么?"))),
        ("来源:“云江?报”", Phrase("云江?报", Field.SOURCE)),
        ("“职* 夜校”~5", Near((Phrase("职*"), Phrase("夜校")), 5)),
        ("“三江”|“以*为中心”", AnyOf((Phrase("三江"), Pattern("以*为中心")))),
        ("同句:(“以*为中心” “夜校”)", AllOf((Pattern("以*为中心"), Phrase("夜校")))),
    ],
)
def test_stars_and_question_marks_in_quotes_leave_characters_open(typed: str, query: Query) -> None:
    assert parse_query(typed).query == query


def test_what_is_quoted_within_a_sentence_leaves_nothing_open() -> None:
    parsed = parse_query("也谈“夜校是什么？”这个问题")
    assert not any(
        "*" in part.text or isinstance(part, Pattern) for part in [parsed] for _ in part.parts
    )
    assert isinstance(parsed.query, Run)
    assert parsed.query.quoted == (Phrase("夜校是什么?"),)


def test_a_pattern_is_told_and_a_question_mark_at_its_end_is_noted() -> None:
    assert describe(parse_query("“以*为中心”").query) == "“以*为中心”（* 代几个字，? 代一字）"
    assert parse_query("“以*为中心”").notes == ()
    (note,) = parse_query("“夜校是什么？”").notes
    assert str(note).startswith("引号里 ? 代任意一个字")


def test_each_part_of_a_pattern_counts_as_a_word_of_the_query() -> None:
    typed = f"“{'*'.join('江' for _ in range(70))}” 夜校"
    parsed = parse_query(typed)
    assert parsed.query == Phrase("夜校")
    assert "词语过多" in str(parsed.notes[0])


def test_a_star_stands_for_up_to_ten_characters_of_one_sentence(engine: Engine) -> None:
    assert found(engine, "“以*为中心”") == {"p1": 3, "p2": 1}
    assert found(engine, "“河道*为中心”") == {
        "p2": 1
    }  # nine are between; behind 以 there are eleven


def test_a_question_mark_stands_for_exactly_one(engine: Engine) -> None:
    assert found(engine, "“以??为中心”") == {"p1": 3}
    assert found(engine, "“以?为中心”") == {"p2": 1}
    assert found(engine, "“?个意识”") == {"p2": 1}


def test_a_question_mark_at_the_end_still_finds_the_question(engine: Engine) -> None:
    assert found(engine, "“夜校是什么？”") == {"p3": 1}
    assert found(engine, "“什么?”") == {"p3": 2}  # 什么是, too


def test_the_signs_themselves_are_found_as_exact_characters(engine: Engine) -> None:
    assert list(found(engine, "精确:５＊８")) == ["p3"]
    assert list(found(engine, "精确:“什么？”")) == ["p3"]
    assert found(engine, "精确:“中心？”") == {}


def test_a_title_is_a_text_of_its_own(engine: Engine) -> None:
    assert found(engine, "标题:“以*为中心”") == {"p1": 1}


def test_a_pattern_counts_wherever_it_begins_and_is_as_short_as_can_be() -> None:
    shape = shape_of("以*为中心")
    text = "以人以民为中心为中心"
    assert list(pattern_places(text, shape)) == [(0, 7), (2, 7)]
    assert [shape.fillers(text[start:end]) for start, end in pattern_places(text, shape)] == [
        ("人以民",),
        ("民",),
    ]


def test_marks_are_the_first_and_do_not_overlap() -> None:
    assert find_marks(["以人以民\n为 中心，以水为中心"], [Pattern("以*为中心")]) == [
        [(0, 9, 0), (10, 15, 0)]
    ]


def test_where_a_pattern_finds_nothing_the_signs_themselves_are_offered(engine: Engine) -> None:
    offered = [one.query for one in advise(engine, parse_query("“什么？有人”"), None, None)]
    assert offered == ["精确:“什么？有人”"]


def test_snippets_show_what_a_pattern_finds(engine: Engine) -> None:
    page = run_query(engine, Question("“以*为中心”"), NO_SYNONYMS)
    marked = {
        snippet.text[start:end]
        for hit in page.hits
        for snippet in hit.snippets
        for start, end in snippet.highlights
    }
    assert marked == {"以人民为中心", "以职工为中心", "以水为中心"}


def test_tally_and_places_count_a_pattern(engine: Engine) -> None:
    (pattern,) = read_wordings(["以*为中心"]).values()
    assert engine.tally(TallyRequest(pattern)).without.occurrences == 4
    places = engine.places(PlacesRequest(pattern)).places
    assert [(place.id, place.line, place.start, place.end) for place in places] == [
        ("p1", None, 0, 6), ("p1", 0, 2, 8), ("p1", 0, 10, 16), ("p2", 0, 23, 28),
    ]  # fmt: skip


def test_what_fills_a_gap_is_counted(engine: Engine) -> None:
    request = ContextRequest(Pattern("以*为中心"))
    assert [line.occurrence.fillers for line in context(engine, request).lines] == [
        ("人民",), ("人民",), ("职工",), ("水",),
    ]  # fmt: skip
    groups = group(engine, request, Beside.GAP).groups
    assert [(one.text, one.occurrences, one.articles) for one in groups] == [
        ("人民", 2, 1), ("水", 1, 1), ("职工", 1, 1),
    ]  # fmt: skip
    assert group(engine, ContextRequest(Phrase("夜校")), Beside.GAP).groups == ()


@given(text=TEXT, pattern=PATTERN)
@settings(max_examples=300, deadline=None)
def test_patterns_stand_where_a_regular_expression_finds_them_in_a_sentence(
    text: str, pattern: str
) -> None:
    shape, expected, begin = shape_of(pattern), [], 0
    for line in text.split("\n"):
        expected += [(begin + a, begin + b) for a, b in pattern_ranges(line, pattern)]
        begin += len(line) + 1
    places = list(pattern_places(text, shape))
    assert places == expected
    parts = re.findall("[*?]+|[^*?]+", pattern)
    grouped = "".join(
        f"({part.replace('?', '.').replace('*', '.{0,10}?')})"
        if part[0] in "*?"
        else re.escape(part)
        for part in parts
    )
    for start, end in places:
        match = re.match(grouped, text[start:end])
        assert match is not None
        assert shape.fillers(text[start:end]) == match.groups()


def test_a_pattern_of_the_commonest_characters_is_bounded_by_the_budget(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    articles = [article(f"b{n}", "题", "的" * 4000) for n in range(40)]
    with closing(build(tmp_path_factory.mktemp("costly"), articles)) as engine:
        pattern = parse_query(f"“{'*'.join('的' * 30)}”").query
        with pytest.raises(TooCostlyError, match="“的"), limited(Budget()):
            engine.find(SearchRequest(pattern))
