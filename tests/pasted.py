"""Pasted text: the article in it, as it is read from a file."""

from search.article import Article
from search.ingest.documents.pasted_text import render_pasted
from search.ingest.understanding.article import understand


def read_pasted_text(text: str, origin: str) -> Article:
    """Read one article. Raises UnreadableError when there is nothing, no title or no text."""
    return understand(render_pasted(text), origin).article
