"""Closeness: how near to one another does what was typed stand in each document? Its tier."""

import numpy as np

from ....engine import Tier
from ....plan import Closeness, Plan
from ....query.budget import spend
from ....query.nodes import Unit
from ..file.array_types import Documents, Integers, Marks
from .finding import Finding
from .snapshot import Snapshot
from .sparse import contains

#: Of a document that has no tier.
NO_TIER = -1
# What is taken off the budget for a text that is looked for in sentences.
_TEXT = 450


class Tiers:
    """Tells the tiers of documents for what should stand close together, in any of the wordings."""

    def __init__(self, snapshot: Snapshot, finding: Finding, plan: Plan) -> None:
        self._snapshot = snapshot
        self._finding = finding
        self._wordings = [
            (closeness, plan.in_one_sentence(closeness))
            for closeness in (wording.closeness for wording in plan.wordings)
            if closeness is not None
        ]

    def __bool__(self) -> bool:
        """Say whether anything should stand close together."""
        return bool(self._wordings)

    def complete(self, documents: Documents) -> Marks:
        """Mark the documents that have every piece, or are found by it."""
        complete = np.zeros(len(documents), bool)
        for closeness, _ in self._wordings:
            complete |= self._has_pieces(closeness, documents)
        return complete

    def _has_pieces(self, closeness: Closeness, documents: Documents) -> Marks:
        complete = np.ones(len(documents), bool)
        for piece in closeness.found:
            complete &= contains(self._finding.found(piece), documents, self._snapshot.size)
        return complete

    def of(self, documents: Documents, complete: Marks, looked_into: Integers) -> Integers:
        """Return the tier of each document; sentences are looked at only in some of them, by place."""
        is_question = any(closeness.is_question for closeness, _ in self._wordings)
        tiers = np.full(len(documents), NO_TIER if is_question else Tier.MOST, np.int64)
        if not is_question:
            tiers[complete] = Tier.ALL
            looked_into = looked_into[documents[looked_into].argsort()]
            for _, texts in self._wordings:
                spend(_TEXT * len(texts))
                together = self._finding.postings.together(
                    texts, documents[looked_into], Unit.SENTENCE
                )
                tiers[looked_into[together]] = Tier.SENTENCE
        for closeness, _ in self._wordings:
            tiers[self._is_exact(closeness, documents)] = Tier.EXACT
        return tiers

    def _is_exact(self, closeness: Closeness, documents: Documents) -> Marks:
        """Mark the documents with all that was typed side by side, and those that are called so."""
        size = self._snapshot.size
        exact = contains(self._finding.phrase(closeness.whole).documents, documents, size)
        if closeness.name is not None:
            named = self._finding.named(closeness.name)
            exact |= contains(named.documents[named.shares == 1.0], documents, size)
        return exact
