"""Facts: what is said of an article where it is listed? Validity, day, section, source, document number."""

from functools import lru_cache

from markupsafe import Markup

from search import Article, Validity
from search.partial_date import Day, uncertainty_of

from ..asked.languages import language, say, written_day
from ..escaping import all_escaped, escaped

_NOTHING = Markup()


def facts(article: Article) -> Markup:
    """List the facts of an article, each an element; a source that its section names is said once."""
    source = "" if article.source in article.section else article.source
    texts = " / ".join(article.section), source, article.doc_number
    code = language()
    parts = [_day(article.day, article.day_kind, code), *all_escaped(list(filter(None, texts)))]
    listed = "</span><span>".join(parts)
    return Markup(f"{_badge_in(code, article)}<span>{listed}</span>")  # noqa: S704 - escaped


def badge(article: Article) -> Markup:
    """Say whether an article is in force; nothing where that is not known."""
    return _badge_in(language(), article)


def _badge_in(code: str, article: Article) -> Markup:
    if article.validity is None:
        return _NOTHING
    begins = article.effective if article.validity is Validity.NOT_YET else None
    return _badge(article.validity, begins, code)


# The language is spoken by what these call: it is given so that each is kept for one.
@lru_cache(maxsize=1024)
def _badge(validity: Validity, begins: Day | None, code: str) -> Markup:
    text = say(validity.label.text)
    if begins:
        text += say("，%(day)s起施行", day=written_day(begins))
    return Markup(f'<span class="badge badge-{validity.value}">{text}</span>')  # noqa: S704


def day(article: Article) -> Markup:
    """Say an article's day, and what is not sure of it."""
    return _day(article.day, article.day_kind, language())


@lru_cache(maxsize=4096)
def _day(day: Day | None, kind: str | None, code: str) -> Markup:
    if day is None:
        return say("无日期")
    uncertainty = uncertainty_of(day)
    doubt = say(uncertainty.text) if uncertainty else ""
    signed = say("（成文）") if kind == "signed" else ""
    return Markup(f'<time datetime="{day}">{escaped(written_day(day))}</time>{doubt}{signed}')  # noqa: S704
