"""Corrections: what was meant by what was typed? The noisy channel, over the characters of the collection.

A correction is a small edit of what was typed that makes it much more like what the collection
says: by so many nats more than the edit costs (M. D. Kernighan, K. W. Church, W. A. Gale: A
Spelling Correction Program Based on a Noisy Channel Model. COLING 1990). How likely a text is says
a model of three characters with stupid backoff (T. Brants et al.: Large Language Models in Machine
Translation. EMNLP 2007), whose counts are those of the index: no word list is needed, and nothing
is offered that the collection does not say.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from ..text.function_words import FUNCTION_WORDS, QUESTION_CHARACTERS
from ..text.normalization import normalize
from ..text.pinyin import spelling
from ..text.runs import is_all_han
from ..text.segmentation import plain_segmenter
from .confusions import (
    LOOKALIKE_COST,
    SAME_SOUND_COST,
    Alternatives,
    alternatives,
    is_rare,
)
from .lexicon import Codes, Lexicon
from .person_names import reads_as_name

#: Longer texts are not corrected: each character costs time.
MAX_LENGTH = 40
#: Nats by which a correction must be the better one.
NEEDED_GAIN = 5.0
NEEDED_GAIN_IN_SENTENCES = 11.0
#: Edits of one text, at most; and how many ways of making the first ones are followed.
MAX_EDITS = 3
_BEAM = 4
#: What speaks for a text that is a word or phrase of the collection's vocabulary, in nats.
TERM_BONUS = 4.0

# What edits cost, in nats; those of sound and sight are in `confusions`.
_SWAPPED_COST = 2.5
_MISSING_COST = 0.5  # a longer text is unlikelier as such
_ONE_TOO_MANY_COST = 12.0  # a shorter text is likelier as such
_TWICE_COST = 0.0
_ANY_OTHER_COST = 7.0
_LIKELY_COST = 3.0  # of what is put right in sentences

_BACKOFF = 0.4  # Brants et al.
_LONGEST_TERM = 8  # characters
_KEPT_OF_A_KIND = 8  # candidates that are looked at closely
_LEAST_PROMISE = -4.0  # nats, as pairs of characters tell; three may tell more
#: Three characters with the edit among them must stand so often, or both of two characters.
_MIN_OCCURRENCES, _MIN_OF_TWO = 5, 5
#: Shorter texts may be the name of a person or a place, that nobody wrote of before.
_LONG = 4
#: What names of places end with: another place is no typo of one.
_PLACES = frozenset("省市县区州旗镇乡村寨屯庄街路巷桥港湾岛屿山岭峰坡河江湖溪海洲")
#: Two characters alone tell little: a word must be so many times as frequent as what was typed.
_TIMES_OF_TWO, _NEEDED_OF_TWO = 20, 1.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters `start` to `end` become `text`."""

    start: int
    end: int
    text: str
    cost: float
    promise: float = 0.0  # gain less cost, as pairs of characters tell

    def apply(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


def correct(lexicon: Lexicon, text: str, in_sentence: bool = False) -> str | None:
    """Return what was probably meant by a run of normalised Chinese characters; None: just that.

    A few words are taken as a term: all of it may be wrong. In a sentence only what is no word may
    be, or part of a longer one: that a sentence was never said before tells nothing. What stands
    somewhere is right; of two characters that is no word of the collection, it may only straddle two.
    """
    if not 2 <= len(text) <= MAX_LENGTH or (len(text) > 2 and lexicon.count(text)):
        return None
    model = _Model(lexicon)
    if not in_sentence and _was_meant(text):
        return None
    corrected = _correct_sentence(model, text) if in_sentence else _correct_term(model, text)
    return corrected if corrected != text else None


def _was_meant(text: str) -> bool:
    """Say whether a text was hardly typed for another: a word, or a short one that may be a name."""
    if plain_segmenter().words(text) == [text]:
        return True
    return len(text) < _LONG and (reads_as_name(text) or any(map(is_rare, text)))


def _correct_term(model: "_Model", text: str) -> str:
    """Follow the edits that gain most, some at a time, and return the best that the collection says."""
    typed = model.score(text)
    best, best_gain = text, NEEDED_GAIN if len(text) > 2 else _NEEDED_OF_TWO
    beam = [(0.0, text)]  # what edits cost, and what they make of the text
    costs = {text: 0.0}  # the least for each text
    for number in range(min(len(text) // 2, MAX_EDITS)):  # or nothing is left of what was typed
        following = []
        for cost, begun in beam:
            for edit in _edits(model, begun, _KINDS if number == 0 else _KINDS_AFTERWARDS):
                edited = edit.apply(begun)
                total = cost + edit.cost
                if costs.get(edited, math.inf) <= total:
                    continue
                costs[edited] = total
                gain = model.score(edited) - typed - total
                following.append((gain, total, edited))
                if gain > best_gain and _is_said(model.lexicon, text, edited):
                    best, best_gain = edited, gain
        following.sort(reverse=True)
        beam = [(cost, edited) for gain, cost, edited in following[:_BEAM] if gain > 0]
    return best


def _correct_sentence(model: "_Model", text: str) -> str:
    """Make the edits, one after another, that make a longer term of what stood there."""
    for _ in range(MAX_EDITS):
        typed = model.score(text)
        found = [
            (model.score(edit.apply(text)) - typed - edit.cost, edit)
            for edit in _edits(model, text, _KINDS_IN_SENTENCES)
            if edit.cost <= _LIKELY_COST
        ]
        gain, best = max(
            ((gain, edit) for gain, edit in found if _makes_a_term(model.lexicon, text, edit)),
            key=lambda pair: pair[0],
            default=(0.0, None),
        )
        if best is None or gain < NEEDED_GAIN_IN_SENTENCES:
            break
        text = best.apply(text)
    return text


def _makes_a_term(lexicon: Lexicon, text: str, edit: "_Edit") -> bool:
    """Say whether an edit makes a term that is longer than all words it changes."""
    longest, start = 1, 0
    for word in plain_segmenter().words(text):
        end = start + len(word)
        if start < edit.end and edit.start < end:
            if word in FUNCTION_WORDS and (len(word) > 1 or word in QUESTION_CHARACTERS):
                return False
            longest = max(longest, len(word), 2 * (word in FUNCTION_WORDS))
        start = end
    end = edit.start + len(edit.text)
    return _is_covered(lexicon, edit.apply(text), edit.start, end, longest + 1)


def _is_said(lexicon: Lexicon, text: str, edited: str) -> bool:
    """Say whether the collection says what was edited: as a term of a short text, else as it is.

    Half of it must be what was typed. In a longer text a term is enough that holds two characters
    beside those, and is longer than every word that is given up for it.
    """
    kept = (Counter(text) & Counter(edited)).total()
    if not is_all_han(edited) or 2 * kept < len(text):
        return False
    if len(edited) == 2:
        meant = lexicon.count(edited)
        known = lexicon.entry(edited) is not None
        return known and meant >= _MIN_OF_TWO and meant > _TIMES_OF_TWO * lexicon.count(text)
    if lexicon.entry(edited) or _mends_a_word(lexicon, text, edited):
        return True
    if len(text) < _LONG:
        return False
    first = _common_length(text, edited)
    behind = _common_length(text[::-1], edited[::-1])
    last = max(len(edited) - behind, first + 1)
    broken = _longest_word(text, first, len(text) - behind) if kept < len(text) else 1
    if broken == 1 and lexicon.count(edited) >= _MIN_OCCURRENCES:
        return True
    return _is_covered(lexicon, edited, first, last, max(last - first + 2, broken + 1))


def _mends_a_word(lexicon: Lexicon, text: str, edited: str) -> bool:
    """Say whether one character sounds or looks like that of a frequent word, all others as typed.

    It belongs to no word as it was typed, and all beside the word are words: 劳动仲才, 碳达锋.
    """
    changed = [at for at, pair in enumerate(zip(text, edited, strict=False)) if pair[0] != pair[1]]
    if len(text) != len(edited) or len(changed) != 1:
        return False
    at = changed[0]
    if is_rare(text[at]) or not _is_alike(text[at], edited[at]):
        return False
    if lexicon.count(edited) >= _TIMES_OF_TWO:
        return True
    words, start = plain_segmenter().words(edited), 0
    if any(len(word) == 1 for word in words) or _longest_word(text, at, at + 1) > 1:
        return False
    for word in words:
        end = start + len(word)
        if start <= at < end:
            is_name = reads_as_name(text[start:end])
            return not is_name and lexicon.count(word) >= _TIMES_OF_TWO
        start = end
    return False


def _is_alike(typed: str, meant: str) -> bool:
    known = alternatives(typed)
    return bool((known.costs[known.codes == ord(meant)] <= LOOKALIKE_COST).any())


def _longest_word(text: str, start: int, end: int) -> int:
    """Return how long the longest word is that has a part in a place; 1 without one."""
    longest, first = 1, 0
    for word in plain_segmenter().words(text):
        last = first + len(word)
        if first < end and start < last:
            longest = max(longest, len(word))
        first = last
    return longest


def _is_covered(lexicon: Lexicon, text: str, start: int, end: int, shortest: int) -> bool:
    """Say whether a term of the collection, of so many characters or more, holds a place."""
    return any(
        lexicon.entry(text[first : first + length])
        for length in range(max(shortest, end - start), _LONGEST_TERM + 1)
        for first in range(max(end - length, 0), min(start, len(text) - length) + 1)
    )


def _common_length(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _edits(
    model: "_Model", text: str, kinds: "Iterable[Callable[[_Model, str], Iterator[_Edit]]]"
) -> Iterator[_Edit]:
    """Yield the edits that promise most, of each kind some."""
    for kind in kinds:
        found = sorted(kind(model, text), key=lambda edit: -edit.promise)
        yield from found[:_KEPT_OF_A_KIND]


def _confused(model: "_Model", text: str) -> Iterator[_Edit]:
    """Yield characters that sound or look like one."""
    codes = _codes(text)
    for at in range(len(codes)):
        before, after = codes[max(at - 1, 0) : at], codes[at + 1 : at + 2]
        known = model.alternatives(text[at])
        now = model.joined(before, codes[at : at + 1], after)[0]
        gains = model.joined(before, known.codes, after) - now - known.costs
        yield from _best(at, at + 1, known.codes[:, None], known.costs, gains)


def _of_same_spelling(model: "_Model", text: str) -> Iterator[_Edit]:
    """Yield the term of the same pinyin: the wrong one was chosen of those that an input method offers."""
    entry = model.lexicon.most_frequent(spelling(text, plain_segmenter().words)[0])
    if entry is not None and (term := normalize(entry.text)) != text:
        yield _Edit(0, len(text), term, SAME_SOUND_COST)


def _replaced(model: "_Model", text: str) -> Iterator[_Edit]:
    """Yield any other characters for one that stand beside its neighbours."""
    codes = _codes(text)
    for at in range(len(codes)):
        before, after = codes[max(at - 1, 0) : at], codes[at + 1 : at + 2]
        now = model.joined(before, codes[at : at + 1], after)[0]
        if len(codes) >= _LONG or (len(codes) == 3 and text[-1] not in _PLACES):
            others = model.fitting(before, after)
            costs = np.full(len(others), _ANY_OTHER_COST)
            gains = model.joined(before, others, after) - now - costs
            yield from _best(at, at + 1, others[:, None], costs, gains)


def _sounding_pairs(model: "_Model", text: str) -> Iterator[_Edit]:
    """Yield two characters for two of the same sounds: a word chosen wrongly from those offered."""
    codes = _codes(text)
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


def _swaps(model: "_Model", text: str) -> Iterator[_Edit]:
    """Yield two neighbours the other way round."""
    for at in range(len(text) - 1):
        if text[at] != text[at + 1]:
            yield _weighed(model, text, _Edit(at, at + 2, text[at + 1] + text[at], _SWAPPED_COST))


def _missing(model: "_Model", text: str) -> Iterator[_Edit]:
    """Yield one character more, between two."""
    codes = _codes(text)
    for at in range(1, len(codes)):
        before, after = codes[at - 1 : at], codes[at : at + 1]
        found = model.fitting(before, after)
        costs = np.full(len(found), _MISSING_COST)
        now = model.pairs(codes[at - 1 : at], codes[at : at + 1])[0]
        gains = model.joined(before, found, after) - now - costs
        yield from _best(at, at, found[:, None], costs, gains)


def _too_many(model: "_Model", text: str) -> Iterator[_Edit]:
    """Yield one character less: any, but rather one that was typed twice."""
    if len(text) > 3:
        for at in range(len(text)):
            is_twice = text[at] in text[max(at - 1, 0) : at]
            cost = _TWICE_COST if is_twice else _ONE_TOO_MANY_COST
            yield _weighed(model, text, _Edit(at, at + 1, "", cost))


def _weighed(model: "_Model", text: str, edit: _Edit) -> _Edit:
    """Say what an edit promises."""
    first, last = max(edit.start - 1, 0), edit.end + 1
    edited = text[first : edit.start] + edit.text + text[edit.end : last]
    gain = model.by_pairs(edited) - model.by_pairs(text[first:last])
    return replace(edit, promise=gain - edit.cost)


_KINDS = (_of_same_spelling, _confused, _replaced, _sounding_pairs, _swaps, _missing, _too_many)
_KINDS_AFTERWARDS = (_confused, _sounding_pairs, _swaps)
_KINDS_IN_SENTENCES = (_confused, _swaps)


def _best(start: int, end: int, texts: Codes, costs: Floats, gains: Floats) -> Iterator[_Edit]:
    """Yield the edits of one place that promise most; each row of `texts` is one, by code points."""
    for number in gains.argsort()[::-1][:_KEPT_OF_A_KIND].tolist():
        if gains[number] > _LEAST_PROMISE:
            text = "".join(map(chr, texts[number].tolist()))
            yield _Edit(start, end, text, float(costs[number]), float(gains[number]))


@dataclass(slots=True)
class _Model:
    """How likely a text is, in nats, as the counts of a collection have it."""

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
            # Three characters stand nowhere, where two of them do not; and that costs less to ask.
            known = len(text) > 2 and not (self._count(text[:-1]) and self._count(text[1:]))
            self._occurrences[text] = 0 if known else self.lexicon.count(text)
        return self._occurrences[text]

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
        return float(self.chained(nothing, _codes(text)[None], nothing)[0]) if text else 0.0

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


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)
