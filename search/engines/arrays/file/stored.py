"""Stored articles: how is one kept so that its head, or a line of its text, is read alone?

Its bytes are, one behind another (docs/index-format.md): the head; a table of its blocks; its text,
in chunks that are compressed each by itself. Merging copies them as they are.
"""

import struct
from codecs import utf_16_le_decode
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise

import numpy as np

from ....article import Article, ArticleHead, Block, BlockKind
from ....text.outline import outline
from .array_types import AnyArray, Integers
from .arrays import narrowest
from .compression import COMPRESSION_DAMAGE, Dictionaries, trained
from .once import once

CHUNK = 4096  # UTF-16 code units: what a page shows of a text is seldom in more than two
_UNIT = 2  # bytes
_ENCODING = (
    "utf-16-le"  # a fifth smaller, compressed, than UTF-8, and a place is found by its number
)
# Bytes of the head, blocks, lines (0: they are the blocks), bytes of a length, bits of how long the
# head is when unpacked.
_HEADER = struct.Struct("<IIIHBx")
_MOST_BITS = 32
_HEADING, _JOINED, _IN_OUTLINE = 1, 2, 4
_KINDS = {False: BlockKind.PARAGRAPH, True: BlockKind.HEADING}
# What every head begins with and holds: its names need not be kept with each.
_SKELETON = ArticleHead("", "", None, (), None, None, None, None).to_json().encode()
_UNKNOWN = Dictionaries(_SKELETON, b"")
# What bytes raise that are no article.
ARTICLE_DAMAGE = (
    *COMPRESSION_DAMAGE,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    OverflowError,
)


def untrained(words: str) -> Dictionaries:
    """Return what articles are compressed with that nothing is known of: names of fields, frequent words."""
    return Dictionaries(_SKELETON, words.encode(_ENCODING))


def learned(articles: Sequence[Article], otherwise: Dictionaries) -> Dictionaries:
    """Return what articles like these are compressed with."""
    texts = (chunk for article in articles for chunk in _chunks(_text(article.blocks)))
    return trained((_head(article) for article in articles), texts, otherwise)


