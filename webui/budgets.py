"""Budgets: how much may a request cost? Each has one, on which all draws that is done to answer it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from search.query.budget import Budget, limited

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def give_budgets(app: Flask) -> None:
    """Give each request a budget of its own; what is sent after it was answered is bounded otherwise."""
    answer = app.wsgi_app

    def answer_within(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        with limited(Budget()):
            return answer(environ, start_response)

    app.wsgi_app = answer_within  # type: ignore[method-assign] # as Flask's own documentation does
