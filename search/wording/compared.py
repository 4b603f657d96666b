"""Compared: how do two articles differ, or an article and a text that somebody has?"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..article import Article, ArticleHead
from ..article_fields import Place
from ..engine import Engine
from ..errors import UsageError
from ..query.budget import TooCostlyError
from ..text.segmentation import Segmenter
from ..text.sentences import ends_sentence
from .comparison import Comparison, Range, Row, compare
from .own_wordings import Wording, own_wordings
from .side import Sentence

#: Of a text that somebody has.
MOST_PASTED = 50_000  # characters
_FULL_LINE = 18  # characters: a shorter line was ended on purpose
_RAGGED = 4  # characters that a full line may be short of the longest


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts side by side, and the wordings that only one of them has, those that take most of it first."""

    one: ArticleHead
    other: ArticleHead | None  # None: a text that somebody has
    comparison: Comparison
    gone: tuple[Wording, ...]
    new: tuple[Wording, ...]

    def plain(self) -> dict[str, object]:
        """Return it as plain JSON values; docs/json-api.md describes them."""
        return {
            "a": self.one.plain(Place.HIT),
            "b": self.other.plain(Place.HIT) if self.other else None,
            "counts": {kind.value: count for kind, count in self.comparison.counts.items()},
            "gone": [_wording_plain(wording) for wording in self.gone],
            "new": [_wording_plain(wording) for wording in self.new],
            "rows": [_row_plain(row) for row in self.comparison.rows],
        }


def compare_articles(engine: Engine, one: Article, other: Article) -> Compared:
    """Compare two articles, the earlier one first. Raises UsageError for what is too long."""
    return _compared(engine, one, list(other.lines()), other.head)


def compare_with_text(engine: Engine, article: Article, text: str) -> Compared:
    """Compare an article with a text that somebody has, as what came of it. Raises UsageError."""
    if len(text) > MOST_PASTED:
        raise UsageError(
            "粘贴的文字有 %(length)s 字，一次最多 %(most)s 字", length=len(text), most=MOST_PASTED
        )
    lines = list(lines_of(text))
    if not lines:
        raise UsageError("没有粘贴文字")
    return _compared(engine, article, lines, None)


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text, those together that were broken for want of room."""
    lines = [line.strip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    goes_on: list[str] = []
    for line in lines:
        if line:
            goes_on.append(line)
        is_full = len(line) >= max(width - _RAGGED, _FULL_LINE)
        if goes_on and not (is_full and not ends_sentence(line)):
            yield "".join(goes_on)
            goes_on = []
    if goes_on:
        yield "".join(goes_on)


def _compared(
    engine: Engine, one: Article, lines: list[str], other: ArticleHead | None
) -> Compared:
    own = list(one.lines())
    try:
        comparison = compare(own, lines)
        segmenter = Segmenter(engine.dictionary())
        gone, new = own_wordings(comparison, engine.lexicon(), segmenter)
    except TooCostlyError as error:
        length = sum(map(len, own)) + sum(map(len, lines))
        raise UsageError("两篇共 %(length)s 字，对照起来太费时", length=length) from error
    return Compared(one.head, other, comparison, tuple(gone), tuple(new))


def _wording_plain(wording: Wording) -> dict[str, object]:
    return {"text": wording.text, "count": wording.count, "articles": wording.articles}


def _row_plain(row: Row) -> dict[str, object]:
    return {
        "kind": row.kind.value,
        "moved": row.is_moved,
        "sentences": [_count(row.one), _count(row.other)],
        "a": row.one.text if row.one else None,
        "b": row.other.text if row.other else None,
        "gone": _ranges_plain(row.gone),
        "new": _ranges_plain(row.new),
    }


def _count(sentence: Sentence | None) -> int:
    return max(len(sentence.parts), 1) if sentence else 0


def _ranges_plain(ranges: tuple[Range, ...]) -> list[list[int]]:
    return [list(one) for one in ranges]
