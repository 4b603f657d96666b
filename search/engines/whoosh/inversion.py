"""How does a batch of articles become posting lists? All of them at once, by sorting integers.

A posting is packed into one integer of 64 bits, term first; sorted, the postings of each term lie
side by side and its documents ascend. The sketch of it is as old as sort-based inversion (Witten,
Moffat, Bell: Managing Gigabytes, section 5.2).
"""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from ...analysis import Analysis, analyze
from ...article import Article
from ...normalization import TEXT_SEPARATOR
from ...segmentation import Segmenter
from .layout import (
    ALPHABET,
    ARTICLES,
    BIGRAM_COUNTS,
    BIGRAM_DOCUMENTS,
    BIGRAM_KEYS,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    CHARACTERS,
    CODE_BITS,
    COLUMNS,
    ID_DOCUMENTS,
    IDS,
    MAX_POSITIONS,
    NO_DATE,
    POSITION_STARTS,
    POSITIONS,
    PUBLISHED,
    TEXT_STARTS,
    TITLE_LENGTHS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
    WORD_FIELDS,
    WORD_LENGTHS,
    WORD_STARTS,
    WORDS,
    Column,
)
from .strings import strings_to_arrays

Array = npt.NDArray[Any]
Arrays = dict[str, Array]
Integers = npt.NDArray[np.uint64]


def invert(articles: Sequence[Article], segmenter: Segmenter) -> Arrays:
    """Return all arrays of a segment that holds these articles, in this order.

    Raises OverflowError when their texts do not fit into one segment.
    """
    analyses = [analyze(article, segmenter) for article in articles]
    stored = [zlib.compress(article.to_json().encode()) for article in articles]
    arrays = strings_to_arrays(ARTICLES, stored)
    arrays |= _words(analyses)
    arrays |= _bigrams(analyses)
    arrays |= _ids([article.id.encode() for article in articles])
    arrays[PUBLISHED] = np.array(
        [article.published.toordinal() if article.published else NO_DATE for article in articles],
        np.uint32,
    )
    for column in COLUMNS:
        arrays |= column_to_arrays(column, [column.values(article) for article in articles])
    return arrays


def column_to_arrays(column: Column, values: Sequence[tuple[str, ...]]) -> Arrays:
    """Return the arrays of a column, given each document's values."""
    sets = sorted(set(values))
    strings = sorted({value for one in sets for value in one})
    number_of = {value: number for number, value in enumerate(strings)}
    set_of = {one: number for number, one in enumerate(sets)}
    return {
        **strings_to_arrays(column.strings, [value.encode() for value in strings]),
        column.set_starts: np.cumsum([0, *map(len, sets)], dtype=np.uint64),
        column.set_values: np.array([number_of[v] for one in sets for v in one], np.uint32),
        column.sets: np.array([set_of[one] for one in values], np.uint32),
    }


