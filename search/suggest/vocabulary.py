"""Vocabulary: what may a person want to type? Words, phrases, sections, issuers and titles of a collection."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..article import Article
from ..document_types import type_of_normalized
from ..text.analysis import characters_of
from ..text.names import name_of
from ..text.normalization import TEXT_SEPARATOR, normalize_texts
from ..text.runs import is_all_han
from .lexicon import Entry, EntryKind
from .wording_mining import mine_wordings, without_marks

#: Phrases are mined from so many characters, and so many are kept: of articles spread evenly an
#: excerpt each, of at least so many. Many short ones say better than few long articles what is common.
SAMPLE_CHARACTERS, MAX_PHRASES = 3_000_000, 20_000
_EXCERPT = 2_000
_STEP = 7_919  # characters from where an excerpt begins to where that of the next does, all round
#: Words are kept that stand in at least so many articles, at most so many of them.
MIN_WORD_ARTICLES, MAX_WORDS = 2, 50_000
#: Of titles and document numbers, at most so many are offered: enough for all that a person may
#: begin to type, and few enough to be written anew by each update.
MAX_TITLES, MAX_NUMBERS = 100_000, 50_000
_MAX_TITLE = 120  # characters
#: What is of two kinds is of the first.
_PRECEDENCE = (
    EntryKind.SECTION,
    EntryKind.ISSUER,
    EntryKind.WORD,
    EntryKind.PHRASE,
    EntryKind.TITLE,
    EntryKind.NUMBER,
)
#: 第十… cut off, and what begins with the number of a clause.
_NUMBERED = re.compile(
    "^第[一二三四五六七八九十百千零〇两]+[条款项章节编]|第[一二三四五六七八九十百千零〇两]*$"
)
#: Kinds of papers that people look for by name for years.
_RULES = frozenset("法 条例 规定 办法 细则 规则 规程 章程 准则 守则".split())
_MAY_BE_RULE = re.compile("|".join(sorted(_RULES)))


class Usage(NamedTuple):
    """How a name of something is used."""

    articles: int  # that have it
    newest: int  # the day of the newest of them, `date.toordinal`; 0: unknown
    past: int = 0  # that are said to be amended or repealed

    def and_of(self, other: "Usage") -> "Usage":
        """Return this usage and another together."""
        return Usage(
            self.articles + other.articles,
            max(self.newest, other.newest),
            self.past + other.past,
        )


UNUSED = Usage(0, 0)


def collect(
    words: Iterable[tuple[str, int]],
    phrases: Iterable[Entry],
    names: Mapping[EntryKind, Mapping[str, Usage]],
) -> dict[str, Entry]:
    """Return entries by normalised text, of each kind those first that are looked for most likely.

    These are the most frequent words, phrases and bodies; of titles those of rules, the shortest
    first, then of others the newest, last those of papers that are no longer in force; the newest
    numbers. Words come with the number of articles that have them; words and phrases come
    normalised, but for the quotation marks of phrases, which are found without these.
    """
    frequent = sorted(
        (
            pair
            for pair in words
            if pair[1] >= MIN_WORD_ARTICLES and len(pair[0]) > 1 and is_all_han(pair[0])
        ),
        key=lambda pair: (-pair[1], pair[0]),
    )
    found = {kind: _by_key(used) for kind, used in names.items()}
    found[EntryKind.WORD] = {
        word: (word, Usage(articles, 0)) for word, articles in frequent[:MAX_WORDS]
    }
    found[EntryKind.PHRASE] = {
        without_marks(phrase.text): (phrase.text, Usage(phrase.articles, 0)) for phrase in phrases
    }
    # Of what is of two kinds, the first one's stands last, and stays.
    entries = {
        key: (Entry(text, kind, usage.articles), _likelihood(kind, key, usage))
        for kind in reversed(_PRECEDENCE)
        for key, (text, usage) in found.get(kind, {}).items()
    }
    likeliest_first = sorted(entries.items(), key=lambda one: (one[1][1], one[0]))
    return {key: entry for key, (entry, _) in likeliest_first}


def _by_key(used: Mapping[str, Usage]) -> dict[str, tuple[str, Usage]]:
    """Return names by normalised text, each as it is written and how all that are so are used."""
    keys = normalize_texts([text[:_MAX_TITLE] for text in used]).text.split(TEXT_SEPARATOR)
    found: dict[str, tuple[str, Usage]] = {}
    for key, (text, usage) in zip(keys, used.items(), strict=False):
        written, before = found.get(key, (text, UNUSED))
        found[key] = written, before.and_of(usage)
    found.pop("", None)
    return found


def _likelihood(kind: EntryKind, key: str, usage: Usage) -> tuple[int, int, int]:
    """Return what entries of a kind are sorted by, so that the likeliest stand first."""
    match kind:
        case EntryKind.TITLE:
            name = name_of(key)
            is_rule = _is_rule(key) or _is_rule(name)
            if usage.past == usage.articles:
                return 2, -usage.newest, len(name)
            return (0, len(name), -usage.newest) if is_rule else (1, -usage.newest, len(name))
        case EntryKind.NUMBER:
            return 0, -usage.newest, 0
        case _:
            return 0, -usage.articles, 0


def _is_rule(title: str) -> bool:
    """Say whether a title is that of rules; few need a closer look."""
    return _MAY_BE_RULE.search(title) is not None and type_of_normalized(title) in _RULES


@dataclass(frozen=True, slots=True)
class Sample:
    """Which articles phrases are mined from, and so many characters in a row of each."""

    articles: list[int]  # ascending
    excerpt: int
    lengths: npt.NDArray[np.int64]  # characters, of all articles

    @classmethod
    def of(cls, lengths: npt.NDArray[np.int64]) -> "Sample":
        """Choose all articles, or every nth, given how many characters each has."""
        excerpt = max(_EXCERPT, SAMPLE_CHARACTERS // max(1, len(lengths)))
        step = max(1, -(-int(np.minimum(lengths, excerpt).sum()) // SAMPLE_CHARACTERS))
        return cls(list(range(0, len(lengths), step)), excerpt, lengths)

    def standing_in(self, excerpts: int) -> int:
        """Return how many of all articles likely have what so many excerpts have.

        It stands in any excerpt with the same chance, and an article is so many of them as it is long.
        """
        chance = excerpts / len(self.articles)
        parts = np.maximum(self.lengths / self.excerpt, 1)
        return round(float((1 - (1 - chance) ** parts).sum()))


def mine(
    articles: Iterable[Article], sample: Sample, cut: Callable[[str], list[str]]
) -> list[Entry]:
    """Return the phrases of a collection, given the articles of a sample of it.

    `cut` cuts Chinese characters into words.
    """
    texts = (
        _excerpt(characters_of(article), number, sample.excerpt)
        for number, article in enumerate(articles)
    )
    mined = (wording for wording in mine_wordings(texts, cut) if not _NUMBERED.search(wording.text))
    articles_of = cache(sample.standing_in)
    return [
        Entry(wording.text, EntryKind.PHRASE, articles_of(wording.documents))
        for wording in islice(mined, MAX_PHRASES)
    ]


def _excerpt(characters: str, number: int, length: int) -> str:
    """Return so many characters in a row of an article, from elsewhere in each."""
    start = number * _STEP % max(1, len(characters) - length + 1)
    return characters[start : start + length]