def store(
    article: Article, line_lengths: Sequence[int], dictionaries: Dictionaries = _UNKNOWN
) -> bytes:
    """Return the bytes of an article, given the characters of each of its lines, normalised.

    `dictionaries`: what it is compressed with, and must be read with.
    """
    content = _head(article)
    head = dictionaries.head_packing.packed(content)
    lengths = [len(b.text.encode(_ENCODING, "surrogatepass")) // _UNIT for b in article.blocks]
    if (of_lines := list(line_lengths)) == lengths:
        of_lines = []  # as nearly always: each block is a line, and as long as it is written
    width = narrowest(max([0, *lengths, *of_lines])).itemsize
    flags = [_HEADING * (b.kind is BlockKind.HEADING) | _JOINED * b.joined for b in article.blocks]
    for entry in outline(article.blocks):
        flags[entry.block] |= _IN_OUTLINE
    packing = dictionaries.text_packing
    chunks = [packing.packed(chunk) for chunk in _chunks(_text(article.blocks))]
    return b"".join(
        [
            _HEADER.pack(len(head), len(lengths), len(of_lines), width, len(content).bit_length()),
            head,
            np.array(lengths, f"<u{width}").tobytes(),
            np.array(of_lines, f"<u{width}").tobytes(),
            bytes(flags),
            np.array(list(map(len, chunks)), "<u2").tobytes(),
            *chunks,
        ]
    )


class StoredArticle:
    """An article as it is stored: what is asked for is read, and no more.

    Raises ARTICLE_DAMAGE where its bytes are none.
    """

    def __init__(self, stored: memoryview | bytes, dictionaries: Dictionaries = _UNKNOWN) -> None:
        self._stored, self._dictionaries = stored, dictionaries
        self._head_length, self._blocks, self._lines, self._width, self._head_bits = (
            _HEADER.unpack_from(stored)
        )
        self._table = _HEADER.size + self._head_length
        self._chunks: dict[int, bytes] = {}

    def head(self) -> ArticleHead:
        """Read what is known of it besides its text."""
        return ArticleHead.from_json(self._head_json())

    def article(self) -> Article:
        """Read all of it."""
        head = ArticleHead.from_json(self._head_json())
        known = {entry.name: getattr(head, entry.name) for entry in fields(head)}
        return Article(**known, blocks=self.blocks(0, self._blocks))

    def blocks(self, first: int, last: int) -> tuple[Block, ...]:
        """Read some of its blocks."""
        flags = self._flags[first:last].tolist()
        return tuple(
            Block(_KINDS[bool(flag & _HEADING)], text, bool(flag & _JOINED))
            for flag, text in zip(flags, self.texts(range(first, last)), strict=True)
        )

    def texts(self, blocks: range) -> list[str]:
        """Read the texts of some of its blocks, at least one."""
        edges = self.edges(blocks)
        read, origin = self._read(edges[0], edges[-1]), edges[0]
        text = _decoded(read)
        if len(text) == edges[-1] - origin:  # each character is one code unit, as nearly all are
            return [text[start - origin : end - origin] for start, end in pairwise(edges)]
        return [
            _decoded(read[(start - origin) * _UNIT : (end - origin) * _UNIT])
            for start, end in pairwise(edges)
        ]

    def edges(self, blocks: range) -> list[int]:
        """Return where some of its blocks begin, and the last ends: UTF-16 code units."""
        return self._block_starts[blocks.start : blocks.stop + 1].tolist()

    def blocks_of_line(self, line: int) -> range:
        """Return the blocks of a line, by its number."""
        if self._lines in (0, self._blocks):
            return range(line, line + 1)
        return range(*self._first_blocks[line : line + 2].tolist())

    @once
    def line_starts(self) -> Integers:
        """Return where each line begins, behind the beginning of the first, normalised, and the last ends.

        Between two lines stands one character.
        """
        if not self._lines:
            return self._block_starts + np.arange(self._blocks + 1)
        lengths = self._column(self._blocks * self._width, self._lines, self._width)
        return _starts(lengths.astype(np.int64) + 1)

    @once
    def _first_blocks(self) -> Integers:
        """Return the first block of each line, and behind the last the number of all blocks."""
        is_joined = (self._flags & _JOINED) != 0
        is_joined[:1] = False
        return np.concatenate(((~is_joined).nonzero()[0], [self._blocks]))

    @once
    def in_outline(self) -> Integers:
        """Return which blocks head what follows them."""
        return (self._flags & _IN_OUTLINE).nonzero()[0]

    def is_heading(self, block: int) -> bool:
        """Say whether a block is a heading."""
        return bool(self._flags[block] & _HEADING)

    @property
    def paragraphs(self) -> list[int]:
        """Return the blocks that are no headings."""
        return ((self._flags & _HEADING) == 0).nonzero()[0].tolist()

    def _head_json(self) -> str:
        packed = self._stored[_HEADER.size : self._table]
        most = 1 << min(self._head_bits, _MOST_BITS)
        return self._dictionaries.head_packing.unpacked(packed, most).decode()

    @once
    def _block_starts(self) -> Integers:
        """Return where each block begins, and the last ends: UTF-16 code units."""
        return _starts(self._column(0, self._blocks, self._width))

    @once
    def _flags(self) -> AnyArray:
        return self._column((self._blocks + self._lines) * self._width, self._blocks, 1)

    @once
    def _chunk_starts(self) -> Integers:
        at = (self._blocks + self._lines) * self._width + self._blocks
        count = -(-int(self._block_starts[-1]) // CHUNK)
        return self._table + at + count * 2 + _starts(self._column(at, count, 2))

    def _column(self, at: int, count: int, width: int) -> AnyArray:
        return np.frombuffer(self._stored, f"<u{width}", count, self._table + at)

    def _read(self, start: int, end: int) -> bytes:
        """Read from one code unit to another."""
        first, last = start // CHUNK, -(-end // CHUNK)
        found, origin = b"".join(map(self._chunk, range(first, last))), first * CHUNK
        return found[(start - origin) * _UNIT : (end - origin) * _UNIT]

    def _chunk(self, number: int) -> bytes:
        """Read a chunk."""
        chunk = self._chunks.get(number)
        if chunk is None:
            start, end = self._chunk_starts[number : number + 2].tolist()
            size = min(int(self._block_starts[-1]) - number * CHUNK, CHUNK) * _UNIT
            packing = self._dictionaries.text_packing
            chunk = self._chunks[number] = packing.unpacked(self._stored[start:end], size)
            if len(chunk) < size:
                raise ValueError("cut short")
        return chunk


def _head(article: Article) -> bytes:
    return article.head.to_json().encode()


def _text(blocks: Sequence[Block]) -> bytes:
    return "".join(block.text for block in blocks).encode(_ENCODING, "surrogatepass")


def _chunks(text: bytes) -> Iterator[bytes]:
    size = CHUNK * _UNIT
    return (text[start : start + size] for start in range(0, len(text), size))


def _decoded(text: bytes) -> str:
    return utf_16_le_decode(text, "surrogatepass", True)[0]  # the codec by name is slower


def _starts(lengths: AnyArray) -> Integers:
    starts = np.zeros(len(lengths) + 1, np.int64)
    lengths.cumsum(out=starts[1:])
    return starts
