"""How requests of strangers are read: from whom, to which host, in which encoding; and what all answers say."""

import http.client
import re
import socket
import sys
import threading
import time
from contextlib import closing
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import psutil
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search.engine import Engine
from webui import create_app
from webui.asked.hosts import host_name, is_local
from webui.front import as_utf8, without_refused
from webui.headers import ALWAYS
from webui.settings.sections import Server, Settings
from webui.warming import warm

from .clocks import PATIENCE
from .programs import StartPython
from .test_serving import ask, served, serving

PROXY = ip_network("127.0.0.0/8")
EVIL = {"Host": "evil.example"}


@pytest.fixture
def app(sample_engine: Engine) -> Flask:
    return create_app(sample_engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def answered(host: str, request: bytes) -> tuple[int, dict[str, str], str]:
    """Send bytes, and read what is answered."""
    name, port = host.split(":")
    with closing(socket.create_connection((name, int(port)), timeout=PATIENCE)) as connection:
        connection.sendall(request)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, dict(answer.getheaders()), answer.read().decode()


@pytest.mark.parametrize("host", ["..", "a" * 64 + ".example", "-a.example", "a..example", "", "a b",
                                  "[::1", "[zz]", "a:b", "a.example:123456", "a_b/..", "a" * 254])  # fmt: skip
def test_what_is_no_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/search?q=职工", headers={"Host": host})
    assert answer.status_code == 400
    assert "请求有误" in answer.text


@pytest.mark.parametrize("host", ["a.example", "A.example:8000", "localhost", "10.1.2.3:80", "[::1]:8000", "a.example.",
                                  "xn--fiqs8s.example", "a_b.example"])  # fmt: skip
def test_what_may_be_a_host_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/search?q=职工", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["xn--", "xn--a.example", ".."])
def test_what_no_name_is_encoded_as_is_refused_by_the_server(app: Flask, host: str) -> None:
    with serving(app, threads=1) as here:
        assert answered(here, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())[0] == 400


def test_a_host_is_one_name_however_it_is_written() -> None:
    assert host_name("Search.Example.:8000") == "search.example"
    assert is_local("localhost") and is_local("[::1]") and is_local("10.2.3.4")
    assert not is_local("8.8.8.8") and not is_local("localhost.example")


@pytest.mark.parametrize("path", ["/", "/help", "/sections/", "/feed.atom", "/robots.txt"])
def test_a_host_that_only_a_request_names_stands_in_no_canonical_link(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path).status_code == 200
    assert "evil.example" not in client.get(path, headers=EVIL).text


def test_there_is_no_sitemap_where_nobody_knows_the_host(client: FlaskClient) -> None:
    assert client.get("/sitemap.xml", headers=EVIL).status_code == 404
    assert client.get("/sitemap-1.xml", headers=EVIL).status_code == 404
    assert client.get("/sitemap.xml").status_code == 200


def test_hosts_that_are_not_named_are_refused(sample_engine: Engine) -> None:
    settings = Settings(server=Server(hosts=("search.example", "*.city.example")))
    client = create_app(sample_engine, settings=settings).test_client()
    for host, status in {"search.example": 200, "Search.example:80": 200, "a.city.example": 200, "city.example": 400,
                         "evil.example": 400, "evilsearch.example": 400, "localhost": 400}.items():  # fmt: skip
        assert client.get("/", headers={"Host": host}).status_code == status, host
    assert (
        'href="http://search.example/help"'
        in client.get("/help", base_url="http://search.example").text
    )


@pytest.mark.parametrize("taken_off", [True, False])
def test_every_link_begins_with_the_path_of_the_proxy(
    sample_engine: Engine, taken_off: bool
) -> None:
    client = create_app(sample_engine, settings=Settings(server=Server(prefix="/zs"))).test_client()
    path = "" if taken_off else "/zs"
    page = client.get(f"{path}/search?q=职工")
    assert page.status_code == 200
    assert 'href="/zs/articles/' in page.text
    assert 'href="/search' not in page.text and 'href="/static' not in page.text
    assert re.findall("</([^/]+)/", page.headers["Link"]) == ["zs", "zs"]
    assert client.get(f"{path}/sections").headers["Location"] == "/zs/sections/"
    assert client.get(f"{path}/search/?q=a").headers["Location"] == "/zs/search?q=a"


def test_what_a_trusted_proxy_says_is_believed(sample_engine: Engine) -> None:
    client = create_app(
        sample_engine, settings=Settings(server=Server(trusted_proxies=(PROXY,)))
    ).test_client()
    said = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "10.0.0.9",
        "X-Forwarded-Prefix": "/zs",
    }
    page = client.get("/help", headers=said)
    assert 'href="https://10.0.0.9/zs/help"' in page.text
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_what_anybody_else_says_of_himself_is_not(sample_engine: Engine) -> None:
    client = create_app(
        sample_engine, settings=Settings(server=Server(trusted_proxies=(PROXY,)))
    ).test_client()
    said = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "10.0.0.9",
        "X-Forwarded-Prefix": "/zs",
    }
    page = client.get("/help", headers=said, environ_base={"REMOTE_ADDR": "8.8.8.8"})
    assert 'href="http://localhost/help"' in page.text
    assert "Strict-Transport-Security" not in page.headers


