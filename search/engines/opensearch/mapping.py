"""Mapping: what does the cluster keep of an article, and how is it made to be found?

A document is called by its number in the collection. Its texts stand in two fields, the title and
all else, as normalised characters: an n-gram of two at each character makes a pair's place the place
of its first character, as in an index on disk. Beside the pairs stand single characters, and at
the same places what ends a sentence and a line.
"""

import base64
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from ...article import Article
from ...partial_date import first_of, last_of
from ...text.analysis import Analysis
from ...text.normalization import TEXT_SEPARATOR
from ...text.sentences import NORMALIZED_END_MARKS
from ..arrays.file.array_types import Integers
from ..arrays.file.days import order_numbers
from ..arrays.file.layout import NO_DATE
from .address import Access

NUMBER, STORED, FILE, GENERATION = "number", "stored", "file", "generation"
#: Numbers by which documents are put in order without being read, the greatest first.
NEWNESS, OLDNESS, ADDED = "newness", "oldness", "added"
#: Where phrases stand: in the title, and in all other texts.
TITLE, REST = "title", "rest"
#: Fields of words, in the order of `layout.WORD_FIELDS`.
WORDS = ("title_words", "heading_words", "body_words")
#: Beside the pairs of a field: single characters, ends of sentences, ends of lines.
CHARACTERS, MARKS, BREAKS = "characters", "marks", "breaks"
_NEWEST = 1 << 40  # more than any number of a day
_LONGEST_WORD = 8000  # characters: Lucene takes no term of more than 32,766 bytes


def _text(analyzer: str, options: str = "positions", **more: Any) -> dict[str, Any]:
    return {
        "type": "text",
        "analyzer": analyzer,
        "index_options": options,
        "similarity": "counting",
        "norms": False,
        **more,
    }


_LINE = _text(
    "pairs",
    fields={name: _text(name) for name in (CHARACTERS, MARKS, BREAKS)},
)

MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"excludes": [TITLE, REST, *WORDS]},
    "properties": {
        NUMBER: {"type": "integer"},
        **{name: {"type": "long", "doc_values": False} for name in (NEWNESS, OLDNESS, ADDED)},
        TITLE: _LINE,
        REST: _LINE,
        **{name: _text("words", "freqs") for name in WORDS},
        STORED: {"type": "object", "enabled": False},
        FILE: {"type": "object", "enabled": False},
        GENERATION: {"type": "integer"},
    },
}


def settings(access: Access) -> dict[str, Any]:
    """Return the settings of an index of texts."""
    return {
        "number_of_shards": access.shards,
        "number_of_replicas": access.replicas,
        "refresh_interval": "-1",  # what is written is found once a generation is whole
        "max_ngram_diff": 1,
        "codec": "best_compression",
        # So the score of a term is how often it stands in a document.
        "similarity": {
            "counting": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}
        },
        "analysis": {
            "tokenizer": {
                "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2},
                "characters": {"type": "ngram", "min_gram": 1, "max_gram": 1},
                "words": {"type": "whitespace", "max_token_length": _LONGEST_WORD},
            },
            "filter": {
                "marks": {"type": "keep", "keep_words": [*NORMALIZED_END_MARKS]},
                "breaks": {"type": "keep", "keep_words": [TEXT_SEPARATOR]},
            },
            "analyzer": {
                "pairs": {"type": "custom", "tokenizer": "pairs"},
                CHARACTERS: {"type": "custom", "tokenizer": "characters"},
                MARKS: {"type": "custom", "tokenizer": "characters", "filter": ["marks"]},
                BREAKS: {"type": "custom", "tokenizer": "characters", "filter": ["breaks"]},
                "words": {"type": "custom", "tokenizer": "words"},
            },
        },
    }


def document(
    number: int, analysis: Analysis, stored: bytes, orders: Mapping[str, int]
) -> dict[str, Any]:
    """Return what is kept of an article: how it is found, and its bytes as `file.stored` makes them.

    `orders` are its numbers by `NEWNESS`, `OLDNESS` and `ADDED`.
    """
    title, _, rest = analysis.characters.partition(TEXT_SEPARATOR)
    terms = (analysis.title_terms, analysis.heading_terms, analysis.body_terms)
    return {
        NUMBER: number,
        **orders,
        TITLE: _sent(title),
        REST: _sent(rest + TEXT_SEPARATOR) if rest else "",
        **{name: _sent(" ".join(own)) for name, own in zip(WORDS, terms, strict=True)},
        STORED: {"bytes": base64.b64encode(stored).decode("ascii")},
    }


def orders_of(article: Article, added: int) -> dict[str, int]:
    """Return the numbers by which an article is put in order, given when it was added."""
    day = article.day
    days = (first_of(day).toordinal(), last_of(day).toordinal()) if day else (NO_DATE, NO_DATE)
    newness = order_numbers(*map(np.array, ([one] for one in days)))
    return {NEWNESS: int(newness[0]), OLDNESS: int(oldness(newness)[0]), ADDED: added}


