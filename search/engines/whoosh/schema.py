"""What does Whoosh keep of an article? Fields with postings, columns, and the article itself.

Whoosh analyses nothing here: it is handed the postings that `search.analysis` gives.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np
from whoosh import columns, fields, formats
from whoosh.system import pack_uint

from ...analysis import Analysis
from ...article import Article
from ...facets import FACETS, section_path
from ...normalization import TEXT_SEPARATOR, normalize
from ...query import Field

#: Fields with words and their frequencies.
WORD_FIELDS = ("title_words", "heading_words", "body_words")
#: Every pair of neighbouring characters, with the positions of the first.
BIGRAMS = "bigrams"
#: Every character and its frequency, for phrases of one character.
CHARACTERS = "characters"
#: Columns with the normalised values that a field query looks through.
VALUE_COLUMNS = {
    Field.TITLE: "title",
    Field.SECTION: "section",
    Field.SOURCE: "source",
    Field.DOC_NUMBER: "doc_number",
}
#: Stands between the values of a facet column; no normalised text and no file holds it.
VALUE_SEPARATOR = "\x1f"
NO_DATE = 0

_CODE_BITS = 21  # of a Unicode code point
_CODE_MASK = (1 << _CODE_BITS) - 1
_Posting = tuple[bytes, int, float, bytes]


class Positions(formats.Format):
    """A posting's value: its positions, ascending, as little-endian unsigned integers of 32 bits."""

    def decode_frequency(self, value: bytes) -> int:
        """Return how many positions a value holds."""
        return len(value) // 4


class BigramField(fields.FieldType):
    """Takes an article's line of characters and indexes its bigrams."""

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None)

    def index(self, value: str, **_: object) -> Iterator[_Posting]:
        """Yield a posting for every distinct bigram."""
        codes = np.frombuffer(value.encode("utf-32-le"), np.uint32).astype(np.int64)
        separator = ord(TEXT_SEPARATOR)
        inside = (codes[:-1] != separator) & (codes[1:] != separator)
        positions = np.flatnonzero(inside)
        keys = (codes[positions] << _CODE_BITS) | codes[positions + 1]
        order = np.argsort(keys, kind="stable")
        distinct, starts = np.unique(keys[order], return_index=True)
        encoded = positions[order].astype("<u4").tobytes()
        ends = np.append(starts, len(keys))[1:].tolist()
        for key, start, end in zip(distinct.tolist(), starts.tolist(), ends, strict=True):
            term = chr(key >> _CODE_BITS) + chr(key & _CODE_MASK)
            yield term.encode(), end - start, float(end - start), encoded[4 * start : 4 * end]


class FrequencyField(fields.FieldType):
    """Takes terms, with repetitions, and indexes how often each stands there."""

    def __init__(self) -> None:
        super().__init__(format=formats.Frequency(), analyzer=None, scorable=True)

    def index(self, value: list[str] | str, **_: object) -> Iterator[_Posting]:
        """Yield a posting for every distinct term."""
        for term, frequency in Counter(value).items():
            yield term.encode(), frequency, float(frequency), pack_uint(frequency)


def make_schema() -> fields.Schema:
    """Return the schema of a new index."""
    schema = fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        article=fields.STORED(),
        published=fields.COLUMN(columns.NumericColumn("i", default=NO_DATE)),
        length=fields.COLUMN(columns.NumericColumn("I", default=0)),
    )
    for name in WORD_FIELDS:
        schema.add(name, FrequencyField())
    schema.add(BIGRAMS, BigramField())
    schema.add(CHARACTERS, FrequencyField())
    for name in VALUE_COLUMNS.values():
        schema.add(value_column(name), fields.COLUMN(columns.VarBytesColumn()))
    for facet in FACETS:
        schema.add(facet_column(facet.name), fields.COLUMN(columns.VarBytesColumn()))
    return schema


def value_column(name: str) -> str:
    """Name the column of a value field."""
    return f"value_{name}"


def facet_column(name: str) -> str:
    """Name the column of a facet."""
    return f"facet_{name}"


def make_document(article: Article, analysis: Analysis) -> dict[str, object]:
    """Turn an article and its terms into what Whoosh's writer takes."""
    document: dict[str, object] = {
        "id": article.id,
        "article": zlib.compress(article.to_json().encode("utf-8")),
        "published": _day_number(article.published),
        "length": len(analysis.characters),
        "title_words": analysis.title_terms,
        "heading_words": analysis.heading_terms,
        "body_words": analysis.body_terms,
        BIGRAMS: analysis.characters,
        CHARACTERS: analysis.characters.replace(TEXT_SEPARATOR, ""),
    }
    values = {
        Field.TITLE: article.title,
        Field.SECTION: section_path(article.section),
        Field.SOURCE: article.source or "",
        Field.DOC_NUMBER: article.doc_number or "",
    }
    for field, value in values.items():
        document[value_column(VALUE_COLUMNS[field])] = normalize(value).encode("utf-8")
    for facet in FACETS:
        document[facet_column(facet.name)] = VALUE_SEPARATOR.join(facet.values(article)).encode()
    return document


def load_article(stored: bytes) -> Article:
    """Read what `make_document` stored."""
    return Article.from_json(zlib.decompress(stored).decode("utf-8"))


def _day_number(day: date | None) -> int:
    return day.toordinal() if day else NO_DATE
