"""Declared: how is a setting said, at the field that has its default, and what is known of it then?"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from .kinds import Kind

VARIABLES = "ZHENGSOU_"  # begins the name of the variable of each setting


@dataclass(frozen=True, slots=True)
class Declared:
    """How a setting is read, and what it means, for the docs. A secret is never printed.

    Its variable is ZHENGSOU_SECTION_KEY, unless another is named.
    """

    read: Kind
    meaning: str
    variable: str = ""
    is_secret: bool = False
    in_file_only: bool = False  # not in the environment


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of one line of the file."""

    section: str
    key: str
    default: Any
    read: Kind
    meaning: str
    variable: str  # of the environment
    is_secret: bool
    in_file_only: bool


def settings_of(section: str, default: Any) -> Iterator[Setting]:
    """Yield what is known of each field of a section, given its defaults."""
    declared = get_type_hints(type(default), include_extras=True)
    for one in fields(default):
        told: Declared = declared[one.name].__metadata__[0]
        variable = told.variable or f"{VARIABLES}{section}_{one.name}".upper()
        yield Setting(
            section,
            one.name,
            one.default,
            told.read,
            told.meaning,
            variable,
            told.is_secret,
            told.in_file_only,
        )
