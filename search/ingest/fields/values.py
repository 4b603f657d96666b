"""Values: what do files say about an article, apart from its text? Fields with names, checked."""

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ...article import Article
from ...article_fields import FIELD, GIVEN, FieldName, Kind
from ...errors import UnreadableError
from ...partial_date import Day
from ...validity import Validity, read_validity
from .dates import day_in_beijing, day_or_none, parse_date
from .names import by_field
from .plain_markup import plain_line
from .sources import names_source

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# In what follows the host spaces may stand, as people copy the names of files.
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(?:/(?:\S.*)?)?", re.IGNORECASE)
_DAY_IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_SECTION_SEPARATOR = re.compile(r"\s?(?:-{1,3}>|[>›»＞→/｜|])\s?")
_TO = re.compile("[至到~～—]")
_YEAR = re.compile(r"\d{4}")
_MAX_FIELD_LENGTH = 500
_MOST_NAMES = 50  # of one field
_MOST_DEEP = 3  # objects in one another that say one thing
_NAME_KEYS = ("name", "title", "label", "text", "value", "term", "名称", "姓名")
_SHOWN = 40  # characters of a value that is no good


class FieldError(UnreadableError):
    """A named field is not what it should be; `best` is what can be made of it, of the field's type."""

    def __init__(self, name: str, reason: str, best: object = None) -> None:
        super().__init__(reason)
        self.name = name
        self.best = best


@dataclass(frozen=True, slots=True)
class Fields:
    """What is said of an article: values by the attributes of Article, and what is wrong with others.

    A field that is wrong costs only itself: `doubts` says a line each, in Chinese.
    """

    values: dict[str, Any]
    doubts: tuple[str, ...] = ()


def read_fields(fields: Mapping[str, object]) -> Fields:
    """Read the fields that are given, by any of their names. Raises FieldError when there is no title."""
    fields = by_field(fields)
    known: dict[str, Any] = {}
    doubts = []
    for field in GIVEN:
        try:
            known[field.attribute_name] = _READERS[field.kind](fields, field.name)
        except FieldError as error:
            known[field.attribute_name] = error.best
            doubts.append(error.reason)
    if not known["title"]:
        raise FieldError("title", "没有标题 title")
    return Fields(_completed(known), tuple(doubts))


def _completed(known: dict[str, Any]) -> dict[str, Any]:
    if address := web_address(known["source"]):
        # Collections of copied pages give the page's address as the source: no name to narrow by.
        of_article = address if urlsplit(address).path.strip("/") else None
        known |= {"source": None, "url": known["url"] or of_article}
    elif known["source"] and not names_source(known["source"]):
        known["source"] = None
    known["id"] = known["id"] or known["index_number"]
    return known


def corrected(
    article: Article, fields: Mapping[str, object], origin: str
) -> tuple[Article, FieldError | None]:
    """Return an article with the given fields in the place of its own, and what is wrong with the first that is.

    A field that is wrong leaves the article's own.
    """
    given = by_field(fields)
    known: dict[str, Any] = {}
    wrong = None
    for field in GIVEN:
        try:
            value = _READERS[field.kind]({"title": article.title, **given}, field.name)
        except FieldError as error:
            wrong, value = wrong or error, getattr(article, field.attribute_name)
        known[field.attribute_name] = value
    known = _completed(known)
    values = {FIELD[FieldName(name)].attribute_name for name in given if name != "text"}
    changed = {name: known[name] for name in values}
    if "id" in changed:
        changed["id"] = article_id(known["id"], origin)
    return replace(article, **changed), wrong


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
    """Read a text, or several: 甲、乙. Tags and entities that a page left in it are no part of it."""
    value = fields.get(name)
    if value is None:
        return None
    names = [_one_text(part) for part in _parts(value)]
    if None in names:
        raise FieldError(name, f"字段 {name} 应为文字", "、".join(filter(None, names)) or None)
    # Of a title the parts are its lines.
    text = (" " if name == FieldName.TITLE else "、").join(filter(None, names))
    if len(text) > _MAX_FIELD_LENGTH:
        reason = f"字段 {name} 超过 {_MAX_FIELD_LENGTH} 字，只收了开头"
        raise FieldError(name, reason, text[:_MAX_FIELD_LENGTH])
    return text or None


