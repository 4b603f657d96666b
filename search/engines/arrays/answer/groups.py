"""Groups: how do copies and versions among the documents found become one result?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ....scoring import DECIMALS, NEARLY
from ..file.array_types import Documents, Integers, Marks, Scores


class Groups:
    """Which documents are copies of one another, and which versions of one paper.

    A group holds both: the versions in their order, each with its copies behind its head.
    """

    def __init__(
        self, size: int, copies: Sequence[Sequence[int]], versions: Sequence[Sequence[int]]
    ) -> None:
        """Take the number of documents, groups of copies, the head first, and of versions: of heads."""
        self._copies = {members[0]: members for members in copies}
        self._versions = versions
        self.numbers = np.zeros(size, np.int64)  # of each document: its group, from 1; 0: none
        self.places = np.zeros(size, np.int64)  # in its group
        self._is_version = np.zeros(size, bool)  # of each document: there are others of its paper
        self.heads = np.arange(size)  # of each document: that of its copies
        for members in copies:
            self.heads[members] = members[0]
        versioned = set(chain.from_iterable(versions))
        alone = [(head,) for head in self._copies if head not in versioned]
        for number, group in enumerate((*versions, *alone), 1):
            documents = self._of(group)
            self.numbers[documents] = number
            self._is_version[documents] = number <= len(versions)
            self.places[documents] = np.arange(len(documents))

    def copies(self, document: int) -> Sequence[int]:
        """Return the copies a document is among, the head first; empty when it has none."""
        return self._copies.get(int(self.heads[document]), ())

    def versions(self, document: int) -> Sequence[int]:
        """Return the versions of a document's paper, it itself for its own; empty when there is one."""
        number = int(self.numbers[document])
        if not 0 < number <= len(self._versions):
            return ()
        own = int(self.heads[document])
        return [document if head == own else head for head in self._versions[number - 1]]

    def without_copies(self, documents: Documents) -> Documents:
        """Keep of some documents, ascending, one of those that are copies: the first of their group."""
        grouped = (self.numbers.take(documents) > 0).nonzero()[0]  # few have any
        of_groups = documents[grouped]
        heads = self.heads.take(of_groups)
        order = np.lexsort((self.places.take(of_groups), heads))
        _, firsts = np.unique(heads[order], return_index=True)
        kept = np.ones(len(documents), bool)
        kept[grouped] = False
        kept[grouped[order[firsts]]] = True
        return documents[kept]

    def side_by_side(self, ranks: Integers) -> Integers:
        """Give documents their place as these ranks do, the versions of a paper behind the first of them."""
        ranks = ranks.copy()
        for group in self._versions:
            documents = self._of(group)
            ranks[documents] = ranks[documents[0]]
        place = np.empty(len(ranks), np.int64)
        place[np.lexsort((self.places, ranks))] = np.arange(len(ranks))
        return place

    def level(
        self, found: Documents, key: Scores, ordering: Scores, tiers: Integers | None
    ) -> Scores:
        """Give the versions of a paper that are of one tier, and nearly the best, the greatest key of them."""
        at = self._is_version.take(found).nonzero()[0]
        if not len(at):
            return key
        of = self.numbers[found[at]]
        if tiers is not None:
            of = of * (int(np.ptp(tiers)) + 1) + tiers[at] - tiers.min()
        _, of = np.unique(of, return_inverse=True)
        best, best_key = np.full((2, int(of.max()) + 1), -np.inf)
        np.maximum.at(best, of, ordering[at])
        np.maximum.at(best_key, of, key[at])
        is_near = _is_near(ordering[at], best[of])
        key = key.copy()
        key[at[is_near]] = best_key[of[is_near]]
        return key

    def _of(self, group: Sequence[int]) -> list[int]:
        return [one for head in group for one in self._copies.get(head, (head,))]


@dataclass(frozen=True, slots=True)
class Others:
    """What stands behind the document shown for a result, in the order of its group."""

    copies: Documents  # of the document shown
    versions: Documents  # the first found of each other version


