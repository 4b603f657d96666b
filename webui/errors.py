"""Errors: what does a person, or a program, see when something is wrong? One sentence, never a traceback.

Programs get problem details: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457.
"""

import json
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import escape
from werkzeug.exceptions import HTTPException, NotFound

from search import IndexUnusableError, UsageError

from .asked.addresses import QuestionAddress
from .templating import render_template

_TITLES = {
    HTTPStatus.BAD_REQUEST: lazy_gettext("请求有误"),
    HTTPStatus.NOT_FOUND: lazy_gettext("没有这个页面"),
    HTTPStatus.METHOD_NOT_ALLOWED: lazy_gettext("不支持这种请求"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: lazy_gettext("请求太大"),
    HTTPStatus.INTERNAL_SERVER_ERROR: lazy_gettext("服务出了问题"),
    HTTPStatus.SERVICE_UNAVAILABLE: lazy_gettext("暂时无法检索"),
}
_DETAILS = {
    HTTPStatus.NOT_FOUND: lazy_gettext("网址可能写错了，或者页面已经移走。"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: lazy_gettext("文字太长，请分几次。"),
    HTTPStatus.INTERNAL_SERVER_ERROR: lazy_gettext("问题已记录，请稍后再试。"),
    HTTPStatus.SERVICE_UNAVAILABLE: lazy_gettext("索引暂不可用，请稍后再试。"),
}
_RETRY_AFTER = "60"  # seconds
_PROGRAM_PATHS = ("/api/", "/healthz")


def register(app: Flask) -> None:
    """Give every error its page, or its problem details."""

    @app.errorhandler(UsageError)
    def bad_request(error: UsageError) -> Response:
        return _answer(HTTPStatus.BAD_REQUEST, error.message.said(_))

    @app.errorhandler(IndexUnusableError)
    def unavailable(error: IndexUnusableError) -> Response:
        app.logger.error("%s", error)
        return unusable(error)

    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> Response:
        """Lead from /search/ to /search, where there is such a page."""
        path = request.path.rstrip("/")
        if path != request.path and path and app.url_map.bind("").test(path, request.method):
            query = request.query_string.decode("ascii", "replace")
            there = quote(request.script_root + path, safe="/!$&'()*+,:;=@~")
            return redirect(  # type: ignore[return-value] # Flask's own, of ours
                f"{there}?{query}" if query else there, HTTPStatus.PERMANENT_REDIRECT
            )
        return other(error)

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> Response:
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        # Werkzeug's own descriptions are English; those given to abort() here are not.
        is_ours = error.description != type(error).description
        known = status is not HTTPStatus.INTERNAL_SERVER_ERROR
        response = _answer(status, (error.description or "") if is_ours and known else "")
        response.headers.extend((n, v) for n, v in error.get_headers() if n == "Allow")
        return response


def unusable(error: IndexUnusableError, title: str = "", detail: str = "") -> Response:
    """Answer that an index cannot be used, and why; not where it lies."""
    response = _answer(HTTPStatus.SERVICE_UNAVAILABLE, detail, title, fault=error.fault)
    response.headers["Retry-After"] = _RETRY_AFTER
    return response


def _answer(status: HTTPStatus, detail: str = "", title: str = "", **more: str) -> Response:
    """Answer with a page, or to a program with problem details, which have `more` members."""
    title = title or str(_TITLES.get(status, _("无法处理这个请求")))
    detail = detail or str(_DETAILS.get(status, ""))
    if request.path.startswith(_PROGRAM_PATHS):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        body = json.dumps(problem | more, ensure_ascii=False)
        return Response(body, status, content_type="application/problem+json")
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:  # perhaps of a template: none is asked again
        page = f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(detail)}"
        return Response(page, status)
    page = render_template(
        "error.html",
        title=title,
        detail=detail,
        status=status,
        address=QuestionAddress.of(request.args),
    )
    return Response(page, status)
