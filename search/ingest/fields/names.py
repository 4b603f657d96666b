"""Names of fields: which field does a name mean? `title`, 标题, docTitle, 文章标题 are one, in all files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ...article_fields import FIELDS, Kind
from ...text.normalization import normalize

#: The names of each field, the likelier before: where a source has several, the first with a value counts.
NAMES = {row.name.value: row.all_names for row in FIELDS if row.all_names}

# What a name may begin with that says nothing: of what it is the title.
_PREFIX = re.compile(
    r"(?:doc|article|news|info|policy|post|item|file|law|art|page|entry|notice|"
    r"文章|新闻|信息|政策|文件|公告|通知|资讯|稿件|公文|法规|文档)(?=.)"
)
# What a form says of how to fill a column in: 标题（必填）, 日期（格式：2024-05-17）.
_HOW_TO_FILL = re.compile(
    r"[(\[]\s*(?:\*|(?:非)?必[填选]|选填|可[选空不]|[单多]选|下拉|格式|例|如|yyyy|required|optional)[^()\[\]]*[)\]]$"
)
_DAYS = frozenset(field.name.value for field in FIELDS if field.kind is Kind.DAY)
_NO_DAY = frozenset("无 暂无 不详 未知 - -- — —— / null none nil nan n/a".split())
_YEARS = frozenset({"年份", "年度", "year"})
_PUBLISHERS = frozenset({"发布机构", "发布单位", "发布部门"})
_FLAGS = frozenset({"true", "false"})
_AROUND = " \t\r\n*:【】\"'"


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return what all ways to write a name have in common: docTitle, DOC_TITLE, doc-title, doctitle.

    標題, 标题（必填）, 【标题】 and one with characters that nobody sees are 标题.
    """
    plain = _HOW_TO_FILL.sub("", normalize(name).strip(_AROUND)).strip(_AROUND)
    return re.sub(r"[\s_\-]+", "", plain)


def without_prefix(plain: str) -> str:
    """Return a plain name without what says nothing before it: 文件标题 is 标题."""
    prefix = _PREFIX.match(plain)
    return plain[prefix.end() :] if prefix else ""


_FIELD_OF = {plain_name(name): row for row, names in NAMES.items() for name in names}
#: The place of a name among those of its field.
_RANK = {plain_name(name): rank for names in NAMES.values() for rank, name in enumerate(names)}


_TEXT_NAMES = NAMES["text"]
_SUMMARIES = frozenset(_TEXT_NAMES[_TEXT_NAMES.index("摘要") :])


@dataclass(frozen=True, slots=True)
class NamedValues:
    """Values by the fields they are taken for, and the names of those that are not taken."""

    fields: dict[str, object]
    names: dict[str, str] = field(default_factory=dict)  # by which name each field was given
    unknown: tuple[str, ...] = ()  # names that mean nothing here
    unused: tuple[str, ...] = ()  # names of a field that another name has given another value


def field_of(name: str) -> str | None:
    """Return the field that a name means, in whatever width and case it is written, else None."""
    known = _known(name)
    return known[0] if known else None


@lru_cache(maxsize=8192)
def _known(name: str) -> tuple[str, int] | None:
    """Return the field that a name means, and how likely it means it, 0 the likeliest."""
    plain = plain_name(name[:100])
    if plain in _FIELD_OF:
        return _FIELD_OF[plain], _RANK[plain]
    rest = without_prefix(plain)
    return (_FIELD_OF[rest], _RANK[rest]) if rest in _FIELD_OF else None


def is_summary(name: str) -> bool:
    """Say whether a name means a text only where there is no other: 摘要, description."""
    return name in _SUMMARIES or plain_name(name) in _SUMMARIES


def by_field(values: Mapping[str, object]) -> dict[str, object]:
    """Name values by their fields; others, and those without a value, are left out."""
    return sort_out(values).fields


def sort_out(values: Mapping[str, object]) -> NamedValues:
    """Name values by their fields, and tell which are left out; those without a value are none."""
    candidates: dict[str, list[tuple[int, str, object]]] = {}
    unknown = []
    for name, value in values.items():
        if is_blank(value):
            continue
        known = _known(str(name))
        if known and known[0] in _DAYS and str(value).strip().lower() in _NO_DAY:
            continue
        if known is None or (plain_name(str(name)) != known[0] and _is_flag(value)):
            unknown.append(str(name))
        else:
            candidates.setdefault(known[0], []).append((known[1], str(name), value))
    fields, names, unused = {}, {}, []
    for known_as, found in candidates.items():
        _, names[known_as], fields[known_as] = min(found, key=lambda candidate: candidate[0])
        unused += [name for _, name, value in found if not _says(fields[known_as], value)]
    if plain_name(names.get("date", "")) in _YEARS and "signed" in fields:
        unused.append(names.pop("date"))  # of what it speaks: a better day is given
        del fields["date"]
    if plain_name(names.get("source", "")) in _PUBLISHERS:
        fields.setdefault("issuer", fields["source"])  # on public sites it is who issued it
    return NamedValues(fields, names, tuple(unknown), tuple(unused))


def _says(value: object, other: object) -> bool:
    """Say whether a value says all that another of the same field does: 2018-05-17 says 2018."""
    return value == other or str(value).startswith(str(other))


def is_blank(value: object) -> bool:
    """Say whether a value says nothing."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, list | tuple | dict) and not value)


def _is_flag(value: object) -> bool:
    """Say whether a value only says yes or no, as `published: true` does."""
    return isinstance(value, bool) or (isinstance(value, str) and value in _FLAGS)
