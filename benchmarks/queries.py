"""Queries: what is every engine asked? Drawn from the documents, always the same for the same folder."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from search import Article
from search.partial_date import first_of
from search.text.analysis import analyze
from search.text.characters import HAN
from search.text.normalization import normalize
from search.text.segmentation import Segmenter

_CHINESE = f"[{HAN}]"
_WORD = re.compile(f"{_CHINESE}{{2,}}")
_PHRASE_LENGTHS = (3, 12)
_TRIES = 1000  # documents looked at for a query, before there are none


class Meaning(StrEnum):
    """What it means that a document has a piece of Chinese text."""

    CHARACTERS = "characters"  # it stands there literally
    WORDS = "words"  # the segmenter cut it out there as a word


@dataclass(frozen=True, slots=True)
class Question:
    """What an engine is asked for: the ten best (or newest) ids, with the exact total."""

    pieces: tuple[str, ...]  # words, or one phrase
    any_of: bool = False  # one of the pieces will do
    days: tuple[date, date] | None = None  # published in this range, both included
    with_facets: bool = False  # count COUNTED_FACETS too
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine says: facet counts are the ten highest, by facet name."""

    total: int
    ids: Sequence[str]
    facets: dict[str, list[tuple[str, int]]] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results: an engine, asked in one meaning."""

    name: str
    peer: str
    meaning: Meaning


#: The plain name of an engine is the meaning that comes naturally to it: literally for ours, words for others.
_WORD_ROWS = (
    Row("zhengsou", "zhengsou", Meaning.CHARACTERS),
    Row("zhengsou_words", "zhengsou", Meaning.WORDS),
    Row("tantivy", "tantivy", Meaning.WORDS),
    Row("tantivy_characters", "tantivy", Meaning.CHARACTERS),
    Row("sqlite_fts5", "sqlite_fts5", Meaning.WORDS),
    Row("sqlite_fts5_characters", "sqlite_fts5", Meaning.CHARACTERS),
    Row("whoosh", "whoosh", Meaning.WORDS),
    Row("whoosh_characters", "whoosh", Meaning.CHARACTERS),
)
_PHRASE_ROWS = (
    Row("zhengsou", "zhengsou", Meaning.CHARACTERS),
    Row("tantivy", "tantivy", Meaning.CHARACTERS),
    Row("sqlite_fts5", "sqlite_fts5", Meaning.CHARACTERS),
    Row("sqlite_fts5_trigram", "sqlite_fts5_trigram", Meaning.CHARACTERS),
    Row("whoosh", "whoosh", Meaning.CHARACTERS),
)


class Drawing:
    """Draws queries from documents."""

    def __init__(self, documents: Sequence[Article], seed: int) -> None:
        self._documents = documents
        self._segmenter = Segmenter()
        self._chance = random.Random(seed)

    def word(self) -> Question:
        """Draw a word of a random document, so that frequent words come often."""
        return Question(self._words(1))

    def two_words(self) -> Question:
        """Draw two words of one document."""
        return Question(self._words(2))

    def three_words_or(self) -> Question:
        """Draw words of three documents."""
        return Question(self._words(1) + self._words(1) + self._words(1), any_of=True)

    def phrase(self) -> Question:
        """Draw neighbouring Chinese characters of one text."""
        length = self._chance.randint(*_PHRASE_LENGTHS)
        for _ in range(_TRIES):
            text = normalize(self._chance.choice(list(self._document().texts())))
            # Looking ahead finds overlapping places too.
            places = [m.start() for m in re.finditer(f"(?={_CHINESE}{{{length}}})", text)]
            if places:
                start = self._chance.choice(places)
                return Question((text[start : start + length],))
        raise NothingToAskError

    def facets(self) -> Question:
        """Draw a word, to be counted by section and year."""
        return replace(self.word(), with_facets=True)

    def date_range(self) -> Question:
        """Draw a word, and the days between two documents."""
        days = sorted((self._day(), self._day()))
        return replace(self.word(), days=(days[0], days[1]))

    def newest_first(self) -> Question:
        """Draw a word, its documents in order of their dates."""
        return replace(self.word(), newest_first=True)

    def _document(self) -> Article:
        return self._chance.choice(self._documents)

    def _words(self, count: int) -> tuple[str, ...]:
        for _ in range(_TRIES):
            analysis = analyze(self._document(), self._segmenter)
            terms = analysis.title_terms + analysis.heading_terms + analysis.body_terms
            words = [term for term in terms if _WORD.fullmatch(term)]
            if len(set(words)) >= count:
                chosen: dict[str, None] = {}
                while len(chosen) < count:
                    chosen[self._chance.choice(words)] = None
                return tuple(chosen)
        raise NothingToAskError

    def _day(self) -> date:
        for _ in range(_TRIES):
            if day := self._document().day:
                return first_of(day)
        raise NothingToAskError


class NothingToAskError(Exception):
    """The documents have no Chinese words, or no dates."""


@dataclass(frozen=True, slots=True)
class QueryClass:
    """One kind of query: how one is drawn, and who is asked."""

    name: str  # in the JSON
    label: str  # on the chart
    draw: Callable[[Drawing], Question]
    rows: tuple[Row, ...] = _WORD_ROWS


QUERY_CLASSES = (
    QueryClass("word", "one word", Drawing.word),
    QueryClass("two_words", "two words", Drawing.two_words),
    QueryClass("three_words_or", "three words, OR", Drawing.three_words_or),
    QueryClass("phrase", "phrase of 3 to 12 characters", Drawing.phrase, _PHRASE_ROWS),
    QueryClass("facets", "word, section and year facets", Drawing.facets),
    QueryClass("date_range", "word in a date range", Drawing.date_range),
    QueryClass("newest", "word, newest first", Drawing.newest_first),
)


def draw_questions(
    documents: Sequence[Article], count: int, seed: int
) -> dict[str, list[Question]]:
    """Draw questions of every class, by its name. Raises NothingToAskError."""
    drawing = Drawing(documents, seed)
    return {
        query_class.name: [query_class.draw(drawing) for _ in range(count)]
        for query_class in QUERY_CLASSES
    }
