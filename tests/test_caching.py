"""What a browser keeps, how long, and how small it comes."""

import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask import Response
from flask.testing import FlaskClient

from search.engines import open_engine
from search.upkeep.following import update
from webui import create_app
from webui.assets import static_path

from .one_article import TEXT, write_one_article


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_one_article(tmp_path)


@pytest.fixture
def client(corpus: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    with closing(open_engine(tmp_path / "index")) as engine:
        yield create_app(engine).test_client()


def static_files(client: FlaskClient) -> set[str]:
    """Find the static files that a page needs: those it names, and what its modules import."""
    found: set[str] = set()
    wanted = set(re.findall(r'(?:href|src)="(/static/[^"]*)"', client.get("/search?q=夜校").text))
    while wanted - found:
        address = (wanted - found).pop()
        found.add(address)
        with client.get(address) as answer:
            assert answer.status_code == 200
            imported = (
                re.findall(r'from "\./([^"]*)"', answer.get_data(as_text=True))
                if ".js" in address
                else []
            )
        wanted |= {f"{address.rpartition('/')[0]}/{name}" for name in imported}
    return found


@pytest.mark.parametrize(
    "url", ["/", "/search?q=夜校", "/api/search?q=夜校", "/feed.atom", "/sections/", "/help"]
)
def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient, url: str) -> None:
    first = client.get(url)
    assert first.headers["Last-Modified"].endswith("GMT")
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_an_answer_changes_with_the_index(
    client: FlaskClient, corpus: Path, tmp_path: Path
) -> None:
    tag = client.get("/search?q=夜校").headers["ETag"]
    (corpus / "2.md").write_text(TEXT.format(number=2), encoding="utf-8")
    update(corpus, tmp_path / "index")
    again = client.get("/search?q=夜校", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "<mark>夜校</mark>2" in again.text


def test_an_answer_during_which_the_index_changes_has_the_tag_of_before(
    client: FlaskClient, corpus: Path, tmp_path: Path
) -> None:
    tag = client.get("/search?q=夜校").headers["ETag"]
    with closing(open_engine(tmp_path / "index")) as engine:
        app = create_app(engine)

        @app.after_request
        def change(response: Response) -> Response:
            (corpus / "2.md").write_text(TEXT.format(number=2), encoding="utf-8")
            update(corpus, tmp_path / "index")
            return response

        # Else a browser that keeps it would be told that nothing has changed.
        tags = [app.test_client().get("/search?q=夜校").headers["ETag"] for _ in range(2)]
    assert tags[0] == tag != tags[1]


def test_a_browser_that_knows_only_when_it_asked_is_answered_by_that(
    client: FlaskClient, corpus: Path, tmp_path: Path
) -> None:
    first = client.get("/search?q=夜校").headers["Last-Modified"]
    asked = {"If-Modified-Since": first}
    assert client.get("/search?q=夜校", headers=asked).status_code == 304
    for url, status in (("/nothing", 404), ("/articles/none", 404), ("/search?page=0", 400)):
        assert client.get(url, headers=asked).status_code == status
    assert (
        client.get("/search?q=夜校", headers={**asked, "If-None-Match": '"x"'}).status_code == 200
    )
    time.sleep(1.1)  # HTTP knows whole seconds
    (corpus / "2.md").write_text(TEXT.format(number=2), encoding="utf-8")
    update(corpus, tmp_path / "index")
    again = client.get("/search?q=夜校", headers=asked)
    assert again.status_code == 200
    assert again.headers["Last-Modified"] != first


def test_each_address_and_language_has_its_own_tag(client: FlaskClient) -> None:
    tags = {
        client.get(url, headers={"Accept-Language": language}).headers["ETag"]
        for url in ("/search?q=夜校", "/search?q=开班")
        for language in ("zh", "en")
    }
    assert len(tags) == 4


def test_an_asterisk_is_the_tag_of_nothing_that_is_not_there(client: FlaskClient) -> None:
    for url, status in (("/articles/none", 404), ("/search?page=0", 400), ("/nothing", 404)):
        assert client.get(url, headers={"If-None-Match": "*"}).status_code == status


def test_what_is_wrong_is_not_kept(client: FlaskClient) -> None:
    for url in ("/nothing", "/search?page=0", "/sections"):
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_health_and_what_is_wrong_are_always_new(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/healthz").headers
    assert "ETag" not in client.get("/nothing").headers


def test_every_static_file_is_kept_for_a_year_under_an_address_with_a_hash(
    client: FlaskClient,
) -> None:
    for address in static_files(client):
        assert re.match(r"/static/[0-9a-f]{12}/", address)
        with client.get(address) as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_static_file_has_no_other_address(client: FlaskClient) -> None:
    assert client.get("/static/zhengsou.css").status_code == 404


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_answers_are_compressed_as_the_browser_can(client: FlaskClient, coding: str) -> None:
    for url in ("/search?q=夜校", f"{static_path()}/zhengsou.css", "/api/openapi.json"):
        with client.get(url, headers={"Accept-Encoding": coding}) as answer:
            assert answer.headers["Content-Encoding"] == coding
            assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_first_visit_is_light(client: FlaskClient) -> None:
    coding = {"Accept-Encoding": "gzip"}
    total = len(client.get("/search?q=夜校", headers=coding).data)
    files = static_files(client)
    assert len([one for one in files if one.endswith(".css")]) == 1
    for address in files:
        with client.get(address, headers=coding) as answer:
            total += len(answer.data)
    assert total < 60_000


def test_the_day_is_part_of_a_tag(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls(2999, 1, 1)

    before = client.get("/search?q=夜校").headers["ETag"]
    monkeypatch.setattr("webui.caching.date", Tomorrow)
    assert client.get("/search?q=夜校").headers["ETag"] != before
