"""Own wordings: which words and phrases that the collection knows has only one of two texts?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from ..query.budget import spend
from ..suggest.lexicon import Entry, EntryKind, Lexicon
from ..text.runs import RUN
from ..text.segmentation import Segmenter
from .comparison import Comparison, Kind
from .side import Sentence

_MOST_WORDS, _LONGEST = 3, 12  # of a wording: words, and characters
_KINDS = frozenset({EntryKind.WORD, EntryKind.PHRASE})
_COST = 5.0  # microseconds, of a wording that is looked up


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that only one of two texts has."""

    text: str  # normalised
    count: int  # of places, but for those in a longer one
    articles: int  # of the collection that have it; of a phrase as many as a sample suggests


def own_wordings(
    comparison: Comparison, lexicon: Lexicon, segmenter: Segmenter
) -> tuple[list[Wording], list[Wording]]:
    """Return what only the earlier text says, and what only the later one.

    Words of the collection, and up to three in a row that it uses as one; the longest, where one is
    in another. Those come first that take most of the text.
    """
    changed = [row for row in comparison.rows if row.kind in {Kind.CHANGED, Kind.GONE, Kind.NEW}]
    earlier = _Words.of((row.one for row in changed), segmenter)
    later = _Words.of((row.other for row in changed), segmenter)
    spans = earlier.spans() | later.spans()
    spend(_COST * len(spans))
    known = {text: entry for text, entry in lexicon.entries(spans).items() if entry.kind in _KINDS}
    one, other = (_Text.of(side.normalized.text) for side in (comparison.one, comparison.other))
    return earlier.only_here(known, other), later.only_here(known, one)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in which thousands of wordings are looked for."""

    text: str
    pairs: frozenset[str]  # of neighbouring characters

    @classmethod
    def of(cls, text: str) -> "_Text":
        return cls(text, frozenset(map(str.__add__, text, text[1:])))

    def has(self, wording: str) -> bool:
        """Say whether a wording of two characters or more stands in it."""
        pairs = map(str.__add__, wording, wording[1:])
        return self.pairs.issuperset(pairs) and (len(wording) == 2 or wording in self.text)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of what has changed in a text, those of each run of Chinese characters."""

    runs: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, sentences: Iterable[Sentence | None], segmenter: Segmenter) -> "_Words":
        said = [sentence.said for sentence in sentences if sentence is not None]
        found = (run["han"] for text in said for run in RUN.finditer(text))
        return cls(tuple(tuple(segmenter.words(run)) for run in found if run))

    def spans(self) -> set[str]:
        """Return all that may be a wording."""
        return {
            text
            for words in self.runs
            for start in range(len(words))
            for text in accumulate(words[start : start + _MOST_WORDS])
            if 1 < len(text) <= _LONGEST
        }

    def only_here(self, known: Mapping[str, Entry], elsewhere: _Text) -> list[Wording]:
        """Return the wordings, of those that are known, that do not stand in another text."""
        own = {text for text in known if not elsewhere.has(text)}
        counts = Counter[str]()
        for words in self.runs:
            place = 0
            while place < len(words):
                ahead = list(accumulate(words[place : place + _MOST_WORDS]))
                size = next((n for n in range(len(ahead), 0, -1) if ahead[n - 1] in own), 0)
                if size:
                    counts[ahead[size - 1]] += 1
                place += size or 1
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1] * (len(pair[0]) - 1), pair[0]))
        return [Wording(text, count, known[text].articles) for text, count in ranked]
