"""Parts: what does each part of a plan add to the score of a document?"""

from typing import assert_never

import numpy as np

from ....document_numbers import DocumentNumber
from ....engine import TermKind, TermScore
from ....plan import Name, Plan, ScoredPart
from ....query.budget import spend
from ....query.nodes import Anywhere, Like, Pattern, Phrase, Prefix, Word
from ....scoring import DECIMALS, idf
from ..file.array_types import Documents, Scores
from .finding import Finding, Occurrences, in_any_field, once
from .ranking import Found
from .snapshot import Snapshot
from .sparse import Wanted, values_at

# What is taken off the budget: for a part, and each document that has it.
_PART, _DOCUMENT = 60, 0.04


class Parts:
    """Scores documents by the parts of a plan, and by nothing else."""

    def __init__(self, snapshot: Snapshot, plan: Plan, finding: Finding) -> None:
        self._snapshot = snapshot
        self._wordings = [wording.parts for wording in plan.wordings]
        self._in_wordings: dict[ScoredPart, list[int]] = {}
        for number, parts in enumerate(self._wordings):
            for part in parts:
                self._in_wordings.setdefault(part, []).append(number)
        self._finding = finding

    def __bool__(self) -> bool:
        """Say whether anything is scored."""
        return any(self._wordings)

    def scores(self, documents: Documents) -> Scores:
        """Add up what the parts of the best wording give to each of some documents."""
        totals = np.zeros((len(self._wordings), len(documents)))
        if len(documents):
            wanted = Wanted(documents, self._snapshot.size)
            for part, numbers in self._in_wordings.items():
                there, scores = self._of(part, wanted)
                spend(_PART + len(there) * _DOCUMENT)
                scores = part.weight * scores
                for number in numbers:
                    totals[number][there] += scores
        return totals[0] if len(totals) == 1 else np.asarray(totals.max(axis=0))

    def explain(self, document: int) -> tuple[TermScore, ...]:
        """Say what each part of the best wording gives to a document, the best first."""
        wordings = (
            [self._explain(part, np.array([document], np.intp)) for part in parts]
            for parts in self._wordings
        )
        best = max(wordings, key=lambda terms: round(sum(term.score for term in terms), DECIMALS))
        return tuple(sorted(best, key=lambda term: (-term.score, term.text)))

    def _of(self, part: ScoredPart, wanted: Wanted) -> Found:
        """Say which of the wanted documents have a part, and what it adds to each, but for its weight."""
        snapshot = self._snapshot
        match part.node:
            case Word(text):
                return snapshot.ranking.word(self._finding.postings.word(text), wanted)
            case Phrase() | Pattern():
                return snapshot.ranking.phrase(self._finding.standing(part.node), wanted)
            case Prefix():
                known = self._finding.look_up(part.node)
                there, at = wanted.among(known.documents)
                return there, np.log1p(known.counts[at].astype(np.float64))
            case DocumentNumber():
                there, _ = wanted.among(self._finding.numbered(part.node))
                return there, np.ones(len(there))
            case Like(identifier):
                found = self._finding.similar(identifier)
            case Anywhere():
                there, _ = wanted.among(self._finding.about(part.node))
                listed = self._finding.look_up(part.node.literal)
                having = max(len(self._finding.anywhere(part.node)), listed.having)
                return there, np.full(len(there), idf(snapshot.live_count, having))
            case Name():
                found = self._finding.named(part.node)
            case _:
                assert_never(part.node)
        there, at = wanted.among(found.documents)
        return there, found.shares[at]

    def _explain(self, part: ScoredPart, document: Documents) -> TermScore:
        spend(_PART)
        kind, text, known = self._known(part)
        counts = values_at(known.documents, known.counts, document, self._snapshot.size)
        _, scores = self._of(part, Wanted(document, self._snapshot.size))
        score = part.weight * float(scores.sum())
        return TermScore(text, kind, part.weight, known.having, int(counts[0]), score)

    def _known(self, part: ScoredPart) -> tuple[TermKind, str, Occurrences]:
        """Return what kind of term a part is, how it is written, and where it stands."""
        match part.node:
            case Word(text):
                return TermKind.WORD, text, in_any_field(self._finding.postings.word(text))
            case Phrase(text) | Pattern(text):
                return TermKind.CHARACTERS, text, self._finding.look_up(part.node)
            case Prefix(text):
                return TermKind.BEGINNING, text, self._finding.look_up(part.node)
            case DocumentNumber():
                return TermKind.NUMBER, part.node.text, once(self._finding.numbered(part.node))
            case Like(identifier):
                found = self._finding.similar(identifier).documents
                return TermKind.LIKENESS, identifier, Occurrences(found, np.zeros_like(found))
            case Anywhere(literal):
                return TermKind.ABOUT, literal.text, once(self._finding.about(part.node))
            case Name(text):
                return TermKind.NAME, text, once(self._finding.named(part.node).documents)
            case _:
                assert_never(part.node)
