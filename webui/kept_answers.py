"""Kept answers: what need not be made again? Whole answers, until anything they depend on is another."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.http import is_resource_modified

from search import IndexUnusableError

from .asked.languages import preferred

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Who may read what an application answers, unless it is told of others.
PUBLIC = "public"
#: What an application sets in a request's environment when its answer may be kept.
MAY_BE_KEPT = "zhengsou.may_be_kept"
#: Where it finds there what its answer depends on besides what is asked, as it was before.
STATE = "zhengsou.state"
_MOST_BYTES = 2 * 1024 * 1024
_MOST_OF_ONE = 512 * 1024
_OVERHEAD = 1024  # of headers and the table
_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE")
_VARYING = {"accept-language", "accept-encoding"}  # are in the key
_OF_A_BODY = {"content-length", "content-type", "content-encoding"}
_NOT_KEPT = ("no-store", "private")

#: What answers depend on besides what was asked: compared by identity and, the second, by value.
State = tuple[object, object]
Key = tuple[str, ...]
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is sent, compressed or not."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        return len(self.body) + _OVERHEAD

    def send(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Send it, unless who asks has it."""
        named = {name.lower(): value for name, value in self.headers}
        if is_resource_modified(environ, named.get("etag"), None, named.get("last-modified")):
            start_response("200 OK", list(self.headers))
            return [self.body]
        kept = [pair for pair in self.headers if pair[0].lower() not in _OF_A_BODY]
        start_response("304 NOT MODIFIED", kept)
        return []


class AnswerStore:
    """Answers of one state, as many as a number of bytes holds: the one asked longest ago goes first.

    Threads may share one.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._state: State = (None, None)
        self._lock = threading.Lock()
        self.bytes = 0

    def get(self, key: Key, state: State) -> Answer | None:
        """Return what is kept, if it is of this state."""
        with self._lock:
            if not _is_same(state, self._state):
                self._answers.clear()
                self._state, self.bytes = state, 0
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Key, state: State, answer: Answer) -> None:
        """Keep an answer, if it is of the state that was last seen."""
        if answer.size > min(_MOST_OF_ONE, self._most_bytes):
            return
        with self._lock:
            if not _is_same(state, self._state):
                return
            old = self._answers.pop(key, None)
            self._answers[key] = answer
            self.bytes += answer.size - (old.size if old else 0)
            while self.bytes > self._most_bytes:
                self.bytes -= self._answers.popitem(last=False)[1].size


def _is_same(one: State, other: State) -> bool:
    return one[0] is other[0] and one[1] == other[1]


class KeptAnswers:
    """A WSGI application that asks another only for what is not kept."""

    def __init__(
        self,
        app: "WSGIApplication",
        state: Callable[[], State],
        default_language: str,
        audience: str = PUBLIC,
        store: AnswerStore | None = None,
    ) -> None:
        """Keep what `app` answers; `state` says what that depends on besides what is asked.

        A store may be shared with applications for another audience: nobody sees what is not theirs.
        """
        self._app = app
        self._state = state
        self._default_language = default_language
        self._audience = audience
        self._store = store or AnswerStore()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer."""
        if environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in _PERSONAL):
            return self._app(environ, start_response)
        try:
            state = self._state()
        except IndexUnusableError:
            return self._app(environ, start_response)
        key = self._key(environ)
        if answer := self._store.get(key, state):
            return answer.send(environ, start_response)
        environ[STATE] = state
        heard: list[tuple[str, Headers]] = []

        def hear(status: str, headers: Headers, raised: object = None, /) -> Callable[..., object]:
            heard.append((status, headers))
            return _write

        parts = self._app(environ, hear)
        status, headers = heard[-1]  # Flask says it before it returns
        if status.startswith("200") and environ.get(MAY_BE_KEPT) and _is_for_all(headers):
            lasting = (
                pair for pair in headers if pair[0] != "Date"
            )  # the server says it each time
            answer = Answer(tuple(lasting), _read(parts))
            parts = [answer.body]
            if _is_same(state, self._state()):  # else it may be of what came after, or before
                self._store.put(key, state, answer)
        start_response(status, headers)
        return parts

    def _key(self, environ: "WSGIEnvironment") -> Key:
        return (
            self._audience,
            *what_is_asked(environ),
            preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")) or self._default_language,
            environ.get("HTTP_ACCEPT_ENCODING", ""),
        )


def what_is_asked(environ: "WSGIEnvironment") -> Key:
    """Return the address that is asked for, in parts; its host stands in absolute links."""
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", ""),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    )


def _read(parts: Iterable[bytes]) -> bytes:
    try:
        return b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()


def _write(body: bytes) -> None:
    raise NotImplementedError  # WSGI has it for applications of old: Flask does not call it


def _is_for_all(headers: Iterable[tuple[str, str]]) -> bool:
    """Say whether an answer is the same for all who ask so: RFC 9111, 3; and not of unknown length."""
    named = {name.lower(): value.lower() for name, value in headers}
    vary = {name.strip() for name in named.get("vary", "").split(",") if name.strip()}
    return (
        "content-length" in named
        and "set-cookie" not in named
        and vary <= _VARYING
        and not any(word in named.get("cache-control", "") for word in _NOT_KEPT)
    )
