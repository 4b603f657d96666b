"""Completions: what may a person be about to type? What begins so, in Chinese, pinyin or initials."""

import re
from collections.abc import Iterator

from ..errors import UsageError
from ..text.characters import HAN_AND_RARE
from ..text.normalization import normalize
from ..text.pinyin import pinyin_letters, sounds, spelling
from ..text.segmentation import Segmenter
from .lexicon import Entry, EntryKind, Lexicon

DEFAULT_COMPLETIONS, MAX_COMPLETIONS = 10, 20
_MAX_TYPED = 64  # characters of an unfinished query that are looked at
_MOSTLY = 0.8  # of the articles
_LOOKED_THROUGH = 50  # entries that sound as what is typed, some of it in Chinese


def read_limit(text: str) -> int:
    """Read how many completions are wanted; nothing means the default. Raises UsageError."""
    if not text:
        return DEFAULT_COMPLETIONS
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MAX_COMPLETIONS:
        raise UsageError(
            '补全条数应为 1 到 %(most)s: "%(typed)s"', most=MAX_COMPLETIONS, typed=text[:40]
        )
    return int(text)


def complete(lexicon: Lexicon, typed: str, limit: int = DEFAULT_COMPLETIONS) -> list[Entry]:
    """Return what may be about to be typed: what begins so, or whose pinyin or initials do.

    Words, phrases, sections and issuers come first, the most frequent ones before others; titles
    take at least a third of the places, where there are so many.
    """
    text = normalize(typed[:_MAX_TYPED])
    if not text or limit < 1:
        return []
    found = list(dict.fromkeys(_candidates(lexicon, text, min(limit, MAX_COMPLETIONS))))
    found = [
        entry
        for entry in found
        if normalize(entry.text) != text and not any(_goes_on(entry, other) for other in found)
    ]
    titles = [entry for entry in found if entry.kind is EntryKind.TITLE]
    others = [entry for entry in found if entry.kind is not EntryKind.TITLE]
    places = max(limit - len(others), min(len(titles), limit // 3))
    return [*others[: limit - places], *titles[:places]]


def _goes_on(entry: Entry, other: Entry) -> bool:
    """Say whether what begins like an entry hardly ever ends with it: 共和 goes on to 共和国."""
    return (
        entry.kind is EntryKind.WORD
        and other.kind in {EntryKind.WORD, EntryKind.PHRASE}
        and other.text != entry.text
        and other.text.startswith(entry.text)
        and other.articles >= _MOSTLY * entry.articles
    )


def _candidates(lexicon: Lexicon, text: str, limit: int) -> Iterator[Entry]:
    yield from lexicon.beginning(text, limit)
    if text.isascii():
        letters = pinyin_letters(text)
        if letters:
            yield from lexicon.spelled(letters, limit)
            if len(letters) > 1:
                yield from lexicon.abbreviated(letters, limit)
        return
    chinese = re.match(rf"(.*[{HAN_AND_RARE}])([a-z' ]+)$", text)
    if chinese:
        yield from _begun(lexicon, chinese[1], pinyin_letters(chinese[2]))


def _begun(lexicon: Lexicon, chinese: str, letters: str) -> Iterator[Entry]:
    """Yield entries that begin in Chinese and go on in pinyin, as an input method shows it."""
    before = spelling(chinese[:-1], Segmenter().words)[0]
    for sound in sorted(sounds(chinese[-1])):
        for entry in lexicon.spelled(before + sound + letters, _LOOKED_THROUGH):
            if normalize(entry.text).startswith(chinese):
                yield entry
