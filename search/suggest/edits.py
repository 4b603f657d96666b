"""Edits: what may have been mistyped in a text? Of each kind of slip the ones that promise most."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..text.normalization import normalize
from ..text.pinyin import spelling
from ..text.segmentation import plain_segmenter
from .confusions import SAME_SOUND_COST
from .language_model import Floats, LanguageModel, codes_of
from .lexicon import Codes

#: Shorter texts may be the name of a person or a place, that nobody wrote of before.
LONG = 4

# What edits cost, in nats; those of sound and sight are in `confusions`.
_SWAPPED_COST = 2.5
_MISSING_COST = 0.5  # a longer text is unlikelier as such
_ONE_TOO_MANY_COST = 12.0  # a shorter text is likelier as such
_TWICE_COST = 0.0
_ANY_OTHER_COST = 7.0

_KEPT_OF_A_KIND = 8  # candidates that are looked at closely
_LEAST_PROMISE = -4.0  # nats, as pairs of characters tell; three may tell more
#: What names of places end with: another place is no typo of one.
_PLACES = frozenset("省市县区州旗镇乡村寨屯庄街路巷桥港湾岛屿山岭峰坡河江湖溪海洲")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` become `text`."""

    start: int
    end: int
    text: str
    cost: float
    promise: float = 0.0  # gain less cost, as pairs of characters tell

    def apply(self, text: str) -> str:
        """Make it in a text."""
        return text[: self.start] + self.text + text[self.end :]


#: A kind of slip: yields what may have been meant instead.
Kind = Callable[[LanguageModel, str], Iterator[Edit]]


def edits_of(model: LanguageModel, text: str, kinds: Iterable[Kind]) -> Iterator[Edit]:
    """Yield the edits that promise most, of each kind some."""
    for kind in kinds:
        found = sorted(kind(model, text), key=lambda edit: -edit.promise)
        yield from found[:_KEPT_OF_A_KIND]


def _confused(model: LanguageModel, text: str) -> Iterator[Edit]:
    """Yield characters that sound or look like one."""
    codes = codes_of(text)
    for at in range(len(codes)):
        before, after = codes[max(at - 1, 0) : at], codes[at + 1 : at + 2]
        known = model.alternatives(text[at])
        now = model.joined(before, codes[at : at + 1], after)[0]
        gains = model.joined(before, known.codes, after) - now - known.costs
        yield from _best(at, at + 1, known.codes[:, None], known.costs, gains)


def _of_same_spelling(model: LanguageModel, text: str) -> Iterator[Edit]:
    """Yield the term of the same pinyin: the wrong one was chosen of those that an input method offers."""
    entry = model.lexicon.most_frequent(spelling(text, plain_segmenter().words)[0])
    if entry is not None and (term := normalize(entry.text)) != text:
        yield Edit(0, len(text), term, SAME_SOUND_COST)


def _replaced(model: LanguageModel, text: str) -> Iterator[Edit]:
    """Yield any other characters for one that stand beside its neighbours."""
    codes = codes_of(text)
    for at in range(len(codes)):
        before, after = codes[max(at - 1, 0) : at], codes[at + 1 : at + 2]
        now = model.joined(before, codes[at : at + 1], after)[0]
        if len(codes) >= LONG or (len(codes) == 3 and text[-1] not in _PLACES):
            others = model.fitting(before, after)
            costs = np.full(len(others), _ANY_OTHER_COST)
            gains = model.joined(before, others, after) - now - costs
            yield from _best(at, at + 1, others[:, None], costs, gains)


def _sounding_pairs(model: LanguageModel, text: str) -> Iterator[Edit]:
    """Yield two characters for two of the same sounds: a word chosen wrongly from those offered."""
    codes = codes_of(text)
    for at in range(len(codes) - 1):
        first, second = (model.of_same_sound(character) for character in text[at : at + 2])
        if not len(first) or not len(second):
            continue
        pairs = np.stack([np.repeat(first, len(second)), np.tile(second, len(first))], axis=1)
        said = model.lexicon.pair_counts(pairs[:, 0], pairs[:, 1]) > 0
        pairs = pairs[said]
        before, after = codes[max(at - 1, 0) : at], codes[at + 2 : at + 3]
        costs = np.full(len(pairs), SAME_SOUND_COST + 1.0)
        now = model.chained(before, codes[None, at : at + 2], after)[0]
        gains = model.chained(before, pairs, after) - now - costs
        yield from _best(at, at + 2, pairs, costs, gains)


def _swaps(model: LanguageModel, text: str) -> Iterator[Edit]:
    """Yield two neighbours the other way round."""
    for at in range(len(text) - 1):
        if text[at] != text[at + 1]:
            yield _weighed(model, text, Edit(at, at + 2, text[at + 1] + text[at], _SWAPPED_COST))


def _missing(model: LanguageModel, text: str) -> Iterator[Edit]:
    """Yield one character more, between two."""
    codes = codes_of(text)
    for at in range(1, len(codes)):
        before, after = codes[at - 1 : at], codes[at : at + 1]
        found = model.fitting(before, after)
        costs = np.full(len(found), _MISSING_COST)
        now = model.pairs(codes[at - 1 : at], codes[at : at + 1])[0]
        gains = model.joined(before, found, after) - now - costs
        yield from _best(at, at, found[:, None], costs, gains)


def _too_many(model: LanguageModel, text: str) -> Iterator[Edit]:
    """Yield one character less: any, but rather one that was typed twice."""
    if len(text) > 3:
        for at in range(len(text)):
            is_twice = text[at] in text[max(at - 1, 0) : at]
            cost = _TWICE_COST if is_twice else _ONE_TOO_MANY_COST
            yield _weighed(model, text, Edit(at, at + 1, "", cost))


def _weighed(model: LanguageModel, text: str, edit: Edit) -> Edit:
    """Say what an edit promises."""
    first, last = max(edit.start - 1, 0), edit.end + 1
    edited = text[first : edit.start] + edit.text + text[edit.end : last]
    gain = model.by_pairs(edited) - model.by_pairs(text[first:last])
    return replace(edit, promise=gain - edit.cost)


KINDS = (_of_same_spelling, _confused, _replaced, _sounding_pairs, _swaps, _missing, _too_many)
KINDS_AFTERWARDS = (_confused, _sounding_pairs, _swaps)
KINDS_IN_SENTENCES = (_confused, _swaps)


def _best(start: int, end: int, texts: Codes, costs: Floats, gains: Floats) -> Iterator[Edit]:
    """Yield the edits of one place that promise most; each row of `texts` is one, by code points."""
    for number in gains.argsort()[::-1][:_KEPT_OF_A_KIND].tolist():
        if gains[number] > _LEAST_PROMISE:
            text = "".join(map(chr, texts[number].tolist()))
            yield Edit(start, end, text, float(costs[number]), float(gains[number]))
