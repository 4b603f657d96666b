"""Serving: with what is the page served? Here search and page are put together."""

from contextlib import closing
from pathlib import Path

import click

from webui.server import PageServer
from webui.site_settings import SITE_NAME, Site, read_site

from ..answer.question import Question
from ..answer.results import run_query
from ..engines import Location
from ..errors import UsageError, system_reason
from ..query.picks import PicksFile, read_picks
from ..query.synonyms import SynonymsFile
from .exit_codes import EXIT_WELL
from .opening import known_synonyms, open_index, picks_path, synonyms_path, unknown_picks
from .terminal import print_warnings

#: What is loaded for a query, and for a typo: asked before the first person has to wait for it.
_FIRST_QUERIES = ("政", "“政府工坐报告”")


def serve(
    index: Location, host: str, port: int, threads: int, synonyms: Path | None, site: Path | None
) -> int:
    """Serve the page until stopped."""
    if site is None and Path(SITE_NAME).is_file():
        site = Path(SITE_NAME)
    dressed = read_site(site) if site else Site()
    with closing(open_index(index, None)) as engine:
        path, picked = synonyms_path(engine, synonyms), picks_path(engine)
        shipped = dressed.abbreviations and str(synonyms) not in {"off", "own"}
        known_synonyms(engine, synonyms)  # say now what is wrong in it
        if picked.is_file():
            print_warnings(unknown_picks(engine, picked, read_picks(picked).entries))
        files = SynonymsFile(path, shipped), PicksFile(picked)
        try:
            server = PageServer(engine, host, port, threads, files[0], dressed, files[1])
        except OSError as error:
            raise UsageError(
                "无法监听 %(host)s:%(port)s（%(reason)s）；可用 --port 换一个端口",
                host=host,
                port=port,
                reason=system_reason(error),
            ) from error
        for text in _FIRST_QUERIES:
            run_query(engine, Question(text))
        click.echo(f"政搜在 {server.address}")
        try:
            server.run()
        except KeyboardInterrupt:
            click.echo("已停止。")
    return EXIT_WELL
