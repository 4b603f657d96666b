"""Postings: where does a term stand? The cluster is asked for lists of all that is expected in one round trip."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from ...query.budget import spend
from ...query.nodes import Pattern, Unit
from ...text.normalization import TEXT_SEPARATOR
from ...text.sentences import NORMALIZED_END_MARKS
from ..arrays.answer.postings import NO_PHRASE, NO_WORD, Close, PostingList, Postings
from ..arrays.answer.recent import Recent
from ..arrays.file.array_types import Counts, Documents, Integers, Marks
from ..arrays.file.layout import TEXT_STARTS, TITLE_LENGTHS
from ..arrays.file.pairs import pair_keys
from ..arrays.file.terms import Terms
from .article_texts import ArticleTexts
from .articles import Articles
from .contents import Contents
from .lists import LONG, LONG_TITLE, Json, Lists, Pair, among, in_parts, joined
from .mapping import (
    BREAKS,
    MARKS,
    REST,
    TITLE,
    WORDS,
    beginning_query,
    phrase_query,
    times_scored,
    together_query,
    word_query,
)

_TITLE_WORDS, _HEADING_WORDS, _BODY_WORDS = WORDS
#: Of lists that are kept: words, phrases, what stands together, each.
_RECENT_BYTES, _RECENT_TERMS = 64 << 20, 4096
_RECENT_COUNTS, _COUNT_BYTES = 20_000, 100
#: What stands together is asked for before it is known in which documents, if one text stands in so few places.
_FEW_PLACES = 20_000
_AT_ONCE = 200  # articles that are read
# What is taken off the budget for an article that is read.
_ARTICLE = 20
_ENDS = frozenset(NORMALIZED_END_MARKS + TEXT_SEPARATOR)


class ClusterPostings(Postings):
    """Looks terms up on the cluster; which words and pairs there are is known here."""

    asks_ahead = True

    def __init__(
        self,
        contents: Contents,
        articles: Articles,
        segments: Sequence[tuple[Terms, int, Marks | None]],
        live: Marks,
    ) -> None:
        """Take the terms of each segment, and marks for all live documents."""
        super().__init__(segments)
        self._contents, self._articles = contents, articles
        self._lists = Lists(contents, live, _long_ones(segments))
        self._words = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._phrases = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._close: Recent[Close, Documents] = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._occurring: Recent[str, int] = Recent(_RECENT_BYTES, _RECENT_COUNTS)

    def expect(
        self, words: Iterable[str], phrases: Iterable[str], close: Iterable[Close] = ()
    ) -> None:
        """Ask for all that is about to be looked up, and not kept from before, in one round trip."""
        self._look_up(
            [one for one in dict.fromkeys(words) if self._words.get(one) is None],
            [one for one in dict.fromkeys(phrases) if self._phrases.get(one) is None],
            [
                (texts, unit)
                for texts, unit in dict.fromkeys(close)
                if self._close.get((texts, unit)) is None
                and _is_told(texts)
                and min(map(self._most_places, texts)) <= _FEW_PLACES
            ],
        )

    def word(self, word: str) -> PostingList:
        """Look up a word."""
        found = self._words.get(word)
        return self._look_up([word])[0] if found is None else found

    def phrase(self, text: str) -> PostingList:
        """Find a phrase of one character or more, in normalised form."""
        found = self._phrases.get(text)
        return self._look_up([], [text])[0] if found is None else found

    def occurrences(self, phrases: Collection[str]) -> dict[str, int]:
        """Count where phrases stand; all that are not known in one round trip."""
        found = {phrase: self._occurring.get(phrase) for phrase in phrases}
        for phrase in phrases:
            if found[phrase] is None and (kept := self._phrases.get(phrase)) is not None:
                found[phrase] = int(kept.counts[0].sum())
        unknown = [phrase for phrase, count in found.items() if count is None]
        asked = [phrase for phrase in unknown if self._most_places(phrase)]
        pairs, _ = self._lists.ask([*map(_phrase_pair, asked)])
        counted = {
            phrase: int(rest.scores.sum() + title.scores.sum())
            for phrase, (rest, title) in zip(asked, pairs, strict=True)
        }
        for phrase in unknown:
            self._occurring.keep(phrase, counted.get(phrase, 0), _COUNT_BYTES)
        return {
            phrase: counted.get(phrase, 0) if count is None else count
            for phrase, count in found.items()
        }

    def pattern(self, pattern: Pattern, documents: Documents) -> PostingList:
        """Find a pattern in some documents, ascending: those in which all its parts stand."""
        found = self._patterns.get(pattern.text)
        if found is None:
            parts = pattern.shape.parts
            near = documents[self.together(parts, documents, Unit.SENTENCE)]
            found = self._found(pattern, near)
            self._patterns.keep(pattern.text, found, found.bytes)
        return found

    def title_beginning(self, text: str) -> Documents:
        """Find the documents whose title begins so."""
        _, (listed,) = self._lists.ask([], [beginning_query(text)])
        return listed.documents

    def together(
        self, texts: Sequence[str], documents: Documents, unit: Unit, distance: int | None = None
    ) -> Marks:
        """Mark those of some documents, ascending, where all texts stand together; see `Postings.together`.

        The cluster tells, but for how far apart they may stand, and of texts that hold an end
        themselves: these articles are read.
        """
        marked = np.ones(len(documents), bool)
        is_told = _is_told(texts)
        if not len(documents):
            return marked
        if is_told:
            having = self._close.get((tuple(texts), unit))
            if having is None:
                _, (listed,) = self._lists.ask([], [among(documents, _close_query(texts, unit))])
                having = listed.documents
            marked = np.isin(documents, having)
        if distance is not None or not is_told:
            own = np.zeros(1, np.int64)
            read = self._read(documents[marked])
            marked[marked] = [one.together(texts, own, unit, distance).item() for one in read]
        return marked

    def _found(self, pattern: Pattern, documents: Documents) -> PostingList:
        """Look for a pattern in articles, which are read."""
        own = np.zeros(1, np.int64)
        found = [one.pattern(pattern.shape, own).counts for one in self._read(documents)]
        stands = np.array([len(in_texts) > 0 for in_texts, _ in found], bool)
        counts = [(in_texts[0], in_title[0]) for in_texts, in_title in found if len(in_texts)]
        columns = np.array(counts, np.int64).reshape(-1, 2)
        return PostingList(documents[stands], (columns[:, 0], columns[:, 1]))

    def _read(self, documents: Documents) -> Iterator[ArticleTexts]:
        for some in in_parts(documents.tolist(), _AT_ONCE):
            spend(len(some) * _ARTICLE)
            self._articles.read_ahead(some)
            yield from map(self._articles.texts, some)

    def _look_up(
        self, words: Sequence[str], phrases: Sequence[str] = (), close: Sequence[Close] = ()
    ) -> list[PostingList]:
        """Ask for lists, keep them, and return those of the words, then those of the phrases."""
        known = [word for word in words if any(one.having(word) for one, _, _ in self._segments)]
        standing = [phrase for phrase in phrases if self._most_places(phrase)]
        pairs, others = self._lists.ask(
            [*map(_word_pair, known), *map(_phrase_pair, standing)],
            [
                *(word_query(_BODY_WORDS, word) for word in known),
                *(_close_query(texts, unit) for texts, unit in close),
            ],
        )
        in_heads, in_texts = pairs[: len(known)], pairs[len(known) :]
        in_bodies, together = others[: len(known)], others[len(known) :]
        found_words = dict.fromkeys(words, NO_WORD)
        for word, (in_heading, in_title), in_body in zip(known, in_heads, in_bodies, strict=True):
            documents, counts = joined([in_title, in_heading, in_body])
            found_words[word] = PostingList(documents, tuple(map(_narrow, counts)))
        found_phrases = dict.fromkeys(phrases, NO_PHRASE)
        for phrase, of_fields in zip(standing, in_texts, strict=True):
            documents, (rest, title) = joined(of_fields)
            found_phrases[phrase] = PostingList(documents, (_narrow(rest + title), _narrow(title)))
        for kept, found in ((self._words, found_words), (self._phrases, found_phrases)):
            for text, postings in found.items():
                kept.keep(text, postings, postings.bytes)
        for wanted, listed in zip(close, together, strict=True):
            self._close.keep(wanted, listed.documents, listed.documents.nbytes)
        return [*found_words.values(), *found_phrases.values()]

    def _most_places(self, text: str) -> int:
        """Return in how many places a text of one character or more may stand: where its rarest pair does."""
        keys = pair_keys(text)
        if not len(keys):
            codes = np.array([ord(text)])
            return sum(int(one.pairs.character_sizes(codes)[0]) for one, _, _ in self._segments)
        return sum(int(one.pairs.sizes(keys).min()) for one, _, _ in self._segments)


def _narrow(counts: Integers) -> Counts:
    """Return counts in as few bytes as hold them: long lists are kept."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))


