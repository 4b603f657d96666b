"""How `zhengsou serve` uses all cores, ends, and bears more than it can answer."""

import http.client
import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil
import pytest
from flask import Flask

from search.engine import Engine
from webui import create_app
from webui.connections import Connection
from webui.server import PageServer, bind

from .clocks import PATIENCE
from .programs import COMMAND, Process, StartPython

SEARCH = f"/search?q={quote('职工')}"
unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to be handled")


def served(process: Process) -> str:
    """Wait until a command serves; return where."""
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("政搜在 http://"), line
    return urlsplit(line.split()[1]).netloc


def ask(host: str, address: str = SEARCH, **headers: str) -> tuple[int, dict[str, str], str]:
    """Ask for a page: status, headers, text."""
    with closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as connection:
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()


def workers(process: Process, count: int) -> list[psutil.Process]:
    """Wait until a command has so many processes, and return them."""
    while True:
        found = [one for one in psutil.Process(process.pid).children() if one.is_running()]
        if len(found) == count:
            return found
        assert process.poll() is None
        time.sleep(0.02)


def suspend(process: psutil.Process) -> None:
    """Stop a process, and wait until it has: a thread of it may take a connection until then."""
    process.suspend()
    while process.status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)


def test_each_of_several_workers_answers_when_the_others_cannot(
    sample_index: Path, start_python: StartPython
) -> None:
    process = start_python(
        *COMMAND, "serve", "--index", sample_index, "--port", 0, "--workers", 2, "--threads", 1
    )
    host = served(process)
    for held in workers(process, 2):
        suspend(held)
        assert ask(host)[0] == 200
        held.resume()


def test_workers_that_share_nothing_but_the_socket_answer(
    sample_index: Path, start_python: StartPython, tmp_path: Path
) -> None:
    program = tmp_path / "spawning.py"
    program.write_text(
        "import webui.workers, search.command.serving, search.command.running\n"
        "if __name__ == '__main__':\n"
        "    webui.workers.FORKS = search.command.serving.FORKS = False\n"
        "    search.command.running.main()\n",
        encoding="utf-8",
    )
    process = start_python(program, "serve", "--index", sample_index, "--port", 0, "--workers", 2)
    assert ask(served(process))[0] == 200
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")


def test_a_worker_that_is_killed_is_replaced(sample_index: Path, start_python: StartPython) -> None:
    process = start_python(*COMMAND, "serve", "--index", sample_index, "--port", 0, "--workers", 2)
    host = served(process)
    first, other = workers(process, 2)
    first.kill()
    first.wait()
    while first.pid in {one.pid for one in workers(process, 2)}:
        time.sleep(0.02)
    suspend(other)
    assert ask(host)[0] == 200
    other.resume()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert errors == "一个服务进程意外结束（信号 SIGKILL），另起一个。\n"
    assert process.returncode == 0


def test_workers_end_when_the_one_that_watches_is_killed(
    sample_index: Path, start_python: StartPython
) -> None:
    process = start_python(*COMMAND, "serve", "--index", sample_index, "--port", 0, "--workers", 2)
    served(process)
    left = workers(process, 2)
    process.kill()
    gone, alive = psutil.wait_procs(left, timeout=PATIENCE)
    assert (len(gone), alive) == (2, [])


@unix
@pytest.mark.parametrize("count", [1, 2])
def test_what_is_under_way_is_finished_when_the_command_is_to_end(
    sample_index: Path, start_python: StartPython, count: int
) -> None:
    process = start_python(
        *COMMAND, "serve", "--index", sample_index, "--port", 0, "--workers", count
    )
    host, port = served(process).split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as slow:
        slow.sendall(f"GET {SEARCH} HTTP/1.1\r\nHost: {host}\r\n".encode())
        while ask(f"{host}:{port}")[0] != 200:  # so the one before is taken, too
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        while is_open(host, int(port)):
            time.sleep(0.02)
        slow.sendall(b"\r\n")
        assert slow.recv(100).startswith(b"HTTP/1.1 200 OK")
    output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output, errors) == (0, "已停止。\n", "")


