"""Sent: what may a reading process send to its parent? Data of two forms, checked where it arrives.

Never a pickle: a file that has taken over what parses it could send one that runs in the parent.
"""

import json
from dataclasses import dataclass

import msgspec

from ..fields.evidence import ReadArticle
from ..files.listing import Rejection, Remark
from ..scans.page import RecognizedPage
from ..understanding.sites import PageLines

Item = ReadArticle | Remark | Rejection | PageLines

#: Bytes that one message may have; a chunk is one article at least, and what holds it has 64 MB at most.
MOST_BYTES = 512 * 1024 * 1024


class JunkError(Exception):
    """What was sent is no chunk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Part of what a file holds: each item with the bytes of the file that are done."""

    items: list[tuple[Item, int]]
    is_last: bool
    fingerprint: str = ""  # with the last: of the bytes that were read; empty when not all could be


@dataclass(frozen=True, slots=True)
class ScanNote:
    """A page that is a picture: what was recognised on it; None: what is remembered of it is asked for."""

    key: str
    page: RecognizedPage | None = None
    done: float = 0.0  # of its document, 0 to 1


class _SentItem(msgspec.Struct, omit_defaults=True):
    """An item, under the name of what it is: exactly one of them."""

    done: int
    article: ReadArticle | None = None
    remark: Remark | None = None
    rejection: Rejection | None = None
    page: PageLines | None = None

    def __post_init__(self) -> None:
        if [self.article, self.remark, self.rejection, self.page].count(None) != 3:
            raise ValueError("not one item")


class _SentChunk(msgspec.Struct, omit_defaults=True, tag="chunk"):
    items: list[_SentItem]
    is_last: bool
    fingerprint: str = ""


class _SentNote(msgspec.Struct, omit_defaults=True, tag="scan"):
    note: ScanNote


_ENCODER = msgspec.msgpack.Encoder()
_Sent = _SentChunk | _SentNote
_DECODER: msgspec.msgpack.Decoder[_Sent] = msgspec.msgpack.Decoder(_Sent)
_JSON = b"{"  # how JSON begins, and no map of so few entries in MessagePack


def encoded(message: Chunk | ScanNote) -> bytes:
    """Write a chunk as MessagePack; as JSON where half a character is in it, as in a name of a file in GBK."""
    if isinstance(message, ScanNote):
        return _ENCODER.encode(_SentNote(message))
    sent = _SentChunk(
        [_sent(item, done) for item, done in message.items], message.is_last, message.fingerprint
    )
    try:
        return _ENCODER.encode(sent)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(sent)).encode("ascii")


def decoded(message: bytes) -> Chunk | ScanNote:
    """Read what `encoded` wrote. Raises JunkError."""
    try:
        is_json = message[:1] == _JSON
        sent = msgspec.convert(json.loads(message), _Sent) if is_json else _DECODER.decode(message)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise JunkError(str(error)) from error
    if isinstance(sent, _SentNote):
        return sent.note
    return Chunk([(_item(item), item.done) for item in sent.items], sent.is_last, sent.fingerprint)


def _sent(item: Item, done: int) -> _SentItem:
    match item:
        case ReadArticle():
            return _SentItem(done, article=item)
        case Remark():
            return _SentItem(done, remark=item)
        case Rejection():
            return _SentItem(done, rejection=item)
        case PageLines():
            return _SentItem(done, page=item)


def _item(sent: _SentItem) -> Item:
    item = sent.article or sent.remark or sent.rejection or sent.page
    assert item is not None
    return item
