"""Vocabulary: what may a person want to type? Words, phrases, sections, issuers and titles of a collection."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..article import Article
from ..document_types import type_of_normalized
from ..text.analysis import characters_of
from ..text.names import name_of
from ..text.normalization import TEXT_SEPARATOR, normalize_texts
from ..text.runs import is_all_han
from .lexicon import Entry, EntryKind
from .phrase_mining import mine_phrases

#: Phrases are mined from so many characters of articles, spread evenly, and so many are kept.
SAMPLE_CHARACTERS, MAX_PHRASES = 3_000_000, 10_000
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
_CUT_ORDINAL = re.compile("第[一二三四五六七八九十百千零〇两]*$")
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
    normalised.
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
        phrase.text: (phrase.text, Usage(phrase.articles, 0)) for phrase in phrases
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
        Entry(phrase.text, EntryKind.PHRASE, round(phrase.documents / share))
        for phrase in mined
        if not _CUT_ORDINAL.search(phrase.text)
    ]


def spread(lengths: Sequence[int]) -> list[int]:
    """Choose which articles, of these many characters each, make the sample: all, or every nth."""
    step = max(1, -(-sum(lengths) // SAMPLE_CHARACTERS))
    return list(range(0, len(lengths), step))
