"""Pairs: which characters stand side by side in a segment, and how often? Its bigrams, by their keys.

A key is the code of the first character, shifted by CODE_BITS, and that of the second; keys ascend,
so the bigrams that begin with a character lie side by side.
"""

import sys
from functools import cached_property

import numpy as np

from .array_types import AnyArray, Integers, Marks
from .arrays import ArrayFile
from .layout import CODE_BITS, OFFSET_STARTS

_CODE_BITS = np.uint64(CODE_BITS)
_SECOND = np.uint64((1 << CODE_BITS) - 1)
_LINE_BREAK = ord("\n")


def pair_keys(text: str) -> AnyArray:
    """Return the keys of the pairs of neighbouring characters of a text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return keys_of(codes[:-1], codes[1:])


def keys_of(firsts: AnyArray, seconds: AnyArray) -> AnyArray:
    """Return the keys of pairs of characters."""
    return (firsts.astype(np.uint64) << _CODE_BITS) | seconds.astype(np.uint64)


def pair_of(key: int) -> str:
    """Return the two characters of a key."""
    return chr(key >> CODE_BITS) + chr(key & int(_SECOND))


class PairSizes:
    """How often bigrams stand in a segment, by their numbers."""

    def __init__(self, arrays: ArrayFile) -> None:
        self._offset_starts: AnyArray = arrays[OFFSET_STARTS]

    @property
    def total(self) -> int:
        """Count all places: each has one bigram."""
        return int(self._offset_starts[-1]) if len(self._offset_starts) else 0

    def row_sizes(self, firsts: Integers, lasts: Integers) -> Integers:
        """Return how often those of each of some rows of bigrams stand there."""
        starts = self._offset_starts.take(firsts).astype(np.int64)
        return self._offset_starts.take(lasts).astype(np.int64) - starts


class Pairs:
    """The bigrams of a segment. What is asked of many is read as it lies in the file."""

    def __init__(self, keys: AnyArray, sizes: PairSizes) -> None:
        self._keys, self._sizes = keys, sizes

    def known(self, keys: AnyArray) -> tuple[Integers, Marks]:
        """Return the numbers of bigrams by their keys, and mark those that stand somewhere."""
        at = self._keys.searchsorted(keys)
        if not len(self._keys):
            return at, np.zeros(len(keys), bool)
        return at, self._keys.take(at, mode="clip") == keys

    def beginning_with(self, code: int) -> tuple[int, int]:
        """Return which bigrams begin with a character: the first, and the first behind them."""
        edges = np.array([code, code + 1], np.uint64) << _CODE_BITS
        low, high = self._keys.searchsorted(edges).tolist()
        return low, high

    def sizes(self, keys: AnyArray) -> Integers:
        """Return how often each of some bigrams stands in the texts."""
        at, is_known = self.known(keys)
        return self._sizes.row_sizes(at, at + is_known)

    def character_sizes(self, codes: AnyArray) -> Integers:
        """Return how often each of some characters stands in the texts."""
        return self._character_sizes.take(codes, mode="clip")

    def followers(self, code: int) -> AnyArray:
        """Return the codes of the characters that stand behind one, ascending."""
        low, high = self.beginning_with(code)
        found = self._keys[low:high] & _SECOND
        return _characters(found[found != np.uint64(_LINE_BREAK)])

    def predecessors(self, code: int) -> AnyArray:
        """Return the codes of the characters that stand before one, ascending."""
        order, seconds, starts = self._by_second
        at = int(seconds.searchsorted(seconds.dtype.type(code)))
        if seconds[at : at + 1].tolist() != [code]:
            return np.empty(0, np.uint32)
        return _characters(self._keys.take(order[starts[at] : starts[at + 1]]) >> _CODE_BITS)

    @cached_property
    def _character_sizes(self) -> AnyArray:
        """Return how often each character stands, by its code, up to the last and 0 behind that.

        Each character is the first of one bigram.
        """
        firsts = _characters(self._keys >> _CODE_BITS)
        begins = np.flatnonzero(np.diff(firsts, prepend=np.uint32(0)))
        sizes = np.zeros(int(firsts.max(initial=0)) + 2, np.int64)
        ends = np.append(begins[1:], len(firsts))
        sizes[firsts[begins]] = self._sizes.row_sizes(begins, ends)
        return sizes

    @cached_property
    def _by_second(self) -> tuple[AnyArray, AnyArray, Integers]:
        """Return the numbers of bigrams by their second characters; these, and where those of each begin."""
        seconds = (self._keys & _SECOND).astype(np.uint32)
        order = seconds.argsort(kind="stable").astype(np.uint32)
        distinct, starts = np.unique(seconds[order], return_index=True)
        return order, distinct, np.append(starts, len(order))


def _characters(codes: AnyArray) -> AnyArray:
    if codes.max(initial=0) > sys.maxunicode:
        raise ValueError("no character")
    return codes.astype(np.uint32)
