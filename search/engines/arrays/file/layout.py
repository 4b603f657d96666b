"""Layout: what are the arrays of a segment called? docs/index-format.md specifies their meaning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ....article import Article
from ....article_fields import FIELD, FIELDS, ArticleField, FieldName, Use
from ....copies.succession import keys_of_repeals
from ....copies.versions import paper_of
from ....document_numbers import canonical_number, keys_of, number_to_look_up
from ....errors import IndexingError
from ....facets import FACETS, written
from ....partial_date import first_of, last_of
from ....query.nodes import Field
from ....text.names import name_of
from ....text.normalization import normalize

#: Fields of words, in the order of `WORD_COUNTS` and `WORD_LENGTHS`.
WORD_FIELDS = ("title", "heading", "body")

# Of each word, and of each document.
WORDS = "words"
WORD_STARTS, WORD_DOCUMENTS = "words/list_starts", "words/documents"
WORD_COUNTS = tuple(f"words/{field}_counts" for field in WORD_FIELDS)
WORD_LENGTHS = tuple(f"documents/{field}_words" for field in WORD_FIELDS)

# Of each bigram.
BIGRAM_KEYS, BIGRAM_STARTS = "bigrams/keys", "bigrams/list_starts"
BIGRAM_PIECES, BIGRAM_COUNTS = "bigrams/pieces", "bigrams/counts"
BIGRAM_TITLE_COUNTS = "bigrams/title_counts"
OFFSET_STARTS, OFFSETS = "bigrams/offset_starts", "bigrams/offsets"
OFFSETS_BEFORE = "bigrams/offsets_before"
#: Columns of counts of which nearly all are 0.
RARE_COUNTS = frozenset({*WORD_COUNTS[:2], BIGRAM_TITLE_COUNTS})

# Of each document.
IDS, ID_DOCUMENTS = "ids", "ids/documents"
ARTICLES = "articles"
TEXT_UNITS = "articles/text_units"
#: What articles are compressed with; see `compression.py`.
DICTIONARIES = ("articles/head_dictionary", "articles/text_dictionary", TEXT_UNITS)
TEXT_STARTS, TITLE_LENGTHS = "documents/text_starts", "documents/title_lengths"
LINES, LINE_STARTS = "documents/lines", "documents/line_starts"
STRETCHES, STRETCH_STARTS = "documents/stretches", "documents/stretch_starts"
PUBLISHED, PUBLISHED_LATEST = "documents/published", "documents/published_latest"
EFFECTIVE, EXPIRES = "documents/effective", "documents/expires"
#: Days of documents: each an array, and what it has of an article.
DAYS: dict[str, Callable[[Article], date | None]] = {
    PUBLISHED: lambda article: first_of(article.day) if article.day else None,
    PUBLISHED_LATEST: lambda article: last_of(article.day) if article.day else None,
    EFFECTIVE: lambda article: article.effective,
    EXPIRES: lambda article: article.expires,
}
#: When each document was added: seconds since 1970.
ADDED = "documents/added"
NOT_KNOWN = 0  # of documents without a day, in a first index
# Of each document's body, so that copies of it are found; see `search.copies.sketches`.
SIGNATURES, LETTERS = "documents/signatures", "documents/letters"
SENTENCES, SENTENCE_STARTS = "documents/sentences", "documents/sentence_starts"
SAYS_COPIED, FINGERPRINTS = "documents/says_copied", "documents/fingerprints"

CODE_BITS = 21  # of a Unicode code point
NO_DATE = 0
#: Of a segment, 2**32 less some, so that a place in a phrase's chain never runs over 32 bits.
MAX_POSITIONS = 2**32 - 4096


@dataclass(frozen=True, slots=True)
class Column:
    """What documents can be narrowed by or looked through: each has a set of values, maybe none."""

    name: str
    values: Callable[[Article], tuple[str, ...]]

    @property
    def strings(self) -> str:
        """Name the list of distinct values, ascending."""
        return f"columns/{self.name}/values"

    @property
    def set_starts(self) -> str:
        """Name where each distinct set begins in `set_values`, and where the last ends."""
        return f"columns/{self.name}/set_starts"

    @property
    def set_values(self) -> str:
        """Name the values of the distinct sets, by number, one set behind another."""
        return f"columns/{self.name}/set_values"

    @property
    def sets(self) -> str:
        """Name the number of each document's set."""
        return f"columns/{self.name}/sets"


def _normalized(field: ArticleField) -> Column:
    """Keep what a field says, to be looked through; of a number one writing."""
    looked_up = number_to_look_up if field.name is FieldName.DOC_NUMBER else normalize

    def values(article: Article) -> tuple[str, ...]:
        value = written(article, field)
        return (looked_up(value),) if value else ()

    return Column(field.name.value, values)


def _as_written(field: ArticleField) -> Column:
    """Keep what a field says as it is written, to be offered."""

    def values(article: Article) -> tuple[str, ...]:
        value = written(article, field)
        return (value,) if value else ()

    return Column(f"{field.name.value}_written", values)


FACET_COLUMNS = {
    facet.name: Column(f"facet_{facet.name}", facet.values)
    for facet in FACETS
    if not facet.is_of_today
}
#: Columns with the normalised value that a field query looks through.
VALUE_COLUMNS = {
    Field(field.name.value): _normalized(field)
    for field in FIELDS
    if Use.LOOKED_THROUGH in field.use
}
#: Columns of which the vocabulary is made, as they are written.
TITLE_COLUMN = _as_written(FIELD[FieldName.TITLE])
ISSUER_COLUMN = _as_written(FIELD[FieldName.ISSUER])
NUMBER_COLUMN = Column(
    "doc_number_written",
    lambda article: tuple(filter(None, [normalize(canonical_number(article.doc_number or ""))])),
)
_normalized_title = lru_cache(4096)(normalize)  # of the articles of a batch
#: What people call a paper by, normalised; see `search.text.names`.
NAME_COLUMN = Column(
    "name", lambda article: tuple(filter(None, [name_of(_normalized_title(article.title))]))
)
#: The keys of the numbers that a document bears, and of those that it cites.
OWN_NUMBERS = Column("own_numbers", lambda article: keys_of([article.doc_number]))
CITED_NUMBERS = Column("cited_numbers", lambda article: keys_of(article.cites))
#: Of which paper a document is a version, and what was said of its validity; see `search.copies.versions`.
PAPER_COLUMN = Column(
    "paper", lambda article: tuple(filter(None, [paper_of(_normalized_title(article.title))]))
)
VALIDITY_COLUMN = Column(
    "validity", lambda article: (article.validity.value,) if article.validity else ()
)
#: By what the papers are found that it says are repealed; see `search.copies.succession`.
REPEALS_COLUMN = Column("repeals", keys_of_repeals)
COLUMNS = (
    *FACET_COLUMNS.values(),
    *VALUE_COLUMNS.values(),
    TITLE_COLUMN,
    ISSUER_COLUMN,
    NUMBER_COLUMN,
    NAME_COLUMN,
    OWN_NUMBERS,
    CITED_NUMBERS,
    PAPER_COLUMN,
    VALIDITY_COLUMN,
    REPEALS_COLUMN,
)


def too_many_characters() -> IndexingError:
    """Return the error that says that a segment cannot hold so many positions."""
    return IndexingError(
        f"文章太多：一个索引段最多容纳 {MAX_POSITIONS:,} 个字符（约合 12 GB 文本），索引未改动"
    )
