"""Inversion: how does a batch of articles become posting lists? All at once, by sorting integers.

A posting is packed into one integer of 64 bits, term first; sorted, the postings of each term lie
side by side and its documents ascend. The sketch of it is as old as sort-based inversion (Witten,
Moffat, Bell: Managing Gigabytes, section 5.2).
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count

import numpy as np
import numpy.typing as npt

from ....article import Article
from ....copies.candidates import says_it_is_one
from ....copies.sketches import sketch
from ....text.analysis import Analysis, analyze
from ....text.normalization import TEXT_SEPARATOR
from ....text.segmentation import Segmenter
from ....text.sentences import NORMALIZED_END_MARKS
from ..file.array_types import AnyArray
from ..file.compression import Dictionaries
from ..file.count_columns import CountsInParts
from ..file.counts import counts_to_arrays
from ..file.document_lists import ListsInParts
from ..file.layout import (
    ADDED,
    ARTICLES,
    BIGRAM_COUNTS,
    BIGRAM_KEYS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    CODE_BITS,
    COLUMNS,
    DAYS,
    FINGERPRINTS,
    ID_DOCUMENTS,
    IDS,
    LETTERS,
    LINE_STARTS,
    LINES,
    MAX_POSITIONS,
    NO_DATE,
    NOT_KNOWN,
    OFFSET_STARTS,
    OFFSETS_BEFORE,
    SAYS_COPIED,
    SENTENCE_STARTS,
    SENTENCES,
    SIGNATURES,
    STRETCH_STARTS,
    STRETCHES,
    TEXT_STARTS,
    TITLE_LENGTHS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
    WORD_FIELDS,
    WORD_LENGTHS,
    WORD_STARTS,
    WORDS,
    Column,
    too_many_characters,
)
from ..file.nibbles import with_packed
from ..file.offsets import offsets_to_arrays
from ..file.pieces import Pieces, are_short
from ..file.places import offsets_before
from ..file.stored import store, untrained
from ..file.strings import strings_to_arrays

Arrays = dict[str, AnyArray]
Integers = npt.NDArray[np.uint64]


def invert(
    articles: Sequence[Article],
    segmenter: Segmenter,
    dictionaries: Dictionaries | None = None,
    moments: Sequence[int] | None = None,
) -> Arrays:
    """Return all arrays of a segment that holds these articles, in this order.

    `dictionaries` are what articles are compressed with, the same in all segments of a build;
    `moments` are when the articles were added, in seconds since 1970.
    Raises IndexingError when their texts do not fit into one segment.
    """
    words = _Words()
    texts = []
    stored = []
    dictionaries = dictionaries or untrained("")
    for article in articles:
        analysis = analyze(article, segmenter)
        words.add(analysis)
        texts.append(analysis.characters + TEXT_SEPARATOR)
        _, *lines = analysis.characters.split(TEXT_SEPARATOR)
        stored.append(store(article, list(map(len, lines)), dictionaries))
    arrays = strings_to_arrays(ARTICLES, stored)
    arrays |= dictionaries.to_arrays()
    short = are_short(np.array([len(text) for text in texts], np.int64))
    arrays |= words.arrays(short=short)
    arrays |= _bigrams(texts, short=short)
    arrays |= _sketches(articles, texts)
    arrays |= ids_to_arrays([article.id.encode() for article in articles])
    for name, day_of in DAYS.items():
        days = map(day_of, articles)
        numbers = [day.toordinal() if day else NO_DATE for day in days]
        arrays[name] = np.array(numbers, np.uint32)
    arrays[ADDED] = np.array(moments or [NOT_KNOWN] * len(articles), np.uint32)
    for column in COLUMNS:
        arrays |= column_to_arrays(column, [column.values(article) for article in articles])
    return with_packed(arrays)


def column_to_arrays(column: Column, values: Sequence[tuple[str, ...]]) -> Arrays:
    """Return the arrays of a column, given each document's values."""
    sets = sorted(set(values))
    strings = sorted({value for own in sets for value in own})
    number_of = {value: number for number, value in enumerate(strings)}
    set_of = {own: number for number, own in enumerate(sets)}
    return {
        **strings_to_arrays(column.strings, [value.encode() for value in strings]),
        column.set_starts: np.cumsum([0, *map(len, sets)], dtype=np.uint64),
        column.set_values: np.array([number_of[v] for own in sets for v in own], np.uint32),
        column.sets: np.array([set_of[own] for own in values], np.uint32),
    }


