"""Two engines, one answer: ours and the reference engine over random queries of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import Phase, example, find, given, settings
from hypothesis import strategies as st

from search.article import Article
from search.document_numbers import DocumentNumber
from search.engine import Engine
from search.facets import FACET_NAMES
from search.ingest.understanding.citations import with_numbers
from search.query.nodes import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Exact,
    Field,
    Like,
    Most,
    Named,
    Near,
    Not,
    Nothing,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    Unit,
    Word,
    walk,
)
from search.query.parser import parse_query
from search.query.patterns import is_pattern, read_pattern
from search.query.synonyms import NO_SYNONYMS, Synonyms
from search.request import Filters, NearestRequest, PlacesRequest, SearchRequest, Sort, TallyRequest
from search.text.normalization import normalize
from search.validity import Validity

from ..articles import article
from ..republished import AMENDED, NOTICE
from .conftest import ON_CLUSTER, making
from .reference import ReferenceEngine

SENTENCES = (
    "职工夜校开班。",
    "夜校欢迎职工报名，职工夜校免费。",
    "河道清淤工程今天开始；职工参加。",
    "外文版图书馆开放。版图扩大了。",
    "5g基站covid-19防控，高质量发展。",
    "按照云政发〔2024〕7号、云政发【2021】第07号，高质量推进夜校工作。",
    "哈哈哈哈，的的的。",
    "職工夜校開班，５Ｇ基站。",
)


def collection() -> list[Article]:
    """Articles of those sentences in many ways, with copies and versions among them."""
    made = [
        article(
            f"a{number:02}",
            SENTENCES[number % 8][:7],
            *(SENTENCES[(number * step) % 8] for step in range(1, 2 + number % 4)),
            published=None if number % 6 == 5 else date(2020 + number % 5, 1 + number % 12, 3),
            section=(("新闻中心", "工会要闻"), ("政务公开",), ())[number % 3],
            source=("云江日报", "云江工会网", None)[number % 3],
            doc_number=f"云政发〔202{number % 5}〕{number % 9}号" if number % 4 == 0 else None,
            headings=(SENTENCES[(number + 3) % 8],) if number % 5 == 0 else (),
        )
        for number in range(24)
    ]
    days = (date(2023, 3, 1), date(2023, 5, 2), None)
    copies = [
        article(f"n{number}", "夜校的通知", *NOTICE[: len(NOTICE) - number % 2], published=day)
        for number, day in enumerate(days)
    ]
    versions = [
        article(f"v{number}", title, *text, published=day, validity=validity)
        for number, (title, text, day, validity) in enumerate(
            [
                ("云江市夜校办法", NOTICE[1:], date(2019, 3, 1), Validity.REPEALED),
                ("云江市夜校办法（2022年修订）", AMENDED, date(2022, 3, 1), Validity.IN_FORCE),
                ("云江市夜校办法", AMENDED[:-1], date(2022, 3, 9), None),
                ("云江市夜校办法（2024年修订）", AMENDED[2:], date(2024, 3, 1), Validity.NOT_YET),
                ("职工图书馆条例", [line.replace("夜校", "图书") for line in NOTICE], None, None),
                ("职工图书馆条例", [line.replace("夜校", "版图") for line in AMENDED], None, None),
            ]
        )
    ]
    in_force = [
        replace(versions[1], id="v6", title="云江市夜校细则", effective=date(2023, 1, 1)),
        replace(
            versions[0], id="v7", title="云江市夜校细则（2015年）", repeals=("云江市夜校办法",)
        ),
        replace(made[4], id="e1", effective=date(2999, 1, 1)),
        replace(made[5], id="e2", expires=date(2020, 1, 1), repeals=("云政发〔2020〕0号",)),
    ]
    return [*map(with_numbers, made), *copies, *versions, *in_force]


WORDS = st.sampled_from(
    "职工 夜校 职工夜校 云江 日报 工会 工夜 河道 清淤 版图 图书 高质量 发展 高质量发展 的 开 哈哈 在 开班 报名 没有的 "
    "云政发".split()
)
LATIN = st.sampled_from(["5g", "covid-19", "covid", "19", "2024", "none"])
TEXT_FIELDS = st.sampled_from([Field.TEXT, Field.TEXT, Field.TITLE])
FIELDS = st.sampled_from(list(Field))
PHRASES = st.builds(Phrase, WORDS | st.sampled_from(["夜校欢迎", "7号", "号,", "云江"]), FIELDS)
IN_TEXT = st.builds(Phrase, WORDS)
#: Of characters that recur, over the ends of sentences and lines, open between and around them.
PATTERNS = st.builds(
    Pattern,
    st.lists(
        st.sampled_from("职工 夜校 职 校 号 哈 的 。 , 在 * * ? 工程 报名 版图 g".split()),
        min_size=2,
        max_size=6,
    )
    .map("".join)
    .map(read_pattern)
    .filter(is_pattern),
    TEXT_FIELDS,
)
LITERALS = (
    PHRASES
    | PATTERNS
    | st.builds(Word, LATIN, TEXT_FIELDS)
    | st.builds(Prefix, WORDS | st.sampled_from(["c", "co", "1"]), FIELDS)
)
#: Words that stand together in many ways: in a sentence, in an article, side by side.
COMMON = st.sampled_from(
    "职工 夜校 日报 工会 开班 报名 河道 清淤 高质量 图书 的 开 怎么办 5g".split()
)
TYPED = st.one_of(
    st.lists(COMMON, min_size=1, max_size=3).map(" ".join),
    st.lists(COMMON, min_size=2, max_size=3).map("".join),
    st.lists(WORDS | LATIN, min_size=1, max_size=4).map(" ".join),
)
OTHER_NAMES = Synonyms(
    {
        "夜校": ("图书",),
        "职工": ("河道清淤", "没有的"),
        "河道清淤": ("高质量",),
        "版图": ("夜校欢迎",),
    }
)
READ: st.SearchStrategy[Query] = st.builds(
    parse_query, TYPED, st.sampled_from([NO_SYNONYMS, OTHER_NAMES])
).flatmap(lambda parsed: st.sampled_from([parsed.query, parsed.loosened or parsed.query]))
DAYS = st.none() | st.dates(date(2019, 1, 1), date(2025, 1, 1))
SEVERAL = st.lists(COMMON.map(Phrase), min_size=2, max_size=3, unique=True).map(tuple)
NUMBERS = st.builds(
    DocumentNumber,
    st.sampled_from(["云政发", "云政发", "夜校云政发", "政发", "", "云发"]),
    st.none() | st.integers(2020, 2024),
    st.integers(0, 8),
)
LEAVES: st.SearchStrategy[Query] = st.one_of(
    LITERALS,
    READ,
    READ,
    st.builds(Run, IN_TEXT, st.lists(LITERALS, min_size=1, max_size=3, unique=True).map(tuple)),
    IN_TEXT.map(Named),
    st.builds(Most, SEVERAL, SEVERAL, st.sampled_from([0.1, 0.5, 0.9])),
    st.builds(Together, st.sampled_from(list(Unit)), SEVERAL),
    st.builds(Near, SEVERAL, st.integers(0, 6)),
    WORDS.map(lambda word: Exact(word, Phrase(word))),
    st.just(Exact("職工", Phrase("职工"))),
    NUMBERS,
    st.builds(Like, st.sampled_from(["a00", "a07", "n0", "nobody"])),
    st.builds(Dated, DAYS, DAYS),
    st.sampled_from([Everything(), Nothing()]),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3, unique=True).map(lambda some: AllOf(tuple(some))),
        st.lists(inner, min_size=1, max_size=3, unique=True).map(lambda some: AnyOf(tuple(some))),
        inner.map(Not),
    ),
    max_leaves=5,
)
FILTERS = st.builds(
    Filters,
    st.fixed_dictionaries(
        {},
        optional={
            "section": st.sampled_from([("新闻中心",), ("政务公开", "新闻中心/工会要闻")]),
            "year": st.sampled_from([("2021",), ("2020", "2023")]),
            "source": st.just(("云江日报",)),
        },
    ),
    DAYS,
    DAYS,
)
REQUESTS = st.builds(
    SearchRequest,
    READ | QUERIES,
    st.just(Filters()) | FILTERS,
    st.sampled_from(list(Sort)),
    st.integers(0, 5),
    st.integers(0, 40),
    facet_values=st.integers(1, 5),
    merge_copies=st.booleans(),
)
TALLIES = st.builds(
    TallyRequest,
    READ | QUERIES,
    st.sampled_from(FACET_NAMES),
    st.just(Filters()) | FILTERS,
    st.booleans(),
)
PLACES = st.builds(
    PlacesRequest,
    READ | QUERIES,
    st.just(Filters()) | FILTERS,
    st.sampled_from([sort for sort in Sort if sort.is_by_date]),
    st.sampled_from([0, 0, 1, 7, 60]),
    st.integers(0, 80),
    st.booleans(),
)


#: What sentences were made into: parts of them, one behind another, more or less cut.
CHANGED = st.builds(
    NearestRequest,
    st.lists(
        st.builds(
            lambda sentence, start, length: normalize(sentence)[start : start + length],
            st.sampled_from([*SENTENCES, *NOTICE, *AMENDED]), st.integers(0, 12), st.integers(1, 16),
        ),
        max_size=4,
    ).map("".join),
    st.integers(0, 9),
)  # fmt: skip


@pytest.fixture(scope="module", params=["whoosh", ON_CLUSTER])
def ours(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with making(request, tmp_path_factory) as make:
        yield make(collection())


@pytest.fixture(scope="module")
def reference() -> ReferenceEngine:
    return ReferenceEngine(collection())


@given(request=REQUESTS)
@example(SearchRequest(Pattern("职工?", Field.TITLE)))
@settings(max_examples=400, deadline=None)
def test_both_engines_find_count_and_order_alike(
    ours: Engine, reference: ReferenceEngine, request: SearchRequest
) -> None:
    found, expected = ours.find(request), reference.find(request)
    scores = [match.score for match in found.matches]
    assert scores == pytest.approx([match.score for match in expected.matches], abs=2e-6)
    unscored = [replace(match, score=0.0) for match in found.matches]
    assert unscored == [replace(match, score=0.0) for match in expected.matches]
    assert replace(found, matches=()) == replace(expected, matches=())


@given(request=TALLIES)
@settings(max_examples=80, deadline=None)
def test_both_engines_tally_alike(
    ours: Engine, reference: ReferenceEngine, request: TallyRequest
) -> None:
    assert ours.tally(request) == reference.tally(request)


@given(request=PLACES)
@settings(max_examples=100, deadline=None)
def test_both_engines_say_alike_where_things_stand(
    ours: Engine, reference: ReferenceEngine, request: PlacesRequest
) -> None:
    assert ours.places(request) == reference.places(request)


@given(request=CHANGED)
@settings(max_examples=150, deadline=None)
def test_both_engines_find_alike_where_something_like_a_text_stands(
    ours: Engine, reference: ReferenceEngine, request: NearestRequest
) -> None:
    assert ours.nearest(request) == reference.nearest(request)


@given(request=REQUESTS)
@settings(max_examples=150, deadline=None)
def test_both_engines_explain_alike(
    ours: Engine, reference: ReferenceEngine, request: SearchRequest
) -> None:
    for identifier in ("a00", "a05", "n1"):
        found = ours.explain(request, identifier)
        expected = reference.explain(request, identifier)
        assert found is not None
        assert expected is not None
        assert (found.found, found.tier) == (expected.found, expected.tier)
        assert found.score == pytest.approx(expected.score, abs=1e-6)
        assert {
            (term.text, term.kind): (term.weight, term.documents, term.occurrences)
            for term in found.terms
        } == {
            (term.text, term.kind): (term.weight, term.documents, term.occurrences)
            for term in expected.terms
        }


@given(request=REQUESTS)
@settings(max_examples=150, deadline=None)
def test_what_explains_a_match_is_what_found_it(ours: Engine, request: SearchRequest) -> None:
    request = replace(request, merge_copies=False)
    for match in ours.find(request).matches:
        explanation = ours.explain(request, match.id)
        assert explanation is not None
        assert (explanation.found, explanation.tier) == (True, match.tier)
        assert match.score == pytest.approx(explanation.score, abs=1e-6)
        total = sum(term.score for term in explanation.terms)
        assert explanation.score == pytest.approx(total, abs=1e-9)


@given(words=st.lists(WORDS, min_size=1, max_size=3), again=st.integers(0, 2))
@settings(max_examples=100, deadline=None)
def test_a_word_typed_twice_changes_nothing(ours: Engine, words: list[str], again: int) -> None:
    once = " ".join(words)
    twice = f"{once} {words[again % len(words)]}"
    for typed, repeated in (
        (parse_query(once).query, parse_query(twice).query),
        (parse_query(once).loosened, parse_query(twice).loosened),
    ):
        if typed is not None and repeated is not None:
            assert ours.find(SearchRequest(typed)) == ours.find(SearchRequest(repeated))


@pytest.mark.parametrize("kind", get_args(Query))
def test_random_queries_are_of_every_kind(kind: type) -> None:
    def holds_one(query: Query) -> bool:
        return any(isinstance(node, kind) for node in walk(query))

    enough = settings(max_examples=3000, database=None, phases=[Phase.generate])  # any will do
    assert holds_one(find(QUERIES, holds_one, settings=enough))
