"""Sidecars: what does a person say of a file beside it? `a.html.meta.toml`, `a.meta.toml` correct its fields."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
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
_SIDECAR = re.compile(r"(.+)\.meta\.toml.*", re.DOTALL)
_MOST_BYTES = 1024 * 1024
_MOST_SHOWN = 60  # characters of a name
_BARE_NAME = re.compile(rf"^([{HAN}]+)([ \t]*=)", re.MULTILINE)  # TOML wants quotes around them
_LINE = re.compile(r"at line (\d+)")
# Of which there is evidence: an id needs none.
_SHOWN = {field.name.value for field in shown_at(Place.INSPECT)}


def is_sidecar(name: str) -> bool:
    """Say whether a file is a sidecar, by its name in whatever case."""
    return _plain(name).endswith(SUFFIX) and _spoken_of(name) is not None


def by_what_they_speak_of(names: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the names among those given that are those of sidecars, or nearly (a.txt.meta.toml.txt).

    They are found by `sidecars_of` alone.
    """
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        if (spoken_of := _spoken_of(name)) is not None:
            found.setdefault(spoken_of, []).append(name)
    return found


def sidecars_of(name: str, found: Mapping[str, list[str]]) -> list[str]:
    """Return those that speak of a file, which may be a path: one should, and be a sidecar."""
    place = PurePosixPath(name)
    keys = dict.fromkeys((_plain(name), _plain((place.parent / place.stem).as_posix())))
    return [sidecar for key in keys for sidecar in found.get(key, ())]


def _spoken_of(name: str) -> str | None:
    match = _SIDECAR.fullmatch(_plain(name))
    return match[1] if match else None


def _plain(name: str) -> str:
    """Return a name in one case and width, as systems compare names that do not tell these apart."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def read_sidecar(content: bytes) -> dict[str, object]:
    """Read the fields that a sidecar gives. Raises UnreadableError, with the line; of one that gives none, too."""
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
    if not fields:
        raise UnreadableError("旁注文件是空的，不知道要说什么；不要了请删去")
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