def starts_of(lengths: Array) -> Integers:
    """Return where each of several runs begins, one behind another, and where the last ends."""
    starts = np.zeros(len(lengths) + 1, np.uint64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def _ids(ids: list[bytes]) -> Arrays:
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return {
        **strings_to_arrays(IDS, [ids[number] for number in order]),
        ID_DOCUMENTS: np.array(order, np.uint32),
    }


def _words(analyses: Sequence[Analysis]) -> Arrays:
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    by_field = [
        [analysis.title_terms, analysis.heading_terms, analysis.body_terms] for analysis in analyses
    ]
    tokens = np.fromiter(
        (numbers[term] for fields in by_field for terms in fields for term in terms), np.int64
    )
    lengths = np.array([[len(terms) for terms in fields] for fields in by_field], np.int64)
    words = sorted(numbers)
    rank = np.empty(len(words), np.int64)
    rank[[numbers[word] for word in words]] = np.arange(len(words))

    # document * fields + field: so a term's postings of one document lie side by side
    places = np.repeat(np.arange(lengths.size), lengths.ravel())
    keys, frequencies = np.unique(rank[tokens] * lengths.size + places, return_counts=True)
    terms, places = np.divmod(keys, lengths.size)
    documents, fields = np.divmod(places, len(WORD_FIELDS))
    heads = _heads(keys - fields)  # a posting a term and document, whatever the fields
    posting = np.cumsum(heads) - 1
    arrays = {
        **strings_to_arrays(WORDS, [word.encode() for word in words]),
        WORD_STARTS: np.searchsorted(terms[heads], np.arange(len(words) + 1)),
        WORD_DOCUMENTS: documents[heads],
    }
    for number, name in enumerate(WORD_COUNTS):
        counts = np.zeros(np.count_nonzero(heads), np.int64)
        of_field = fields == number
        counts[posting[of_field]] = frequencies[of_field]
        arrays[name] = counts
        arrays[WORD_LENGTHS[number]] = lengths[:, number]
    return arrays


def _bigrams(analyses: Sequence[Analysis]) -> Arrays:
    # Every text ends with a separator, so each of its characters is the first of one bigram.
    stream = "".join(analysis.characters + TEXT_SEPARATOR for analysis in analyses)
    codes = np.frombuffer(stream.encode("utf-32-le"), np.uint32)
    lengths = [len(analysis.characters) + 1 for analysis in analyses]
    text_starts = starts_of(np.array(lengths, np.uint64))
    title_lengths = np.array([a.characters.find(TEXT_SEPARATOR) for a in analyses], np.int64)
    whole = np.array([len(a.characters) for a in analyses], np.int64)
    title_lengths = np.where(title_lengths < 0, whole, title_lengths)

    # Numbering the characters that occur leaves room for the position in the same integer.
    alphabet, characters = np.unique(codes, return_inverse=True)
    character_bits = len(alphabet).bit_length()
    position_bits = len(codes).bit_length()
    if 2 * character_bits + position_bits > 64 or len(codes) > MAX_POSITIONS:
        raise OverflowError(len(codes))
    firsts = np.flatnonzero(codes != ord(TEXT_SEPARATOR)).astype(np.uint64)
    characters = characters.astype(np.uint64)
    keys = (characters[firsts] << np.uint64(character_bits)) | characters[firsts + np.uint64(1)]
    keys = np.sort((keys << np.uint64(position_bits)) | firsts)
    positions = keys & np.uint64((1 << position_bits) - 1)
    keys >>= np.uint64(position_bits)

    document_of = np.repeat(np.arange(len(analyses), dtype=np.uint32), np.array(lengths, np.int64))
    documents = document_of[positions]
    bigram_heads = _heads(keys)
    posting_heads = bigram_heads | _heads(documents)
    at = np.flatnonzero(posting_heads)
    in_title = positions < text_starts[documents] + title_lengths.astype(np.uint64)[documents]
    distinct = keys[bigram_heads]
    mask = np.uint64((1 << character_bits) - 1)
    alphabet = alphabet.astype(np.uint64)
    return {
        ALPHABET: alphabet,
        CHARACTERS: characters,
        BIGRAM_KEYS: (alphabet[distinct >> np.uint64(character_bits)] << np.uint64(CODE_BITS))
        | alphabet[distinct & mask],
        BIGRAM_STARTS: np.append(np.flatnonzero(bigram_heads[at]), len(at)),
        BIGRAM_DOCUMENTS: documents[at],
        BIGRAM_COUNTS: np.diff(np.append(at, len(positions))),
        BIGRAM_TITLE_COUNTS: np.add.reduceat(in_title, at, dtype=np.uint64) if len(at) else at,
        POSITION_STARTS: np.append(np.flatnonzero(bigram_heads), len(positions)),
        POSITIONS: positions,
        TEXT_STARTS: text_starts,
        TITLE_LENGTHS: title_lengths,
    }


def _heads(ascending: Array) -> npt.NDArray[np.bool_]:
    """Mark where a value differs from the one before it."""
    heads = np.ones(len(ascending), bool)
    heads[1:] = ascending[1:] != ascending[:-1]
    return heads
