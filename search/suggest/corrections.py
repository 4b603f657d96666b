"""Corrections: what was meant by what was typed? The noisy channel, over the characters of the collection.

A correction is a small edit of what was typed that makes it much more like what the collection
says: by so many nats more than the edit costs (M. D. Kernighan, K. W. Church, W. A. Gale: A
Spelling Correction Program Based on a Noisy Channel Model. COLING 1990). How likely a text is says
a model whose counts are those of the index (`language_model`): no word list is needed, and nothing
is offered that the collection does not say.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from ..text.function_words import FUNCTION_WORDS, QUESTION_CHARACTERS
from ..text.runs import is_all_han
from ..text.segmentation import plain_segmenter
from .confusions import LOOKALIKE_COST, alternatives, is_rare
from .edits import KINDS, KINDS_AFTERWARDS, KINDS_IN_SENTENCES, LONG, Edit, edits_of
from .language_model import LanguageModel
from .lexicon import Lexicon
from .person_names import reads_as_name

#: Longer texts are not corrected: each character costs time.
MAX_LENGTH = 40
#: Nats by which a correction must be the better one.
NEEDED_GAIN = 5.0
NEEDED_GAIN_IN_SENTENCES = 11.0
#: Edits of one text, at most; and how many ways of making the first ones are followed.
MAX_EDITS = 3
_BEAM = 4
_LIKELY_COST = 3.0  # of what is put right in sentences
_AT_ONCE = 12  # edits of which it is asked how often they stand

_LONGEST_TERM = 8  # characters
#: Three characters with the edit among them must stand so often, or both of two characters.
_MIN_OCCURRENCES, _MIN_OF_TWO = 5, 5
#: Two characters alone tell little: a word must be so many times as frequent as what was typed.
_TIMES_OF_TWO, _NEEDED_OF_TWO = 20, 1.0


def correct(lexicon: Lexicon, text: str, in_sentence: bool = False) -> str | None:
    """Return what was probably meant by a run of normalised Chinese characters; None: just that.

    A few words are taken as a term: all of it may be wrong. In a sentence only what is no word may
    be, or part of a longer one: that a sentence was never said before tells nothing. What stands
    somewhere is right; of two characters that is no word of the collection, it may only straddle two.
    """
    if not 2 <= len(text) <= MAX_LENGTH or (len(text) > 2 and lexicon.count(text)):
        return None
    model = LanguageModel(lexicon)
    if not in_sentence and _was_meant(text):
        return None
    corrected = _correct_sentence(model, text) if in_sentence else _correct_term(model, text)
    return corrected if corrected != text else None


def _was_meant(text: str) -> bool:
    """Say whether a text was hardly typed for another: a word, or a short one that may be a name."""
    if plain_segmenter().words(text) == [text]:
        return True
    return len(text) < LONG and (reads_as_name(text) or any(map(is_rare, text)))


def _correct_term(model: LanguageModel, text: str) -> str:
    """Follow the edits that gain most, some at a time, and return the best that the collection says."""
    model.expect([text])
    typed = model.score(text)
    best, best_gain = text, NEEDED_GAIN if len(text) > 2 else _NEEDED_OF_TWO
    beam = [(0.0, text)]  # what edits cost, and what they make of the text
    costs = {text: 0.0}  # the least for each text
    for number in range(min(len(text) // 2, MAX_EDITS)):  # or nothing is left of what was typed
        following = []
        kinds = KINDS if number == 0 else KINDS_AFTERWARDS
        possible = [(cost, begun, list(edits_of(model, begun, kinds))) for cost, begun in beam]
        model.expect(edit.apply(begun) for _, begun, edits in possible for edit in edits)
        for cost, begun, edits in possible:
            for edit in edits:
                edited = edit.apply(begun)
                total = cost + edit.cost
                if costs.get(edited, math.inf) <= total:
                    continue
                costs[edited] = total
                following.append((model.score(edited) - typed - total, total, edited))
        likelier = [(gain, edited) for gain, _, edited in following if gain > best_gain]
        likelier.sort(key=lambda pair: -pair[0])
        if (
            said := _first_said(model.lexicon, text, [edited for _, edited in likelier])
        ) is not None:
            best_gain, best = likelier[said]
        following.sort(reverse=True)
        beam = [(cost, edited) for gain, cost, edited in following[:_BEAM] if gain > 0]
    return best


def _first_said(lexicon: Lexicon, text: str, edited: Sequence[str]) -> int | None:
    """Return the place of the first that the collection says; of some at a time it is asked how often they stand."""
    possible = [at for at, one in enumerate(edited) if _may_be_said(text, one)]
    for start in range(0, len(possible), _AT_ONCE):
        some = possible[start : start + _AT_ONCE]
        lexicon.counts([edited[at] for at in some])
        for at in some:
            if _is_said(lexicon, text, edited[at]):
                return at
    return None


def _correct_sentence(model: LanguageModel, text: str) -> str:
    """Make the edits, one after another, that make a longer term of what stood there."""
    for _ in range(MAX_EDITS):
        edits = [
            one for one in edits_of(model, text, KINDS_IN_SENTENCES) if one.cost <= _LIKELY_COST
        ]
        model.expect([text, *(edit.apply(text) for edit in edits)])
        typed = model.score(text)
        found = [(model.score(edit.apply(text)) - typed - edit.cost, edit) for edit in edits]
        gain, best = max(
            ((gain, edit) for gain, edit in found if _makes_a_term(model.lexicon, text, edit)),
            key=lambda pair: pair[0],
            default=(0.0, None),
        )
        if best is None or gain < NEEDED_GAIN_IN_SENTENCES:
            break
        text = best.apply(text)
    return text


def _makes_a_term(lexicon: Lexicon, text: str, edit: Edit) -> bool:
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


def _may_be_said(text: str, edited: str) -> bool:
    """Say whether half of what was edited, all of it Chinese, is what was typed."""
    return is_all_han(edited) and 2 * _kept(text, edited) >= len(text)


def _kept(text: str, edited: str) -> int:
    return (Counter(text) & Counter(edited)).total()


def _is_said(lexicon: Lexicon, text: str, edited: str) -> bool:
    """Say whether the collection says what was edited: as a term of a short text, else as it is.

    In a longer text a term is enough that holds two characters beside those that were typed, and is
    longer than every word that is given up for it.
    """
    kept = _kept(text, edited)
    if len(edited) == 2:
        meant = lexicon.count(edited)
        known = lexicon.entry(edited) is not None
        return known and meant >= _MIN_OF_TWO and meant > _TIMES_OF_TWO * lexicon.count(text)
    if lexicon.entry(edited) or _mends_a_word(lexicon, text, edited):
        return True
    if len(text) < LONG:
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