def _line(fields: Mapping[str, object], name: str) -> str | None:
    """Read a text that has no better reading in part. Raises FieldError."""
    try:
        return _text(fields, name)
    except FieldError as error:
        raise FieldError(name, error.reason) from error


def _parts(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value[:_MOST_NAMES])
    return [value]


def _name_in(value: Mapping[Any, object]) -> object:
    """Return what an object is called, or the one thing that it says: {"rendered": "夜校"}."""
    if len(value) == 1:
        return next(iter(value.values()))
    keys = {str(key).lower(): part for key, part in value.items()}
    return next((keys[key] for key in _NAME_KEYS if isinstance(keys.get(key), str)), True)


def _one_text(value: object, depth: int = 0) -> str | None:
    """Return a value as one line, "" for nothing; None for what is no text."""
    if isinstance(value, Mapping):
        return _one_text(_name_in(value), depth + 1) if depth < _MOST_DEEP else None
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _written(value)
    elif isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str):
        return None
    return " ".join(plain_line(without_surrogates(value)).split())


def _written(number: float) -> str | None:
    """Write a number; None for what is none, or has more digits than Python writes."""
    try:
        if isinstance(number, float) and number.is_integer():
            number = int(number)  # 1.0 is how tables and JSON of other programs write 1
        return str(number) if math.isfinite(number) else None
    except (OverflowError, ValueError):
        return None


def _date(fields: Mapping[str, object], name: str) -> Day | None:
    value = fields.get(name)
    if isinstance(value, date):  # of a table or TOML
        return day_in_beijing(value)
    if isinstance(value, Mapping) and "$date" in value:  # as MongoDB writes it
        fields = {name: value["$date"]}
    text = _line(fields, name)
    if text is None:
        return None
    if name in {FieldName.EFFECTIVE, FieldName.EXPIRES}:
        day = day_in_force(text, FieldName(name))
        if day or not _YEAR.search(text):
            return date.fromisoformat(day) if day else None
    try:
        return parse_date(text)
    except ValueError as error:
        shown = text[:_SHOWN]
        reason = f'{FieldName(name).label} {name} 不是日期: "{shown}"，应如 2024-03-08'
        raise FieldError(name, reason) from error


def day_in_force(text: str, field: FieldName) -> str | None:
    """Return the day in what a field says, 自2024年7月1日起施行, 2024-07-01至2029-06-30, as YYYY-MM-DD.

    None where it names none: 自公布之日起施行, 5年. What is said of the end is the last day.
    """
    return day_or_none(_TO.split(text)[-1] if field is FieldName.EXPIRES else text)


def _section(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Read a list of names, or one text with > or / between them."""
    value = fields.get(name)
    if value is None:
        return ()
    # A number is an id of the section, in a table of its own.
    names = [None if isinstance(part, int | float) else _one_text(part) for part in _parts(value)]
    if isinstance(value, str):
        names = list(_SECTION_SEPARATOR.split(names[0] or ""))
    path = tuple(part[:_MAX_FIELD_LENGTH] for part in names if part)
    if None in names:
        raise FieldError(name, "栏目 section 应为文字的列表，如 [新闻中心, 工会要闻]", path)
    return path


def web_address(text: str | None) -> str | None:
    """Return a text that is an http or https address, None for any other: it becomes a link."""
    if not text or not _WEB_ADDRESS.fullmatch(text):
        return None
    try:
        urlsplit(text)
    except ValueError:  # http://[ names no host
        return None
    return "%20".join(text.split())


def day_in_address(address: str) -> str | None:
    """Return the day that the path of an address names, as sites file their pages: /202405/t20240517_12.html."""
    match = _DAY_IN_PATH.search(urlsplit(address).path)
    return day_or_none("-".join(match.groups())) if match else None


def _address(fields: Mapping[str, object], name: str) -> str | None:
    """Return the first address, of several."""
    parts = (_line({name: part}, name) for part in _parts(fields.get(name)))
    return next((address for part in parts if (address := web_address(part))), None)


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
