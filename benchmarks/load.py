"""Load: how many pages a second, and how long does anyone wait? `zhengsou serve`, asked from a process beside it.

    python -m benchmarks.load INDEX [--workers 1 2] [--clients 1 8 50 200] [--seconds N]
                                    [--updates | --rebuilds] [--repeated SHARE] [--server "CMD"] [--json FILE]

Each client asks, waits for the whole answer, and asks again, over one connection while the server
keeps it. Addresses are drawn from the index: words, phrases, further pages, articles, completion,
always the same. Each is asked once (a number in it makes it new), but for a SHARE of requests for
the fifty that all ask for. Server and clients share the processors of one machine, so pages per
second of the server's processor time say more than pages a second.

CMD starts another server, perhaps of another commit: `{index}`, `{port}` and `{workers}` in it are
filled in, as in "../old/.venv/bin/zhengsou serve --index {index} --port {port}".
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import count, islice
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from search import Engine, open_engine
from search.engines import open_builder, open_updater
from search.text.segmentation import Segmenter

from .page import draw_addresses

OWN = (
    f"{shlex.quote(sys.executable)} -m search.command serve"
    " --index {index} --port {port} --workers {workers}"
)
#: How often each kind is asked for, of a hundred.
MIX = {
    "common words": 25,
    "two words": 15,
    "phrases": 15,
    "fragments": 10,
    "further pages": 10,
    "articles": 15,
    "completion": 10,
}
_OF_EACH = 200  # addresses of each kind
_POPULAR = 50
_WARMING_S = 1.0  # not counted
_PATIENCE_S = 30.0  # of a client
_BETWEEN_UPDATES_S = 5.0
_UPDATED = 10  # articles taken out and put in again by an update
_STARTING_S = 120.0
_OK, _BUSY = 200, 503
_HEADERS = (
    "User-Agent: benchmarks.load\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: zh"
)


def kinds_of_addresses(engine: Engine, seed: int) -> dict[str, list[str]]:
    """Draw addresses of each kind, always the same for the same index."""
    kinds = draw_addresses(engine, _OF_EACH, seed)
    chance = random.Random(seed)
    kinds["further pages"] = [
        f"{word}&page={chance.randint(2, 5)}" for word in kinds["common words"]
    ]
    kinds["completion"] = [
        address.replace("/search?", "/api/complete?") for address in kinds["fragments"]
    ]
    return kinds


def mixed(kinds: dict[str, list[str]], repeated: float, seed: int) -> Iterator[str]:
    """Yield addresses of all kinds for ever: no two the same, but for a share of them."""
    fresh = _fresh(kinds, random.Random(seed))
    popular = list(islice(_fresh(kinds, random.Random(seed + 1)), _POPULAR))
    chance = random.Random(seed + 2)
    while True:
        yield chance.choice(popular) if chance.random() < repeated else next(fresh)


def _fresh(kinds: dict[str, list[str]], chance: random.Random) -> Iterator[str]:
    for number in count():
        (kind,) = chance.choices(list(MIX), list(MIX.values()))
        address = chance.choice(kinds[kind])
        yield f"{address}{'&' if '?' in address else '?'}n={number}"


@dataclass(slots=True)
class Heard:
    """What clients were answered, and when."""

    times: list[float] = field(default_factory=list)  # of pages, seconds
    busy: int = 0  # were told to come back
    errors: Counter[str] = field(default_factory=Counter)
    counts: bool = False  # what is heard now


class Client:
    """One who asks for one page after another, and reads just enough of HTTP."""

    def __init__(self, host: str, port: int, addresses: Iterator[str], heard: Heard) -> None:
        self._place = host, port
        self._addresses = addresses
        self._heard = heard
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def run(self) -> None:
        """Ask until cancelled."""
        try:
            while True:
                address = next(self._addresses)
                begin = time.perf_counter()
                status = await self._ask(address)
                self._note(status, time.perf_counter() - begin)
        finally:
            self._hang_up()

    async def _ask(self, address: str) -> int | str:
        """Ask for a page; return the status, or what went wrong."""
        asked = f"GET {address} HTTP/1.1\r\nHost: {self._place[0]}\r\n{_HEADERS}\r\n\r\n"
        try:
            async with asyncio.timeout(_PATIENCE_S):
                self._open = self._open or await asyncio.open_connection(*self._place)
                self._open[1].write(asked.encode())
                status, stays = await _read(self._open[0])
        except (OSError, EOFError, TimeoutError) as error:
            self._hang_up()
            return type(error).__name__
        if not stays:
            self._hang_up()
        return status

    def _hang_up(self) -> None:
        if self._open:
            self._open[1].close()
        self._open = None

    def _note(self, status: int | str, seconds: float) -> None:
        if not self._heard.counts:
            return
        if status == _OK:
            self._heard.times.append(seconds)
        elif status == _BUSY:
            self._heard.busy += 1
        else:
            self._heard.errors[str(status)] += 1


async def _read(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Read an answer: its status, and whether the connection stays."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    length = head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
    if not length:
        await reader.read()
        return status, False
    await reader.readexactly(int(length))
    return status, b"\r\nconnection: close" not in head


@dataclass(frozen=True, slots=True)
class Run:
    """What a server bore: so many clients for so long."""

    workers: int
    clients: int
    pages: int
    pages_per_second: float
    pages_per_cpu_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float
    busy: int
    errors: dict[str, int]
    own_mb: list[float]  # memory that each process shares with none (USS), the first one's first
    written_mb: list[
        float
    ]  # of these what it has written: no pages of files that no other read yet
    asking: float  # share of one processor that the clients took


async def _ask(
    address: tuple[str, int], addresses: Iterator[str], clients: int, seconds: float, heard: Heard
) -> None:
    running = [
        asyncio.ensure_future(Client(*address, addresses, heard).run()) for _ in range(clients)
    ]
    await asyncio.sleep(_WARMING_S)
    heard.counts = True
    await asyncio.sleep(seconds)
    heard.counts = False
    for one in running:
        one.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def measure(
    server: psutil.Process, port: int, workers: int, clients: int, seconds: float, addresses: Iterator[str]
) -> Run:  # fmt: skip
    """Let so many clients ask a server that runs."""
    heard = Heard()
    begin, begin_cpu, begin_own = time.perf_counter(), _cpu(server), time.process_time()
    asking = _ask(("127.0.0.1", port), addresses, clients, seconds, heard)
    with ThreadPoolExecutor(1) as pool:  # a loop of its own, whatever runs in this thread
        pool.submit(asyncio.run, asking).result()
    took = time.perf_counter() - begin
    cpu, own = _cpu(server) - begin_cpu, time.process_time() - begin_own
    times = sorted(heard.times) or [0.0]
    share = seconds / took  # of the processor time, that of the pages that count

    def at(part: float) -> float:
        return round(times[min(int(len(times) * part), len(times) - 1)] * 1000, 1)

    return Run(
        workers,
        clients,
        len(heard.times),
        round(len(heard.times) / seconds, 1),
        round(len(heard.times) / (cpu * share), 1) if cpu else 0.0,
        at(0.5),
        at(0.95),
        at(0.99),
        at(1),
        heard.busy,
        dict(heard.errors),
        [round(one.memory_full_info().uss / 1e6, 1) for one in _family(server)],
        [round(_written(one) / 1e6, 1) for one in _family(server)],
        round(own / took, 2),
    )


def _written(process: psutil.Process) -> int:
    """Return the bytes of memory that a process has written and shares with none."""
    if not sys.platform.startswith("linux"):
        return int(process.memory_full_info().uss)
    return sum(int(one.private_dirty) for one in process.memory_maps(grouped=False))


def _family(server: psutil.Process) -> list[psutil.Process]:
    return [server, *server.children(recursive=True)]


def _cpu(server: psutil.Process) -> float:
    times = [one.cpu_times() for one in _family(server)]
    return float(sum(one.user + one.system for one in times))


@contextmanager
def serving(command: str, index: Path, workers: int) -> Iterator[tuple[psutil.Process, int]]:
    """Start a server; give its process and port when it answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    filled = command.format(index=shlex.quote(str(index)), port=port, workers=workers)
    process = subprocess.Popen(shlex.split(filled), stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(process, port)
        yield psutil.Process(process.pid), port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_STARTING_S)


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _STARTING_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(URLError, OSError):
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=_PATIENCE_S).close()
            return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