def starts_of(lengths: AnyArray) -> Integers:
    """Return where each of several runs begins, one behind another, and where the last ends."""
    starts = np.zeros(len(lengths) + 1, np.uint64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def ids_to_arrays(ids: Sequence[bytes]) -> Arrays:
    """Return the arrays of the documents' ids, given in the documents' order."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return {
        **strings_to_arrays(IDS, [ids[number] for number in order]),
        ID_DOCUMENTS: np.array(order, np.uint32),
    }


class _Words:
    """The words of a batch: numbers as soon as they come, since strings take much memory."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._tokens: list[npt.NDArray[np.int32]] = [np.empty(0, np.int32)]
        self._lengths: list[list[int]] = []  # of each document, by field

    def add(self, analysis: Analysis) -> None:
        """Take the words of a document."""
        fields = [analysis.title_terms, analysis.heading_terms, analysis.body_terms]
        numbers = map(self._numbers.__getitem__, chain.from_iterable(fields))
        self._tokens.append(np.fromiter(numbers, np.int32))
        self._lengths.append([len(terms) for terms in fields])

    def arrays(self, *, short: bool) -> Arrays:
        """Invert them."""
        numbers, tokens = self._numbers, np.concatenate(self._tokens)
        lengths = np.array(self._lengths, np.int64)
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
        starts = np.searchsorted(terms[heads], np.arange(len(words) + 1))
        arrays = {
            **strings_to_arrays(WORDS, [word.encode() for word in words]),
            WORD_STARTS: starts,
            **ListsInParts(WORD_DOCUMENTS, len(lengths)).arrays(documents[heads], np.diff(starts)),
        }
        for number, name in enumerate(WORD_COUNTS):
            counts = np.zeros(np.count_nonzero(heads), np.int64)
            of_field = fields == number
            counts[posting[of_field]] = frequencies[of_field]
            arrays |= CountsInParts(name, short=short).arrays(counts)
            arrays[WORD_LENGTHS[number]] = lengths[:, number]
        return arrays


def _bigrams(texts: Sequence[str], *, short: bool) -> Arrays:
    """Invert the characters of each document, every text with a separator at its end."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    lengths = np.array([len(text) for text in texts], np.int64)
    text_starts = starts_of(lengths)
    title_lengths = np.array([text.index(TEXT_SEPARATOR) for text in texts], np.uint64)

    # Numbering the characters that occur leaves room for the position in the same integer.
    alphabet, characters = np.unique(codes, return_inverse=True)
    character_bits = len(alphabet).bit_length()
    position_bits = len(codes).bit_length()
    if 2 * character_bits + position_bits > 64 or len(codes) > MAX_POSITIONS:
        raise too_many_characters()
    firsts = np.flatnonzero(codes != ord(TEXT_SEPARATOR)).astype(np.uint64)
    characters = characters.astype(np.uint64)
    keys = (characters[firsts] << np.uint64(character_bits)) | characters[firsts + np.uint64(1)]
    keys = np.sort((keys << np.uint64(position_bits)) | firsts)
    positions = keys & np.uint64((1 << position_bits) - 1)
    keys >>= np.uint64(position_bits)

    pieces = Pieces(text_starts.astype(np.int64))
    of_positions = np.repeat(
        np.arange(len(pieces), dtype=np.uint32), np.diff(pieces.starts, append=len(codes))
    )[positions]
    bigram_heads = _heads(keys)
    at = np.flatnonzero(bigram_heads | _heads(of_positions))
    title_ends = (text_starts[:-1] + title_lengths)[pieces.documents]
    in_title = positions < title_ends[of_positions]
    counts = np.diff(np.append(at, len(positions)))
    starts = np.append(np.flatnonzero(bigram_heads[at]), len(at))
    distinct = keys[bigram_heads]
    mask = np.uint64((1 << character_bits) - 1)
    alphabet = alphabet.astype(np.uint64)
    return {
        BIGRAM_KEYS: (alphabet[distinct >> np.uint64(character_bits)] << np.uint64(CODE_BITS))
        | alphabet[distinct & mask],
        BIGRAM_STARTS: starts,
        **ListsInParts(BIGRAM_PIECES, len(pieces)).arrays(of_positions[at], np.diff(starts)),
        **CountsInParts(BIGRAM_COUNTS, short=short).arrays(counts),
        **CountsInParts(BIGRAM_TITLE_COUNTS, short=short).arrays(
            np.add.reduceat(in_title, at, dtype=np.int64) if len(at) else at
        ),
        OFFSET_STARTS: np.append(np.flatnonzero(bigram_heads), len(positions)),
        **offsets_to_arrays(positions - pieces.starts[of_positions], short=short),
        OFFSETS_BEFORE: offsets_before(counts, 0, 0),
        TEXT_STARTS: text_starts,
        TITLE_LENGTHS: title_lengths,
        **_cut(codes, text_starts),
    }


def _cut(codes: AnyArray, text_starts: Integers) -> Arrays:
    """Return how long the lines of each document are, and their stretches, each with what ends it."""
    at_break = codes == ord(TEXT_SEPARATOR)
    at_mark = np.isin(codes, [ord(mark) for mark in NORMALIZED_END_MARKS])
    arrays: Arrays = {}
    for name, starts_name, is_end in (
        (LINES, LINE_STARTS, at_break),
        (STRETCHES, STRETCH_STARTS, at_break | at_mark),
    ):
        ends = np.flatnonzero(is_end)
        arrays |= counts_to_arrays(name, np.diff(ends, prepend=-1))
        arrays[starts_name] = ends.searchsorted(text_starts.astype(np.int64))
    return arrays


def _sketches(articles: Sequence[Article], texts: Sequence[str]) -> Arrays:
    """Sketch the bodies of documents, so that copies are found; `texts` begin with the title."""
    bodies = [text.partition(TEXT_SEPARATOR)[2] for text in texts]
    sketches = [sketch(body) for body in bodies]
    return {
        SIGNATURES: np.concatenate([np.empty(0, np.uint16), *(s.signature for s in sketches)]),
        LETTERS: np.array([s.length for s in sketches], np.uint32),
        SENTENCES: np.concatenate([np.empty(0, np.uint32), *(s.sentences for s in sketches)]),
        SENTENCE_STARTS: starts_of(np.array([len(s.sentences) for s in sketches], np.int64)),
        SAYS_COPIED: np.array([says_it_is_one(article) for article in articles], np.uint32),
        FINGERPRINTS: np.array(
            [_fingerprint(article, body) for article, body in zip(articles, bodies, strict=True)],
            np.uint64,
        ),
    }


def _fingerprint(article: Article, body: str) -> int:
    """Hash all of an article that decides whether it is a copy of another."""
    compared = "\0".join([article.title, article.doc_number or "", article.validity or "", body])
    digest = hashlib.blake2b(compared.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _heads(ascending: AnyArray) -> npt.NDArray[np.bool_]:
    """Mark where a value differs from the one before it."""
    heads = np.ones(len(ascending), bool)
    heads[1:] = ascending[1:] != ascending[:-1]
    return heads
