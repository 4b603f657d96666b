"""Serving: with what is the page served, and what was asked of it? Here search and page are put together."""

import errno
import json
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from webui import create_app
from webui.metrics import metrics_served
from webui.server import Application, PageServer, address_of, bind, listen
from webui.settings.reading import Told
from webui.settings.sections import Settings
from webui.staff.door import Door
from webui.staff.people import LEAST_CHARACTERS, MOST_CHARACTERS, is_name, write_password
from webui.tallies import Tally, read_tallies
from webui.warming import warm
from webui.workers import FORKS, Workers, interrupt_when_told, usual_workers

from ..engine import Engine, Generation
from ..engines import Location, list_generations, roll_back
from ..errors import IndexUnusableError, UsageError, system_reason
from ..query.hidden_wordings import HiddenFile
from ..query.picks import PicksFile, read_picks
from ..query.synonyms import SynonymsFile
from ..upkeep.public_part import known_public_part
from .configured import with_options
from .exit_codes import EXIT_WELL
from .opening import (
    hidden_path,
    known_synonyms,
    open_index,
    picks_path,
    synonyms_path,
    unknown_picks,
)
from .terminal import print_warnings, tell

#: What the system says of an address that no port of this machine has.
_NOT_OUR_ADDRESS = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL}
_HEADINGS = {"frequent": "常查的", "nothing": "查不到的", "slow": "查得慢的"}


@dataclass(frozen=True, slots=True)
class KeptIndexes:
    """The indexes that are kept at a location."""

    index: Location

    def generations(self) -> list[Generation]:
        """List them, the one in use first."""
        return list_generations(self.index)

    def roll_back(self, name: str) -> Generation:
        """Put one in use again."""
        return roll_back(self.index, name)


@dataclass(frozen=True, slots=True)
class _Service:
    """What is served, in words that a process of its own can be told."""

    index: Location
    synonyms: Path | None
    shipped: bool  # whether the program's own list of names is used too
    picks: Path
    settings: Settings
    is_staff: bool  # whether only the staff is let in

    def over(self, engine: Engine) -> Application:
        """Make the application over an engine."""
        synonyms = SynonymsFile(self.synonyms, self.shipped)
        door = Door(self.settings) if self.is_staff else None
        picks, kept = PicksFile(self.picks), KeptIndexes(self.index)
        hidden = HiddenFile(hidden_path(engine))
        return create_app(engine, synonyms, self.settings, picks, door, kept, hidden)

    def alone(self) -> Application:
        """Make the application in a process that shares nothing."""
        app = self.over(open_index(self.index, None, falls_back=True))
        warm(app)
        return app


def serve(told: Told, index: Location, synonyms: Path | None, staff: bool, **options: Any) -> int:
    """Serve the page until stopped."""
    settings = with_options(told).settings
    signal.signal(signal.SIGTERM, interrupt_when_told)
    if hasattr(signal, "SIGHUP"):
        # Sent when log files were moved away; before each line it is looked whether they were.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with closing(open_index(index, None, falls_back=True)) as engine:
        path, picked = synonyms_path(engine, synonyms), picks_path(engine)
        shipped = settings.search.abbreviations and str(synonyms) not in {"off", "own"}
        known_synonyms(engine, synonyms)  # say now what is wrong in it
        if not staff and (public := known_public_part(index, engine.corpus_record()).index):
            raise UsageError(
                "%(index)s 里有内部的文章，要加 --staff，登录了才能看；供公众检索请用 --index %(public)s；"
                "不再分内外，请用 --public-index off 运行 zhengsou rebuild",
                index=index,
                public=public,
            )
        if picked.is_file():
            print_warnings(unknown_picks(engine, picked, read_picks(picked).entries))
        service = _Service(index, path, shipped, picked, settings, staff)
        try:
            _serve(service, engine)
        except KeyboardInterrupt:
            click.echo("已停止。")
    return EXIT_WELL


