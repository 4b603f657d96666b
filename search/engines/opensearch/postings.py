"""Postings: where does a term stand? Lists that the cluster makes of its documents, in one round trip.

A list is what a script of each shard writes: number and count of each document with a term, as
text; so it costs a few bytes a document, and nothing is left out however many there are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from ...query.budget import spend
from ...query.nodes import Pattern, Unit
from ...text.normalization import TEXT_SEPARATOR
from ...text.sentences import NORMALIZED_END_MARKS
from ..arrays.answer.postings import NO_PHRASE, NO_WORD, PostingList, Postings
from ..arrays.answer.recent import Recent
from ..arrays.file.array_types import Counts, Documents, Integers, Marks
from ..arrays.file.pairs import pair_keys
from ..arrays.file.terms import Terms
from .article_texts import ArticleTexts
from .articles import Articles
from .contents import Contents
from .mapping import (
    BREAKS,
    MARKS,
    NUMBER,
    REST,
    TITLE,
    WORDS,
    anywhere_query,
    beginning_query,
    phrase_query,
    together_query,
    word_query,
)

Json = dict[str, Any]
_Item = TypeVar("_Item")
_Listed = tuple[Documents, Integers]  # documents, ascending, and the score of each

_LIST = {
    "scripted_metric": {
        "init_script": "state.list = new StringBuilder()",
        "map_script": (
            f"state.list.append(doc['{NUMBER}'].value).append(' ')"
            ".append(Math.round(_score.doubleValue())).append(' ')"
        ),
        "combine_script": "return state.list.toString()",
        "reduce_script": "return states",
    }
}
_MOST_SEARCHES = 120  # in one round trip
_RECENT_BYTES, _RECENT_TERMS = 64 << 20, 4096
_RECENT_COUNTS, _COUNT_BYTES = 20_000, 100
_FEW = 2000  # documents that a search is told by their numbers
_AT_ONCE = 200  # articles that are read
# What is taken off the budget for an article that is read.
_ARTICLE = 20
_ENDS = frozenset(NORMALIZED_END_MARKS + TEXT_SEPARATOR)


class ClusterPostings(Postings):
    """Looks terms up on the cluster; which words and pairs there are is known here."""

    def __init__(
        self,
        contents: Contents,
        articles: Articles,
        segments: Sequence[tuple[Terms, int, Marks | None]],
        live: Marks,
    ) -> None:
        """Take the terms of each segment, and marks for all live documents."""
        super().__init__(segments)
        self._contents, self._articles, self._live = contents, articles, live
        self._words = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._phrases = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._occurring: Recent[str, int] = Recent(_RECENT_BYTES, _RECENT_COUNTS)

    def expect(self, words: Iterable[str], phrases: Iterable[str]) -> None:
        """Ask for all that is about to be looked up at once."""
        new_words = [one for one in dict.fromkeys(words) if self._words.get(one) is None]
        new_phrases = [one for one in dict.fromkeys(phrases) if self._phrases.get(one) is None]
        for word, found in self._look_up_words(new_words).items():
            self._words.keep(word, found, found.bytes)
        for phrase, found in self._look_up_phrases(new_phrases).items():
            self._phrases.keep(phrase, found, found.bytes)

    def word(self, word: str) -> PostingList:
        """Look up a word."""
        found = self._words.get(word)
        return self._look_up_words([word])[word] if found is None else found

    def phrase(self, text: str) -> PostingList:
        """Find a phrase of one character or more, in normalised form."""
        found = self._phrases.get(text)
        return self._look_up_phrases([text])[text] if found is None else found

    def occurrences(self, phrases: Collection[str]) -> dict[str, int]:
        """Count where phrases stand; all that are not known in one round trip."""
        found = {phrase: self._occurring.get(phrase) for phrase in phrases}
        for phrase in phrases:
            if found[phrase] is None and (kept := self._phrases.get(phrase)) is not None:
                found[phrase] = int(kept.counts[0].sum())
        unknown = [phrase for phrase, count in found.items() if count is None]
        asked = [phrase for phrase in unknown if self._may_stand(phrase)]
        lists = self._lists([anywhere_query(phrase) for phrase in asked])
        counted = {
            phrase: int(counts.sum()) for phrase, (_, counts) in zip(asked, lists, strict=True)
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
        ((documents, _),) = self._lists([beginning_query(text)])
        return documents

    def together(
        self, texts: Sequence[str], documents: Documents, unit: Unit, distance: int | None = None
    ) -> Marks:
        """Mark those of some documents, ascending, where all texts stand together; see `Postings.together`.

        The cluster tells, but for how far apart they may stand, and of texts that hold an end
        themselves: these articles are read.
        """
        marked = np.ones(len(documents), bool)
        is_told = _ENDS.isdisjoint("".join(texts))
        if not len(documents):
            return marked
        if is_told:
            ends = [BREAKS] if unit is Unit.PARAGRAPH else [MARKS, BREAKS]
            ((having, _),) = self._lists([_among(documents, together_query(texts, ends))])
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
        for some in _in_parts(documents.tolist(), _AT_ONCE):
            spend(len(some) * _ARTICLE)
            self._articles.read_ahead(some)
            yield from map(self._articles.texts, some)

    def _look_up_words(self, words: Sequence[str]) -> dict[str, PostingList]:
        known = [word for word in words if any(one.having(word) for one, _, _ in self._segments)]
        lists = self._lists([word_query(field, word) for word in known for field in WORDS])
        found = dict.fromkeys(words, NO_WORD)
        for word, of_fields in zip(known, _in_parts(lists, len(WORDS)), strict=True):
            found[word] = _joined(of_fields)
        return found

    def _look_up_phrases(self, phrases: Sequence[str]) -> dict[str, PostingList]:
        known = [phrase for phrase in phrases if self._may_stand(phrase)]
        queries = [phrase_query(field, phrase) for phrase in known for field in (REST, TITLE)]
        found = dict.fromkeys(phrases, NO_PHRASE)
        for phrase, of_fields in zip(known, _in_parts(self._lists(queries), 2), strict=True):
            joined = _joined(of_fields)
            rest, title = joined.counts
            found[phrase] = PostingList(joined.documents, (rest + title, title))
        return found

    def _may_stand(self, phrase: str) -> bool:
        """Say whether all pairs of a phrase stand in one segment; of one character nothing is said."""
        keys = pair_keys(phrase)
        return any(segment.pairs.sizes(keys).all() for segment, _, _ in self._segments)

    def _lists(self, queries: Sequence[Json]) -> list[_Listed]:
        """Return the live documents that match each query, ascending, with their scores."""
        found: list[_Listed] = []
        for some in _in_parts(queries, _MOST_SEARCHES):
            bodies = [
                {"size": 0, "track_total_hits": False, "query": query, "aggs": {"list": _LIST}}
                for query in some
            ]
            answers = self._contents.connection.search_all(self._contents.index, bodies)
            found += [self._listed(one["aggregations"]["list"]["value"]) for one in answers]
        return found

    def _listed(self, of_shards: Sequence[str]) -> _Listed:
        text = "".join(of_shards)
        numbers = np.array(text.split(), np.int64).reshape(-1, 2)
        # What an update writes that is not committed yet stands behind all that there are.
        there = numbers[numbers[:, 0] < len(self._live)]
        kept = there[self._live[there[:, 0]]]
        kept = kept[kept[:, 0].argsort()]
        return kept[:, 0].astype(np.intp), kept[:, 1]


def _among(documents: Documents, query: Json) -> Json:
    """Narrow a query to some documents, if they are few; else all are taken and the others left out."""
    if len(documents) > _FEW:
        return {"bool": {"filter": [query]}}
    return {"bool": {"filter": [query, {"terms": {NUMBER: documents.tolist()}}]}}


def _joined(of_fields: Sequence[_Listed]) -> PostingList:
    """Put what was found in several fields together: of each document how often in each."""
    documents = np.unique(np.concatenate([documents for documents, _ in of_fields]))
    counts: list[Counts] = []
    for own, scores in of_fields:
        of_all = np.zeros(len(documents), np.int64)
        of_all[documents.searchsorted(own)] = scores
        counts.append(of_all)
    return PostingList(documents, tuple(counts))


def _in_parts(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
