"""Where an engine looks into some articles only, places say that there may be more, and a tally is none at all."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.engine import Engine
from search.engines.arrays.answer.postings import Part
from search.engines.arrays.answer.snapshot import Snapshot
from search.errors import UsageError
from search.query.nodes import Phrase
from search.request import PlacesRequest, TallyRequest
from search.wording.evidence import EvidenceRequest, evidence
from webui.app import create_app

from .articles import article, build

COUNT = 12


@pytest.fixture
def bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Give an index of which only the five oldest articles are looked into."""

    def oldest(snapshot: Snapshot, *asked: object) -> Part:
        return Part(snapshot.postings, 5, lambda found: snapshot.orders.oldest_rank[found] < 5)

    articles = [
        article(
            f"a{n:02}",
            "夜校开班",
            "职工夜校每晚七点开班。职工食堂。",
            published=date(2010 + n, 5, 1),
        )
        for n in range(COUNT)
    ]
    with closing(build(tmp_path / "index", articles)) as engine:
        monkeypatch.setattr(Snapshot, "part_to_count", oldest)
        yield engine


def test_places_of_some_articles_say_that_there_may_be_more(bounded: Engine) -> None:
    found = bounded.places(PlacesRequest(Phrase("职工"), limit=3))
    assert [place.id for place in found.places] == ["a00", "a00", "a01"]
    assert (found.total, found.articles, found.at_least) == (10, 5, True)


def test_a_page_of_places_that_is_not_filled_by_some_articles_is_told_of_all(
    bounded: Engine,
) -> None:
    for request in (
        PlacesRequest(Phrase("职工"), limit=11),
        PlacesRequest(Phrase("职工"), offset=9, limit=2),
    ):
        found = bounded.places(request)
        assert (found.total, found.articles, found.at_least) == (2 * COUNT, COUNT, False)
    assert not bounded.places(PlacesRequest(Phrase("清淤"), limit=1)).at_least


def test_a_tally_of_some_articles_is_refused(bounded: Engine) -> None:
    with pytest.raises(UsageError, match=r"^“职工”太常见，一次只能在约 5 篇文章里数准"):
        bounded.tally(TallyRequest(Phrase("职工")))
    answer = create_app(bounded).test_client().get("/trend?w=职工")
    assert answer.status_code == 400
    assert "太常见" in answer.text


def test_an_evidence_table_is_never_said_to_be_whole_where_there_may_be_more(
    bounded: Engine,
) -> None:
    some, every = (
        evidence(bounded, EvidenceRequest(Phrase("职工"), limit=limit)) for limit in (10, 100)
    )
    assert str(some.left_out) == "共 至少 10 处，只列最早的 10 处"
    assert every.left_out is None
    assert every.total == 2 * COUNT


def test_context_and_draft_say_at_least(bounded: Engine) -> None:
    page = create_app(bounded).test_client()
    assert page.get("/api/context?q=职工&size=4").get_json()["at_least"] is True
    assert page.get("/api/context?q=职工").get_json()["at_least"] is False
    told = page.post("/api/check", json={"text": "职工夜校每晚七点开班。"})
    (sentence,) = told.get_json()["findings"]
    assert (sentence["articles"], sentence["at_least"]) == (5, True)
