"""Marked articles: where in an article does a query find something?"""

from dataclasses import dataclass

from ..article import Article
from ..query.literals import highlighted_literals
from ..query.marks import in_text
from ..query.parser import parse_query
from ..query.synonyms import NO_SYNONYMS, Synonyms
from .snippets import Highlighted, highlight, highlight_texts


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with what a query finds in it marked: the title, and each line of its text in order."""

    article: Article
    title: Highlighted
    lines: tuple[Highlighted, ...]

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
    in_lines = in_text(marked)
    return MarkedArticle(
        article,
        highlight(article.title, marked),
        highlight_texts(list(article.lines()), in_lines),
    )
