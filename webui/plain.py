"""Plain: what is said where no page can be made? A few words, ready before anybody asks."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import lazy_gettext
from markupsafe import escape
from werkzeug.wrappers import Request, Response

from .asked.languages import LANGUAGES, TAGS, preferred
from .headers import for_plain

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_RETRY_AFTER = {HTTPStatus.SERVICE_UNAVAILABLE: "10", HTTPStatus.TOO_MANY_REQUESTS: "60"}  # seconds
_SAID = {
    HTTPStatus.BAD_REQUEST: (lazy_gettext("请求有误"), lazy_gettext("网址或主机名不对，无法读懂。")),
    HTTPStatus.REQUEST_TIMEOUT: (lazy_gettext("请求没有发完"), lazy_gettext("连接太慢，请再试。")),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        lazy_gettext("请求太大"), lazy_gettext("这里只能查询，请把检索式写短一些。")
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        lazy_gettext("网址太长"), lazy_gettext("请把检索式写短一些。")
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (lazy_gettext("查得太快"), lazy_gettext("请过一分钟再试。")),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        lazy_gettext("现在查的人太多"), lazy_gettext("请过十秒再试。")
    ),
}  # fmt: skip
_NAME = "zhengsou-plain"
_OTHER = lazy_gettext("无法处理这个请求")
_PAGE = (
    '<!doctype html><html lang="{tag}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<h1>{title}</h1><p>{detail}</p></html>"
)


class PlainAnswers:
    """Answers with a status, and nothing else: the texts are ready, nothing is computed."""

    def __init__(self, app: Flask) -> None:
        self._default = str(app.config["LANGUAGE"])
        self._texts: dict[tuple[str, int], tuple[str, str]] = {}
        for code in LANGUAGES:
            with app.test_request_context(f"/?lang={code}"):
                for status in (one for one in HTTPStatus if one >= HTTPStatus.BAD_REQUEST):
                    said = _SAID.get(status, (_OTHER, ""))
                    self._texts[code, status] = _texts(code, status, *map(str, said))

    def bytes_of(self, status: int) -> tuple[bytes, Mapping[str, str]]:
        """Return the page of a status and its headers, for who has not said anything that can be read."""
        page, _problem = self._texts[self._default, status]
        body = page.encode()
        own = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        later = {"Retry-After": again} if (again := _RETRY_AFTER.get(HTTPStatus(status))) else {}
        return body, own | dict(for_plain("http")) | later | {"Cache-Control": "no-store"}

    def answer(
        self, status: HTTPStatus, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer in the reader's language, a program with problem details."""
        request = Request(environ)
        asked = request.args.get("lang", "")
        wanted = preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")) or self._default
        page, problem = self._texts[asked if asked in LANGUAGES else wanted, status]
        is_program = environ["PATH_INFO"].startswith("/api/")
        response = Response(
            problem if is_program else page,
            status,
            [*for_plain(environ["wsgi.url_scheme"]), ("Cache-Control", "no-store"), ("Connection", "close")],
            content_type="application/problem+json" if is_program else "text/html; charset=utf-8",
        )  # fmt: skip
        if status in _RETRY_AFTER:
            response.headers["Retry-After"] = _RETRY_AFTER[status]
        return response(environ, start_response)


def plain_answers(app: Flask) -> PlainAnswers:
    """Return those of an application, made once."""
    made: PlainAnswers = app.extensions.get(_NAME) or PlainAnswers(app)
    app.extensions[_NAME] = made
    return made


def _texts(code: str, status: int, title: str, detail: str) -> tuple[str, str]:
    page = _PAGE.format(tag=TAGS[code], title=escape(title), detail=escape(detail))
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return page, json.dumps(problem, ensure_ascii=False)
