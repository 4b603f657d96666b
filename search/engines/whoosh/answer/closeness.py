"""Closeness: how near to one another does what was typed stand in each document? Its tier."""

import numpy as np

from ....engine import Tier
from ....plan import Closeness
from ....query.nodes import Unit
from ..file.array_types import Documents, Integers, Marks
from .finding import Finding
from .snapshot import Snapshot
from .sparse import contains

#: Of a document that has no tier.
NO_TIER = -1


class Tiers:
    """Tells the tiers of documents for what should stand close together."""

    def __init__(
        self, snapshot: Snapshot, finding: Finding, closeness: Closeness, texts: list[str]
    ) -> None:
        """Take the texts of the pieces that must stand in a sentence to be there together."""
        self._snapshot = snapshot
        self._finding = finding
        self._closeness = closeness
        self._texts = texts

    def complete(self, documents: Documents) -> Marks:
        """Mark the documents that have every piece, or are found by it."""
        complete = np.ones(len(documents), bool)
        for piece in self._closeness.found:
            complete &= contains(self._finding.found(piece), documents, self._snapshot.size)
        return complete

    def of(self, documents: Documents, complete: Marks, looked_into: Integers) -> Integers:
        """Return the tier of each document; sentences are looked at only in some of them, by place."""
        if self._closeness.is_question:
            tiers = np.full(len(documents), NO_TIER, np.int64)
        else:
            tiers = np.full(len(documents), Tier.MOST, np.int64)
            tiers[complete] = Tier.ALL
            looked_into = looked_into[documents[looked_into].argsort()]
            together = self._snapshot.postings.together(
                self._texts, documents[looked_into], Unit.SENTENCE
            )
            tiers[looked_into[together]] = Tier.SENTENCE
        whole = self._finding.phrase(self._closeness.whole).documents
        tiers[contains(whole, documents, self._snapshot.size)] = Tier.EXACT
        if self._closeness.name is not None:
            named = self._finding.named(self._closeness.name)
            called_so = named.documents[named.shares == 1.0]
            tiers[contains(called_so, documents, self._snapshot.size)] = Tier.EXACT
        return tiers
