"""What is seen of a running service: logs without persons, figures of all processes, what people look for."""

import http.client
import json
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from search.engine import Engine
from search.errors import SettingsError, UsageError
from webui import create_app
from webui.figures import WIDTH, Figures, as_text
from webui.limits import Limits
from webui.logs import AccessLog
from webui.metrics import metrics_served
from webui.server import PageServer, bind
from webui.settings.reading import read_settings
from webui.settings.sections import Log, Server, Settings
from webui.tallies import Tallies, read_tallies

from .clocks import PATIENCE, Clock
from .programs import COMMAND, StartPython, run
from .test_serving import ask, served, serving

SEARCH = f"/search?q={quote('职工夜校')}"


@contextmanager
def counting(path: Path, days: int = 90) -> Iterator[Tallies]:
    """Open tallies, and write what was counted at the end."""
    tallies = Tallies(path, days)
    tallies.open()
    yield tallies
    tallies.close()


def logged(sample_engine: Engine, path: Path, **settings: object) -> list[str]:
    """Ask for a page and for one that is not there, and return what was logged."""
    app = create_app(sample_engine, settings=Settings(log=Log(path, **settings)))  # type: ignore[arg-type]
    with serving(app, threads=1) as host:
        ask(host, SEARCH, **{"User-Agent": "Browser of Lin"})
        ask(host, "/nothing")
    return path.read_text(encoding="utf-8").splitlines()


def test_a_request_is_a_line_that_names_no_person(sample_engine: Engine, tmp_path: Path) -> None:
    first, second = logged(sample_engine, tmp_path / "log", slow_seconds=0)
    when, request, method, path, status, ms, size = first.split()
    assert when.endswith("+00:00") and len(request) == 16
    assert (method, path, status) == ("GET", "/search", "200")
    assert float(ms.removeprefix("ms=")) > 0 and int(size.removeprefix("bytes=")) > 1000
    assert "/nothing 404 " in second
    for personal in ("127.0.0.1", "Lin", "q="):
        assert personal not in first


def test_the_same_as_json(sample_engine: Engine, tmp_path: Path) -> None:
    line = json.loads(logged(sample_engine, tmp_path / "log", format="json", slow_seconds=0)[0])
    assert set(line) == {"time", "request", "method", "path", "status", "ms", "bytes"}
    assert (line["path"], line["status"]) == ("/search", 200)


def test_of_a_slow_request_it_is_said_what_was_asked(sample_engine: Engine, tmp_path: Path) -> None:
    line = json.loads(logged(sample_engine, tmp_path / "log", format="json", slow_seconds=1e-9)[0])
    assert line["slow"] == SEARCH.partition("?")[2]