def _word_pair(word: str) -> Pair:
    return Pair(word_query(_HEADING_WORDS, word), word_query(_TITLE_WORDS, word))


def _phrase_pair(phrase: str) -> Pair:
    size = len(phrase)
    # After so many characters it may stand again.
    again = next(step for step in range(1, size + 1) if phrase.startswith(phrase[step:]))
    times = times_scored(phrase)
    first, second = (phrase_query(field, phrase) for field in (REST, TITLE))
    return Pair(first, second, times, fits=times <= again)


def _close_query(texts: Sequence[str], unit: Unit) -> Json:
    return together_query(texts, [BREAKS] if unit is Unit.PARAGRAPH else [MARKS, BREAKS])


def _is_told(texts: Sequence[str]) -> bool:
    """Say whether the cluster can tell where texts stand together: none of them holds an end itself."""
    return _ENDS.isdisjoint("".join(texts))


def _long_ones(segments: Sequence[tuple[Terms, int, Marks | None]]) -> Documents:
    """Return the documents that may be too long for two counts in one score, ascending."""
    found = [np.empty(0, np.intp)]
    for segment, first, _ in segments:
        is_long = np.diff(segment.arrays[TEXT_STARTS]) >= LONG
        is_long |= segment.arrays[TITLE_LENGTHS] >= LONG_TITLE
        found.append(is_long.nonzero()[0] + first)
    return np.concatenate(found)
