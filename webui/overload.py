"""Overload: what is said when more is asked than can be answered in time? To come back, in a few words."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import gettext as _
from markupsafe import escape
from werkzeug.wrappers import Request, Response

from .asked.languages import LANGUAGES, TAGS, preferred

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_RETRY_AFTER = "10"  # seconds
_PAGE = (
    '<!doctype html><html lang="{tag}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<h1>{title}</h1><p>{detail}</p></html>"
)


class Refusal:
    """An application that answers nothing else: its texts are ready, nothing is computed."""

    def __init__(self, app: Flask) -> None:
        self._default = str(app.config["LANGUAGE"])
        self._texts = {}
        for code in LANGUAGES:
            with app.test_request_context(f"/?lang={code}"):
                title, detail = _("现在查的人太多"), _("请过十秒再试。")
                page = _PAGE.format(tag=TAGS[code], title=escape(title), detail=escape(detail))
            problem = {
                "type": "about:blank",
                "title": title,
                "status": HTTPStatus.SERVICE_UNAVAILABLE,
                "detail": detail,
            }
            self._texts[code] = page, json.dumps(problem, ensure_ascii=False)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer 503, as RFC 9110, 15.6.4 says, in the reader's language."""
        request = Request(environ)
        asked = request.args.get("lang", "")
        wanted = preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")) or self._default
        page, problem = self._texts[asked if asked in LANGUAGES else wanted]
        is_program = request.path.startswith("/api/")
        response = Response(
            problem if is_program else page,
            HTTPStatus.SERVICE_UNAVAILABLE,
            {
                "Retry-After": _RETRY_AFTER,
                "Cache-Control": "no-store",
                "Connection": "close",
                "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options": "nosniff",
            },
            content_type="application/problem+json" if is_program else "text/html; charset=utf-8",
        )
        return response(environ, start_response)