@pytest.mark.parametrize("query", [
    "q=%B9%A4%BB%E1", "q=%u5DE5%u4F1A", "q=%u5de5%u4f1a&size=3", "size=3&q=%b9%a4%bb%e1", "q=%E5%B7%A5%E4%BC%9A",
])  # fmt: skip
def test_words_in_other_encodings_are_read_as_they_were_meant(
    client: FlaskClient, query: str
) -> None:
    assert 'value="工会"' in client.get(f"/search?{query}").text


@pytest.mark.parametrize(("written", "read"), [
    ("q=%E5%B7%A5+%E4%BC%9A&a=1", "q=%E5%B7%A5+%E4%BC%9A&a=1"),
    ("q=%B9%A4+%BB%E1", "q=%E5%B7%A5%20%E4%BC%9A"),
    ("q=a%26b%B9%A4", "q=a%26b%E5%B7%A5"),
    ("q=%uD83D%uDE00", "q=%F0%9F%98%80"),
    ("q=%uD83D", "q=%EF%BF%BD"),
    ("q=100%u", "q=100%u"),
    ("q=%FF", "q=%EF%BF%BD"),
    ("", ""),
])  # fmt: skip
def test_a_query_is_in_utf_8_afterwards(written: str, read: str) -> None:
    assert as_utf8(written) == read


def test_a_section_in_gbk_is_found(client: FlaskClient) -> None:
    section = client.get("/api/search?size=1").json["facets"]["section"][0]["value"]  # type: ignore[index]
    path = f"/sections/{section.encode('gb18030').decode('latin-1')}"
    assert client.get("/", environ_overrides={"PATH_INFO": path}).status_code == 200


@pytest.mark.parametrize(("accepted", "kept"), [
    ("gzip;q=0", ""), ("gzip;q=0, br", "br"), ("gzip; q=0.000", ""), ("gzip;q=0.5, br", "gzip;q=0.5, br"),
    ("gzip;q=0, *", "zstd;q=0.1, br;q=0.1, deflate;q=0.1"), ("*;q=0", ""), ("identity;q=0, gzip", "gzip"),
])  # fmt: skip
def test_a_coding_that_is_refused_is_not_sent(accepted: str, kept: str) -> None:
    assert without_refused(accepted) == kept


def test_who_refuses_gzip_gets_none(client: FlaskClient) -> None:
    answer = client.get("/help", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/search", "/help", "/facet", "/advanced"])
def test_a_slash_too_many_leads_to_the_page(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}/?q=%E5%B7%A5")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}?q=%E5%B7%A5")
    assert client.get("/nothing/").status_code == 404
    assert client.get("/", environ_overrides={"PATH_INFO": "//evil.example/"}).status_code == 404


def test_a_redirect_has_no_words_of_a_library(client: FlaskClient) -> None:
    for path in ("/api", "/sections", "/search/", "/?q=a", "/advanced?go=1"):
        answer = client.get(path)
        assert answer.status_code in {302, 308}
        assert answer.data == b""


@pytest.mark.parametrize("path", ["/", "/search?q=职工", "/nothing", "/api/search?page=0", "/healthz", "/robots.txt",
                                  "/static/nothing", "/export.csv?q=职工"])  # fmt: skip