def oldness(newness: Integers) -> Integers:
    """Return numbers that descend where those of days ascend; 0 without a day, too."""
    return np.where(newness == NO_DATE, NO_DATE, _NEWEST - newness)


def stored_in(source: Any) -> bytes:
    """Return the bytes of an article in a document."""
    return base64.b64decode(source[STORED]["bytes"])


def part_of_file(content: bytes, generation: int) -> dict[str, Any]:
    """Return the document of a part of a file that was new with a generation."""
    own = {"bytes": base64.b64encode(content).decode("ascii")}
    return {FILE: own, GENERATION: generation}


def content_of(source: Any) -> bytes:
    """Return the part of a file in a document."""
    return base64.b64decode(source[FILE]["bytes"])


def phrase_query(field: str, text: str) -> dict[str, Any]:
    """Find a text of one character or more in a field; the score is `times_scored` how often it stands there."""
    if len(text) == 1:
        return {"term": {f"{field}.{CHARACTERS}": _sent(text)}}
    if len(text) == 2:
        return {"term": {field: _sent(text)}}
    return {"match_phrase": {field: _sent(text)}}


def times_scored(text: str) -> int:
    """Return how much one place of a text scores: what each of its pairs does."""
    return max(len(text) - 1, 1)


def added_up(queries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Find what any query does; the score is the sum of theirs.

    Not by `bool` alone (which `dis_max` becomes, too): it scores 2,048 documents at a time, and where
    one query only finds any among them, a script of an aggregation is not told where the score comes
    from (Lucene 9.12).
    """
    return {"function_score": {"query": {"bool": {"should": list(queries)}}}}


def raised(query: dict[str, Any], unit: int) -> dict[str, Any]:
    """Find what a query does; the score is so many times its own."""
    if term := query.get("term"):
        return {"term": {field: {"value": text, "boost": unit} for field, text in term.items()}}
    return {"bool": {"must": [query], "boost": unit}}


def capped(query: dict[str, Any], times: int, most: int, unit: int) -> dict[str, Any]:
    """Find what a query does; the score is one of so many times its own, at most so much, in units.

    A script is called for each document, so only where there is something to divide.
    """
    if times == 1:
        return {
            "function_score": {
                "query": raised(query, unit),
                "functions": [{"weight": most * unit}],
                "boost_mode": "min",
            }
        }
    told = {"times": times, "most": most, "unit": unit}
    source = "Math.min(_score / params.times, params.most) * params.unit"
    return {
        "function_score": {
            "query": query,
            "script_score": {"script": {"source": source, "params": told}},
            "boost_mode": "replace",
        }
    }


def unscored(query: dict[str, Any], score: int) -> dict[str, Any]:
    """Find what a query does; the score is always the same."""
    return {"constant_score": {"filter": query, "boost": score}}


def word_query(field: str, word: str) -> dict[str, Any]:
    """Find a word in a field; the score is how often it stands there."""
    return {"term": {field: _sent(word)}}


def beginning_query(text: str) -> dict[str, Any]:
    """Find what has a title that begins so."""
    if len(text) == 1:
        return {"span_first": {"match": {"span_term": {f"{TITLE}.{CHARACTERS}": text}}, "end": 1}}
    pairs = [{"span_term": {TITLE: _sent(a + b)}} for a, b in pairwise(text)]
    chain = {"span_near": {"clauses": pairs, "slop": 0, "in_order": True}}
    return {"span_first": {"match": chain, "end": len(pairs)}}


def together_query(texts: Sequence[str], ends: Sequence[str]) -> dict[str, Any]:
    """Find where texts without a mark among them stand with none of some ends between: see `MARKS`, `BREAKS`.

    Not scored: see `added_up`; asked for a score from elsewhere, intervals lose their place.
    """
    either = [
        {"intervals": {field: _without(_all(field, texts), field, ends)}} for field in (TITLE, REST)
    ]
    return {"bool": {"should": either}}


def _all(field: str, texts: Sequence[str]) -> dict[str, Any]:
    return {"all_of": {"intervals": [_interval(field, text) for text in texts]}}


def _interval(field: str, text: str) -> dict[str, Any]:
    if len(text) == 1:
        use = f"{field}.{CHARACTERS}"
        return {"match": {"query": _sent(text), "use_field": use, "analyzer": CHARACTERS}}
    return {"match": {"query": _sent(text), "max_gaps": 0, "ordered": True}}


def _without(rule: dict[str, Any], field: str, ends: Sequence[str]) -> dict[str, Any]:
    marks = {MARKS: [*NORMALIZED_END_MARKS], BREAKS: [TEXT_SEPARATOR]}
    between = [
        {"match": {"query": mark, "use_field": f"{field}.{end}", "analyzer": CHARACTERS}}
        for end in ends
        for mark in marks[end]
    ]
    excluded = {"not_containing": {"any_of": {"intervals": between}}}
    return {"all_of": {"intervals": [rule], "filter": excluded}}


def _sent(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no cluster takes; each stays one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
