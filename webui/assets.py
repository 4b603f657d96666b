"""How does a browser keep what does not change? Addresses with a hash of the content, kept for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

_ONE_YEAR = 365 * 24 * 3600


def hash_assets(app: Flask) -> None:
    """Add the hash of a static file to its address, so that it may be kept until it changes."""
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, str]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = _hash(folder / values["filename"])

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v"):
            response.headers["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
        return response


@lru_cache(maxsize=64)
def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""
