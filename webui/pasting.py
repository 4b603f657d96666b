"""Pasting: where may a request bring a text, and how long a one? It is answered, and nothing of it kept or logged."""

from flask import Flask, request

#: Of a form with a text: more than is answered, so that who brings too much is told how much it may be.
MOST_BYTES = 1024 * 1024
#: Of a form with a file.
MOST_FILE_BYTES = 17 * 1024 * 1024
#: The paths that take one, by POST, and how much.
PATHS = {
    "/compare": MOST_BYTES,
    "/api/compare": MOST_BYTES,
    "/api/check": MOST_BYTES,
    "/check": MOST_FILE_BYTES,
}


def take_texts(app: Flask) -> None:
    """Let these paths take a text, whatever others may; call it before anything reads a form."""

    @app.before_request
    def allow() -> None:
        if most := PATHS.get(request.path):
            request.max_content_length, request.max_form_memory_size = most, MOST_BYTES


def most_bytes(path: bytes) -> int:
    """Return how much a request to a path, maybe behind the prefix of a proxy, may bring; 0: nothing."""
    return next((most for known, most in PATHS.items() if path.endswith(known.encode())), 0)
