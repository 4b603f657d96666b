"""Answers that are kept are those that would be made: never older, never somebody else's."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from search.engines import open_engine
from search.query.picks import PicksFile
from search.query.synonyms import SynonymsFile
from search.upkeep.following import update
from search.upkeep.indexing import rebuild
from webui import create_app
from webui.kept_answers import MAY_BE_KEPT, Answer, AnswerStore, KeptAnswers
from webui.settings.sections import Server, Settings, Staff
from webui.staff.door import Door

from .one_article import TEXT, write_one_article


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_one_article(tmp_path)


if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SEARCH = "/search?q=夜校"


@pytest.fixture
def app(corpus: Path, tmp_path: Path) -> Iterator[Flask]:
    with closing(open_engine(tmp_path / "index")) as engine:
        synonyms, picks = SynonymsFile(corpus / "synonyms.txt"), PicksFile(corpus / "picks.toml")
        yield create_app(engine, synonyms, picks=picks)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def counting(
    *headers: tuple[str, str], status: str = "200 OK", kept: bool = True
) -> "WSGIApplication":
    """Make an application that says how often it was asked."""
    asked: list[str] = []

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        body = str(len(asked)).encode()
        environ[MAY_BE_KEPT] = kept
        start_response(status, [("Content-Length", str(len(body))), *headers])
        return [body]

    return answer


def same() -> tuple[object, object]:
    """Say that nothing has changed."""
    return None, None


def asked_twice(app: "WSGIApplication", **headers: str) -> list[str]:
    """Ask an application twice for the same; return both answers."""
    client = Client(KeptAnswers(app, same, "zh"), use_cookies=False)
    return [client.get("/a", headers=headers).text for _ in range(2)]


def test_what_is_asked_again_is_not_made_again() -> None:
    assert asked_twice(counting()) == ["1", "1"]


@pytest.mark.parametrize(
    "header",
    [
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private, max-age=60"),
        ("Set-Cookie", "a=b"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Language, Origin"),
        ("Vary", "*"),
    ],
)
def test_what_is_for_one_person_only_is_not_kept(header: tuple[str, str]) -> None:
    assert asked_twice(counting(header)) == ["1", "2"]


@pytest.mark.parametrize("name", ["Cookie", "Authorization", "Range"])
def test_who_says_who_he_is_gets_an_answer_of_his_own(name: str) -> None:
    assert asked_twice(counting(), **{name: "a"}) == ["1", "2"]


def test_what_is_wrong_or_not_said_to_be_lasting_is_not_kept() -> None:
    assert asked_twice(counting(status="404 NOT FOUND")) == ["1", "2"]
    assert asked_twice(counting(kept=False)) == ["1", "2"]


def test_each_audience_sees_its_own_answers_only() -> None:
    store = AnswerStore()
    public = Client(KeptAnswers(counting(("X", "public")), same, "zh", "public", store))
    internal = Client(KeptAnswers(counting(("X", "internal")), same, "zh", "internal", store))
    for _ in range(2):
        assert public.get("/a").headers["X"] == "public"
        assert internal.get("/a").headers["X"] == "internal"


def test_the_tag_of_an_answer_differs_with_its_audience(tmp_path: Path, corpus: Path) -> None:
    with closing(open_engine(tmp_path / "index")) as engine:
        secret, proxies = "s" * 24, (ip_network("127.0.0.1"),)
        door = Door(Settings(staff=Staff(secret=secret), server=Server(trusted_proxies=proxies)))
        said = {"X-Zhengsou-Secret": secret, "X-Remote-User": "wang"}
        tags = {
            create_app(engine, door=known).test_client().get(SEARCH, headers=said).headers["ETag"]
            for known in (None, door)
        }
    assert len(tags) == 2


def test_languages_hosts_encodings_and_queries_do_not_mix(client: FlaskClient) -> None:
    for _ in range(2):
        assert "第 1 页" not in client.get(SEARCH, headers={"Accept-Language": "en"}).text
        assert 'lang="zh-CN"' in client.get(SEARCH, headers={"Accept-Language": "zh"}).text
        assert 'lang="en"' in client.get(SEARCH, headers={"Accept-Language": "en-GB,en"}).text
        for host in ("10.0.0.1", "10.0.0.2:8000"):
            assert f"http://{host}/help" in client.get("/help", headers={"Host": host}).text
        for coding in ("gzip", "br", "zstd"):
            answer = client.get(SEARCH, headers={"Accept-Encoding": coding})
            assert answer.headers["Content-Encoding"] == coding
        assert "Content-Encoding" not in client.get(SEARCH).headers
        for query, total in (("夜校", 1), ("河道", 0)):
            assert client.get(f"/api/search?q={query}").get_json()["total"] == total


def test_no_answer_outlives_its_generation(
    client: FlaskClient, corpus: Path, tmp_path: Path
) -> None:
    assert "开班2" not in client.get(SEARCH).text
    (corpus / "2.md").write_text(TEXT.format(number=2), encoding="utf-8")
    update(corpus, tmp_path / "index")
    assert "开班2" in client.get(SEARCH).text
    (corpus / "3.md").write_text(TEXT.format(number=3), encoding="utf-8")
    rebuild(corpus, tmp_path / "index")
    assert "开班3" in client.get(SEARCH).text


def test_no_answer_outlives_synonyms_picks_or_the_day(
    client: FlaskClient, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/api/search?q=晚间课堂"

    def answer() -> dict[str, Any]:
        return dict(client.get(address).get_json())

    assert answer()["total"] == 0
    (corpus / "synonyms.txt").write_text("晚间课堂 = 夜校\n", encoding="utf-8")
    assert answer()["total"] == 1
    assert not answer()["picks"]
    found = answer()["hits"][0]["id"]
    pick = f'[[pick]]\nqueries = ["晚间课堂"]\narticles = ["{found}"]\n'
    (corpus / "picks.toml").write_text(pick, encoding="utf-8")
    assert answer()["picks"]

    class Tomorrow(date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls(2999, 1, 1)

    before = client.get(address).headers["ETag"]
    monkeypatch.setattr("webui.caching.date", Tomorrow)
    assert client.get(address).headers["ETag"] != before


def test_an_answer_that_was_begun_before_a_change_is_not_kept_after_it() -> None:
    states = [object()]

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ[MAY_BE_KEPT] = True
        start_response("200 OK", [("Content-Length", "1")])
        states.append(object())
        return [str(len(states)).encode()]

    client = Client(KeptAnswers(answer, lambda: (states[-1], None), "zh"))
    assert [client.get("/a").text for _ in range(2)] == ["2", "3"]


def test_a_browser_that_has_what_is_kept_is_not_sent_it_again(client: FlaskClient) -> None:
    tag = client.get(SEARCH).headers["ETag"]
    kept = client.get(SEARCH, headers={"If-None-Match": tag})
    assert (kept.status_code, kept.data, kept.headers["ETag"]) == (304, b"", tag)
    assert client.get(SEARCH, headers={"If-None-Match": '"other"'}).status_code == 200


def test_answers_take_no_more_memory_than_they_may() -> None:
    store = AnswerStore(most_bytes=10_000)
    state = (None, None)
    for number in range(100):
        store.get((str(number),), state)
        store.put((str(number),), state, Answer((), b"x" * 1000))
        store.get(("0",), state)
        assert store.bytes <= 10_000
    assert store.get(("0",), state)  # is asked for all the time
    assert store.get(("98",), state)
    assert not store.get(("50",), state)
    store.put(("much",), state, Answer((), b"x" * 20_000))
    assert not store.get(("much",), state)


@pytest.mark.parametrize("address", ["/healthz", "/nothing", "/articles/none", "/search?page=0"])
def test_health_and_what_is_wrong_are_asked_anew_each_time(app: Flask, address: str) -> None:
    made: list[str] = []

    @app.before_request
    def note() -> None:
        made.append(address)

    client = app.test_client()
    for _ in range(2):
        client.get(address)
    assert len(made) == 2
