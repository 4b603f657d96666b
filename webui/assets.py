"""Assets: how does a browser keep what does not change? By addresses with a hash of the content, for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

_FOLDER = Path(__file__).with_name("static")
#: For what has another address when it changes: a year.
KEPT = f"public, max-age={365 * 24 * 3600}, immutable"


@cache
def static_path() -> str:
    """Return where the static files are served: one hash for all, so that modules import each other."""
    found = hashlib.sha256()
    for file in sorted(_FOLDER.iterdir()):
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"/static/{found.hexdigest()[:12]}"


def keep_assets(app: Flask) -> None:
    """Let browsers keep the static files: another content has another address."""

    folder = static_path()
    # What the first paint waits for is asked for before the page is parsed: RFC 8288, HTML 4.6.7.20.
    first = ", ".join(
        f"<{{under}}{folder}/{name}>; rel=preload; as={kind}"
        for name, kind in {"zhengsou.css": "style", "settings.js": "script"}.items()
    )

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 304}:
            response.headers["Cache-Control"] = KEPT
        if response.mimetype == "text/html":
            response.headers.add("Link", first.format(under=request.script_root))
        return response
