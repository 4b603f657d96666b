"""Groups: how do copies among the documents found become one result?"""

from collections.abc import Sequence

import numpy as np

from ..file.array_types import Documents, Integers, Scores


class Groups:
    """Which documents are copies of one another."""

    def __init__(self, size: int, groups: Sequence[Sequence[int]]) -> None:
        """Take the number of documents, and the groups of them, each with its head first."""
        self.groups = groups
        self.numbers = np.zeros(size, np.int64)  # of each document: its group, from 1; 0: none
        self.places = np.zeros(size, np.int64)  # in its group
        for number, members in enumerate(groups, 1):
            self.numbers[members] = number
            self.places[members] = np.arange(len(members))

    def of(self, document: int) -> Sequence[int]:
        """Return the group of a document, the head first; empty when it has no copies."""
        number = int(self.numbers[document])
        return self.groups[number - 1] if number else ()


class Results:
    """The documents found, those of a group as one result: its head, or the first that was found."""

    def __init__(self, found: Documents, groups: Groups | None) -> None:
        """Take the documents found; without groups each is a result."""
        self._found = found
        self.documents = found  # one for each result
        self._shown: Integers | None = None  # where they stand among those found; None: all
        if groups is not None and len(at := groups.numbers.take(found).nonzero()[0]):
            self._merge(at, groups)

    def _merge(self, at: Integers, groups: Groups) -> None:
        members = self._found[at]
        order = np.lexsort((groups.places[members], groups.numbers[members]))
        numbers = groups.numbers[members][order]
        self._members = at[order]  # where those in groups stand among the found, group by group
        self._starts = np.concatenate(([0], (numbers[1:] != numbers[:-1]).nonzero()[0] + 1))
        self._ends = np.append(self._starts, len(self._members))
        is_shown = np.ones(len(self._found), bool)
        is_shown[self._members] = False
        is_shown[self._members[self._starts]] = True
        self._shown = is_shown.nonzero()[0]
        self.documents = self._found[self._shown]

    def best(self, key: Scores) -> Integers | slice:
        """Say where each result's best document stands among those found, the greater key the better."""
        if self._shown is None:
            return slice(None)
        best = np.arange(len(self._found))
        groups = np.repeat(np.arange(len(self._starts)), np.diff(self._ends))
        order = np.lexsort((key[self._members], groups))
        best[self._members[self._starts]] = self._members[order[self._ends[1:] - 1]]
        return best[self._shown]

    def counts(self, occurrences: Integers, page: Integers) -> Integers:
        """Return what was counted in the document of each of some results."""
        return occurrences[page if self._shown is None else self._shown[page]]

    def copies(self, page: Integers) -> list[Documents]:
        """Return, for each of some results, the other documents found of its group, in its order."""
        if self._shown is None:
            return [self._found[:0]] * len(page)
        firsts = self._members[self._starts]
        copies = []
        for place in self._shown[page].tolist():
            of_group = (firsts == place).nonzero()[0][:1].tolist()
            runs = [self._members[self._starts[at] + 1 : self._ends[at + 1]] for at in of_group]
            copies.append(self._found[runs[0]] if runs else self._found[:0])
        return copies
