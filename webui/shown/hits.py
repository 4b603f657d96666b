"""Hits: how does a hit look in a result? No higher than fits a phone."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from search import ArticleHead, Engine, Hit

from ..asked.addresses import HitLinks, QuestionAddress
from .replaced import Replacement

#: Pixels on a phone of 390: what a hit is high at most, and what its parts take of it.
_HEIGHT = 240
_FOOT = 48
_LINE = 24.5
_FACTS_LINE = 20
_TITLE_LINE = 24
#: Characters in a line of each; of those of ASCII nearly twice as many.
_IN_LINE = 21
_IN_FACTS_LINE = 26
_MOST_LINES = 3
_LISTED = 10  # of what is behind a hit; all are found by listing them one by one


class ShownHit(NamedTuple):
    """A hit with what is shown of it; the first passage is in sight, in so many lines on a phone."""

    hit: Hit
    links: HitLinks
    lines: int
    replaced: Replacement | None
    versions: list[ArticleHead]  # the first of those behind it
    copies: list[ArticleHead]

    @property
    def lists_all(self) -> bool:
        """Say whether these are all that is behind it."""
        listed = len(self.versions) + len(self.copies)
        return listed == self.hit.version_count + self.hit.copy_count


def shown_hits(
    engine: Engine,
    hits: Sequence[Hit],
    replaced: Mapping[str, Replacement],
    address: QuestionAddress,
) -> list[ShownHit]:
    """Choose what is shown of hits of what an address asks for, some of which others have replaced."""
    behind = [id for hit in hits for id in (*hit.versions[:_LISTED], *hit.copies[:_LISTED])]
    heads = {article.id: article for article in engine.heads(behind)} if behind else {}
    links = address.of_hits()

    def listed(ids: tuple[str, ...]) -> list[ArticleHead]:
        return [heads[id] for id in ids[:_LISTED] if id in heads] if ids else []

    def shown(hit: Hit) -> ShownHit:
        by = replaced.get(hit.article.id)
        lines = _lines(hit.article, by)
        versions, copies = listed(hit.versions), listed(hit.copies)
        return ShownHit(hit, links(hit.article.id), lines, by, versions, copies)

    return list(map(shown, hits))


def _lines(article: ArticleHead, replaced: Replacement | None) -> int:
    """Count the lines that title and facts of an article leave for a passage."""
    source = "" if article.source in article.section else article.source
    said = (*article.section, source, article.doc_number)
    facts = "  ".join(("2024年12月31日", "尚未生效", *filter(None, said)))
    rows = _rows(facts, _IN_FACTS_LINE)
    if replaced:
        rows += _rows(replaced.text, _IN_FACTS_LINE)
    taken = _TITLE_LINE * _rows(article.title, _IN_LINE) + _FACTS_LINE * rows
    return max(1, min(_MOST_LINES, int((_HEIGHT - _FOOT - taken) // _LINE)))


def _rows(text: str, in_row: int) -> int:
    narrow = len(text.encode("ascii", "ignore"))
    tenths = 10 * len(text) - 4 * narrow
    return -(-tenths // (10 * in_row))
