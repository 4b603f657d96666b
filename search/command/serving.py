"""Serving: with what is the page served? Here search and page are put together."""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from webui import create_app
from webui.server import Application, PageServer, address_of, bind, keep_loaded, listen
from webui.site_settings import SITE_NAME, Site, read_site
from webui.warming import warm
from webui.workers import FORKS, Workers, interrupt_when_told, usual_workers

from ..engine import Engine
from ..engines import Location
from ..errors import UsageError, system_reason
from ..query.picks import PicksFile, read_picks
from ..query.synonyms import SynonymsFile
from .exit_codes import EXIT_WELL
from .opening import known_synonyms, open_index, picks_path, synonyms_path, unknown_picks
from .terminal import print_warnings


@dataclass(frozen=True, slots=True)
class _Service:
    """What is served, in words that a process of its own can be told."""

    index: Location
    synonyms: Path | None
    shipped: bool  # whether the program's own list of names is used too
    picks: Path
    site: Site

    def over(self, engine: Engine) -> Application:
        """Make the application over an engine."""
        synonyms = SynonymsFile(self.synonyms, self.shipped)
        return create_app(engine, synonyms, self.site, PicksFile(self.picks))

    def alone(self) -> Application:
        """Make the application in a process that shares nothing."""
        app = self.over(open_index(self.index, None))
        warm(app)
        return app


def serve(
    index: Location,
    host: str,
    port: int,
    workers: int | None,
    threads: int,
    synonyms: Path | None,
    site: Path | None,
) -> int:
    """Serve the page until stopped."""
    signal.signal(signal.SIGTERM, interrupt_when_told)
    if site is None and Path(SITE_NAME).is_file():
        site = Path(SITE_NAME)
    dressed = read_site(site) if site else Site()
    with closing(open_index(index, None)) as engine:
        path, picked = synonyms_path(engine, synonyms), picks_path(engine)
        shipped = dressed.abbreviations and str(synonyms) not in {"off", "own"}
        known_synonyms(engine, synonyms)  # say now what is wrong in it
        if picked.is_file():
            print_warnings(unknown_picks(engine, picked, read_picks(picked).entries))
        service = _Service(index, path, shipped, picked, dressed)
        try:
            _serve(service, engine, (host, port), workers or usual_workers(), threads)
        except KeyboardInterrupt:
            click.echo("已停止。")
    return EXIT_WELL


def _serve(
    service: _Service, engine: Engine, address: tuple[str, int], workers: int, threads: int
) -> None:
    with _telling_what_is_wrong(*address):
        bound = bind(*address)
    with bound:
        app = service.over(engine)
        if FORKS or workers == 1:
            warm(app)
        keep_loaded()
        with _telling_what_is_wrong(*address):
            listen(bound)
        click.echo(f"政搜在 {address_of(bound)}")
        if workers == 1:
            PageServer(app, bound, threads).run()
            return
        Workers(
            workers,
            (lambda: app) if FORKS else service.alone,
            bound,
            threads,
            say=lambda text: click.echo(text, err=True),
            look=engine.corpus_record,  # lets go of what is not the newest any more
        ).run()


@contextmanager
def _telling_what_is_wrong(host: str, port: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            "无法监听 %(host)s:%(port)s（%(reason)s）；可用 --port 换一个端口",
            host=host,
            port=port,
            reason=system_reason(error),
        ) from error
