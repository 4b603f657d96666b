"""Pasting: where may a request bring a text, and how long a one? It is answered, and nothing of it kept or logged."""

from flask import Flask, request

#: Of a form with a text: more than is answered, so that who brings too much is told how much it may be.
MOST_BYTES = 1024 * 1024
#: The paths that take one, by POST.
PATHS = frozenset({"/compare"})


def take_texts(app: Flask) -> None:
    """Let these paths take a text, whatever others may; call it before anything reads a form."""

    @app.before_request
    def allow() -> None:
        if request.path in PATHS:
            request.max_content_length = request.max_form_memory_size = MOST_BYTES


def takes_text(path: bytes) -> bool:
    """Say whether a request to a path, maybe behind the prefix of a proxy, may bring a text."""
    return path.endswith(tuple(known.encode() for known in PATHS))