class Results:
    """The documents found, those of a group as one result: the first of it that was found.

    By relevance, the first that is nearly the best of those in the best tier, all words in a sentence
    or not.
    """

    def __init__(self, found: Documents, groups: Groups | None) -> None:
        """Take the documents found; without groups each is a result."""
        self._found = found
        self._none = Others(found[:0], found[:0])
        self.documents = found  # one for each result
        self._shown: Integers | None = None  # where they stand among those found; None: all
        if groups is not None and len(at := groups.numbers.take(found).nonzero()[0]):
            self._merge(at, groups)

    def _merge(self, at: Integers, groups: Groups) -> None:
        self._heads = groups.heads
        members = self._found[at]
        order = np.lexsort((groups.places[members], groups.numbers[members]))
        numbers = groups.numbers[members][order]
        self._members = at[order]  # where those in groups stand among the found, group by group
        self._starts = np.concatenate(([0], (numbers[1:] != numbers[:-1]).nonzero()[0] + 1))
        self._ends = np.append(self._starts, len(self._members))
        self._show(self._members[self._starts])

    @property
    def has_groups(self) -> bool:
        """Say whether any of the documents found is of a group."""
        return self._shown is not None

    def prefer(self, ordering: Scores, better: Integers) -> None:
        """Show of each group, if there are any, the first that is nearly the best of those with the greatest number."""
        groups, own = self._groups(), ordering[self._members]
        of_members = better[self._members]
        best = np.maximum.reduceat(of_members, self._starts)
        own = np.where(of_members == best[groups], own, -np.inf)
        is_near = _is_near(own, np.maximum.reduceat(own, self._starts)[groups])
        places = np.where(is_near, np.arange(len(own)), len(own))
        self._show(self._members[np.minimum.reduceat(places, self._starts)])

    def _show(self, firsts: Integers) -> None:
        self._firsts = firsts  # of each group, where the one shown stands among the found
        is_shown = np.ones(len(self._found), bool)
        is_shown[self._members] = False
        is_shown[firsts] = True
        self._shown = is_shown.nonzero()[0]
        self.documents = self._found[self._shown]

    def _groups(self) -> Integers:
        return np.arange(len(self._starts)).repeat(self._ends[1:] - self._ends[:-1])

    def best(self, key: Scores) -> Integers | slice:
        """Say where each result's best document stands among those found, the greater key the better."""
        if self._shown is None:
            return slice(None)
        best = np.arange(len(self._found))
        earlier = -np.arange(len(self._members))  # goes before what is as good
        order = np.lexsort((earlier, key[self._members], self._groups()))
        best[self._firsts] = self._members[order[self._ends[1:] - 1]]
        return best[self._shown]

    def counts(self, occurrences: Integers, page: Integers) -> Integers:
        """Return what was counted in the document of each of some results."""
        return occurrences[page if self._shown is None else self._shown[page]]

    def others(self, page: Integers) -> list[Others]:
        """Return the copies and versions that were found behind each of some results."""
        if self._shown is None:
            return [self._none] * len(page)
        others = []
        for place in self._shown[page].tolist():
            of_group = (self._firsts == place).nonzero()[0][:1].tolist()
            runs = [self._members[self._starts[at] : self._ends[at + 1]] for at in of_group]
            shown = self._found[place]
            others.append(self._behind(shown, self._found[runs[0]]) if runs else self._none)
        return others

    def _behind(self, shown: int, members: Documents) -> Others:
        heads = self._heads[members]
        is_copy = heads == self._heads[shown]
        _, firsts = np.unique(heads, return_index=True)
        versions = np.sort(firsts)
        return Others(members[is_copy & (members != shown)], members[versions[~is_copy[versions]]])


def _is_near(ordering: Scores, best: Scores) -> Marks:
    return np.asarray(ordering.round(DECIMALS) >= (NEARLY * best).round(DECIMALS))
