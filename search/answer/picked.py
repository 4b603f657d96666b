"""Picked: which articles stand above the hits of a query, since an editor put them there?"""

from dataclasses import dataclass

from ..article import ArticleHead
from ..engine import Engine
from ..query.literals import highlighted_literals
from ..query.nodes import Query
from ..query.picks import Picks
from .question import Question
from .snippets import Highlighted, highlight


@dataclass(frozen=True, slots=True)
class Picked:
    """An article on top, ready to show."""

    article: ArticleHead
    title: Highlighted
    reason: str  # in one line; maybe empty


def find_picked(
    engine: Engine, picks: Picks, question: Question, text: str, query: Query
) -> tuple[Picked, ...]:
    """Return the articles picked for what was typed, on the first page; of filters only those that pass."""
    pick = picks.of(text) if question.page == 1 else None
    if pick is None:
        return ()
    articles = {article.id: article for article in engine.heads(list(pick.articles))}
    marked = highlighted_literals(query)
    return tuple(
        Picked(article, highlight(article.title, marked), pick.reason)
        for identifier in pick.articles
        if (article := articles.get(identifier)) and question.filters.let_pass(article)
    )
