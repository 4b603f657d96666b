"""Documents of the reference engine: an article's terms and texts, and what stands where in them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import assert_never

from search.article import Article
from search.document_numbers import DocumentNumber, keys_of, number_to_look_up
from search.facets import section_path
from search.partial_date import age_of
from search.query.nodes import (
    ABOUT_FIELDS,
    Exact,
    Field,
    Literal,
    Pattern,
    Phrase,
    Prefix,
    Unit,
    Word,
)
from search.scoring import telling_texts
from search.text.analysis import analyze
from search.text.latin_words import is_one_word
from search.text.names import name_of
from search.text.normalization import TEXT_SEPARATOR, normalize, normalize_with_offsets
from search.text.runs import LETTERS
from search.text.segmentation import Segmenter
from search.validity import standing

_ENDS = {Unit.SENTENCE: "。!?;" + TEXT_SEPARATOR, Unit.PARAGRAPH: TEXT_SEPARATOR}


#: Says for which words a beginning stands.
Expand = Callable[[str], Sequence[str]]


def places(text: str, part: str) -> list[int]:
    """Return where a part stands in a text, those that overlap too."""
    found = []
    at = text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def exact_ranges(text: str, literal: Exact) -> list[tuple[int, int]]:
    """Return where in a text, normalised, what was typed stands as it was typed, each place of it.

    A character of several, as an ellipsis is, holds a place in which only some of them are.
    """
    normalized = normalize_with_offsets(text)
    begins = [*normalized.offsets.tolist(), len(text)]
    seen = [at for at, character in enumerate(text) if not character.isspace()]
    found = []
    for at in places("".join(text[one] for one in seen), literal.written):
        own = seen[at : at + len(literal.written)]
        first = max((begin for begin in begins[:-1] if begin <= own[0]), default=0)
        start = begins.index(first)
        end = sum(begin <= own[-1] for begin in begins[:-1])
        if normalized.text[start:end] == literal.text:
            found.append((start, end))
    return found


def pattern_ranges(text: str, pattern: str) -> list[tuple[int, int]]:
    """Return where a pattern stands in the sentences of a text, by a regular expression."""
    open_or_not = {"*": ".{0,10}?", "?": "."}
    written = "".join(open_or_not.get(one, re.escape(one)) for one in pattern)
    found, begin = [], 0
    for sentence in re.findall("[^。!?;]*[。!?;]|[^。!?;]+", text):
        for match in re.finditer(f"(?=({written}))", sentence):
            found.append((begin + match.start(1), begin + match.end(1)))
        begin += len(sentence)
    return found


def is_between_others(text: str, word: str) -> bool:
    """Say whether a word stands in a text with no letter or digit beside it."""
    beside = (text[:at][-1:] + text[at + len(word) :][:1] for at in places(text, word))
    return any(not re.search(LETTERS, characters) for characters in beside)


@dataclass(frozen=True, eq=False)
class Document:
    """An article with its terms, by field, and its normalised texts in one line."""

    article: Article
    words: dict[str, Counter[str]]
    telling: Counter[str]  # the words of the texts by which it is told
    line: str
    meant: Expand  # the words of all documents that a beginning stands for

    @classmethod
    def of(cls, article: Article, segmenter: Segmenter, meant: Expand) -> "Document":
        """Analyse an article as every engine does."""
        terms = analyze(article, segmenter)
        words = {
            "title": Counter(terms.title_terms),
            "heading": Counter(terms.heading_terms),
            "body": Counter(terms.body_terms),
        }
        texts = map(normalize, telling_texts(article.texts()))
        telling = Counter(term for text in texts for term in segmenter.terms(text))
        return cls(article, words, telling, terms.characters, meant)

    @cached_property
    def title(self) -> str:
        """Return the normalised title."""
        return self.line.split(TEXT_SEPARATOR)[0]

    @cached_property
    def values(self) -> dict[Field, str]:
        """Return the normalised values of the fields that are looked through whole."""
        article = self.article
        return {
            Field.SECTION: normalize(section_path(article.section)),
            Field.SOURCE: normalize(article.source or ""),
            Field.AUTHOR: normalize(article.author or ""),
            Field.ISSUER: normalize(article.issuer or ""),
            Field.DOC_NUMBER: number_to_look_up(article.doc_number or ""),
        }

    @property
    def said(self) -> list[str]:
        """Return what is said of the article, but for addresses of the web."""
        return [value for where in ABOUT_FIELDS if "://" not in (value := self.values[where])]

    @cached_property
    def own_numbers(self) -> set[DocumentNumber]:
        """Return the document numbers that the article bears."""
        return set(map(DocumentNumber.of_key, keys_of([self.article.doc_number])))

    @cached_property
    def cited_numbers(self) -> set[DocumentNumber]:
        """Return the document numbers that the article cites."""
        return set(map(DocumentNumber.of_key, keys_of(self.article.cites)))

    @cached_property
    def name(self) -> str:
        """Return what people call the article by."""
        return name_of(self.title)

    @property
    def standing(self) -> int:
        """Return the place of its validity among others."""
        return standing(self.article.validity)

    @property
    def order(self) -> tuple[bool, tuple[int, int], str]:
        """Sort the newest first, without a day last, and by id."""
        first, size = age_of(self.article.day or date.min)
        return self.article.day is None, (-first, -size), self.article.id

    def unit_of(self, unit: Unit, place: int) -> int:
        """Return the number of the sentence or paragraph in which a place lies."""
        return sum(self.line.count(mark, 0, place) for mark in _ENDS[unit])

    def count(self, literal: Literal) -> int:  # noqa: PLR0911, PLR0912 - a case for each kind
        """Count where a literal stands."""
        match literal:
            case Word(text, Field.TEXT):
                return sum(words[text] for words in self.words.values())
            case Word(text, Field.TITLE):
                return self.words["title"][text]
            case Phrase(text, Field.TEXT):
                return len(places(self.line, text))
            case Phrase(text, Field.TITLE):
                return len(places(self.title, text))
            case Pattern(text, where):
                texts = [self.title] if where is Field.TITLE else self.line.split(TEXT_SEPARATOR)
                return sum(len(pattern_ranges(one, text)) for one in texts)
            case Exact():
                return sum(len(exact_ranges(text, literal)) for text in self.article.texts())
            case Prefix(text, Field.TEXT) if is_one_word(text):
                meant = self.meant(text)
                return sum(words[word] for words in self.words.values() for word in meant)
            case Prefix(text, Field.TEXT):
                return len(places(self.line, text))
            case Prefix(text, Field.TITLE):
                return self.title.startswith(text)
            case Word(text, Field.ABOUT):
                return any(is_between_others(value, text) for value in self.said)
            case Phrase(text, Field.ABOUT) | Prefix(text, Field.ABOUT):
                return any(text in value for value in self.said)
            case Word(text, where) | Phrase(text, where) | Prefix(text, where):
                return bool(self.values[where]) and text in self.values[where]
            case _:
                assert_never(literal)

    def together(self, texts: Sequence[str], unit: Unit) -> bool:
        """Say whether texts begin in one sentence or paragraph."""
        units = [{self.unit_of(unit, at) for at in places(self.line, text)} for text in texts]
        return bool(set.intersection(*units))

    def near(self, texts: Sequence[str], distance: int) -> bool:
        """Say whether texts follow one of them in its paragraph, with so many characters between."""
        return any(
            self._follow(start, text, [other for other in texts if other is not text], distance)
            for text in texts
            for start in places(self.line, text)
        )

    def _follow(self, start: int, text: str, others: Sequence[str], distance: int) -> bool:
        end = start + len(text)
        for other in others:
            at = self.line.find(other, start)
            if at < 0:
                return False
            end = max(end, at + len(other))
        between = end - start - len(text) - sum(map(len, others))
        return between <= distance and TEXT_SEPARATOR not in self.line[start:end]
