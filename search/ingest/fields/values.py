"""Values: what do files say about an article, apart from its text? Fields with names, checked."""

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ...article import Article
from ...article_fields import FIELD, GIVEN, FieldName, Kind
from ...errors import UnreadableError
from ...validity import Validity, read_validity
from .dates import parse_date
from .names import by_field
from .sources import names_source

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# In what follows the host spaces may stand, as people copy the names of files.
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S.*)?", re.IGNORECASE)
_SECTION_SEPARATOR = re.compile(r"[>›»＞/]")
_MAX_FIELD_LENGTH = 500


class FieldError(UnreadableError):
    """A named field is not what it should be."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


def read_fields(fields: Mapping[str, object]) -> dict[str, Any]:
    """Read the fields that are given, by any of their names; return them by the attributes of Article.

    Raises FieldError when there is no title, or a field is not what it should be.
    """
    fields = by_field(fields)
    if not _text(fields, "title"):
        raise FieldError("title", "没有标题 title")
    known = {field.attribute_name: _READERS[field.kind](fields, field.name) for field in GIVEN}
    if address := web_address(known["source"]):
        # Collections of copied pages give the page's address as the source: no name to narrow by.
        known |= {"source": None, "url": known["url"] or address}
    elif known["source"] and not names_source(known["source"]):
        known["source"] = None
    known["id"] = known["id"] or known["index_number"]
    return known


def corrected(article: Article, fields: Mapping[str, object], origin: str) -> Article:
    """Return an article with the given fields in the place of its own. Raises FieldError."""
    given = by_field(fields)
    known = read_fields({"title": article.title, **given})
    values = {FIELD[FieldName(name)].attribute_name for name in given if name != "text"}
    changed = {name: known[name] for name in values}
    if "id" in changed:
        changed["id"] = article_id(known["id"], origin)
    return replace(article, **changed)


def article_id(given: str | None, origin: str, *content: str) -> str:
    """Return the id that a source gives when it is fit for a web address, else one made of what is stable.

    `origin` is the file's path within the corpus; `content` tells apart articles of one file.
    """
    if given and _PLAIN_ID.fullmatch(given):
        return given
    key = "\0".join((origin, given) if given else (origin, *content))
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def without_surrogates(text: str) -> str:
    """Replace halves of characters, which JSON can hold (\\ud800) but no file or page can, by ?."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _written(value) or [value]  # what cannot be written is no text
    if not isinstance(value, str):
        raise FieldError(name, f"字段 {name} 应为文字")
    value = " ".join(without_surrogates(value).split())
    if len(value) > _MAX_FIELD_LENGTH:
        raise FieldError(name, f"字段 {name} 超过 {_MAX_FIELD_LENGTH} 字")
    return value or None


def _written(number: float) -> str | None:
    """Write a number; None for what is none, or has more digits than Python writes."""
    try:
        return str(number) if math.isfinite(number) else None
    except (OverflowError, ValueError):
        return None


def _date(fields: Mapping[str, object], name: str) -> date | None:
    value = fields.get(name)
    if isinstance(value, date):  # of a table or TOML; a datetime is a date, too
        return date(value.year, value.month, value.day)
    text = _text(fields, name)
    if text is None:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        reason = f'{FieldName(name).label} {name} 不是日期: "{text}"，应如 2024-03-08'
        raise FieldError(name, reason) from error


def _section(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Read a list of names, or one text with > or / between them."""
    value = fields.get(name)
    if value is None:
        return ()
    names = _SECTION_SEPARATOR.split(value) if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise FieldError(name, "栏目 section 应为文字的列表，如 [新闻中心, 工会要闻]")
    cleaned = (" ".join(without_surrogates(name).split()) for name in names)
    return tuple(name for name in cleaned if name)


def web_address(text: str | None) -> str | None:
    """Return a text that is an http or https address, None for any other: it becomes a link."""
    if not text or not _WEB_ADDRESS.fullmatch(text):
        return None
    try:
        urlsplit(text)
    except ValueError:  # http://[ names no host
        return None
    return "%20".join(text.split())


def _address(fields: Mapping[str, object], name: str) -> str | None:
    return web_address(_text(fields, name))


def _validity(fields: Mapping[str, object], name: str) -> Validity | None:
    """Read what is said of validity; `status` may say something else."""
    value = fields.get(name)
    return read_validity(value) if isinstance(value, str) else None


_READERS: dict[Kind, Callable[[Mapping[str, object], str], Any]] = {
    Kind.TEXT: _text,
    Kind.ADDRESS: _address,
    Kind.DAY: _date,
    Kind.PATH: _section,
    Kind.VALIDITY: _validity,
}
