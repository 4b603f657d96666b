"""Vocabulary: what may a person want to type? Words, phrases, sections, issuers and titles of a collection."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..article import Article
from ..text.analysis import characters_of
from ..text.normalization import TEXT_SEPARATOR, normalize_texts
from ..text.runs import is_all_han
from .lexicon import Entry, EntryKind
from .phrase_mining import mine_phrases

#: Phrases are mined from so many characters of articles, spread evenly, and so many are kept.
SAMPLE_CHARACTERS, MAX_PHRASES = 3_000_000, 10_000
#: Words are kept that stand in at least so many articles, at most so many of them.
MIN_WORD_ARTICLES, MAX_WORDS = 2, 50_000
_MAX_TITLE = 120  # characters
#: What is of two kinds is of the first.
_PRECEDENCE = (
    EntryKind.SECTION,
    EntryKind.ISSUER,
    EntryKind.WORD,
    EntryKind.PHRASE,
    EntryKind.TITLE,
)


def collect(
    words: Iterable[tuple[str, int]],
    phrases: Iterable[Entry],
    sections: Iterable[tuple[str, int]],
    issuers: Iterable[tuple[str, int]],
    titles: Iterable[tuple[str, int]],
) -> dict[str, Entry]:
    """Return entries by normalised text; each comes with the number of articles that have it.

    Words and phrases come normalised.
    """
    frequent = sorted(
        (
            pair
            for pair in words
            if pair[1] >= MIN_WORD_ARTICLES and len(pair[0]) > 1 and is_all_han(pair[0])
        ),
        key=lambda pair: (-pair[1], pair[0]),
    )
    names = [
        *_entries(sections, EntryKind.SECTION),
        *_entries(issuers, EntryKind.ISSUER),
        *_entries(titles, EntryKind.TITLE),
    ]
    keys = normalize_texts([entry.text[:_MAX_TITLE] for entry in names]).text.split(TEXT_SEPARATOR)
    found: dict[str, Entry] = {}
    terms = [*_entries(frequent[:MAX_WORDS], EntryKind.WORD), *phrases]
    for key, entry in sorted(
        [*zip(keys, names, strict=False), *((term.text, term) for term in terms)],
        key=lambda pair: _PRECEDENCE.index(pair[1].kind),
    ):
        if key:
            found.setdefault(key, entry)
    return found


def mine(articles: Iterable[Article], share: float) -> list[Entry]:
    """Return the phrases of a sample of articles that is such a share of all."""
    starts, line = [0], bytearray()
    for article in articles:
        characters = characters_of(article) + TEXT_SEPARATOR
        line += characters.encode("utf-32-le")
        starts.append(len(line) // 4)
    mined = mine_phrases(
        np.frombuffer(line, np.uint32), np.array(starts, np.int64), limit=MAX_PHRASES
    )
    return [
        Entry(phrase.text, EntryKind.PHRASE, round(phrase.documents / share)) for phrase in mined
    ]


def spread(lengths: Sequence[int]) -> list[int]:
    """Choose which articles, of these many characters each, make the sample: all, or every nth."""
    step = max(1, -(-sum(lengths) // SAMPLE_CHARACTERS))
    return list(range(0, len(lengths), step))


def _entries(counted: Iterable[tuple[str, int]], kind: EntryKind) -> Iterator[Entry]:
    return (Entry(text, kind, count) for text, count in counted)
