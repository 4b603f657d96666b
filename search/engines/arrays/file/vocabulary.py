"""Vocabulary: how is a collection's kept? Entries by text, by pinyin and by initials, each ascending."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from ....suggest.lexicon import NAMES_OF_PAPERS, Entry, EntryKind
from ....suggest.starts import word_starts
from ....text.names import name_begins
from ....text.pinyin import spelling
from .array_types import AnyArray, Integers, Marks
from .arrays import ArrayFile, write_arrays
from .name_starts import NameStarts, starts_to_arrays
from .strings import Strings, strings_to_arrays

# docs/index-format.md says what these hold.
KEYS, TEXTS = "vocabulary/keys", "vocabulary/texts"
KINDS, ARTICLE_COUNTS = "vocabulary/kinds", "vocabulary/articles"
RANKS = "vocabulary/ranks"
NAMED, NAMED_AT = "vocabulary/named", "vocabulary/named_at"
SPELLINGS, SPELLED = "vocabulary/spellings", "vocabulary/spelled"
INITIALS, ABBREVIATED = "vocabulary/initials", "vocabulary/abbreviated"
STARTS = "vocabulary/starts"
MINED_FROM = "vocabulary/mined_from"

_KINDS = tuple(EntryKind)
#: Of these, words in the middle are where a person may begin to type.
_STARTED = frozenset({EntryKind.SECTION, EntryKind.ISSUER, EntryKind.TITLE})
#: Words and names of bodies; titles; numbers.
_GROUPS = tuple(
    np.array([kind in group for kind in _KINDS])
    for group in (
        frozenset(EntryKind) - NAMES_OF_PAPERS,
        frozenset({EntryKind.TITLE}),
        frozenset({EntryKind.NUMBER}),
    )
)


def write_vocabulary(
    path: Path,
    entries: Mapping[str, Entry],
    mined_from: int,
    cut: Callable[[str], list[str]],
    known: "Vocabulary | None",
) -> None:
    """Write entries, given by normalised text, the likeliest first; `known` spares working out again what it has.

    `mined_from` is the number of articles there were when phrases were mined.
    """
    keys = sorted(entries, key=lambda key: key.encode())
    number_of = {key: number for number, key in enumerate(keys)}
    ranks = np.empty(len(keys), np.uint32)
    ranks[[number_of[key] for key in entries]] = np.arange(len(keys))
    named = _named(keys, entries)
    before = known.spellings() if known else {}
    spelled = [before.get(text) or spelling(text, cut) for text in _spelled_texts(keys, named)]
    spellings = [letters.encode() for letters, _ in spelled]
    initials = [letters.encode() for _, letters in spelled]
    by_spelling = sorted(range(len(spelled)), key=spellings.__getitem__)
    by_initials = sorted(range(len(spelled)), key=initials.__getitem__)
    encoded = [key.encode() for key in keys]
    write_arrays(
        path,
        {
            **strings_to_arrays(KEYS, encoded),
            **strings_to_arrays(
                TEXTS,
                [b"" if key == entries[key].text else entries[key].text.encode() for key in keys],
            ),
            KINDS: np.array([_KINDS.index(entries[key].kind) for key in keys], np.uint8),
            ARTICLE_COUNTS: np.array([entries[key].articles for key in keys], np.uint32),
            RANKS: ranks,
            NAMED: np.array(named, np.uint32),
            NAMED_AT: np.array(
                [_bytes_before(keys[number], name_begins(keys[number])) for number in named],
                np.uint16,
            ),
            **strings_to_arrays(SPELLINGS, [spellings[number] for number in by_spelling]),
            SPELLED: np.array(by_spelling, np.uint32),
            **strings_to_arrays(INITIALS, [initials[number] for number in by_initials]),
            ABBREVIATED: np.array(by_initials, np.uint32),
            **_starts_to_arrays(encoded, entries, number_of, cut, known),
            MINED_FROM: np.array([mined_from], np.uint32),
        },
    )


def _named(keys: Sequence[str], entries: Mapping[str, Entry]) -> list[int]:
    """Return the numbers of titles and document numbers in which the name begins later."""
    return [
        number
        for number, key in enumerate(keys)
        if entries[key].kind in NAMES_OF_PAPERS and 0 < name_begins(key) < len(key)
    ]


def _spelled_texts(keys: Sequence[str], named: Sequence[int]) -> list[str]:
    """Return what is spelled: each key, and from where its name begins each that has one later."""
    return [*keys, *(keys[number][name_begins(keys[number]) :] for number in named)]


def _starts_to_arrays(
    keys: Sequence[bytes],
    entries: Mapping[str, Entry],
    number_of: Mapping[str, int],
    cut: Callable[[str], list[str]],
    known: "Vocabulary | None",
) -> dict[str, AnyArray]:
    """Return the arrays of where words begin in names; those that are known stay in their order."""
    if known:
        numbers = known.numbers_of_names(entries, number_of)
        new = entries.keys() - {keys[number].decode() for number in numbers[numbers >= 0].tolist()}
        starts = _starts(((key, entries[key]) for key in new), number_of, cut)
        if arrays := known.starts.with_others(STARTS, numbers, keys, starts):
            return arrays
    return starts_to_arrays(STARTS, keys, _starts(entries.items(), number_of, cut))


def _starts(
    entries: Iterable[tuple[str, Entry]],
    number_of: Mapping[str, int],
    cut: Callable[[str], list[str]],
) -> dict[int, list[int]]:
    """Return where words begin in each name, in bytes."""
    starts = {}
    for key, entry in entries:
        if entry.kind in _STARTED:
            starts[number_of[key]] = [_bytes_before(key, place) for place in word_starts(key, cut)]
        elif entry.kind is EntryKind.NUMBER and (start := name_begins(key)):
            starts[number_of[key]] = [_bytes_before(key, start)]
    return starts


def _begin_alike(kind: EntryKind, other: EntryKind) -> bool:
    return kind is other or {kind, other} <= _STARTED


def _bytes_before(key: str, place: int) -> int:
    return len(key[:place].encode())


class Vocabulary:
    """An open vocabulary; never changes, so threads share it. Raises ArrayFileError, OSError."""

    def __init__(self, path: Path) -> None:
        self.arrays = arrays = ArrayFile(path)
        self._keys, self._texts = Strings(arrays, KEYS), Strings(arrays, TEXTS)
        self._kinds, self._articles = arrays[KINDS], arrays[ARTICLE_COUNTS]
        self._ranks, self._named = arrays[RANKS], arrays[NAMED]
        self._spellings, self._spelled = Strings(arrays, SPELLINGS), arrays[SPELLED]
        self._initials, self._abbreviated = Strings(arrays, INITIALS), arrays[ABBREVIATED]
        self.starts = NameStarts(arrays, STARTS, self._keys)
        self.mined_from = int(arrays[MINED_FROM][0])

    def entry(self, text: str) -> Entry | None:
        """Return the entry of just this normalised text, unless it names a paper."""
        return self.entries([text]).get(text)

    def entries(self, texts: Collection[str]) -> dict[str, Entry]:
        """Return the entries of just these normalised texts, but for those that name papers."""
        wanted = {text.encode("utf-8", "replace"): text for text in texts}
        found = [
            (wanted[key], at)
            for key, at in self._keys.those_of(wanted)
            if _KINDS[self._kinds[at]] not in NAMES_OF_PAPERS
        ]
        entries = self._entries(np.array([at for _, at in found], np.int64))
        return {text: entry for (text, _), entry in zip(found, entries, strict=True)}

    def beginning(self, text: str, limit: int) -> list[Entry]:
        """Return entries that begin so, or a word of them; see `search.suggest.lexicon.Lexicon`."""
        encoded = text.encode()
        found = self._keys.beginning(encoded)
        places = self.starts.beginning(encoded)
        within = self.starts.entries[places]
        numbers = np.concatenate([np.arange(found.start, found.stop), within.astype(np.int64)])
        is_name = self.starts.offsets[places] == self._name_offsets[within]
        behind = np.concatenate([np.zeros(len(found), bool), ~is_name])
        return self._entries(self._likeliest(numbers, limit, behind))

    def spelled(self, letters: str, limit: int) -> list[Entry]:
        """Return entries whose pinyin begins so."""
        return self._by_letters(self._spellings, self._spelled, letters, limit)

    def abbreviated(self, letters: str, limit: int) -> list[Entry]:
        """Return entries whose initials begin so."""
        return self._by_letters(self._initials, self._abbreviated, letters, limit)

    def most_frequent(self, letters: str) -> Entry | None:
        """Return the most frequent entry of just this pinyin that names no paper."""
        low, high = _exactly(self._spellings, letters.encode())
        numbers = self._entries_of(self._spelled[low:high])
        numbers = numbers[_GROUPS[0][self._kinds[numbers]]]
        if not len(numbers):
            return None
        return self._entries(numbers[[self._ranks[numbers].argmin()]])[0]

    def phrases(self) -> list[Entry]:
        """Return the phrases that were mined."""
        kind = _KINDS.index(EntryKind.PHRASE)
        return self._entries((self._kinds == kind).nonzero()[0])

    def spellings(self) -> dict[str, tuple[str, str]]:
        """Return pinyin and initials of what is spelled, by its normalised text."""
        texts = _spelled_texts([key.decode() for key in self._keys], self._named.tolist())
        spellings, initials = ([""] * len(texts) for _ in range(2))
        for strings, numbers, of_text in (
            (self._spellings, self._spelled, spellings),
            (self._initials, self._abbreviated, initials),
        ):
            for number, string in zip(numbers.tolist(), strings, strict=True):
                of_text[number] = string.decode()
        return dict(zip(texts, zip(spellings, initials, strict=True), strict=True))

    def numbers_of_names(
        self, entries: Mapping[str, Entry], number_of: Mapping[str, int]
    ) -> Integers:
        """Return, for each entry here, its number among others; -1 where words begin elsewhere in it now.

        That is where it is no more, or of another kind.
        """
        kinds = (_KINDS[kind] for kind in self._kinds.tolist())
        keys = (key.decode() for key in self._keys)
        return np.array(
            [
                number_of[key] if (now := entries.get(key)) and _begin_alike(kind, now.kind) else -1
                for key, kind in zip(keys, kinds, strict=True)
            ],
            np.int64,
        )

    def _by_letters(
        self, strings: Strings, numbers: AnyArray, letters: str, limit: int
    ) -> list[Entry]:
        encoded = letters.encode()
        found = strings.beginning(encoded)
        low, high = _exactly(strings, encoded)
        of_found = self._entries_of(numbers[found.start : found.stop])
        behind = np.ones(len(found), bool)
        behind[low - found.start : high - found.start] = False
        return self._entries(self._likeliest(of_found, limit, behind))

    def _entries_of(self, spelled: AnyArray) -> Integers:
        """Return the entries of what is spelled; see `_spelled_texts`."""
        numbers = spelled.astype(np.int64)
        later = numbers >= len(self._keys)
        numbers[later] = self._named[numbers[later] - len(self._keys)]
        return numbers

    def _likeliest(self, numbers: Integers, limit: int, behind: Marks) -> Integers:
        """Choose at most so many of each group, the likeliest first, those marked behind all others."""
        kinds = self._kinds[numbers]
        order = self._ranks[numbers] + behind * np.int64(len(self._keys))
        chosen = []
        for group in _GROUPS:
            own = group[kinds].nonzero()[0]
            if len(own) > limit:
                own = own[np.argpartition(order[own], limit - 1)[:limit]]
            chosen.append(numbers[own[np.argsort(order[own])]])
        return np.concatenate(chosen)

    @cached_property
    def _name_offsets(self) -> Integers:
        """Return by entry how many bytes stand before its name; of most none, which is no start."""
        offsets = np.zeros(len(self._keys), np.int64)
        offsets[self._named] = self.arrays[NAMED_AT]
        return offsets

    def _entries(self, numbers: AnyArray) -> list[Entry]:
        numbers = numbers.astype(np.int64)
        keys, texts = self._keys.texts(numbers), self._texts.texts(numbers)
        kinds, counts = self._kinds[numbers].tolist(), self._articles[numbers].tolist()
        return [
            Entry(text or key, _KINDS[kind], count)
            for key, text, kind, count in zip(keys, texts, kinds, counts, strict=True)
        ]


def _exactly(strings: Strings, string: bytes) -> tuple[int, int]:
    """Return where a string begins and ends in an ascending list that has it more than once."""
    found = strings.beginning(string)
    low, high = found.start, found.start
    while high < found.stop and strings[high] == string:
        high += 1
    return low, high
