"""Facets: by what can results be narrowed? One table: a new facet is a new row."""

from collections.abc import Callable
from dataclasses import dataclass

from .article import ArticleHead
from .article_fields import ArticleField, Kind
from .validity import read_validity

#: Stands between the levels of a section path.
SECTION_SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow results; `values` gives the values that an article counts under."""

    name: str  # in URLs, JSON and the index
    label: str  # on the page
    example: str  # a value, for the command's help
    values: Callable[[ArticleHead], tuple[str, ...]]
    newest_first: bool = False  # values are listed by themselves, descending, not by count
    is_of_today: bool = False  # values change with the day, and with what else is held
    in_our_words: bool = False  # values are words of ours, not of the articles


def section_path(section: tuple[str, ...]) -> str:
    """Write a section as one path: 新闻中心/工会要闻."""
    return SECTION_SEPARATOR.join(name.replace(SECTION_SEPARATOR, "／") for name in section)


def written(article: ArticleHead, field: ArticleField) -> str:
    """Write a field in one line: what is known of a day as 2024-03-08, a section as its path."""
    value = getattr(article, field.attribute_name)
    match field.kind:
        case Kind.DAY:
            return value.isoformat() if value else ""
        case Kind.PATH:
            return section_path(value)
        case Kind.VALIDITY:
            return str(value.label) if value else ""
        case _:
            return value or ""


def _sections(article: ArticleHead) -> tuple[str, ...]:
    """Give the section and those above it, so that choosing 新闻中心 takes in all below."""
    return tuple(
        section_path(article.section[:depth]) for depth in range(1, len(article.section) + 1)
    )


def _year(article: ArticleHead) -> tuple[str, ...]:
    return (f"{article.day.year:04}",) if article.day else ()


def _month(article: ArticleHead) -> tuple[str, ...]:
    """Give the month, where it is known."""
    day = article.day
    return (f"{day.year:04}-{day.month:02}",) if day and day.month else ()


def _source(article: ArticleHead) -> tuple[str, ...]:
    return (article.source,) if article.source else ()


def _validity(article: ArticleHead) -> tuple[str, ...]:
    return (article.validity.label.text,) if article.validity else ()


def _type(article: ArticleHead) -> tuple[str, ...]:
    from .document_types import document_type  # noqa: PLC0415 - the names of facets need nothing

    kind = document_type(article.title)
    return (kind,) if kind else ()


FACETS = (
    Facet("section", "栏目", "新闻中心/工会要闻", _sections),
    Facet("year", "年份", "2024", _year, newest_first=True),
    Facet("month", "月份", "2024-05", _month, newest_first=True),
    Facet("source", "来源", "云江日报", _source),
    Facet("type", "文种", "通知", _type),
    Facet("validity", "时效", "有效", _validity, is_of_today=True, in_our_words=True),
)


def as_listed(name: str, typed: str) -> str:
    """Return a value of a facet as it is listed, however it was typed: in_force is 有效."""
    validity = read_validity(typed) if name == "validity" else None
    return validity.label.text if validity else typed


FACET_NAMES = tuple(facet.name for facet in FACETS)
