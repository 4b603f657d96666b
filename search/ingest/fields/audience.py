"""Audience: what does a file say of who may read an article? A word that is not known means: the staff."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...article import Audience, agreed
from .names import is_blank, plain_name
from .values import without_surrogates

_NAMES = frozenset(
    map(plain_name, "audience visibility 受众 阅读范围 公开范围 公开属性 密级".split())
)
_WORDS = {
    Audience.PUBLIC: "public 公开 主动公开",
    Audience.INTERNAL: "internal private 内部 内部资料 不公开 不予公开 依申请公开 秘密 机密 绝密",
}
_AUDIENCES = {word: audience for audience, words in _WORDS.items() for word in words.split()}
_COLUMN = re.compile(r"（第 \d+ 列）$")  # what a table adds to a name that it has twice
_MOST_VALUES, _SHOWN = 20, 40
_CONFLICT = "既说是公开的，又说是内部的，按内部处理"


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of who may read an article, and what of it a person should look at, in Chinese."""

    audience: Audience | None = None
    doubts: tuple[str, ...] = ()

    def and_told(self, other: "Told") -> "Told":
        """Return what both say: where one says internal, or is not understood, it is internal."""
        doubts = self.doubts + other.doubts
        if {self.audience, other.audience} == set(Audience):
            doubts += (_CONFLICT,)
        return Told(agreed((self.audience, other.audience)), tuple(dict.fromkeys(doubts)))


#: What cannot be read may have said anything.
IN_DOUBT = Told(Audience.INTERNAL)


def means_audience(name: str) -> bool:
    """Say whether a value of that name says who may read an article."""
    return plain_name(_COLUMN.sub("", name[:100])) in _NAMES


def told_in(values: Mapping[str, object]) -> Told:
    """Return what named values say together; blank ones say nothing."""
    return told_by(value for name, value in values.items() if means_audience(str(name)))


def told_by(values: Iterable[object]) -> Told:
    """Return what values of that meaning say together."""
    told = Told()
    for value in values:
        parts = (
            value if isinstance(value, list | tuple) and len(value) <= _MOST_VALUES else (value,)
        )
        for part in parts:
            if not is_blank(part):
                told = told.and_told(_told(part))
    return told


def without_audience(values: Mapping[str, object]) -> dict[str, object]:
    """Return the other values."""
    return {name: value for name, value in values.items() if not means_audience(str(name))}


def _told(value: object) -> Told:
    word = unicodedata.normalize("NFKC", value).strip().lower() if isinstance(value, str) else ""
    if word in _AUDIENCES:
        return Told(_AUDIENCES[word])
    shown = " ".join(without_surrogates(str(value)[:_SHOWN]).split())
    return Told(Audience.INTERNAL, (f"谁能看“{shown}”不认识，按内部处理；可写 public、internal",))
