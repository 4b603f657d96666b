"""A new index that cannot be opened: the old one answers as fast as before, and it is said."""

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.engine import Engine
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.store import newest, opening
from search.engines.whoosh.store.builds import current_build
from search.errors import IndexFault
from search.request import SearchRequest
from webui import create_app
from webui.figures import WIDTH
from webui.metrics import metrics_served
from webui.server import bind
from webui.watching import Watch

from .articles import article, build
from .damage import fault, write_as_if_sound
from .test_serving import ask


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(build(tmp_path, [article("old", "题", "夜校。")])) as engine:
        yield engine


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Count how often an index is opened."""
    counted: list[object] = []
    open_snapshot = opening.open_snapshot

    def opened(*arguments: object) -> object:
        counted.append(arguments)
        return open_snapshot(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(newest, "open_snapshot", opened)
    return counted


def publish_another_version(folder: Path) -> None:
    """Put a build in use that another version of the program has made."""
    build(folder, [article("new", "题", "夜校。")]).close()
    settings = current_build(folder).folder / "settings.json"
    other = json.loads(settings.read_text()) | {"format": 5}
    write_as_if_sound(settings, json.dumps(other).encode())
    current = folder / "CURRENT"
    names = current.read_text(encoding="utf-8")
    (folder / "CURRENT.new").write_text(names, encoding="utf-8")
    (folder / "CURRENT.new").replace(current)


def found(engine: Engine) -> list[str]:
    return [match.id for match in engine.find(SearchRequest()).matches]


def test_what_cannot_be_opened_is_tried_once_and_the_old_answers(
    engine: Engine, tmp_path: Path, attempts: list[object]
) -> None:
    publish_another_version(tmp_path)
    attempts.clear()
    for _ in range(20):
        assert found(engine) == ["old"]
    assert len(attempts) == 1


def test_it_is_tried_again_after_a_while(
    engine: Engine, tmp_path: Path, attempts: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk may have been away, or a process may have had too many files."""
    for name in ("_SECONDS_UNTIL_LOOKING_AGAIN", "_SECONDS_UNTIL_TRYING_AGAIN"):
        monkeypatch.setattr(newest, name, 0.0)
    publish_another_version(tmp_path)
    attempts.clear()
    for _ in range(3):
        assert found(engine) == ["old"]
    assert len(attempts) == 3


def test_a_new_day_does_not_open_it_again_and_again(tmp_path: Path, attempts: list[object]) -> None:
    build(tmp_path, [article("old", "题", "夜校。")]).close()
    days = [date(2024, 3, 8)]
    with closing(WhooshEngine(tmp_path, today=lambda: days[-1])) as engine:
        publish_another_version(tmp_path)
        assert found(engine) == ["old"]
        days.append(date(2024, 3, 9))
        attempts.clear()
        for _ in range(20):
            assert found(engine) == ["old"]
        assert len(attempts) <= 1


def test_the_next_that_can_be_opened_answers(engine: Engine, tmp_path: Path) -> None:
    publish_another_version(tmp_path)
    assert fault(engine) is IndexFault.OTHER_VERSION
    build(tmp_path, [article("newer", "题", "夜校。")]).close()
    assert found(engine) == ["newer"]
    assert fault(engine) is None


def test_an_index_that_was_taken_away_goes_on_answering_and_is_missed(
    engine: Engine, tmp_path: Path
) -> None:
    assert fault(engine) is None
    (tmp_path / "CURRENT").rename(tmp_path / "AWAY")
    assert found(engine) == ["old"]
    assert fault(engine) is IndexFault.UNNAMED
    (tmp_path / "AWAY").rename(tmp_path / "CURRENT")
    assert fault(engine) is None


def test_health_is_red_and_says_why_but_not_where(engine: Engine, tmp_path: Path) -> None:
    client = create_app(engine).test_client()
    publish_another_version(tmp_path)
    answer = client.get("/healthz")
    problem = answer.get_json(force=True)
    assert (answer.status_code, problem["fault"]) == (503, "other_version")
    assert problem["detail"] == "最新的索引用不了，用旧的回答。"
    assert str(tmp_path) not in answer.text
    assert client.get("/search?q=夜校").status_code == 200
    build(tmp_path, [article("newer", "题", "夜校。")]).close()
    assert client.get("/healthz").status_code == 200


def test_metrics_say_so_too_and_where(engine: Engine, tmp_path: Path) -> None:
    bound = bind("127.0.0.1", 0)
    place = "{}:{}".format(*bound.getsockname())
    with metrics_served(bound, engine, [0.0] * WIDTH, forks=False):
        assert "\nzhengsou_index_outdated 0\n" in ask(place, "/metrics")[2]
        publish_another_version(tmp_path)
        assert "\nzhengsou_index_outdated 1\n" in ask(place, "/metrics")[2]
        status, _, text = ask(place, "/healthz")
    said = json.loads(text)
    assert (status, said["status"], said["fault"]) == (503, "outdated", "other_version")
    assert str(tmp_path) in said["detail"]
    assert said["articles"] == 1


def test_it_is_said_once_in_the_log(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch(engine, logging.getLogger("watched"))
    watch.look()
    publish_another_version(tmp_path)
    for _ in range(3):
        watch.look()
    build(tmp_path, [article("newer", "题", "夜校。")]).close()
    for _ in range(3):
        watch.look()
    first, second = caplog.messages
    assert first.startswith("最新的索引用不了，用旧的回答：")
    assert "索引格式为 5" in first
    assert second == "最新的索引可以用了，已换上。"
