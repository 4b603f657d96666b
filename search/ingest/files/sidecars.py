"""Sidecars: what does a person say of a file beside it? `a.html.meta.toml`, `a.meta.toml` correct its fields."""

import re
import tomllib
from collections.abc import Container, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ...article_fields import FieldName, Place, shown_at
from ...errors import UnreadableError
from ...text.characters import HAN
from ..fields.audience import means_audience
from ..fields.evidence import Evidence, ReadArticle
from ..fields.names import field_of
from ..fields.values import corrected
from .decoding import decode

SUFFIX = ".meta.toml"
_MOST_BYTES = 1024 * 1024
_MOST_SHOWN = 60  # characters of a name
_BARE_NAME = re.compile(rf"^([{HAN}]+)([ \t]*=)", re.MULTILINE)  # TOML wants quotes around them
_LINE = re.compile(r"at line (\d+)")
# Of which there is evidence: an id needs none.
_SHOWN = {field.name.value for field in shown_at(Place.INSPECT)}


def is_sidecar(name: str) -> bool:
    """Say whether a file is a sidecar."""
    return name.endswith(SUFFIX) and name != SUFFIX


def sidecar_of(name: str, names: Container[str]) -> str | None:
    """Return the name of the sidecar of a file, if it is among the names in its folder."""
    candidates = (name + SUFFIX, PurePosixPath(name).stem + SUFFIX)
    return next((candidate for candidate in candidates if candidate in names), None)


def has_two_sidecars(name: str, names: Container[str]) -> bool:
    """Say whether two sidecars speak of a file, of which only one is read."""
    candidates = {name + SUFFIX, PurePosixPath(name).stem + SUFFIX}
    return len(candidates) > 1 and all(candidate in names for candidate in candidates)


def read_sidecar(content: bytes) -> dict[str, object]:
    """Read the fields that a sidecar gives. Raises UnreadableError with the line."""
    if len(content) > _MOST_BYTES:
        raise UnreadableError("超过 1 MB")
    text = decode(content).removeprefix("\ufeff")
    try:
        fields = tomllib.loads(_BARE_NAME.sub(r'"\1"\2', text.replace("\r\n", "\n")))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        match = _LINE.search(str(error))
        raise UnreadableError(
            '不是 TOML，应如 title = "…"', int(match[1]) if match else None
        ) from error
    for name in fields:
        if field_of(name) in {None, "text"} and not means_audience(name):
            shown = " ".join(name.split())[:_MOST_SHOWN]
            raise UnreadableError(f"不认识的名称 {shown}", _line_of(text, name))
    return fields


def correct(
    item: ReadArticle, fields: Mapping[str, object], sidecar: bytes, origin: str
) -> tuple[ReadArticle, UnreadableError | None]:
    """Put the fields of a sidecar in the place of an article's own; say what is wrong with one, and its line."""
    article, wrong = corrected(item.article, fields, origin)
    given = {field_of(name) for name in fields} - ({wrong.name} if wrong else set())
    kept = tuple(entry for entry in item.evidence if entry.field.value not in given)
    read = replace(item, article=article, evidence=kept)
    if wrong is None:
        return read, None
    return read, UnreadableError(wrong.reason, _line_of(decode(sidecar), wrong.name))


def hints_of(fields: Mapping[str, object]) -> tuple[Evidence, ...]:
    """Return the fields as hints for what is understood by its looks, which may lack just these."""
    return tuple(
        Evidence(FieldName(field), str(value), "旁注文件", 1.0)
        for name, value in fields.items()
        if (field := field_of(name)) in _SHOWN and isinstance(value, str)
    )


def _line_of(text: str, field: str) -> int | None:
    """Find the line that gives a field, by whatever name."""
    for number, line in enumerate(text.splitlines(), 1):
        name = line.partition("=")[0].strip().strip("\"'")
        if "=" in line and (name == field or field_of(name) == (field_of(field) or field)):
            return number
    return None
