"""A search that finds nothing says why, and what there is instead."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer.absence import DATES, Absence, explain_absence, halved_ends, walked_ends
from search.answer.question import Question
from search.engine import Engine, Matches
from search.query.description import describe
from search.query.parser import parse_query
from search.request import Filters, SearchRequest

from .articles import article, build
from .contract.reference_lexicon import ReferenceLexicon


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        article(
            "a",
            "夜校",
            "坚持以职工为中心的办学思想。",
            published=date(2023, 5, 1),
            section=("要闻",),
        ),
        article(
            "b", "竞赛", "以职工为中心，建功立业。", published=date(2024, 3, 8), section=("公告",)
        ),
        article("c", "清淤", "三江善治从清淤开始。", published=date(2022, 1, 9)),
    ]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as built:
        yield built


def absence(engine: Engine, text: str, filters: Filters | None = None) -> Absence:
    question = Question(text, filters=filters or Filters())
    return explain_absence(engine, question, parse_query(text))


def test_each_part_says_how_many_articles_it_finds_alone(engine: Engine) -> None:
    parts = absence(engine, "职工 清淤 -夜校").parts
    assert [(one.text, one.articles) for one in parts] == [("职工", 2), ("清淤", 1), ("-夜校", 2)]


def test_each_filter_says_what_would_be_found_without_it(engine: Engine) -> None:
    filters = Filters({"section": ("要闻",), "year": ("2024",)}, first=date(2020, 1, 1))
    found = absence(engine, "建功立业", filters)
    assert [(one.name, one.articles) for one in found.filters] == [
        ("section", 1),
        ("year", 0),
        (DATES, 0),
    ]
    assert found.unfiltered == 1


def test_a_wording_that_stands_nowhere_gives_its_longest_pieces_that_do(engine: Engine) -> None:
    (fragments,) = absence(engine, "“以职工为中心的发展”").fragments
    assert fragments.pieces == (("以职工为中心的", 1),)


def test_a_piece_that_only_bridges_two_longer_ones_tells_nothing(tmp_path: Path) -> None:
    texts = ("以职工为中心的办学。", "今年的发电量。", "创新发展。")
    articles = [article(str(number), "甲", text) for number, text in enumerate(texts)]
    with closing(build(tmp_path, articles)) as engine:
        (fragments,) = absence(engine, "“以职工为中心的发展理念”").fragments
    assert [text for text, _ in fragments.pieces] == ["以职工为中心的", "发展"]


def test_what_is_asked_for_and_asked_not_to_be_is_a_contradiction(engine: Engine) -> None:
    assert [describe(one) for one in absence(engine, "职工 -职工").contradictions] == ["“职工”"]
    assert absence(engine, "职工 -夜校").contradictions == ()


def test_the_nearest_wording_is_shown(engine: Engine) -> None:
    (nearest,) = absence(engine, "“坚持以职工为中心的办学理念”").nearest
    assert (nearest.identifier, nearest.title) == ("a", "夜校")
    assert "坚持以职工为中心的办学思想" in nearest.snippet.text


def test_where_filters_hide_a_wording_nothing_else_is_offered_for_it(engine: Engine) -> None:
    assert absence(engine, "“三江善治”", Filters({"year": ("2024",)})).fragments == ()


def test_the_days_that_the_collection_covers_are_given(engine: Engine) -> None:
    found = absence(engine, "没有的词")
    assert (found.first, found.last) == (date(2022, 1, 9), date(2024, 3, 8))


@pytest.mark.parametrize("text", ["“" + "职工夜校" * 240 + "”", "天 " * 480, "（" * 900, "-" * 900])
def test_the_longest_queries_are_explained_too(engine: Engine, text: str) -> None:
    assert len(absence(engine, text).parts) <= 12


class Overheard:
    """An engine whose questions are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.requests: list[SearchRequest] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def find(self, request: SearchRequest) -> Matches:
        self.requests.append(request)
        return self._engine.find(request)


@pytest.mark.parametrize(
    ("text", "filters", "most"),
    [
        (
            "“坚持以职工为中心的办学理念”",
            Filters(),
            5,
        ),  # the part, the wording, two pieces, nearest
        ("清淤", Filters({"year": ("2024",)}), 2),  # the part; without the filter, which is all
        # The part; with either filter and with none, and anywhere where no text has it.
        ("清淤", Filters({"year": ("2024",), "section": ("要闻",)}), 6),
    ],
)
def test_an_engine_is_asked_little_and_never_for_facets(
    engine: Engine, text: str, filters: Filters, most: int
) -> None:
    overheard = Overheard(engine)
    found = absence(cast("Engine", overheard), text, filters)
    assert found.parts
    assert len(overheard.requests) <= most
    assert not any(request.facets for request in overheard.requests)
    assert sum(request.limit > 0 for request in overheard.requests) == len(found.fragments)


few = st.text(alphabet="职工夜校", min_size=1, max_size=12)


@given(st.lists(few, min_size=1, max_size=4), st.lists(few, max_size=3))
def test_what_stands_is_the_same_whether_asked_one_by_one_or_at_once(
    texts: list[str], wordings: list[str]
) -> None:
    lexicon = ReferenceLexicon(texts)
    assert halved_ends(lexicon, wordings) == {
        wording: walked_ends(lexicon, wording) for wording in wordings
    }
