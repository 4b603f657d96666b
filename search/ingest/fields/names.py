"""Names of fields: which field does a name mean? `title`, 标题, 题名 are one, in tables and JSON alike."""

import unicodedata
from collections.abc import Mapping

from ...article_fields import FIELDS

#: The names of each field, the likelier before: where a source has several, the first with a value counts.
NAMES = {field.name.value: field.all_names for field in FIELDS if field.all_names}

_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}


def field_of(name: str) -> str | None:
    """Return the field that a name means, in whatever width and case it is written, else None."""
    return _FIELD_OF.get(_plain(name))


def by_field(values: Mapping[str, object]) -> dict[str, object]:
    """Name values by their fields; others, and those without a value, are left out."""
    plain: dict[str, object] = {}
    for name, value in values.items():
        plain.setdefault(_plain(str(name)), value)
    found = {}
    for field, names in NAMES.items():
        for name in names:
            value = plain.get(name)
            if value is None or value == "" or (name != field and _is_flag(value)):
                continue
            found[field] = value
            break
    return found


def _is_flag(value: object) -> bool:
    """Say whether a value only says yes or no, as `published: true` does."""
    return isinstance(value, bool) or (isinstance(value, str) and value in {"true", "false"})


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).strip("\ufeff \t\r\n*:").lower()
    return (
        "".join(plain.split()) if not plain.isascii() else "_".join(plain.split()).replace("-", "_")
    )
