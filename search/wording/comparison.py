"""Comparison: what of a text was kept, changed, moved, left out and added? Two texts, sentence by sentence."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..errors import UsageError
from ..query.budget import spend
from .alignment import align
from .edits import edits
from .joining import join
from .side import Sentence, Side

#: Both texts together: a longer pair is refused.
MOST_CHARACTERS = 400_000
_COST = 0.6  # microseconds, of a character

Range = tuple[int, int]


class Kind(StrEnum):
    """What became of a sentence."""

    KEPT = "kept"
    NUMBERED = "numbered"  # kept, but for the number it begins with
    MOVED = "moved"  # kept, elsewhere, maybe under another number
    CHANGED = "changed"  # there, or elsewhere
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the earlier text beside what it is in the later one; None where it is not there.

    One that was cut in several stands beside these, and several that became one beside it.

    Edits are ranges of the two sentences' texts, in characters: what is gone, and what is new.
    """

    kind: Kind
    one: Sentence | None
    other: Sentence | None
    is_moved: bool = False
    gone: tuple[Range, ...] = ()
    new: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side; rows in the order of the later one, what is gone where it stood."""

    rows: tuple[Row, ...]
    one: Side
    other: Side

    @property
    def counts(self) -> dict[Kind, int]:
        """Count the sentences of each kind."""
        counts = Counter(row.kind for row in self.rows)
        return {kind: counts[kind] for kind in Kind}

    @property
    def is_same(self) -> bool:
        """Say whether both texts say the same, in the same order."""
        return all(row.kind is Kind.KEPT for row in self.rows)


def compare(lines: Sequence[str], other_lines: Sequence[str]) -> Comparison:
    """Compare the lines of two texts. Raises UsageError where they are too long, TooCostlyError likewise."""
    length = sum(map(len, lines)) + sum(map(len, other_lines))
    if length > MOST_CHARACTERS:
        raise UsageError(
            "两篇共 %(length)s 字，太长了，一次最多对照 %(most)s 字",
            length=length,
            most=MOST_CHARACTERS,
        )
    spend(_COST * length)
    one, other = Side.of(lines), Side.of(other_lines)
    return Comparison(tuple(_rows(one, other)), one, other)


def _rows(one: Side, other: Side) -> Iterator[Row]:
    said = [sentence.said for sentence in one.sentences]
    other_said = [sentence.said for sentence in other.sentences]
    matches = join(align(said, other_said), said, other_said)
    matched = {match.other: match for match in matches}
    became = {match.one + at for match in matches for at in range(match.ones)}
    before = 0  # the first of the earlier text that is not told yet
    number = 0
    while number < len(other.sentences):
        match = matched.get(number)
        if match is None:
            yield Row(Kind.NEW, None, other.sentences[number])
            number += 1
            continue
        if not match.is_moved:
            yield from _gone(one, before, match.one, became)
            before = match.one + match.ones
        earlier, later = one.run(match.one, match.ones), other.run(number, match.others)
        yield _row(one, other, earlier, later, match.is_moved)
        number += match.others
    yield from _gone(one, before, len(one.sentences), became)


def _gone(one: Side, start: int, end: int, became: set[int]) -> Iterator[Row]:
    for sentence in one.sentences[start:end]:
        if sentence.number not in became:
            yield Row(Kind.GONE, sentence, None)


def _row(one: Side, other: Side, sentence: Sentence, later: Sentence, is_moved: bool) -> Row:
    """Tell what became of a sentence that is in both texts."""
    gone: list[Range] = []
    new: list[Range] = []
    for edit in edits(sentence.normalized, later.normalized):
        if edit.start < edit.end:
            gone.append(one.original_range(sentence, edit.start, edit.end))
        if edit.other_start < edit.other_end:
            new.append(other.original_range(later, edit.other_start, edit.other_end))
    kind = Kind.KEPT if sentence.label == later.label else Kind.NUMBERED
    if sentence.said != later.said:
        kind = Kind.CHANGED
    elif is_moved:
        kind = Kind.MOVED
    return Row(kind, sentence, later, is_moved, tuple(gone), tuple(new))
