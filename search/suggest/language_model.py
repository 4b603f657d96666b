"""Language model: how likely is a text, as the counts of a collection have it?

By three characters with stupid backoff (T. Brants et al.: Large Language Models in Machine
Translation. EMNLP 2007), or for many texts at once by two.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
import numpy.typing as npt

from .confusions import SAME_SOUND_COST, Alternatives, alternatives
from .lexicon import Codes, Lexicon

#: What speaks for a text that is a word or phrase of the collection's vocabulary, in nats.
TERM_BONUS = 4.0

_BACKOFF = 0.4  # Brants et al.

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class LanguageModel:
    """How likely texts are, in nats, and which characters may stand in a place."""

    lexicon: Lexicon
    _occurrences: dict[str, int] = field(default_factory=dict)
    _alternatives: dict[str, Alternatives] = field(default_factory=dict)

    def alternatives(self, character: str) -> Alternatives:
        """Return what may have been meant by a character, of those that the collection has."""
        if character not in self._alternatives:
            known = alternatives(character)
            there = self.lexicon.character_counts(known.codes) > 0
            self._alternatives[character] = Alternatives(known.codes[there], known.costs[there])
        return self._alternatives[character]

    def of_same_sound(self, character: str) -> Codes:
        """Return the characters that sound like one, itself first."""
        known = self.alternatives(character)
        same = known.codes[known.costs <= SAME_SOUND_COST]
        return np.concatenate([np.array([ord(character)], np.uint32), same])

    def expect(self, texts: Iterable[str]) -> None:
        """Count at once what scoring these texts will ask for."""
        chains = {text[at : at + 3] for text in texts for at in range(len(text) - 2)}
        asked = [one for one in sorted(chains - self._occurrences.keys()) if self._may_stand(one)]
        self._occurrences.update(self.lexicon.counts(asked))

    def score(self, text: str) -> float:
        """Return the logarithm of how likely a text is, by three characters, and as a term."""
        likely = sum(self._next(text[max(end - 3, 0) : end]) for end in range(1, len(text) + 1))
        return likely + TERM_BONUS * (self.lexicon.entry(text) is not None)

    def _next(self, text: str) -> float:
        """Say how likely the last character is after those before it."""
        if len(text) == 1:
            return self._alone(self._count(text))
        count = self._count(text)
        if count:
            return math.log(count / max(self._count(text[:-1]), count))
        return math.log(_BACKOFF) + self._next(text[1:])

    def _count(self, text: str) -> int:
        if text not in self._occurrences:
            self._occurrences[text] = self.lexicon.count(text) if self._may_stand(text) else 0
        return self._occurrences[text]

    def _may_stand(self, text: str) -> bool:
        """Say whether three characters may stand somewhere: where two of them do; that costs less to ask."""
        return len(text) < 3 or bool(self._count(text[:-1]) and self._count(text[1:]))

    def _alone(self, count: int) -> float:
        return math.log((count + 0.5) / (self.lexicon.total + 1))

    def joined(self, before: Codes, characters: Codes, after: Codes) -> Floats:
        """Say how likely each of some characters makes the place, by two characters.

        `before` and `after` hold its neighbour, or nothing at an edge.
        """
        return self.chained(before, characters[:, None], after)

    def chained(self, before: Codes, texts: Codes, after: Codes) -> Floats:
        """Say so of texts of one length, a row of code points each."""
        likely = (
            self.pairs(np.broadcast_to(before, len(texts)), texts[:, 0])
            if len(before)
            else self._singles(texts[:, 0])
        )
        for column in range(1, texts.shape[1]):
            likely = likely + self.pairs(texts[:, column - 1], texts[:, column])
        if len(after):
            likely = likely + self.pairs(texts[:, -1], np.broadcast_to(after, len(texts)))
        return likely

    def by_pairs(self, text: str) -> float:
        """Return the logarithm of how likely a text is, by two characters."""
        nothing = np.empty(0, np.uint32)
        return float(self.chained(nothing, codes_of(text)[None], nothing)[0]) if text else 0.0

    def pairs(self, firsts: Codes, seconds: Codes) -> Floats:
        """Say how likely each second character is after its first."""
        together = self.lexicon.pair_counts(firsts, seconds)
        alone = self.lexicon.character_counts(firsts)
        with np.errstate(divide="ignore", invalid="ignore"):
            seen = np.log(together / np.maximum(alone, 1))
        return np.where(together > 0, seen, math.log(_BACKOFF) + self._singles(seconds))

    def _singles(self, codes: Codes) -> Floats:
        counts = self.lexicon.character_counts(codes)
        return np.asarray(np.log((counts + 0.5) / (self.lexicon.total + 1)))

    def fitting(self, before: Codes, after: Codes) -> Codes:
        """Return the characters that stand behind one and before another; at an edge there is one."""
        sides = []
        if len(before):
            sides.append(self.lexicon.followers(int(before[0])))
        if len(after):
            sides.append(self.lexicon.predecessors(int(after[0])))
        return reduce(np.intersect1d, sides)


def codes_of(text: str) -> Codes:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)
