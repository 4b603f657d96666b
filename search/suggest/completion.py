"""Completions: what may a person be about to type? What begins so, or a word of it, in Chinese, pinyin or initials."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from ..errors import UsageError
from ..query.synonyms import NO_SYNONYMS, Synonyms
from ..text.characters import HAN_AND_RARE
from ..text.names import name_begins, name_of
from ..text.normalization import TEXT_SEPARATOR, normalize, normalize_texts
from ..text.pinyin import pinyin_letters, sounds, spelling
from ..text.segmentation import Segmenter
from .lexicon import NAMES_OF_PAPERS, Entry, EntryKind, Lexicon
from .wording_mining import without_marks

DEFAULT_COMPLETIONS, MAX_COMPLETIONS = 10, 20
_MAX_TYPED = 64  # characters of an unfinished query that are looked at
_MOSTLY = 0.8  # of the articles
#: The beginning of a document number, however its brackets are written, or not.
_NUMBER = re.compile(
    rf"(?P<issuer>[{HAN_AND_RARE}]{{2,20}})[^\w]?(?P<year>[0-9]{{1,4}})[^\w]?(?P<serial>[0-9]{{0,5}})"
)
_NAMES_TRIED = 3  # of those that mean the same
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


def complete(
    lexicon: Lexicon,
    typed: str,
    limit: int = DEFAULT_COMPLETIONS,
    synonyms: Synonyms = NO_SYNONYMS,
) -> list[Entry]:
    """Return what may be about to be typed: what begins so, or whose pinyin or initials do; the likeliest first.

    A title that people call just what was typed, or what means the same, comes first. Then words,
    phrases and bodies, titles, and document numbers share the places equally, as far as there are
    so many. Of titles with one name, as those of each year, the likeliest comes before other names,
    the rest after.
    """
    text = normalize(typed[:_MAX_TYPED])
    if not text or limit < 1:
        return []
    limit = min(limit, MAX_COMPLETIONS)
    found = list(dict.fromkeys(_candidates(lexicon, text, limit, synonyms)))
    new = {entry: key for entry, key in _by_key(found) if key != text}
    others = [
        entry
        for entry in new
        if entry.kind not in NAMES_OF_PAPERS and not any(_goes_on(entry, other) for other in new)
    ]
    numbers = [entry for entry in new if entry.kind is EntryKind.NUMBER]
    by_name: dict[str, Entry] = {}
    for entry, key in new.items():
        if entry.kind is EntryKind.TITLE:
            by_name.setdefault(name_of(key), entry)
    names = (name_of(name) for name in (text, *synonyms.others.get(text, ())))
    first = [by_name.pop(name) for name in dict.fromkeys(names) if name in by_name][:limit]
    titles = [*by_name.values(), *(entry for entry in new if entry.kind is EntryKind.TITLE)]
    titles = [entry for entry in dict.fromkeys(titles) if entry not in first]
    return [*first, *_shared((others, titles, numbers), limit - len(first))]


def _by_key(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield entries, each with its normalised text."""
    keys = normalize_texts([entry.text for entry in entries]).text.split(TEXT_SEPARATOR)
    return zip(entries, keys, strict=False)  # of no entries there is one key


def _shared(groups: Sequence[Sequence[Entry]], places: int) -> list[Entry]:
    """Choose entries of groups, one of each in turn, as long as there are places."""
    in_turn = (entry for turn in zip_longest(*groups) for entry in turn if entry is not None)
    chosen = set(islice(in_turn, places))
    return [entry for group in groups for entry in group if entry in chosen]


def _goes_on(entry: Entry, other: Entry) -> bool:
    """Say whether what begins like an entry hardly ever ends with it: 共和 goes on to 共和国."""
    return (
        entry.kind is EntryKind.WORD
        and other.kind in {EntryKind.WORD, EntryKind.PHRASE}
        and other.text != entry.text
        and other.text.startswith(entry.text)
        and other.articles >= _MOSTLY * entry.articles
    )


def _candidates(lexicon: Lexicon, text: str, limit: int, synonyms: Synonyms) -> Iterator[Entry]:
    yield from lexicon.beginning(text, limit)
    if (bare := without_marks(text)) not in {"", text}:
        yield from lexicon.beginning(bare, limit)
    for name in synonyms.others.get(text, ())[:_NAMES_TRIED]:
        yield from (e for e in lexicon.beginning(name, limit) if e.kind is EntryKind.TITLE)
    if number := _NUMBER.fullmatch(text):
        begun = f"{number['issuer']}〔{number['year']}"
        if number["serial"]:
            begun += f"〕{number['serial']}"
        yield from (e for e in lexicon.beginning(begun, limit) if e.kind is EntryKind.NUMBER)
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
        spelled = lexicon.spelled(before + sound + letters, _LOOKED_THROUGH)
        for entry, key in _by_key(spelled):
            if key.startswith(chinese) or key.startswith(chinese, name_begins(key)):
                yield entry
