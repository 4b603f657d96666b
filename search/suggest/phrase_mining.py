"""Phrase mining: which phrases does a collection use as if they were words?

A word is what holds together inside and is free outside (`frequent_runs`). Every run of 2 to
`max_length` Chinese characters is counted exactly.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..text.normalization import is_han
from .frequent_runs import (
    Flags,
    Integers,
    LengthListener,
    Numbers,
    Small,
    Symbols,
    Thresholds,
    frequent_runs,
    no_listener,
)

#: Bits: each joint of a phrase is 32 times as frequent as by chance.
MIN_PMI = 5.0
#: Bits: before and after a phrase there is as much choice as among four characters, all as likely.
MIN_ENTROPY = 2.0
#: A phrase is part of a longer one, if so many of its occurrences have the same character beside it.
MAX_SAME_NEIGHBOUR = 0.9

#: Characters that join words rather than make them, at the beginning and at the end of a phrase.
FUNCTION_STARTS = frozenset("的了和与是在及等或并而也都就把被所其这那着们我你他她它")
FUNCTION_ENDS = frozenset("的了和与是在及等或并而也都就把被从以于对向由将其这那着我你他她它不")
#: Words that begin or end with such a character, and are whole all the same.
WHOLE_WORDS = frozenset(
    "和平 和谐 和解 在线 在职 在校 在编 其他 其它 存在 平等 对等 目的 标的 合并".split()
)


@dataclass(frozen=True, slots=True)
class MinedPhrase:
    """A phrase, and why it may be a word."""

    text: str
    count: int  # occurrences
    documents: int  # with it
    pmi: float  # bits, of its weakest joint
    left_entropy: float  # bits
    right_entropy: float
    positions: tuple[int, ...]  # some of its occurrences, from the first to the last


def mine_phrases(
    codes: npt.NDArray[np.uint32],
    document_starts: Integers,
    *,
    min_documents: int = 3,
    max_length: int = 8,
    limit: int = 20_000,
    on_length: LengthListener = no_listener,
) -> tuple[MinedPhrase, ...]:
    r"""Return the phrases that a collection uses as words, those with most text in most documents first.

    `codes` are the normalised characters of all texts, a "\n" after each; `document_starts` says
    where each document begins, and where the last one ends. The order is by documents x length,
    then by occurrences. At most 2**31 characters; about 25 bytes of memory for each.
    """
    characters = _Characters.of(codes, max_length)
    thresholds = Thresholds(min_documents, max_length, MIN_PMI, MIN_ENTROPY, MAX_SAME_NEIGHBOUR)
    found = [
        MinedPhrase(
            characters.text(run.positions[0], run.length),
            run.count,
            run.documents,
            run.pmi,
            run.left_entropy,
            run.right_entropy,
            run.positions,
        )
        for run in frequent_runs(characters.symbols(document_starts), thresholds, on_length)
    ]
    found.sort(
        key=lambda phrase: (-phrase.documents * len(phrase.text), -phrase.count, phrase.text)
    )
    return tuple(found[:limit])


@dataclass(frozen=True, slots=True)
class _Characters:
    """Characters as small numbers, 0 for all that is not Chinese."""

    alphabet: npt.NDArray[np.uint32]  # by number: code of a character
    numbers: Numbers  # by position; zeros behind the last

    @classmethod
    def of(cls, codes: npt.NDArray[np.uint32], max_length: int) -> "_Characters":
        """Number the Chinese characters in order of their codes."""
        present = np.zeros(0x110000, bool)
        present[codes] = True
        chinese = [code for code in np.flatnonzero(present).tolist() if is_han(chr(code))]
        kind: npt.DTypeLike = np.uint16 if len(chinese) < 1 << 16 else np.uint32
        number_of: Numbers = np.zeros(0x110000, kind)
        number_of[chinese] = np.arange(1, len(chinese) + 1)
        numbers: Numbers = np.zeros(len(codes) + max_length + 1, kind)
        numbers[: len(codes)] = number_of[codes]
        return cls(np.array([0, *chinese], np.uint32), numbers)

    def symbols(self, document_starts: Integers) -> Symbols:
        """Return them as what is counted: what is not Chinese, as a mark, bounds a phrase for certain."""
        bounds = np.zeros(len(self.alphabet), bool)
        bounds[0] = True
        documents = np.arange(len(document_starts) - 1, dtype=np.int32)
        return Symbols(
            count=len(self.alphabet),
            numbers=self.numbers,
            documents=np.repeat(documents, np.diff(document_starts)),
            symbols=int(np.count_nonzero(self.numbers)),
            bounds_before=bounds,
            bounds_behind=bounds,
            may_begin=lambda at: ~self._are(at, FUNCTION_STARTS) | self._are_words(at),
            may_end=lambda at: ~self._are(at, FUNCTION_ENDS) | self._are_words(at - 1),
        )

    def text(self, start: int, length: int) -> str:
        """Return so many characters from a position on."""
        return "".join(
            chr(self.alphabet[number]) for number in self.numbers[start : start + length]
        )

    def _are(self, positions: Small, wanted: Collection[str]) -> Flags:
        """Mark where the character is among the wanted ones."""
        codes = [ord(character) for character in wanted]
        flags: Flags = np.isin(self.alphabet, codes)[self.numbers[positions]]
        return flags

    def _are_words(self, positions: Small) -> Flags:
        """Mark where one of WHOLE_WORDS begins."""
        words = [(ord(word[0]) << 32) | ord(word[1]) for word in WHOLE_WORDS]
        first, second = (
            self.alphabet[self.numbers[positions + offset]].astype(np.int64) for offset in (0, 1)
        )
        return np.isin((first << 32) | second, words)