@contextmanager
def changing(index: Path, change: Callable[[Path, Event], None]) -> Iterator[Path]:
    """Give a copy of an index that a process of its own changes, until it is told to stop."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        shutil.copytree(index, copy)
        stop = multiprocessing.get_context("spawn").Event()
        process = multiprocessing.get_context("spawn").Process(target=change, args=(copy, stop))
        process.start()
        try:
            yield copy
        finally:
            stop.set()
            process.join()


def _keep_updating(index: Path, stop: Event) -> None:
    """Take a few articles out and put them in again, until told to stop."""
    while not stop.wait(_BETWEEN_UPDATES_S):
        with closing(open_engine(index)) as engine:
            articles = list(islice(engine.articles(), _UPDATED))
            record = engine.corpus_record()
        with open_updater(index) as writer:
            writer.remove([article.id for article in articles])
            for article in articles:
                writer.add(article)
            writer.commit(record)


def _keep_rebuilding(index: Path, stop: Event) -> None:
    """Build the index anew of all its articles, again and again, until told to stop."""
    while not stop.wait(_BETWEEN_UPDATES_S):
        with closing(open_engine(index)) as engine:
            segmenter = Segmenter(engine.dictionary())
            with open_builder(index, segmenter) as writer:
                for article in engine.articles():
                    if stop.is_set():
                        return
                    writer.add(article)
                writer.commit(engine.corpus_record())


_TABLE = "{:>7} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6} {:>7} {:>7}  {}"

_HEAD = (
    "workers", "clients", "pages/s", "/CPU s", "p50 ms", "p95", "p99", "worst", "503", "errors",
    "asking", "MB of each process, written",
)  # fmt: skip


def _say(run: Run) -> None:
    errors = ", ".join(f"{kind} {number}" for kind, number in run.errors.items()) or "0"
    pairs = zip(run.own_mb, run.written_mb, strict=True)
    memory = " ".join(f"{own:.0f}/{written:.0f}" for own, written in pairs)
    row = (
        run.workers, run.clients, run.pages_per_second, run.pages_per_cpu_second, run.p50_ms,
        run.p95_ms, run.p99_ms, run.worst_ms, run.busy, errors, run.asking, memory,
    )  # fmt: skip
    print(_TABLE.format(*row), flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a line for each number of workers and clients."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("index", type=Path)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 50, 200])
    parser.add_argument("--seconds", type=float, default=10.0)
    beside = parser.add_mutually_exclusive_group()
    beside.add_argument("--updates", action="store_true", help="of the index every five seconds")
    beside.add_argument("--rebuilds", action="store_true", help="of the index, again and again")
    parser.add_argument("--repeated", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--server", default=OWN, metavar="CMD")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--json", type=Path, default=None)
    asked = parser.parse_args(arguments)
    with closing(open_engine(asked.index)) as engine:
        addresses = mixed(kinds_of_addresses(engine, asked.seed), asked.repeated, asked.seed)
    change = _keep_updating if asked.updates else _keep_rebuilding if asked.rebuilds else None
    print(_TABLE.format(*_HEAD))
    runs = []
    for workers in asked.workers:
        for clients in asked.clients:
            with (
                _index(asked.index, change) as index,
                serving(asked.server, index, workers) as (server, port),
            ):
                runs.append(measure(server, port, workers, clients, asked.seconds, addresses))
            _say(runs[-1])
    if asked.json:
        asked.json.write_text(json.dumps([asdict(run) for run in runs], indent=1), "utf-8")


@contextmanager
def _index(index: Path, change: Callable[[Path, Event], None] | None) -> Iterator[Path]:
    if change:
        with changing(index, change) as copy:
            yield copy
    else:
        yield index


if __name__ == "__main__":
    main()
