"""Force: what does an article's text say of being in force? Its days, what it repeals, what its title adds."""

from dataclasses import replace
from datetime import date

from ...article_fields import FieldName, Place, shown_at
from ...partial_date import Day
from ...validity import validity_in_title
from ..fields.evidence import Evidence, ReadArticle
from .effect import Effect, find_effect, tells_of_another
from .repeals import repealed_papers


def with_force(read: ReadArticle) -> ReadArticle:
    """Fill in what an article's text says of being in force, where no field does.

    What explains, reports or proposes a paper tells of another.
    """
    article = read.article
    if tells_of_another(article.title):
        return read
    texts = [block.text for block in article.blocks]
    read = replace(read, article=replace(article, repeals=repealed_papers(article.title, texts)))
    effect = find_effect(article.title, texts, _known(article.published), _known(article.signed))
    read = _with_title(read)
    return _with_days(read, effect) if effect else read


def _known(day: Day | None) -> date | None:
    """Return a day of which all is known."""
    return day if isinstance(day, date) else None


def _with_title(read: ReadArticle) -> ReadArticle:
    article = read.article
    validity = None if article.validity else validity_in_title(article.title)
    if validity is None:
        return read
    told = Evidence(FieldName.VALIDITY, str(validity.label), "标题括号里的时效", 0.95)
    return _with_evidence(replace(read, article=replace(article, validity=validity)), told)


def _with_days(read: ReadArticle, effect: Effect) -> ReadArticle:
    article, reason = read.article, f"正文“{effect.said}”"
    effective = article.effective or effect.effective
    expires = article.expires or effect.expires(effective)
    read = replace(read, article=replace(article, effective=effective, expires=expires))
    for field, given, day in (
        (FieldName.EFFECTIVE, article.effective, effective),
        (FieldName.EXPIRES, article.expires, expires),
    ):
        if day and not given:
            told = Evidence(field, day.isoformat(), reason, effect.confidence)
            read = _with_evidence(read, told)
    return read


def _with_evidence(read: ReadArticle, told: Evidence) -> ReadArticle:
    """Put evidence among that of the other fields, in their order."""
    order = [field.name for field in shown_at(Place.INSPECT)]
    evidence = sorted([*read.evidence, told], key=lambda entry: order.index(entry.field))
    return replace(read, evidence=tuple(evidence))
