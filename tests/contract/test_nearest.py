"""Where something stands that is most like a text: by every engine."""

from datetime import date

import pytest

from search.engine import Engine, Place
from search.request import NearestRequest

from ..articles import article
from .conftest import MakeEngine

ARTICLES = [
    article("n1", "夜校章程", "职工夜校免费向全市职工开放。", "课程由职工投票决定。", published=date(2019, 5, 1)),
    article("n2", "河道清淤方案", "河道清淤在枯水期进行。", published=date(2021, 3, 1)),
    article("n3", "转发夜校章程", "职工夜校免费向全市职工开放。", published=date(2018, 5, 1)),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(ARTICLES)


def nearest(engine: Engine, text: str, limit: int = 5) -> list[tuple[str, int | None]]:
    found = engine.nearest(NearestRequest(text, limit))
    return [(place.id, place.line) for place in found]


def test_a_sentence_that_was_changed_is_nearest_to_what_it_was_the_oldest_first(
    engine: Engine,
) -> None:
    assert nearest(engine, "职工夜校收费向全市职工开放") == [("n3", 0), ("n1", 0)]


def test_no_more_are_found_than_are_wanted(engine: Engine) -> None:
    assert nearest(engine, "职工夜校收费向全市职工开放", limit=1) == [("n3", 0)]


def test_what_has_too_little_in_common_is_not_near(engine: Engine) -> None:
    assert nearest(engine, "河道里没有一艘船") == []
    assert nearest(engine, "河道") == []
    assert nearest(engine, "河") == []
    assert nearest(engine, "") == []


def test_a_title_is_near_too(engine: Engine) -> None:
    assert nearest(engine, "河道清淤的方案")[0] == ("n2", None)


def test_the_pair_in_the_middle_is_pointed_at(engine: Engine) -> None:
    assert engine.nearest(NearestRequest("由职工们投票决定课程"))[0] == Place("n1", 1, 3, 5, 0)
