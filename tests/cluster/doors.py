"""Doors: what stands before a cluster, as offices have it? Who lets nobody in without a password, or says no."""

import base64
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: Says how a request is answered, given its method, path and Authorization; None: as the cluster does.
Doorkeeper = Callable[[str, str, str], tuple[int, bytes] | None]
#: Says what is told of an answer, given the path.
Teller = Callable[[str, tuple[int, bytes]], tuple[int, bytes]]


def asking_for(user: str, password: str) -> Doorkeeper:
    """Let in who says so."""
    known = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    return lambda method, path, said: None if said == known else (401, b'{"error": "Unauthorized"}')


def knowing(key: str) -> Doorkeeper:
    """Let in who has an API key."""
    known = f"ApiKey {key}"
    return lambda method, path, said: None if said == known else (401, b'{"error": "Unauthorized"}')


def certificate(folder: Path, name: str, host: str = "127.0.0.1") -> Path:
    """Make a certificate of a host that is its own authority, with its key beside it."""
    made = folder / f"{name}.pem"
    _run(
        "openssl req -x509 -nodes -days 2 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1"
        f" -subj /CN={name} -addext subjectAltName=IP:{host} -out {made} -keyout {made}.key"
    )
    return made


def _run(command: str) -> None:
    subprocess.run(command.split(), check=True, stderr=subprocess.DEVNULL)


@contextmanager
def door(
    hosts: str,
    keeper: Doorkeeper,
    shown: Path | None = None,
    port: int = 0,
    teller: Teller = lambda path, answer: answer,
) -> Iterator[str]:
    """Stand before the first of some hosts; give the host and port of the door.

    `teller`: what is told of what the cluster has answered. `shown`: the certificate that is shown
    there, by `certificate`; without one it is open to all eyes.
    """
    there = hosts.split(",", maxsplit=1)[0]

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            refusal = keeper(self.command, self.path, self.headers.get("Authorization") or "")
            status, content = refusal or teller(self.path, self._passed_on(body))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def _passed_on(self, body: bytes) -> tuple[int, bytes]:
            request = urllib.request.Request(
                f"http://{there}{self.path}", body or None, method=self.command
            )
            request.add_header("Content-Type", "application/json")
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - ours
                    return answer.status, answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.read()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - so it wants them

        def handle(self) -> None:
            with suppress(OSError):  # who does not believe the certificate hangs up
                super().handle()

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    if shown is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(shown, f"{shown}.key")
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
