"""Budgets: how much may a request cost, and how long wait? All draws on them that is done to answer it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from search.query.budget import MOST, Budget, limited
from search.query.waiting import one_question

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

#: Tools that read whole texts: of each as many usual requests as it may cost.
_OF_TOOLS = {
    "/compare": 12,
    "/api/compare": 12,
    "/check": 120,
    "/api/check": 120,
    "/context": 12,
    "/context.csv": 12,
    "/context.xlsx": 12,
    "/evidence": 4,
    "/evidence.csv": 12,
    "/evidence.xlsx": 12,
    "/evidence.docx": 12,
    "/api/evidence": 12,
    "/api/context": 12,
}
#: Of an article that is read whole beside what finds it, behind its address: /why/ID.
_OF_ARTICLES = {"/why": 2}


def give_budgets(app: Flask) -> None:
    """Give each request a budget of its own; what is sent after it was answered is bounded otherwise."""
    answer = app.wsgi_app

    def answer_within(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        times = _OF_TOOLS.get(path) or _OF_ARTICLES.get(path.rpartition("/")[0], 1)
        with limited(Budget(MOST * times)):
            return answer(environ, start_response)

    app.wsgi_app = answer_within  # type: ignore[method-assign] # as Flask's own documentation does


def bound_waiting(app: Flask) -> None:
    """Let all that a request asks the index, to keep its answer too, be one question, which does not wait for long."""
    answer = app.wsgi_app

    def answer_soon(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with one_question():
            return answer(environ, start_response)

    app.wsgi_app = answer_soon  # type: ignore[method-assign] # as above
