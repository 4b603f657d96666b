"""Replaced: what does a page say of a paper whose place another has taken? 已被2021年版取代, with a link."""

from collections.abc import Iterable
from dataclasses import dataclass

from search import ArticleHead, Engine

from ..asked.languages import gettext as _
from ..asked.languages import written_day

#: Of a title that stands in marks itself.
_INNER = str.maketrans("《》", "〈〉")


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to say of a paper, and the article that has taken its place."""

    text: str
    article: ArticleHead


def replacements(engine: Engine, articles: Iterable[ArticleHead]) -> dict[str, Replacement]:
    """Return, by id, what has taken the place of those articles whose place was taken."""
    of = {article.id: article for article in articles if article.replaced_by}
    if not of:
        return {}
    others = dict.fromkeys(article.replaced_by for article in of.values() if article.replaced_by)
    found = {article.id: article for article in engine.heads(list(others))}
    return {
        identifier: Replacement(_said(article, by, by.id in engine.versions(identifier)), by)
        for identifier, article in of.items()
        if article.replaced_by and (by := found.get(article.replaced_by))
    }


def _said(article: ArticleHead, by: ArticleHead, is_version: bool) -> str:
    """Name a later version by its year, or its day where that is of the same year; else the paper."""
    if not is_version:
        return str(_("已被《%(title)s》废止", title=by.title.translate(_INNER)))
    if by.day is None:
        return str(_("已被新版取代"))
    if article.day and article.day.year == by.day.year:
        return str(_("已被%(day)s的版本取代", day=written_day(by.day)))
    return str(_("已被%(year)s年版取代", year=by.day.year))
