"""Noting: what is remembered of a search? What it found, and how long that took: for who looks after the site."""

from flask import current_app

from search import ResultPage

from .tallies import TALLIES, Tallies


def note_found(result: ResultPage) -> None:
    """Note what a search has found, if that is counted here; filtered, it says nothing of the words."""
    tallies: Tallies | None = current_app.extensions.get(TALLIES)
    if tallies is not None and not result.question.filters.facets:
        tallies.answer(result.parsed.text, result.complete.articles, result.took_ms)
