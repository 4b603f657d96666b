"""Pinyin: how does Chinese sound? Without tones, by pypinyin, which knows what a word makes of a character."""

import re
from collections.abc import Callable
from functools import cache

from .normalization import is_han

#: Letters of a spelling that are kept: more of a title than anybody types.
MAX_SPELLING = 48

_LETTERS = re.compile(r"[0-9a-z]")
#: Sounds that speakers of many regions do not tell apart, each pair made one.
_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"), ("f", "h"))
_BLURRED_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def sounds(character: str) -> frozenset[str]:
    """Return all readings of a character, without tones: 重 is chong, zhong and tong."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - takes a quarter of a second

    if not is_han(character):
        return frozenset()
    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(readings[0] if readings else ())


def blurred(sound: str) -> str:
    """Return a sound as it is for those who do not tell zh from z, n from l, in from ing."""
    for long, short in _BLURRED:
        if sound.startswith(long):
            sound = short + sound.removeprefix(long)
            break
    for long, short in _BLURRED_ENDS:
        if sound.endswith(long):
            return sound.removesuffix(long) + short
    return sound


def spelling(text: str, cut: Callable[[str], list[str]]) -> tuple[str, str]:
    """Return the pinyin of a normalised text, and its initials: 工会 is gonghui, gh.

    `cut` cuts it into words, which decide how a character is read: 重庆, 重要. Latin letters and
    digits stay, marks go.
    """
    syllables: list[str] = []
    for word in cut(text) if text else ():
        syllables += _syllables(word)
    initials = "".join(syllable[0] for syllable in syllables)
    return "".join(syllables)[:MAX_SPELLING], initials[:MAX_SPELLING]


def pinyin_letters(typed: str) -> str:
    """Return the letters of pinyin as typed, without what parts syllables."""
    letters = re.sub(r"['’ ]+", "", typed.lower())
    return letters if letters.isascii() and letters.isalpha() else ""


@cache
def _syllables(word: str) -> tuple[str, ...]:
    """Return the syllables of a word; letters and digits one by one."""
    if not is_han(word[0]):
        return tuple(_LETTERS.findall(word))
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - takes a quarter of a second

    return tuple(lazy_pinyin(word, errors="ignore"))
