"""An update groups copies and versions as a rebuild would, looking only at what has changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from search.copies.candidates import (
    BAND,
    Integers,
    Marks,
    Numbers,
    group_copies,
    keyed_bands,
    sentences_of,
)
from search.copies.regrouping import regroup_copies, regroup_versions
from search.copies.sketches import PERMUTATIONS, Hashes
from search.copies.versions import group_versions

from .examples import examples


@dataclass(frozen=True)
class Sketches:
    """Sketches of texts, as they are."""

    signatures: Numbers
    lengths: Numbers
    sentences: Sequence[Numbers]

    @property
    def sentence_counts(self) -> Numbers:
        return np.array([len(own) for own in self.sentences])

    def having(self, column: int, values: Numbers) -> Integers:
        return np.flatnonzero(np.isin(self.signatures[:, column], values))

    def with_sentences(self, hashes: Numbers) -> Hashes:
        which, every = self.sentences_in(np.arange(len(self.lengths)))
        wanted = np.isin(every, hashes)
        return sentences_of(which[wanted], every[wanted])

    def sentences_in(self, texts: Integers) -> tuple[Integers, Numbers]:
        own = [self.sentences[text] for text in texts.tolist()]
        which = np.repeat(np.arange(len(own)), [len(of_text) for of_text in own])
        return which, np.concatenate([np.empty(0, np.uint32), *own])

    def grouped(self, there: Marks, is_copy: Callable[[int, int], bool]) -> Integers:
        """Group all texts that are there; others are their own heads."""
        texts = np.flatnonzero(there)
        which, hashes = self.sentences_in(texts)
        heads = group_copies(
            ([keyed] for keyed in keyed_bands(self.signatures[texts], np.arange(len(texts)))),
            [sentences_of(which, hashes)],
            self.lengths[texts],
            self.sentence_counts[texts],
            lambda head, text: is_copy(int(texts[head]), int(texts[text])),
        )
        of_all = np.arange(len(there))
        of_all[texts] = texts[heads]
        return of_all


def drawn_sketches(chance: np.random.Generator, count: int, kinds: int, pool: int) -> Sketches:
    """Draw texts of a few kinds, which have bands and sentences in common with others."""
    bands = PERMUTATIONS // BAND
    chosen = chance.integers(0, kinds, (count, bands))
    is_own = chance.random((count, bands)) < 0.9
    values = np.where(is_own, 1000 + np.arange(count * bands).reshape(count, bands), chosen)
    signatures = np.repeat(values, BAND, axis=1).astype(np.uint32)
    sentences = [
        np.unique(chance.integers(0, pool, chance.integers(0, 9))).astype(np.uint32)
        for _ in range(count)
    ]
    return Sketches(signatures, chance.integers(40, 400, count), sentences)


@pytest.mark.parametrize("seed", range(examples(200)))
def test_an_update_groups_copies_as_a_rebuild_would(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 120))
    sketches = drawn_sketches(
        chance, count, int(chance.integers(1, 6)), int(chance.integers(5, 200))
    )
    verdicts = chance.random((count, count)) < chance.random()
    kind = chance.random(count)
    came, went = kind < 0.1, kind > 0.9

    def is_copy(head: int, text: int) -> bool:
        return bool(verdicts[head, text])

    before, wanted = sketches.grouped(~came, is_copy), sketches.grouped(~went, is_copy)
    found = regroup_copies(sketches, before, came, went, is_copy)

    assert found is not None
    assert found[~went].tolist() == wanted[~went].tolist()


@pytest.mark.parametrize("seed", range(examples(200)))
def test_an_update_groups_versions_as_a_rebuild_would(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 80))
    signatures = chance.integers(0, int(chance.integers(2, 80)), (count, PERMUTATIONS), np.uint32)
    papers, lengths = chance.integers(-1, count // 4 + 1, count), chance.integers(40, 400, count)
    kind = chance.random(count)
    came, went = kind < 0.1, kind > 0.9

    def heads(absent: Marks, changed: float) -> Integers:
        """Let some texts that are there be copies of others that are no copies."""
        chosen = np.where(chance.random(count) < changed, chance.integers(0, count, count), first)
        is_head = (chosen >= np.arange(count)) & ~absent
        return np.where(is_head[chosen] & ~absent & ~is_head, chosen, np.arange(count))

    first = np.where(chance.random(count) < 0.3, chance.integers(0, count, count), count - 1)
    both = heads(came, 0), heads(went, 0.1)

    def grouped(absent: Marks, of: Integers) -> list[list[int]]:
        return group_versions(np.where(absent, -1, papers), signatures, lengths, of)

    groups = grouped(came, both[0])
    found = regroup_versions(papers, signatures, lengths, both, came, went, groups)

    assert found == grouped(went, both[1])


def test_where_most_texts_changed_all_are_to_be_grouped() -> None:
    sketches = drawn_sketches(np.random.default_rng(1), 5000, 2, 10)
    came, went = np.ones(5000, bool), np.zeros(5000, bool)
    assert regroup_copies(sketches, np.arange(5000), came, went, lambda head, text: False) is None