def test_a_request_makes_one_line_whatever_it_holds(tmp_path: Path) -> None:
    with closing(AccessLog(tmp_path / "log", is_json=False, slow_seconds=1.0)) as log:
        log.say("id", "GET", "/a\n2026 GET /forged 200\u2028\x1b[0m", 200, 0.1, 5)
    assert len((tmp_path / "log").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no open file")
def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    with closing(AccessLog(tmp_path / "log", is_json=False, slow_seconds=1.0)) as log:
        log.say("a", "GET", "/", 200, 0.1, 5)
        (tmp_path / "log").rename(tmp_path / "log.1")
        log.say("b", "GET", "/", 200, 0.1, 5)
    assert " a GET " in (tmp_path / "log.1").read_text(encoding="utf-8")
    assert " b GET " in (tmp_path / "log").read_text(encoding="utf-8")


def test_an_answer_names_its_line_in_the_log(sample_engine: Engine, tmp_path: Path) -> None:
    app = create_app(sample_engine, settings=Settings(log=Log(access=tmp_path / "log")))
    with serving(app, threads=1) as host:
        names = [
            ask(host, SEARCH, **{"X-Request-Id": "forged"})[1]["X-Request-Id"] for _ in range(2)
        ]
    assert names[0] != names[1]  # of an answer that is kept, too
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert [line.split()[1] for line in lines] == names


def test_a_log_that_cannot_be_written_is_said_at_once(
    sample_engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="是文件夹"):
        create_app(sample_engine, settings=Settings(log=Log(access=tmp_path)))


def test_all_processes_count_into_one_sum() -> None:
    values = [0.0] * (2 * WIDTH)
    Figures(values, 0).count("/search?q=a", 200, 0.02)
    Figures(values, 1).count("/search", 404, 3.0)
    Figures(values, 1).count("/export.csv", 200, 99.0)
    lines = list(as_text(values))
    assert 'zhengsou_requests_total{kind="search",status="2xx"} 1' in lines
    assert 'zhengsou_requests_total{kind="search",status="4xx"} 1' in lines
    assert 'zhengsou_request_seconds_bucket{kind="search",le="0.025"} 1' in lines
    assert 'zhengsou_request_seconds_bucket{kind="search",le="+Inf"} 2' in lines
    assert 'zhengsou_request_seconds_bucket{kind="export",le="10.0"} 0' in lines
    assert 'zhengsou_request_seconds_sum{kind="search"} 3.020000' in lines
    assert 'zhengsou_request_seconds_count{kind="search"} 2' in lines


def test_metrics_are_told_while_no_page_is(sample_engine: Engine) -> None:
    app, going = create_app(sample_engine), threading.Event()

    @app.get("/slow")
    def slow() -> str:
        going.wait()
        return "done"

    figures = [0.0] * WIDTH
    bound = bind("127.0.0.1", 0)
    with metrics_served(bound, sample_engine, figures, forks=False):
        server = PageServer(app, bind("127.0.0.1", 0), 1, figures=figures)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        name, port = server.address.removeprefix("http://").split(":")
        with closing(socket.create_connection((name, int(port)))) as waiting:
            waiting.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            place = "{}:{}".format(*bound.getsockname())
            status, _, text = ask(place, "/metrics")
            assert status == 200
            assert f"zhengsou_articles {sample_engine.statistics().articles}\n" in text
            assert "zhengsou_up 1\n" in text and "zhengsou_rejected_files " in text
            assert json.loads(ask(place, "/healthz")[2])["status"] == "ok"
            assert ask(place, "/search")[0] == 404
            going.set()
            http.client.HTTPResponse(waiting).begin()
            while 'kind="other",status="2xx"} 1' not in ask(place, "/metrics")[2]:
                time.sleep(0.01)
        server.stop()
        thread.join()


def test_several_workers_are_seen_at_one_port(
    sample_index: Path, start_python: StartPython
) -> None:
    process = start_python(
        *COMMAND, "serve", "--index", sample_index, "--port", 0, "--workers", 2, "--metrics-port", 0
    )
    host = served(process)
    assert process.stdout
    place = process.stdout.readline().split("http://")[1].partition("/")[0]
    for _ in range(6):
        assert ask(host)[0] == 200
    while 'kind="search",status="2xx"} 6' not in ask(place, "/metrics")[2]:
        time.sleep(0.01)
    process.terminate()
    _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")


def test_an_address_may_ask_so_often_a_minute(counting_clock: Clock) -> None:
    limits = Limits(3)
    allowed = [limits.allows("203.0.113.9", "/search") for _ in range(5)]
    assert allowed == [True, True, True, False, False]
    assert limits.allows("203.0.113.10", "/search")
    assert limits.allows("203.0.113.9", "/healthz")
    counting_clock.now += 60
    assert limits.allows("203.0.113.9", "/search")


@pytest.mark.usefixtures("counting_clock")
def test_a_network_of_ipv6_is_one_address() -> None:
    limits = Limits(1)
    told = [limits.allows(f"2001:db8:1:2::{n}", "/search") for n in range(1, 4)]
    assert told == [True, False, False]
    assert limits.allows("2001:db8:1:3::1", "/search")


@pytest.mark.usefixtures("counting_clock")
def test_who_asks_too_often_is_told_so(sample_engine: Engine) -> None:
    client = create_app(
        sample_engine, settings=Settings(server=Server(requests_per_minute=2))
    ).test_client()
    answers = [client.get("/help") for _ in range(6)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert "查得太快" in answers[-1].text
    assert answers[-1].headers["Retry-After"] == "60"
    assert client.get("/api/search").json["status"] == 429  # type: ignore[index]


@pytest.mark.usefixtures("counting_clock")
def test_behind_a_proxy_it_is_counted_who_asked_the_proxy(
    sample_engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "site.toml").write_text(
        '[server]\nrequests_per_minute = 1\ntrusted_proxies = ["127.0.0.1"]', encoding="utf-8"
    )
    client = create_app(
        sample_engine, settings=read_settings(tmp_path / "site.toml").settings
    ).test_client()

    def status(*came_from: str) -> int:
        return client.get("/help", headers={"X-Forwarded-For": ", ".join(came_from)}).status_code

    assert [status("203.0.113.1"), status("203.0.113.2")] == [200, 200]
    # The first may be made up.
    assert [status("9.9.9.9", "203.0.113.3") for _ in range(2)] == [200, 429]


def test_queries_are_counted_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "queries.db"
    with counting(path) as tallies:
        for query in ("夜校", " 夜校 ", "轮渡", "夜校", "飞船"):
            tallies.ask(query)
        tallies.answer("夜校", 7, 12.0)
        tallies.answer("轮渡", 3, 900.0)
        tallies.answer("飞船", 0, 5.0)
        tallies.ask("长" * 101)
    found = read_tallies(path, 10)
    assert [(one.query, one.times) for one in found["frequent"]] == [
        ("夜校", 3),
        ("轮渡", 1),
        ("飞船", 1),
    ]
    assert [one.query for one in found["nothing"]] == ["飞船"]
    assert [one.query for one in found["slow"]] == ["轮渡", "夜校", "飞船"]


def test_counts_of_several_days_and_processes_are_added(tmp_path: Path) -> None:
    path = tmp_path / "queries.db"
    for found in (0, 4):
        with counting(path) as tallies:
            tallies.ask("夜校")
            tallies.answer("夜校", found, 5.0)
    assert read_tallies(path, 10)["frequent"][0].times == 2
    assert read_tallies(path, 10)["nothing"] == []


def test_counts_are_forgotten_when_they_are_too_old(tmp_path: Path) -> None:
    path = tmp_path / "queries.db"
    with counting(path) as tallies:
        tallies.ask("夜校")
    for days_ago, kept in ((6, 1), (7, 0)):
        with closing(sqlite3.connect(path)) as base, base:
            day = date.today() - timedelta(days=days_ago)
            base.execute("UPDATE asked SET day = ?", (day.isoformat(),))
        with counting(path, days=7):
            pass
        assert len(read_tallies(path, 10)["frequent"]) == kept


def test_what_people_look_for_is_reported(sample_engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "queries.db"
    app: Flask = create_app(sample_engine, settings=Settings(log=Log(queries=path)))
    app.test_client().get(f"/search?q={quote('无人问过')}")  # not served: nobody asked
    with serving(app, threads=1) as host:
        for _ in range(3):
            ask(host, SEARCH)
        ask(host, f"/api/search?q={quote('飞船停靠的码头')}")
    answer = run("report", path, "--json")
    assert answer.returncode == 0
    found = json.loads(answer.stdout)
    assert [(one["query"], one["times"]) for one in found["frequent"]] == [
        ("职工夜校", 3),
        ("飞船停靠的码头", 1),
    ]
    assert [one["query"] for one in found["nothing"]] == ["飞船停靠的码头"]
    lines = run("report", path, "--limit", 1).stdout.splitlines()
    assert lines[:3] == ["常查的", "       3 次  职工夜校", "查不到的"]
    assert b"127.0.0.1" not in path.read_bytes()


def test_a_file_that_counts_nothing_is_named(tmp_path: Path) -> None:
    answer = run("report", tmp_path / "none.db")
    assert answer.returncode == 2
    assert "没有这个文件" in answer.stderr
    (tmp_path / "text.db").write_text("no database" * 100, encoding="utf-8")
    with pytest.raises(UsageError, match="不是查询记录"):
        read_tallies(tmp_path / "text.db", 1)


@pytest.mark.parametrize(("line", "said"), [
    ('[server]\nrequests_per_minute = "9"', "应是 0 到"), ("[log]\nslow_seconds = 99", "应是 0 到 60 的秒数"),
    ('[log]\nformat = "xml"', "可用 plain、json"), ('[log]\naccess = "no/such/log"', "没有这个文件夹"),
    ('[server]\nhosts = ["https://a"]', "不是主机名"), ('[server]\nprefix = "zs"', "应是路径"),
    ('[server]\ntrusted_proxies = ["proxy"]', "应是几个地址或网段"),
])  # fmt: skip
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "site.toml").write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read_settings(tmp_path / "site.toml")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_signal_that_logs_were_moved_away_ends_nothing_and_the_next_line_is_in_a_new_one(
    sample_index: Path, tmp_path: Path, start_python: StartPython
) -> None:
    log, config = tmp_path / "access.log", tmp_path / "zhengsou.toml"
    config.write_text(f'[log]\naccess = "{log}"\n', encoding="utf-8")
    process = start_python(
        *COMMAND, "serve", "--index", sample_index, "--port", 0, "--workers", 2, "--config", config
    )
    host = served(process)
    for name in ("access.log.1", "access.log.2"):
        for _ in range(4):
            assert ask(host)[0] == 200
        log.rename(tmp_path / name)
        process.send_signal(signal.SIGHUP)
    assert ask(host)[0] == 200
    process.terminate()
    assert process.communicate() == ("已停止。\n", "")
    lines = [len(path.read_text("utf-8").splitlines()) for path in sorted(tmp_path.glob("acc*"))]
    assert sum(lines) == 9
    assert all(lines)
