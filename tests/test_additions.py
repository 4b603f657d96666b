"""When an article was added is kept, so that what is new can be told from what is only newly dated."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_builder, open_engine, open_updater
from search.engines.whoosh.store.builds import current_build
from search.partial_date import Day, PartialDate
from search.request import SearchRequest, Sort
from search.text.segmentation import Segmenter
from webui import create_app

from .articles import article

NO_FILES = CorpusRecord(corpus="", files={})
ATOM = {"a": "http://www.w3.org/2005/Atom"}
OLD = article("old", "旧讲话", "夜校。", published=date(2001, 5, 4))
NEW = article("new", "新通知", "夜校。", published=date(2024, 3, 8))
UNDATED = article("undated", "无日期", "夜校。")
SPEECH = article("speech", "更早的讲话", "夜校。", published=date(1999, 1, 1))


def rebuild(folder: Path, *articles: Article) -> None:
    with open_builder(folder, Segmenter()) as writer:
        for one in articles:
            writer.add(one)
        writer.commit(NO_FILES)


def update(folder: Path, *articles: Article, without: Sequence[str] = ()) -> None:
    with open_updater(folder) as writer:
        writer.remove(without)
        for one in articles:
            writer.add(one)
        writer.commit(NO_FILES)


def added(folder: Path) -> dict[str, datetime]:
    """Return when each article was added."""
    with closing(open_engine(folder)) as engine:
        return engine.added([*engine.days()])


def last_added(engine: Engine) -> list[str]:
    return [match.id for match in engine.find(SearchRequest(sort=Sort.ADDED)).matches]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rebuild(tmp_path, OLD, NEW, UNDATED)
    return tmp_path


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=1)


def test_in_a_first_index_articles_were_added_on_their_own_days(folder: Path) -> None:
    assert added(folder) == {
        "old": datetime(2001, 5, 4, tzinfo=UTC),
        "new": datetime(2024, 3, 8, tzinfo=UTC),
    }


def test_no_day_to_come_and_none_before_1970_is_when_an_article_was_added(
    tmp_path: Path, now: datetime
) -> None:
    days: list[Day] = [date(9999, 12, 31), date(1949, 10, 1), PartialDate(2023, 6)]
    rebuild(
        tmp_path, *(article(f"a{n}", "题", "文。", published=day) for n, day in enumerate(days))
    )
    future, ancient, month = added(tmp_path).values()
    assert now < future < now + timedelta(minutes=10)
    assert ancient == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert month == datetime(2023, 6, 1, tzinfo=UTC)


def test_what_an_update_brings_was_added_now(folder: Path, now: datetime) -> None:
    update(folder, SPEECH)
    assert added(folder)["speech"] > now
    with closing(open_engine(folder)) as engine:
        assert last_added(engine) == ["speech", "new", "old", "undated"]


def test_an_article_that_changes_keeps_its_moment(folder: Path) -> None:
    before = added(folder)
    update(folder, article("old", "旧讲话", "改过。", published=date(2024, 9, 9)), without=["old"])
    assert added(folder) == before


def test_an_article_that_went_and_comes_again_is_new(folder: Path, now: datetime) -> None:
    update(folder, without=["old"])
    update(folder, OLD)
    assert added(folder)["old"] > now


def test_a_rebuild_keeps_moments_and_what_it_brings_is_new(folder: Path, now: datetime) -> None:
    update(folder, SPEECH)
    before = added(folder)
    again = article("again", "补录", "夜校。", published=date(1998, 1, 1))
    rebuild(folder, again, NEW, OLD, UNDATED, SPEECH)
    after = added(folder)
    assert after.pop("again") > now
    assert after == before


def test_a_rebuild_over_what_cannot_be_read_is_a_first_one(folder: Path) -> None:
    before = added(folder)
    (current_build(folder).folder / "settings.json").write_text("{}", encoding="utf-8")
    rebuild(folder, OLD, NEW)
    assert added(folder) == before


def test_merged_segments_keep_moments(folder: Path) -> None:
    for number in range(5):
        update(folder, article(f"n{number}", "题", "夜校。"))
    moments = added(folder)
    assert moments["old"] == datetime(2001, 5, 4, tzinfo=UTC)
    assert len(moments) == 7


def test_an_old_speech_that_is_added_today_is_announced(folder: Path, now: datetime) -> None:
    update(folder, SPEECH)
    with closing(open_engine(folder)) as engine:
        feed = etree.fromstring(create_app(engine).test_client().get("/feed.atom").data)
    first = feed.find("a:entry", ATOM)
    assert first is not None
    assert first.findtext("a:title", namespaces=ATOM) == "更早的讲话"
    updated = first.findtext("a:updated", namespaces=ATOM)
    assert updated and datetime.fromisoformat(updated) > now
    assert updated == feed.findtext("a:updated", namespaces=ATOM)
    assert first.findtext("a:published", namespaces=ATOM) == "1999-01-01T00:00:00+00:00"


def test_the_page_of_what_was_added_last_names_its_order(folder: Path) -> None:
    with closing(open_engine(folder)) as engine:
        client = create_app(engine).test_client()
        assert "新收录" in client.get("/search?q=夜校&sort=added").text
        assert "新收录" not in client.get("/search?q=夜校").text
        found = client.get("/api/search?q=夜校&sort=added").get_json()
    assert [hit["id"] for hit in found["hits"]] == ["new", "old", "undated"]
