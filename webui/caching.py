"""Caching: when may a browser keep an answer? Until index, synonyms, picks, program or day change."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request
from flask_compress import Compress
from werkzeug.http import http_date

from search import Engine
from search.validity import BEIJING, beijing_day

from .asked.languages import language
from .kept_answers import MAY_BE_KEPT, PUBLIC, STATE, KeptAnswers, what_is_asked

_COMPRESSED = [
    "text/html",
    "text/css",
    "text/csv",
    "text/javascript",
    "application/json",
    "application/problem+json",
    "application/atom+xml",
    "application/xml",
    "application/opensearchdescription+xml",
    "application/x-suggestions+json",
    "text/plain",
    "image/svg+xml",
]
_READING = {"GET", "HEAD"}
_CONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
_ALWAYS_NEW = {"static", "api.health", "site.logo"}


@dataclass(slots=True)
class _Seen:
    """What else an answer depends on, as it was last seen, and since when it is so."""

    fingerprint: str
    since: datetime


def keep_answers(app: Flask, engine: Engine, fingerprint: Callable[[], str], audience: str) -> None:
    """Answer 304 where nothing has changed since a browser asked; compress what is sent, and keep it.

    The tag is weak (RFC 9110, 8.8.1): the same answer may say another time it took. `fingerprint`
    names what else than the index an answer depends on, `audience` who may read it: what is not for
    all is not kept here.
    """
    app.config["COMPRESS_MIMETYPES"] = _COMPRESSED
    app.config["COMPRESS_BR_LEVEL"] = 5
    Compress(app)

    program = _program_hash()

    def state() -> tuple[object, tuple[str, ...]]:
        # Today's date stands in hints and citations; which papers are in force changes with the day
        # in Beijing.
        days = date.today().isoformat(), beijing_day().isoformat()
        record = engine.corpus_record()  # another object whenever the index is opened anew
        return record, (record.built, fingerprint(), *days)

    def tag(state: tuple[str, ...]) -> str:
        parts = program, audience, *state, language(), *what_is_asked(request.environ)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:24]

    seen = _Seen(fingerprint(), datetime.now(UTC))

    def changed(built: str, now: str) -> str:
        """Return when anything that an answer depends on was last new, as a header says it."""
        if seen.fingerprint != now:
            seen.fingerprint, seen.since = now, datetime.now(UTC)
        return _latest(seen.since, date.today(), beijing_day(), built)

    @app.before_request
    def answer_from_memory() -> Response | None:
        if "HTTP_IF_NONE_MATCH" not in request.environ:
            return None
        if request.endpoint in _ALWAYS_NEW or request.method not in _READING:
            return None
        kept = request.if_none_match.as_set(include_weak=True)  # "*" is none of them
        return Response(status=304) if kept and tag(state()[1]) in kept else None

    @app.after_request
    def read_whole(response: Response) -> Response:
        # Else the file is never closed: what compresses it takes its place.
        if request.endpoint == "static":
            request.environ[MAY_BE_KEPT] = True
            response.direct_passthrough = False
            response.make_sequence()
        return response

    @app.after_request
    def label(response: Response) -> Response:
        environ = request.environ
        if response.status_code not in {200, 206, 304} or request.method not in _READING:
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        if request.endpoint in _ALWAYS_NEW:
            return response
        # As it was before the answer was made: what changes meanwhile gets another tag.
        _, now = environ.get(STATE) or state()
        response.set_etag(tag(now), weak=True)
        response.headers.setdefault("Cache-Control", "no-cache")  # kept, but asked for each time
        response.vary.add("Accept-Language")
        response.headers["Last-Modified"] = changed(*now[:2])
        # Who knows only when it asked is spared the answer, not the work: it may have been an error.
        # To say how long it is, what is sent while it is made would all be made first.
        if response.status_code == 200 and not response.is_streamed:
            environ[MAY_BE_KEPT] = True
            if not _CONDITIONS.isdisjoint(environ):
                response.make_conditional(request)
        return response

    if audience != PUBLIC:
        return
    kept = KeptAnswers(app.wsgi_app, state, app.config["LANGUAGE"], audience)
    app.wsgi_app = kept  # type: ignore[method-assign] # as Flask's own documentation does


@lru_cache(maxsize=4)
def _latest(since: datetime, today: date, day_in_beijing: date, built: str) -> str:
    """Return the latest of some moments and the beginnings of two days, as a header says it."""
    midnight = datetime.combine(today, time()).astimezone()
    moments = [since, midnight, datetime.combine(day_in_beijing, time(), BEIJING)]
    if built:
        moments.append(datetime.fromisoformat(built))
    return http_date(max(moment.astimezone(UTC) for moment in moments))


def _program_hash() -> str:
    """Return a hash of all that makes pages: code, templates, static files."""
    found = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            found.update(file.read_bytes())
    return found.hexdigest()
