"""Vocabulary: how is a collection's kept? Entries by text, by pinyin and by initials, each ascending."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from ....suggest.lexicon import Entry, EntryKind
from ....text.pinyin import spelling
from .array_types import AnyArray
from .arrays import ArrayFile, write_arrays
from .strings import Strings, strings_to_arrays

# docs/index-format.md says what these hold.
KEYS, TEXTS = "vocabulary/keys", "vocabulary/texts"
KINDS, ARTICLE_COUNTS = "vocabulary/kinds", "vocabulary/articles"
SPELLINGS, SPELLED = "vocabulary/spellings", "vocabulary/spelled"
INITIALS, ABBREVIATED = "vocabulary/initials", "vocabulary/abbreviated"
MINED_FROM = "vocabulary/mined_from"

_KINDS = tuple(EntryKind)
_TITLE = _KINDS.index(EntryKind.TITLE)


def write_vocabulary(
    path: Path,
    entries: Mapping[str, Entry],
    mined_from: int,
    cut: Callable[[str], list[str]],
    known: "Vocabulary | None",
) -> None:
    """Write entries, given by normalised text; `known` spares spelling again what it has.

    `mined_from` is the number of articles there were when phrases were mined.
    """
    keys = sorted(entries, key=lambda key: key.encode())
    before = known.spellings() if known else {}
    spelled = [before.get(key) or spelling(key, cut) for key in keys]
    spellings = [letters.encode() for letters, _ in spelled]
    initials = [letters.encode() for _, letters in spelled]
    by_spelling = sorted(range(len(keys)), key=spellings.__getitem__)
    by_initials = sorted(range(len(keys)), key=initials.__getitem__)
    write_arrays(
        path,
        {
            **strings_to_arrays(KEYS, [key.encode() for key in keys]),
            **strings_to_arrays(TEXTS, [entries[key].text.encode() for key in keys]),
            KINDS: np.array([_KINDS.index(entries[key].kind) for key in keys], np.uint8),
            ARTICLE_COUNTS: np.array([entries[key].articles for key in keys], np.uint32),
            **strings_to_arrays(SPELLINGS, [spellings[number] for number in by_spelling]),
            SPELLED: np.array(by_spelling, np.uint32),
            **strings_to_arrays(INITIALS, [initials[number] for number in by_initials]),
            ABBREVIATED: np.array(by_initials, np.uint32),
            MINED_FROM: np.array([mined_from], np.uint32),
        },
    )


class Vocabulary:
    """An open vocabulary; never changes, so threads share it. Raises ArrayFileError, OSError."""

    def __init__(self, path: Path) -> None:
        self.arrays = arrays = ArrayFile(path)
        self._keys, self._texts = Strings(arrays, KEYS), Strings(arrays, TEXTS)
        self._kinds, self._articles = arrays[KINDS], arrays[ARTICLE_COUNTS]
        self._spellings, self._spelled = Strings(arrays, SPELLINGS), arrays[SPELLED]
        self._initials, self._abbreviated = Strings(arrays, INITIALS), arrays[ABBREVIATED]
        self.mined_from = int(arrays[MINED_FROM][0])

    def entry(self, text: str) -> Entry | None:
        """Return the entry of just this normalised text, unless it is a title."""
        at = self._keys.find(text.encode())
        return None if at is None or self._kinds[at] == _TITLE else self._entries(np.array([at]))[0]

    def beginning(self, text: str, limit: int) -> list[Entry]:
        """Return entries that begin so; see `search.suggest.lexicon.Lexicon`."""
        found = self._keys.beginning(text.encode())
        return self._entries(self._best(np.arange(found.start, found.stop), limit))

    def spelled(self, letters: str, limit: int) -> list[Entry]:
        """Return entries whose pinyin begins so."""
        return self._by_letters(self._spellings, self._spelled, letters, limit)

    def abbreviated(self, letters: str, limit: int) -> list[Entry]:
        """Return entries whose initials begin so."""
        return self._by_letters(self._initials, self._abbreviated, letters, limit)

    def most_frequent(self, letters: str) -> Entry | None:
        """Return the most frequent entry, no title, of just this pinyin."""
        low, high = _exactly(self._spellings, letters.encode())
        numbers = self._spelled[low:high]
        numbers = numbers[self._kinds[numbers] != _TITLE]
        if not len(numbers):
            return None
        return self._entries(numbers[[self._articles[numbers].argmax()]])[0]

    def phrases(self) -> list[Entry]:
        """Return the phrases that were mined."""
        kind = _KINDS.index(EntryKind.PHRASE)
        return self._entries((self._kinds == kind).nonzero()[0])

    def spellings(self) -> dict[str, tuple[str, str]]:
        """Return pinyin and initials of each entry, by its normalised text."""
        spellings, initials = ([""] * len(self._keys) for _ in range(2))
        for strings, numbers, of_entry in (
            (self._spellings, self._spelled, spellings),
            (self._initials, self._abbreviated, initials),
        ):
            for number, string in zip(numbers.tolist(), strings, strict=True):
                of_entry[number] = string.decode()
        keys = (key.decode() for key in self._keys)
        return dict(zip(keys, zip(spellings, initials, strict=True), strict=True))

    def _by_letters(
        self, strings: Strings, numbers: AnyArray, letters: str, limit: int
    ) -> list[Entry]:
        encoded = letters.encode()
        found = strings.beginning(encoded)
        low, high = _exactly(strings, encoded)
        exact = self._best(numbers[low:high], limit)
        others = self._best(
            np.concatenate([numbers[found.start : low], numbers[high : found.stop]]), limit
        )
        return self._entries(np.concatenate([exact, others]))

    def _best(self, numbers: AnyArray, limit: int) -> AnyArray:
        """Choose at most so many titles, and as many others before them, the most frequent first."""
        are_titles = self._kinds[numbers] == _TITLE
        return np.concatenate(
            [self._most_frequent(numbers[kept], limit) for kept in (~are_titles, are_titles)]
        )

    def _most_frequent(self, numbers: AnyArray, limit: int) -> AnyArray:
        if len(numbers) > limit:
            counts = self._articles[numbers]
            least = np.partition(counts, len(counts) - limit)[len(counts) - limit]
            numbers = numbers[counts >= least]
        # Stable: of those as frequent, the first by text.
        return numbers[np.argsort(-self._articles[numbers].astype(np.int64), kind="stable")][:limit]

    def _entries(self, numbers: AnyArray) -> list[Entry]:
        numbers = numbers.astype(np.int64)
        kinds, counts = self._kinds[numbers].tolist(), self._articles[numbers].tolist()
        return [
            Entry(text, _KINDS[kind], count)
            for text, kind, count in zip(self._texts.texts(numbers), kinds, counts, strict=True)
        ]


def _exactly(strings: Strings, string: bytes) -> tuple[int, int]:
    """Return where a string begins and ends in an ascending list that has it more than once."""
    found = strings.beginning(string)
    low, high = found.start, found.start
    while high < found.stop and strings[high] == string:
        high += 1
    return low, high
