"""Rows: which counts of a word, or of a phrase, are asked for together, and in how many bits is each told?"""

from collections.abc import Iterator, Sequence

from .lists import Count, Json, Row
from .mapping import REST, TITLE, WORDS, phrase_query, times_scored, word_query

#: Bits of a count, in the fields of `WORDS`, in `TITLE` and `REST`: hardly any needs more.
_WORD_BITS, _PHRASE_BITS = (5, 6, 13), (3, 8)
#: Of what is seldom repeated within an article: a word by itself; a word, and its characters wherever they stand.
_SELDOM_WORD_BITS, _SELDOM_BOTH_BITS = (3, 4, 5), (3, 4, 7, 3, 7)


def word_row(word: str, *, seldom: bool) -> Row:
    """Count a word in each field; `seldom`: it hardly stands several times in an article."""
    return Row(tuple(_word_counts(word, _SELDOM_WORD_BITS if seldom else _WORD_BITS)))


def phrase_row(phrase: str) -> Row:
    """Count a phrase in titles, and in all that follows them."""
    return Row(tuple(_phrase_counts(phrase, _PHRASE_BITS)))


def row_of_both(text: str) -> Row:
    """Count a word, and then its characters wherever they stand; it is seldom repeated in an article."""
    in_words, as_phrase = _SELDOM_BOTH_BITS[: len(WORDS)], _SELDOM_BOTH_BITS[len(WORDS) :]
    return Row((*_word_counts(text, in_words), *_phrase_counts(text, as_phrase)))


def whether(query: Json) -> Row:
    """Ask only which documents a query finds."""
    return Row((Count(query, bits=1),))


def _word_counts(word: str, bits: Sequence[int]) -> Iterator[Count]:
    for field, own in zip(WORDS, bits, strict=True):
        yield Count(word_query(field, word), own)


def _phrase_counts(phrase: str, bits: Sequence[int]) -> Iterator[Count]:
    for field, own in zip((TITLE, REST), bits, strict=True):
        yield Count(phrase_query(field, phrase), own, times_scored(phrase))
