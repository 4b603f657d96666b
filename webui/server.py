"""How is the page served? By cheroot: threads, in one process, on every platform."""

from collections.abc import Callable

from cheroot.wsgi import Server

from search.engine import Engine

from . import create_app

_MAX_HEADER_BYTES = 32 * 1024
_MAX_BODY_BYTES = 64 * 1024


def serve(
    engine: Engine, host: str, port: int, threads: int, announce: Callable[[str], None]
) -> None:
    """Serve until interrupted; `announce` is given the address once requests are taken."""
    server = Server((host, port), create_app(engine), numthreads=threads, server_name="zhengsou")
    server.max_request_header_size = _MAX_HEADER_BYTES
    server.max_request_body_size = _MAX_BODY_BYTES
    server.prepare()
    bound_host, bound_port = server.bind_addr[:2]
    announce(f"http://{bound_host}:{bound_port}")
    try:
        server.serve()
    finally:
        server.stop()