def is_open(host: str, port: int) -> bool:
    """Say whether somebody listens."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


def test_workers_that_end_at_once_again_and_again_are_not_started_for_ever(
    sample_index: Path, start_python: StartPython
) -> None:
    program = (
        "import sys; from webui import workers; from search.command.running import main;"
        "workers.PageServer = None; main()"
    )
    process = start_python(
        "-c", program, "serve", "--index", sample_index, "--port", 0, "--workers", 2
    )
    _, errors = process.communicate(timeout=PATIENCE)
    lines = errors.splitlines()
    assert process.returncode == 1
    assert lines[-1] == "错误：服务进程接连 5 次一启动就结束（退出码 1），不再重试"


@contextmanager
def serving(app: Flask, threads: int) -> Iterator[str]:
    """Serve an application, and give its host."""
    server = PageServer(app, bind("127.0.0.1", 0), threads)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield urlsplit(server.address).netloc
    server.stop()
    thread.join()


@pytest.fixture
def app(sample_engine: Engine) -> Flask:
    """Make an application of its own for a test."""
    return create_app(sample_engine)


def test_whoever_would_wait_too_long_is_told_so_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.server._MOST_WAITING", 4)
    begun, going = threading.Event(), threading.Event()

    @app.get("/slow")
    def slow() -> str:
        begun.set()
        going.wait()
        return "done"

    with serving(app, threads=1) as host:
        told: list[int] = []
        crowd = [
            threading.Thread(target=lambda: told.append(ask(host, "/slow")[0])) for _ in range(9)
        ]
        crowd[0].start()
        begun.wait()  # by now it waits no longer, but for what the only thread does
        for one in crowd[1:]:
            one.start()
        while told.count(503) < 4:
            time.sleep(0.01)
        status, headers, text = ask(host, "/", **{"Accept-Language": "zh"})
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "10", "no-store")
        assert "现在查的人太多" in text
        assert len(text.encode()) < 500
        assert "Too many" in ask(host, "/", **{"Accept-Language": "en"})[2]
        assert json.loads(ask(host, "/api/search")[2])["status"] == 503
        assert ask(host, "/healthz")[0] == 200
        going.set()
        for one in crowd:
            one.join()
        assert told.count(200) == 5
        while ask(host, "/")[0] == 503:  # those who have hung up still stand in the line
            time.sleep(0.01)


def test_who_says_nothing_takes_no_thread(app: Flask) -> None:
    with serving(app, threads=1) as host:
        name, port = host.split(":")
        silent = [socket.create_connection((name, int(port))) for _ in range(20)]
        assert ask(host, "/healthz")[0] == 200
        for one in silent:
            one.close()


def test_a_head_that_never_ends_is_not_read_for_ever(app: Flask) -> None:
    with serving(app, threads=1) as host:
        name, port = host.split(":")
        with socket.create_connection((name, int(port))) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
            slow.settimeout(1)
            ended = False
            while not ended:
                slow.sendall(b"x")
                try:
                    ended = slow.recv(1000) is not None
                except TimeoutError:
                    pass
                except OSError:
                    ended = True
        assert ask(host, "/healthz")[0] == 200


def test_a_connection_that_is_to_be_kept_when_the_server_ends_is_closed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = PageServer(app, bind("127.0.0.1", 0), 1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    name, port = server.address.removeprefix("http://").split(":")
    kept_by = server._server._connections  # type: ignore[attr-defined] # of cheroot, untyped
    keep = kept_by.put

    def keep_too_late(connection: Connection) -> None:
        server.stop()
        thread.join()
        keep(connection)

    with socket.create_connection((name, int(port))) as client:
        assert ask(f"{name}:{port}", "/healthz")[0] == 200
        connection = Connection(server._server, client.dup())
        monkeypatch.setattr(kept_by, "put", keep_too_late)
        server._server.put_conn(connection)
        assert connection.socket.fileno() == -1
