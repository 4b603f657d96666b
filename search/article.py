"""Article: what is one? A speech, notice or news item: what it is called, where it stood, what it says."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Self

from .article_fields import FIELDS, Kind, Place, shown_at
from .partial_date import Day, PartialDate, Precision, precision_of, read_iso, refined
from .validity import Validity


def in_one_line(text: str) -> str:
    """Join the lines of a hard-wrapped text: without a gap, but for one between Latin letters."""
    lines = [line for line in text.splitlines() if line]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        joined += (" " if joined[-1].isascii() and line[0].isascii() else "") + line
    return joined


class Audience(StrEnum):
    """Who may read an article."""

    PUBLIC = "public"
    INTERNAL = "internal"


def agreed(said: Iterable[Audience | None]) -> Audience | None:
    """Return what several statements come to: internal as soon as one says so; None, if none says anything."""
    given = {audience for audience in said if audience}
    return Audience.INTERNAL if Audience.INTERNAL in given else min(given, default=None)


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph. Line breaks in `text` are the source's hard wraps; searching ignores them.

    One that is `joined` goes on in the line of the block before it: they are one text.
    """

    kind: BlockKind
    text: str
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Scanned:
    """How sure the characters of an article are that was recognised on pictures."""

    confidence: float  # 0 to 1, the mean of its characters
    #: Passages that are not sure: the block, from and to which of its characters (from 0, half-open).
    doubtful: tuple[tuple[int, int, int], ...] = ()


_KINDS = {kind.value: kind for kind in BlockKind}  # a law has hundreds of blocks
_DAYS = tuple(field.attribute_name for field in FIELDS if field.kind is Kind.DAY)
_from_json = json.JSONDecoder().decode
_TUPLES = tuple(field.attribute_name for field in FIELDS if field.kind in {Kind.PATH, Kind.LIST})


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """What is known of an article besides its text; `id` is the same whenever the same source is read again."""

    id: str
    title: str
    published: Day | None
    section: tuple[str, ...]  # breadcrumb path, outermost first; empty when unknown
    source: str | None
    author: str | None
    doc_number: str | None
    url: str | None
    signed: Day | None = None  # the day under the issuer's name
    issuer: str | None = None  # 发文机关: the body that issued it; `source` is who published it
    index_number: str | None = None  # 索引号: what an open-government catalogue lists it under
    validity: Validity | None = None
    cites: tuple[str, ...] = ()  # document numbers that its text refers to, in order
    effective: date | None = None  # 施行日期: the first day on which it is in force
    expires: date | None = None  # 有效期至: the last day on which it is in force
    repeals: tuple[str, ...] = ()  # names and numbers of papers that its text says are repealed
    #: The id of the article that has taken its place: an index knows, and says it with the validity of today.
    replaced_by: str | None = None
    scanned: Scanned | None = None  # None: it was read, not recognised

    @property
    def day(self) -> Day | None:
        """Return the day it counts under: the published one, else the signed one.

        Where no more is known than the year or month of the one, the other, if it lies in that.
        """
        return refined(self.published, self.signed)

    @property
    def day_kind(self) -> str | None:
        """Say which day that is, published or signed; None without a day."""
        if self.day is None:
            return None
        return "published" if self.day == self.published else "signed"

    @property
    def day_precision(self) -> Precision | None:
        """Say how much of that day is known; None without a day."""
        return precision_of(self.day) if self.day else None

    def plain(self, place: Place) -> dict[str, object]:
        """Return the fields that a place shows as plain JSON values, by their keys."""
        return {
            field.json_key: _plain(getattr(self, field.json_attribute)) for field in shown_at(place)
        }

    def to_json(self) -> str:
        """Return all that is held here as one line of JSON, the form an index stores."""
        own = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        if self.scanned is None:
            del own["scanned"]  # few have it
        return json.dumps(own, ensure_ascii=False, default=_plain)

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read what `to_json` wrote."""
        known = _from_json(line)
        for name in _DAYS:
            known[name] = read_iso(known[name]) if known[name] else None
        for name in _TUPLES:
            known[name] = tuple(known[name])
        known["validity"] = Validity(known["validity"]) if known["validity"] else None
        if "scanned" in known:
            told = known["scanned"]
            known["scanned"] = Scanned(told["confidence"], tuple(map(tuple, told["doubtful"])))
        if "blocks" in known:
            known["blocks"] = tuple(
                Block(_KINDS[b["kind"]], b["text"], "joined" in b) for b in known["blocks"]
            )
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Article(ArticleHead):
    """One article: what is known of it, and its text."""

    blocks: tuple[Block, ...] = ()

    @property
    def head(self) -> ArticleHead:
        """Return what is known of it besides its text."""
        return ArticleHead(**{entry.name: getattr(self, entry.name) for entry in _HEAD_FIELDS})

    def texts(self) -> Iterator[str]:
        """Yield the texts that a search looks into, each on its own: the title, then every line."""
        yield self.title
        yield from self.lines()

    def lines(self) -> Iterator[str]:
        """Yield the lines of its text: every block with those that are joined to it."""
        if not any(block.joined for block in self.blocks):
            yield from (block.text for block in self.blocks)
            return
        for blocks in self.blocks_of_lines():
            yield "".join(block.text for block in blocks)

    def blocks_of_lines(self) -> Iterator[tuple[Block, ...]]:
        """Yield the blocks of each line."""
        line: list[Block] = []
        for block in self.blocks:
            if line and not block.joined:
                yield tuple(line)
                line = []
            line.append(block)
        if line:
            yield tuple(line)


_HEAD_FIELDS = fields(ArticleHead)


def _plain(value: object) -> object:
    match value:
        case date() | PartialDate():
            return value.isoformat()
        case Block():
            plain: dict[str, object] = {"kind": value.kind.value, "text": value.text}
            return plain | {"joined": True} if value.joined else plain
        case Scanned():
            return {"confidence": value.confidence, "doubtful": _plain(value.doubtful)}
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value