def _serve(service: _Service, engine: Engine) -> None:
    server = service.settings.server
    address = (server.host, server.port)
    workers = server.workers or usual_workers()
    with _telling_what_is_wrong(*address):
        bound = bind(*address)
    with bound:
        app = service.over(engine)
        if FORKS or workers == 1:
            warm(app)
        with _telling_what_is_wrong(*address):
            listen(bound)
        click.echo(f"政搜在 {address_of(bound)}")
        crew = Workers(
            workers,
            (lambda: app) if FORKS else service.alone,
            bound,
            server.threads,
            say=lambda text: click.echo(text, err=True),
            look=lambda: _let_go(engine),
        )
        with _metrics(engine, crew, (server.host, server.metrics_port), FORKS and workers > 1):
            if workers == 1:
                PageServer(app, bound, server.threads, figures=crew.figures).run()
            else:
                crew.run()


def _let_go(engine: Engine) -> None:
    """Let go of what is not the newest any more; where that cannot be told, each request is."""
    with suppress(IndexUnusableError):
        engine.corpus_record()


@contextmanager
def _metrics(
    engine: Engine, crew: Workers, address: tuple[str, int | None], forks: bool
) -> Iterator[None]:
    """Serve metrics meanwhile, if a port was given for them."""
    host, port = address
    if port is None:
        yield
        return
    with _telling_what_is_wrong(host, port, "--metrics-port"):
        bound = bind(host, port)
        listen(bound)
    click.echo(f"指标在 {address_of(bound)}/metrics")
    with metrics_served(bound, engine, crew.figures, forks):
        yield


@contextmanager
def _telling_what_is_wrong(host: str, port: int, option: str = "--port") -> Iterator[None]:
    """Say why an address cannot be served, and by which option to name another."""
    try:
        yield
    except OSError as error:
        reason = system_reason(error)
        if isinstance(error, socket.gaierror) or error.errno in _NOT_OUR_ADDRESS:
            raise UsageError(
                "无法监听 %(host)s:%(port)s（%(reason)s）；可用 --host 换成本机的地址，如 127.0.0.1",
                host=host,
                port=port,
                reason=reason,
            ) from error
        raise UsageError(
            "无法监听 %(host)s:%(port)s（%(reason)s）；可用 %(option)s 换一个端口",
            host=host,
            port=port,
            reason=reason,
            option=option,
        ) from error


def report(file: Path, limit: int, as_json: bool) -> int:
    """Print the most frequent queries, those that found nothing, and the slowest."""
    found = read_tallies(file, limit)
    if as_json:
        lists = {name: [asdict(one) for one in tallies] for name, tallies in found.items()}
        click.echo(json.dumps(lists, ensure_ascii=False))
        return EXIT_WELL
    for name, tallies in found.items():
        tell(_HEADINGS[name])
        for one in tallies:
            tell(f"  {_said(name, one)}  {one.query}")
        if not tallies:
            tell("  （无）")
    return EXIT_WELL


def _said(name: str, tally: Tally) -> str:
    return f"{tally.slowest_ms:7.0f} 毫秒" if name == "slow" else f"{tally.times:6} 次"


def password(told: Told, name: str, file: Path | None, remove: bool) -> int:
    """Give somebody of the staff a password, or take it away."""
    file = file or told.settings.staff.passwords
    if file is None:
        raise UsageError("写到哪个文件？请加 --file 文件，或在设置里写 [staff] passwords")
    if not is_name(name):
        raise UsageError("名字只用文字、数字和 . _ @ -，最长 64 个")
    write_password(file, name, None if remove else _new_password())
    tell(f"{name}：{'不能再登录' if remove else '可以登录'}（{file}）")
    return EXIT_WELL


def _new_password() -> str:
    """Ask for a password, twice on a terminal; else it is the first line that is sent."""
    if sys.stdin.isatty():
        typed = str(click.prompt("密码", hide_input=True, confirmation_prompt="再输入一次"))
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    if not LEAST_CHARACTERS <= len(typed) <= MOST_CHARACTERS:
        raise UsageError(
            "密码要有 %(least)s 到 %(most)s 个字符",
            least=LEAST_CHARACTERS,
            most=MOST_CHARACTERS,
        )
    return typed
