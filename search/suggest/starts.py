"""Starts: where in a name may a person begin to type it? 中华人民共和国安全生产法 is looked for as 安全生产法."""

from collections.abc import Callable

from ..text.function_words import FUNCTION_WORDS
from ..text.names import name_begins

_FEWEST = 2  # characters behind a start: one is no word to type


def word_starts(name: str, cut: Callable[[str], list[str]]) -> list[int]:
    """Return where words of a normalised name begin, ascending, but for its first one.

    Function words begin nothing. `cut` cuts it into words; where what people call it begins, a
    word does.
    """
    starts, start = {name_begins(name)}, 0
    for word in cut(name) if name else ():
        if word[0].isalnum() and word not in FUNCTION_WORDS:
            starts.add(start)
        start += len(word)
    return sorted(start for start in starts if 0 < start <= len(name) - _FEWEST)
