"""Server: how is the page served? By cheroot: threads, in one process, on every platform."""

import gc

from cheroot.wsgi import Server

from search import Engine, PicksFile, SynonymsFile

from . import create_app
from .site_settings import Site

_MAX_HEADER_BYTES = 32 * 1024
_MAX_BODY_BYTES = 1  # nothing here takes a body: one that is announced is refused, not waited for
_PATIENCE = 5  # seconds that a slow client may keep a thread waiting


class PageServer:
    """Serves the pages over an engine. Raises OSError when the address is taken."""

    def __init__(
        self,
        engine: Engine,
        host: str,
        port: int,
        threads: int,
        synonyms: SynonymsFile | None = None,
        site: Site | None = None,
        picks: PicksFile | None = None,
    ) -> None:
        app = create_app(engine, synonyms, site, picks)
        self._server = Server(
            (host, port), app, numthreads=threads, server_name="zhengsou", timeout=_PATIENCE
        )
        self._server.max_request_header_size = _MAX_HEADER_BYTES
        self._server.max_request_body_size = _MAX_BODY_BYTES
        self._server.prepare()

    @property
    def address(self) -> str:
        """Return the address that is served; port 0 has become a free one."""
        host, port = self._server.bind_addr[:2]
        return f"http://[{host}]:{port}" if ":" in str(host) else f"http://{host}:{port}"

    def run(self) -> None:
        """Serve until stopped or interrupted."""
        # What is loaded stays: looking through it for garbage would hold up a page for 0.1 s.
        gc.collect()
        gc.freeze()
        try:
            self._server.serve()
        finally:
            self._server.stop()

    def stop(self) -> None:
        """Stop serving; `run` returns."""
        self._server.stop()
