"""Comparison: is a text a republished copy of another, or another version of it?

Who republishes a text adds a byline, drops a paragraph, mistypes a character. Who makes another
version (a law amended, this year's notice, the sister notice about another school) changes
numbers, puts one word in the place of another throughout, and says what was amended. So texts
must not only have most of their shingles in common: what differs decides.
"""

import re
from collections import Counter

import numpy as np

from .differences import NUMBER, Comparable, alike, between, differences
from .sketches import MIN_LENGTH
from .versions import paper_of

MIN_CONTAINMENT = 0.8  # of the shorter text's shingles, to be found in the longer
MIN_LENGTH_OF_EDITED = 200  # letters; shorter ones are copies only when letter for letter the same
_MIN_SHARE = 0.5  # of a later, longer text that the earlier must fill: else it is quoted in it
_MAX_EDITED = 0.03  # of the letters
_PASSAGE = 20  # letters; so many added or dropped at one place are a passage, not an edit
_REWRITTEN = 10  # letters; more put in the place of more are rewritten, not mistyped

_NUMERALS = {ord(c): d for c, d in zip("〇零一二三四五六七八九", "00123456789", strict=True)}
_AMENDED = re.compile(
    r"根据[^。]{0,160}?修[正订改]|决定[^。]{0,10}修[正订]|第[一二三四五六七八九十]+次修[正订]|日修[正订改]"
)
_LABEL = re.compile(r"(第?[一二三四五六七八九十百0-9]+[编章节条款]?)*")


def is_copy(head: Comparable, other: Comparable) -> bool:
    """Say whether `other`, which came later, is a copy of `head`, or of a part of it."""
    short, long = sorted((head, other), key=lambda text: len(text.codes))
    if len(short.codes) < MIN_LENGTH or _are_told_apart(head, other):
        return False
    if np.array_equal(short.codes, long.codes):
        return True
    is_same_act = _are_of_one_act(head, other)
    if is_same_act is not None:
        return is_same_act and containment(short, long) >= MIN_CONTAINMENT
    return (
        len(short.codes) >= MIN_LENGTH_OF_EDITED
        and len(head.codes) >= _MIN_SHARE * len(other.codes)
        and containment(short, long) >= MIN_CONTAINMENT
        and not _are_about_different_things(short, long)
        and not _are_versions(head, other)
    )


def containment(short: Comparable, long: Comparable) -> float:
    """Return what part of one text's shingles stands in the other (Broder 1997)."""
    distinct = np.unique(short.hashes)
    return float(np.isin(distinct, long.hashes).mean()) if len(distinct) else 0.0


def _are_of_one_act(one: Comparable, other: Comparable) -> bool | None:
    """Say whether two texts of one paper are of the same promulgation, however each was edited; None: unknown.

    A paper that is amended may keep its number: where one tells of an amendment, the number says nothing.
    """
    paper = paper_of(one.title)
    if not paper or paper != paper_of(other.title):
        return None
    told = one.promulgation.is_that_of(other.promulgation)
    if told is not None:
        return told
    has_one_number = one.doc_number and one.doc_number == other.doc_number
    is_amended = one.promulgation.is_amended or other.promulgation.is_amended
    return True if has_one_number and not is_amended else None


def _are_told_apart(one: Comparable, other: Comparable) -> bool:
    """Say whether both have document numbers, and other ones; or titles that name other numbers.

    Of one paper, what is in force and what no longer is are versions, however alike.
    """
    if one.doc_number and other.doc_number and one.doc_number != other.doc_number:
        return True
    if one.validity and other.validity and one.validity != other.validity:
        paper = paper_of(one.title)
        if paper and paper == paper_of(other.title):
            return True
    here, there = (_numbers(each.title) for each in (one, other))
    return bool(here - there and there - here)


def _are_about_different_things(one: Comparable, other: Comparable) -> bool:
    """Say whether what differs in the titles differs in the texts too: 第三小学 and 第五小学."""
    start, end = alike(one.title, other.title)
    if (
        min(len(one.title), len(other.title)) - start - end < 2
    ):  # 三 and 五 become 第三夜 and 第五夜
        start, end = max(start - 1, 0), max(end - 1, 0)
    here, there = between(one.title, start, end), between(other.title, start, end)
    if not (here and there):
        return False
    text, other_text = one.letters, other.letters
    return text.count(here) > other_text.count(here) and other_text.count(there) > text.count(there)


def _are_versions(head: Comparable, other: Comparable) -> bool:
    """Say whether what differs was edited, rather than mistyped, added or dropped.

    A note of amendment that a later text of the paper lacks was dropped; one that only it has makes
    it a version.
    """
    is_one_paper = paper_of(head.title) == paper_of(other.title) != ""
    short, long = sorted((head, other), key=lambda text: len(text.codes))
    edited, replaced = 0, Counter[tuple[str, str]]()
    for difference in differences(short, long):
        here, there = difference.here, difference.there
        of_head, of_other = (here, there) if short is head else (there, here)
        has_note, has_too = (_AMENDED.search(text) is not None for text in (of_head, of_other))
        if has_note != has_too and (has_too or not is_one_paper):
            return True
        is_passage = not (here and there) and (
            len(here + there) >= _PASSAGE or _LABEL.fullmatch(here + there)
        )
        if is_passage or not difference.is_inside or _figures(here) == _figures(there):
            continue
        if min(len(here), len(there)) > _REWRITTEN:
            return True
        numbers, other_numbers = NUMBER.findall(here), NUMBER.findall(there)
        if numbers and other_numbers and _counted(numbers) != _counted(other_numbers):
            return True
        edited += max(len(here), len(there))
        if here and there and len(here + there) > 2:
            replaced[here, there] += 1
    return edited > _MAX_EDITED * len(short.codes) or max(replaced.values(), default=0) > 1


def _figures(text: str) -> str:
    """Write a text's numerals as digits, so that 早八点 and 早8点 are the same."""
    return re.sub(r"十(?=[0-9])", "1", re.sub("十$", "10", text.translate(_NUMERALS)))


def _counted(numbers: list[str]) -> Counter[str]:
    return Counter(map(_figures, numbers))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall("[0-9]+", text))
