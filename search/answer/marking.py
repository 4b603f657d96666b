"""Marked articles: where in an article does a query find something?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ..article import Article
from ..query.budget import Budget, TooCostlyError, limited, spend
from ..query.literals import highlighted_literals
from ..query.marks import count_places, in_text
from ..query.parser import parse_query
from ..query.synonyms import NO_SYNONYMS, Synonyms
from .snippets import Highlighted, highlight, highlight_texts

_MOST = 60_000  # of a budget: so much that an article is always shown


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with what a query finds in it marked: the title, and each line of its text in order.

    `is_marked` is False where it would have cost too much: much of what was typed, in a book.
    """

    article: Article
    title: Highlighted
    lines: tuple[Highlighted, ...]
    is_marked: bool = True

    @property
    def highlight_count(self) -> int:
        """Count the marks."""
        return len(self.title.highlights) + sum(len(line.highlights) for line in self.lines)


def mark_article(article: Article, text: str, synonyms: Synonyms = NO_SYNONYMS) -> MarkedArticle:
    """Mark in an article what a query, as typed, finds."""
    parsed = parse_query(text, synonyms)
    marked = highlighted_literals(parsed.query)
    if parsed.loosened is not None:  # perhaps it was found by some of the words only
        marked = tuple(dict.fromkeys([*marked, *highlighted_literals(parsed.loosened)]))
    title, lines = highlight(article.title, marked), list(article.lines())
    try:
        with limited(Budget(_MOST)) as budget:
            highlighted = highlight_texts(lines, in_text(marked))
    except TooCostlyError:
        return MarkedArticle(article, title, tuple(map(Highlighted, lines)), is_marked=False)
    spend(budget.spent)
    return MarkedArticle(article, title, highlighted)


@dataclass(frozen=True, slots=True)
class CountedText:
    """How often a text stands in the title of an article, and in its lines."""

    in_title: int
    in_lines: int


def count_texts(article: Article, texts: Sequence[str]) -> list[CountedText] | None:
    """Count texts in an article, each as in quotes, and by itself; the article is read once for all.

    None where it would cost too much, in a book.
    """
    literals = [highlighted_literals(parse_query(f"“{text}”").query) for text in texts]
    every = [literal for some in literals for literal in some]
    try:
        with limited(Budget(_MOST)) as budget:
            titles = iter(count_places([article.title], every))
            lines = iter(count_places(list(article.lines()), every))
    except TooCostlyError:
        return None
    spend(budget.spent)
    return [
        CountedText(sum(islice(titles, len(some))), sum(islice(lines, len(some))))
        for some in literals
    ]
