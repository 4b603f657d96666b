"""Common strings: how are the strings of several segments numbered in common? The largest list stays on disk.

What the others have besides is kept in memory: that is little, since each segment is several times
as large as the next. A text is read when it is asked for.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np

from .array_types import Integers
from .strings import Strings

_FEW = 1 / 64  # of a list: for fewer strings each is looked up, for more the list is gone through


class CommonStrings(Sequence[str]):
    """The distinct strings of several ascending lists, ascending, as texts."""

    def __init__(self, lists: Sequence[Strings]) -> None:
        largest = max(range(len(lists)), key=lambda which: len(lists[which]), default=0)
        self._base = lists[largest] if lists else ()
        others = [list(strings) if which != largest else [] for which, strings in enumerate(lists)]
        listed = sorted(set().union(*others))
        places = list(_places(self._base, listed))
        is_new = [
            place == len(self._base) or self._base[place] != string
            for place, string in zip(places, listed, strict=True)
        ]
        self._new = [string for string, new in zip(listed, is_new, strict=True) if new]
        at = np.array(places, np.int64)[np.array(is_new, bool)]  # before which of the base
        self._new_numbers = at + np.arange(len(at))
        self._at = at
        number_of = {
            string: place + before
            for string, place, before in zip(
                listed, places, np.cumsum([0, *is_new]).tolist(), strict=False
            )
        }
        #: Of each list, the numbers of its strings.
        self.numbers: list[Integers] = [
            self._numbers_of_base()
            if which == largest
            else np.array([number_of[string] for string in own], np.int64)
            for which, own in enumerate(others)
        ]

    def __len__(self) -> int:
        return len(self._base) + len(self._new)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        """Return one text, by its number from 0, or some of them."""
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        new = int(self._new_numbers.searchsorted(number))
        if new < len(self._new) and self._new_numbers[new] == number:
            return self._new[new].decode()
        return self._base[number - new].decode()

    def __iter__(self) -> Iterator[str]:
        left = iter(self._base)
        done = 0
        for at, string in zip(self._at.tolist(), self._new, strict=True):
            for _ in range(at - done):
                yield next(left).decode()
            done = at
            yield string.decode()
        yield from (string.decode() for string in left)

    def place(self, text: str) -> int | None:
        """Return the number of a text, None when it is not there."""
        encoded = text.encode()
        new = bisect_left(self._new, encoded)
        if new < len(self._new) and self._new[new] == encoded:
            return int(self._new_numbers[new])
        at = self._base.find(encoded) if isinstance(self._base, Strings) else None
        return None if at is None else at + int(self._at.searchsorted(at, "right"))

    def lengths(self) -> Integers:
        """Return the characters of each text."""
        lengths = np.empty(len(self), np.int64)
        lengths[self._new_numbers] = [len(string.decode()) for string in self._new]
        if isinstance(self._base, Strings):
            lengths[self._numbers_of_base()] = self._base.character_counts()
        return lengths

    def _numbers_of_base(self) -> Integers:
        own = np.arange(len(self._base))
        return own + self._at.searchsorted(own, "right") if len(self._at) else own


def _places(base: Strings | Sequence[bytes], ascending: Sequence[bytes]) -> Iterator[int]:
    """Yield before which string of an ascending list each of some would stand."""
    if len(ascending) < len(base) * _FEW:
        place = 0
        for string in ascending:
            place = bisect_left(base, string, place)
            yield place
        return
    left = iter(base)
    there, place = next(left, None), 0
    for string in ascending:
        while there is not None and there < string:
            there, place = next(left, None), place + 1
        yield place
