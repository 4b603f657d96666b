"""Postings: where does a term stand? The cluster is asked for lists of all that is expected in one round trip."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...query.budget import spend
from ...query.nodes import Pattern, Unit
from ...text.normalization import TEXT_SEPARATOR
from ...text.sentences import NORMALIZED_END_MARKS
from ..arrays.answer.postings import NO_PHRASE, NO_WORD, Close, PostingList, Postings
from ..arrays.answer.recent import Recent
from ..arrays.answer.segments import Segments
from ..arrays.file.array_types import Counts, Documents, Integers, Marks
from ..arrays.file.pairs import pair_keys
from ..arrays.file.texts import Texts
from .article_texts import ArticleTexts
from .articles import ClusterArticles
from .lists import Json, Listed, Lists, among, in_parts
from .mapping import (
    BREAKS,
    MARKS,
    REST,
    TITLE,
    WORDS,
    beginning_query,
    phrase_query,
    together_query,
    word_query,
)
from .rows import phrase_row, row_of_both, whether, word_row

#: Stands seldom in the same article: so many times in one that has it, in the mean.
_SELDOM = 3
#: Of lists that are kept: words, phrases, what stands together, each.
_RECENT_BYTES, _RECENT_TERMS = 64 << 20, 20_000
_KEPT_BYTES = 200  # of a list, besides its numbers
#: What stands together is asked for before it is known in which documents, if one text stands in so few places.
_FEW_PLACES = 20_000
_AT_ONCE = 200  # articles that are read
# What is taken off the budget for an article that is read.
_ARTICLE = 20
_ENDS = frozenset(NORMALIZED_END_MARKS + TEXT_SEPARATOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """A word or a phrase that stands in texts."""

    text: str
    is_word: bool

    def query(self) -> Json:
        """Find the documents with it."""
        if self.is_word:
            return _any([word_query(field, self.text) for field in WORDS])
        return _any([phrase_query(field, self.text) for field in (TITLE, REST)])

    def in_title(self) -> Json:
        """Find the documents with it in their title."""
        if self.is_word:
            return word_query(WORDS[0], self.text)
        return phrase_query(TITLE, self.text)


class ClusterPostings(Postings):
    """Looks terms up on the cluster; which words and pairs there are is known here."""

    asks_ahead = True

    def __init__(self, lists: Lists, articles: ClusterArticles, segments: Segments) -> None:
        """Take the terms of each segment."""
        super().__init__(segments)
        self.segments, self.articles = segments, articles
        self._lists = lists
        #: What stands in more documents is expected by nobody, but looked up by who asks for it.
        self.most_listed = lists.most_listed
        #: Whether nothing can stand in more: there are no more documents.
        self.may_list_all = segments.size <= self.most_listed
        self._words = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._phrases = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._close: Recent[Close, Documents] = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._totals: Recent[Standing, tuple[int, int]] = Recent(_RECENT_BYTES, _RECENT_TERMS)

    def expect(
        self, words: Iterable[str], phrases: Iterable[str], close: Iterable[Close] = ()
    ) -> None:
        """Ask for all that is about to be looked up, and not kept from before, in one round trip."""
        self._look_up(
            [
                one
                for one in dict.fromkeys(words)
                if self._words.get(one) is None and self.may_list(one)
            ],
            [
                one
                for one in dict.fromkeys(phrases)
                if self._phrases.get(one) is None and self.may_list_phrase(one)
            ],
            [
                (texts, unit)
                for texts, unit in dict.fromkeys(close)
                if self._close.get((texts, unit)) is None
                and _is_told(texts)
                and min(map(self.most_places, texts)) <= _FEW_PLACES
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

    def may_list(self, word: str) -> bool:
        """Say whether the documents with a word are few enough to be listed for what only helps."""
        return self.may_list_all or self.most_documents(word) <= self.most_listed

    def may_list_phrase(self, text: str) -> bool:
        """Say likewise of a phrase of one character or more."""
        return self.may_list_all or self.most_places(text) <= self.most_listed

    def having(self, word: str) -> int:
        """Count the documents with a word, which are not listed where they are too many."""
        if self.may_list(word):
            return super().having(word)
        wanted = Standing(word, True)
        return self.totals([wanted])[wanted][0]

    def occurrences(self, phrases: Collection[str]) -> dict[str, int]:
        """Count where phrases stand; of those in too many documents count these, which are not listed.

        All that are not known are asked for in one round trip, or two.
        """
        possible = [phrase for phrase in dict.fromkeys(phrases) if self.most_places(phrase)]
        known = {phrase: self._phrases.get(phrase) for phrase in possible}
        unknown = [phrase for phrase, postings in known.items() if postings is None]
        large = [one for one in unknown if not self.may_list_phrase(one)]
        totals = self.totals(Standing(one, False) for one in large)
        too_common = {
            one.text: total for one, (total, _) in totals.items() if total > self.most_listed
        }
        unknown = [one for one in unknown if one not in too_common]
        looked_up = dict(zip(unknown, self._look_up([], unknown), strict=True))
        standing = {
            one: postings or looked_up[one]
            for one, postings in known.items()
            if one not in too_common
        }
        counts = {phrase: int(found.counts[0].sum()) for phrase, found in standing.items()}
        counts |= too_common
        return {phrase: counts.get(phrase, 0) for phrase in phrases}

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
        (listed,) = self._lists.ask([whether(beginning_query(text))])
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
                query = among(documents, _close_query(texts, unit))
                (listed,) = self._lists.ask([whether(query)])
                having = listed.documents
            marked = np.isin(documents, having)
        if distance is not None or not is_told:
            own = np.zeros(1, np.int64)
            read = self._read(documents[marked])
            marked[marked] = [one.together(texts, own, unit, distance).item() for one in read]
        return marked

    def texts_with(
        self, pairs: Sequence[str], needed: int
    ) -> Iterator[tuple[Texts, int, Marks | None]]:
        """Yield the texts of the documents in which at least so many of some pairs stand."""
        self.expect((), pairs)
        listed = np.concatenate([self.phrase(pair).documents for pair in pairs])
        documents, counts = np.unique(listed, return_counts=True)
        for some in in_parts(documents[counts >= needed].tolist(), _AT_ONCE):
            self.articles.read_ahead(some)
            yield from ((self.articles.texts([one]), one, None) for one in some)

    def most_documents(self, word: str) -> int:
        """Count the documents with a word, those that are removed, too."""
        return sum(one.having(word) for one, _, _ in self._segments)

    def most_places(self, text: str) -> int:
        """Return in how many places a text of one character or more may stand: where its rarest pair does."""
        keys = pair_keys(text)
        if not len(keys):
            codes = np.array([ord(text)])
            return sum(int(one.pairs.character_sizes(codes)[0]) for one, _, _ in self._segments)
        return sum(int(one.pairs.sizes(keys).min()) for one, _, _ in self._segments)

    def totals(self, wanted: Iterable[Standing]) -> dict[Standing, tuple[int, int]]:
        """Count in how many live documents words or phrases stand, and of these in their titles."""
        kept = {one: self._totals.get(one) for one in wanted}
        unknown = [one for one, total in kept.items() if total is None]
        queries = [query for one in unknown for query in (one.query(), one.in_title())]
        counts = in_parts(self._lists.totals(queries), 2) if unknown else ()
        counted = {
            one: (total, titles) for one, (total, titles) in zip(unknown, counts, strict=True)
        }
        for one, total in counted.items():
            self._totals.keep(one, total, _KEPT_BYTES)
        return {one: counted[one] if total is None else total for one, total in kept.items()}

    def partly(self, query: Json, totals: Mapping[Standing, int]) -> "PartialPostings":
        """Return lists in which words and phrases are only given for documents that a query finds.

        `totals` says which words and phrases, and in how many documents there are they stand.
        """
        return PartialPostings(self, self._lists.within(query), totals)

    def _found(self, pattern: Pattern, documents: Documents) -> PostingList:
        """Look for a pattern in articles, which are read."""
        own = np.zeros(1, np.int64)
        found = [one.pattern(pattern.shape, own).counts for one in self._read(documents)]
        stands = np.array([len(in_texts) > 0 for in_texts, _ in found], bool)
        counts = [(in_texts[0], in_title[0]) for in_texts, in_title in found if len(in_texts)]
        columns = np.array(counts, np.int64).reshape(-1, 2)
        return PostingList(documents[stands], (columns[:, 0], columns[:, 1]))

    def _read(self, documents: Documents) -> Iterator[ArticleTexts]:
        spend(len(documents) * _ARTICLE)  # at once: what is refused in the end is not read before
        for some in in_parts(documents.tolist(), _AT_ONCE):
            self.articles.read_ahead(some)
            yield from (self.articles.texts([one]) for one in some)

    def _look_up(
        self, words: Sequence[str], phrases: Sequence[str] = (), close: Sequence[Close] = ()
    ) -> list[PostingList]:
        """Ask for lists, keep them, and return those of the words, then those of the phrases."""
        known = [word for word in words if self.most_documents(word)]
        places = {phrase: self.most_places(phrase) for phrase in phrases}
        standing = [phrase for phrase, most in places.items() if most]
        shared = {*known} & {*standing}
        both = {word: None for word in known if word in shared and self._is_seldom(word)}
        single_words = [word for word in known if word not in both]
        # The last count of a search has most room: so what stands in most places comes last.
        single_phrases = sorted(
            (phrase for phrase in standing if phrase not in both), key=places.__getitem__
        )
        lists = iter(
            self._lists.ask(
                [
                    *(whether(_close_query(texts, unit)) for texts, unit in close),
                    *map(phrase_row, single_phrases),
                    *map(row_of_both, both),
                    *(word_row(word, seldom=self._is_seldom(word)) for word in single_words),
                ]
            )
        )
        for wanted, listed in zip(close, lists, strict=False):
            self._close.keep(wanted, listed.documents, listed.documents.nbytes + _KEPT_BYTES)
        found_words = dict.fromkeys(words, NO_WORD)
        found_phrases = dict.fromkeys(phrases, NO_PHRASE)
        for phrase in single_phrases:
            found_phrases[phrase] = _phrase_postings(next(lists))
        for text in both:
            listed = next(lists)
            found_words[text] = _postings(listed.only(0, len(WORDS)))
            found_phrases[text] = _phrase_postings(listed.only(len(WORDS), len(listed.counts)))
        for word in single_words:
            found_words[word] = _postings(next(lists))
        for kept, found in ((self._words, found_words), (self._phrases, found_phrases)):
            for text, postings in found.items():
                kept.keep(text, postings, postings.bytes + _KEPT_BYTES)
        return [*found_words.values(), *found_phrases.values()]

    def _is_seldom(self, word: str) -> bool:
        """Say whether a word that there is stands seldom in the same article, as its characters do."""
        return self.most_places(word) <= _SELDOM * self.most_documents(word)


class PartialPostings(ClusterPostings):
    """Lists in which some words and phrases are only given for some documents, for one request."""

    def __init__(
        self, whole: ClusterPostings, lists: Lists, totals: Mapping[Standing, int]
    ) -> None:
        super().__init__(lists, whole.articles, whole.segments)
        self._whole = whole
        self._everywhere = totals

    def expect(
        self, words: Iterable[str], phrases: Iterable[str], close: Iterable[Close] = ()
    ) -> None:
        """Ask for all that is about to be looked up, of part and whole in a round trip each."""
        of_words, of_phrases = dict.fromkeys(words), dict.fromkeys(phrases)
        own = self._everywhere
        self._whole.expect(
            [one for one in of_words if Standing(one, True) not in own],
            [one for one in of_phrases if Standing(one, False) not in own],
            close,
        )
        self._look_up(
            [one for one in of_words if Standing(one, True) in own],
            [one for one in of_phrases if Standing(one, False) in own],
        )

    def word(self, word: str) -> PostingList:
        """Look up a word."""
        total = self._everywhere.get(Standing(word, True))
        if total is None and self.may_list(word):
            return self._whole.word(word)
        return replace(super().word(word), everywhere=total)

    def phrase(self, text: str) -> PostingList:
        """Find a phrase."""
        total = self._everywhere.get(Standing(text, False))
        if total is None and self.may_list_phrase(text):
            return self._whole.phrase(text)
        return replace(super().phrase(text), everywhere=total)

    def occurrences(self, phrases: Collection[str]) -> dict[str, int]:
        """Count where phrases stand, in all documents."""
        return self._whole.occurrences(phrases)

    def title_beginning(self, text: str) -> Documents:
        """Find the documents whose title begins so."""
        is_part = Standing(text, False) in self._everywhere
        return super().title_beginning(text) if is_part else self._whole.title_beginning(text)


def _narrow(counts: Integers) -> Counts:
    """Return counts in as few bytes as hold them: long lists are kept."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))


def _any(queries: Sequence[Json]) -> Json:
    return {"bool": {"should": list(queries)}}


def _postings(listed: Listed) -> PostingList:
    return PostingList(listed.documents, tuple(map(_narrow, listed.counts)))


def _phrase_postings(listed: Listed) -> PostingList:
    title, rest = listed.counts
    return _postings(Listed(listed.documents, (rest + title, title)))


def _close_query(texts: Sequence[str], unit: Unit) -> Json:
    return together_query(texts, [BREAKS] if unit is Unit.PARAGRAPH else [MARKS, BREAKS])


def _is_told(texts: Sequence[str]) -> bool:
    """Say whether the cluster can tell where texts stand together: none of them holds an end itself."""
    return _ENDS.isdisjoint("".join(texts))