def test_every_answer_says_what_a_browser_may_do_with_it(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert all(headers[name] == value for name, value in ALWAYS)


def test_an_answer_without_a_host_says_so_too(client: FlaskClient) -> None:
    headers = client.get("/", headers={"Host": ".."}).headers
    assert all(headers[name] == value for name, value in ALWAYS)


def test_results_are_not_to_be_listed_by_robots(client: FlaskClient) -> None:
    for path in (
        "/search?q=职工",
        "/export.csv",
        "/api/search",
        "/facet?name=section",
        "/advanced",
    ):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex"
    for path in ("/", "/help", "/sections/"):
        assert "X-Robots-Tag" not in client.get(path).headers


@pytest.mark.parametrize(("request_line", "status", "said"), [
    (b"GET /search?q=" + b"a" * 70_000 + b" HTTP/1.1", 414, "网址太长"),
    (b"GET //search HTTP/1.1", 400, "请求有误"),
    (b"GET / HTTP/3.0", 505, "无法处理这个请求"),
    (b"nonsense", 400, "请求有误"),
])  # fmt: skip
def test_the_server_itself_says_what_is_wrong_on_a_page_of_ours(
    app: Flask, request_line: bytes, status: int, said: str
) -> None:
    with serving(app, threads=1) as host:
        code, headers, text = answered(host, request_line + b"\r\nHost: localhost\r\n\r\n")
        assert (code, said in text) == (status, True)
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert all(headers[name] == value for name, value in ALWAYS)


def test_raw_characters_in_an_address_are_read(app: Flask) -> None:
    with serving(app, threads=1) as host:
        for encoding in ("utf-8", "gb18030"):
            line = "GET /search?q=工会 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            status, _, text = answered(host, line.encode(encoding))
            assert (status, 'value="工会"' in text) == (200, True)


@pytest.mark.parametrize("head", ["Content-Length: 3\r\n\r\na=1", "Content-Length: 999999999\r\n\r\n",
                                  "Transfer-Encoding: chunked\r\n\r\n"])  # fmt: skip
def test_what_nobody_takes_is_not_waited_for(app: Flask, head: str) -> None:
    with serving(app, threads=1) as host:
        status, headers, text = answered(
            host, f"POST /search HTTP/1.1\r\nHost: localhost\r\n{head}".encode()
        )
        assert (status, "不支持这种请求" in text, sorted(headers["Allow"].split(", "))) == (
            405,
            True,
            ["GET", "HEAD", "OPTIONS"],
        )


def test_who_takes_nothing_of_an_answer_is_not_waited_for_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.server._SENDING", 0)
    monkeypatch.setattr("webui.server._SLOWEST", 1e12)

    @app.get("/endless")
    def endless() -> Response:
        return Response(b"x" * 4096 for _ in range(10**9))

    with serving(app, threads=1) as host:
        name, port = host.split(":")
        with closing(socket.create_connection((name, int(port)))) as lazy:
            lazy.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert ask(host, "/healthz")[0] == 200


@pytest.mark.skipif(
    sys.platform != "linux", reason="other systems do not tell of the rest of a head"
)
def test_who_says_a_head_slowly_takes_no_thread(app: Flask) -> None:
    with serving(app, threads=1) as host:
        name, port = host.split(":")
        with closing(socket.create_connection((name, int(port)))) as slow:
            for part in (b"GET /help HT", b"TP/1.1\r\nHost: local", b"host\r\nX-A: a"):
                slow.sendall(part)
                assert ask(host, "/healthz")[0] == 200
            slow.sendall(b"b\r\n\r\n")
            answer = http.client.HTTPResponse(slow)
            answer.begin()
            assert answer.status == 200


def test_exports_leave_threads_to_pages(app: Flask) -> None:
    begun, going = threading.Event(), threading.Event()

    @app.get("/export.slow")
    def slow() -> str:
        begun.set()
        going.wait()
        return "done"

    with serving(app, threads=4) as host:
        name, port = host.split(":")
        with closing(socket.create_connection((name, int(port)))) as first:
            first.sendall(b"GET /export.slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert begun.wait(PATIENCE)
            told = ask(host, "/export.csv")
            assert (told[0], told[1]["Retry-After"]) == (503, "10")
            assert "现在查的人太多" in told[2]
            assert ask(host)[0] == 200
            going.set()
            answer = http.client.HTTPResponse(first)
            answer.begin()
            assert answer.status == 200


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_where_there_is_no_room_for_connections_the_server_waits(
    sample_index: Path, start_python: StartPython
) -> None:
    program = (
        "import resource; from search.command.running import main; "
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)); main()"
    )
    process = start_python(
        "-c", program, "serve", "--index", sample_index, "--port", 0, "--workers", 1
    )
    host = served(process)
    name, port = host.split(":")
    crowd = [socket.create_connection((name, int(port))) for _ in range(150)]
    while psutil.Process(process.pid).num_fds() < 99:
        time.sleep(0.01)
    for one in crowd:
        one.close()
    assert ask(host, "/healthz")[0] == 200
    process.terminate()
    _, errors = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in errors


def test_what_the_program_asks_itself_is_answered_whatever_hosts_and_limits_there_are(
    sample_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, int] = {}

    def ask_and_note(self: FlaskClient, address: str, **others: Any) -> TestResponse:
        answer = opened(self, address, **others)
        asked[address] = answer.status_code
        return answer

    opened = FlaskClient.get
    monkeypatch.setattr(FlaskClient, "get", ask_and_note)
    server = Server(hosts=("search.example",), requests_per_minute=1)
    warm(create_app(sample_engine, settings=Settings(server=server)))
    assert {status for address, status in asked.items() if address != "/?lang=en"} == {200}
    assert any(address.startswith("/articles/") for address in asked)


def test_who_watches_over_a_site_asks_for_its_health_by_any_name(sample_engine: Engine) -> None:
    server = Server(hosts=("search.example",), prefix="/zs")
    client = create_app(sample_engine, settings=Settings(server=server)).test_client()
    for path in ("/healthz", "/zs/healthz"):
        assert client.get(path, headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/", headers={"Host": "127.0.0.1:8000"}).status_code == 400
