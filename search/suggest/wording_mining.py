"""Wording mining: which words in a row, or between quotation marks, does a collection use as one wording?

Who types 以人民 may be about to type 以人民为中心. Words in a row are one wording where they stand
together more often than by chance and what follows is open (`frequent_runs`). Verbs before it that
go with any wording (坚持…), and what does behind it, leave it open: slogans have few others beside
them. What is written “三农” is a wording, alone and with what follows: “三农”工作.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ..text.characters import HAN_AND_RARE
from ..text.function_words import FUNCTION_WORDS
from ..text.normalization import normalize
from .any_wording import AUXILIARY, LEADING, TRAILING
from .frequent_runs import Flags, Integers, Symbols, Thresholds, frequent_runs
from .phrase_mining import FUNCTION_ENDS, FUNCTION_STARTS

#: How quotation marks are normalised, all the same.
MARK = normalize("“")
#: Words are four times as frequent together as by chance, and what is beside them is as open as
#: between two words; of three characters or fewer 32 times: 各市 is no wording.
_THRESHOLDS = Thresholds(
    min_documents=3, max_length=6, min_pmi=2.0, min_entropy=1.0, max_same_neighbour=0.9
)
_SHORT, _MIN_PMI_OF_SHORT = 3, 5.0
_LONGEST = 16  # characters
#: 以 begins 以人民为中心, and ends nothing.
_NO_BEGINNINGS = (FUNCTION_WORDS | FUNCTION_STARTS) - {"以"}
_NO_ENDINGS = FUNCTION_WORDS | FUNCTION_ENDS
_BEFORE, _BEHIND = FUNCTION_WORDS | LEADING | AUXILIARY, FUNCTION_WORDS | TRAILING
#: What is quoted, and Chinese characters in a row.
_STRETCH = re.compile(rf"{MARK}([{HAN_AND_RARE}]{{2,6}}){MARK}|[{HAN_AND_RARE}]+")


@dataclass(frozen=True, slots=True)
class MinedWording:
    """A wording, and in how many texts it stands."""

    text: str  # normalised, but for quotation marks: “三农”工作
    documents: int


def without_marks(wording: str) -> str:
    """Return a wording without its quotation marks, as most people type it."""
    return re.sub(f"[“”{MARK}]", "", wording)


def mine_wordings(texts: Iterable[str], cut: Callable[[str], list[str]]) -> list[MinedWording]:
    """Return the wordings of some normalised texts, those with most text in most of them first.

    `cut` cuts Chinese characters into words. Of two that differ in marks only, the first stays.
    """
    words = _Words.of(texts, cut)
    found = [*words.in_a_row(), *words.quoted()]
    found.sort(key=lambda wording: (-wording.documents * len(wording.text), wording.text))
    by_text: dict[str, MinedWording] = {}
    for wording in found:
        by_text.setdefault(without_marks(wording.text), wording)
    return [*by_text.values()]


def _is_wording(text: str, pmi: float) -> bool:
    length = len(without_marks(text))
    return length <= _LONGEST and (length > _SHORT or pmi >= _MIN_PMI_OF_SHORT)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of texts as small numbers, 0 for all that is no Chinese word; what is quoted is one."""

    words: list[str]  # by number
    numbers: Integers  # by position; zeros behind the last
    starts: Integers  # of each text; and the end

    @classmethod
    def of(cls, texts: Iterable[str], cut: Callable[[str], list[str]]) -> "_Words":
        """Cut texts into words, and number these in the order in which they come."""
        number_of = {"": 0}
        numbers: list[int] = []
        starts = [0]
        for text in texts:
            end = -1
            for stretch in _STRETCH.finditer(text):
                if stretch.start() != end:
                    numbers.append(0)
                end = stretch.end()
                own = [f"“{stretch[1]}”"] if stretch[1] else cut(stretch[0])
                numbers += [number_of.setdefault(word, len(number_of)) for word in own]
            numbers.append(0)
            starts.append(len(numbers))
        numbers += [0] * (_THRESHOLDS.max_length + 1)
        return cls(list(number_of), np.array(numbers, np.uint32), np.array(starts, np.int64))

    def in_a_row(self) -> Iterator[MinedWording]:
        """Yield what words in a row make one wording."""
        for run in frequent_runs(self.symbols(), _THRESHOLDS):
            first = run.positions[0]
            text = "".join(self.words[n] for n in self.numbers[first : first + run.length])
            if _is_wording(text, run.pmi):
                yield MinedWording(text, run.documents)

    def symbols(self) -> Symbols:
        """Return them as what is counted."""
        no_beginnings, no_endings = self._are(_NO_BEGINNINGS), self._are(_NO_ENDINGS)
        documents = np.arange(len(self.starts) - 1, dtype=np.int32)
        return Symbols(
            count=len(self.words),
            numbers=self.numbers,
            documents=np.repeat(documents, np.diff(self.starts)),
            symbols=int(np.count_nonzero(self.numbers)),
            bounds_before=self._are(_BEFORE | {""}),
            bounds_behind=self._are(_BEHIND | {""}),
            may_begin=lambda at: ~no_beginnings[self.numbers[at]],
            may_end=lambda at: ~no_endings[self.numbers[at]],
        )

    def quoted(self) -> list[MinedWording]:
        """Return what stands between quotation marks in enough texts, without these."""
        documents = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        quoted = np.array([word.startswith("“") for word in self.words])
        at = quoted[self.numbers[: len(documents)]].nonzero()[0]
        pairs = np.unique(np.stack([self.numbers[at], documents[at]]), axis=1)
        numbers, counts = np.unique(pairs[0], return_counts=True)
        return [
            MinedWording(without_marks(self.words[number]), count)
            for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)
            if count >= _THRESHOLDS.min_documents
        ]

    def _are(self, wanted: Iterable[str]) -> Flags:
        """Mark, by number, the words among the wanted ones."""
        return np.isin(np.array(self.words), [*wanted])
