"""Facts: what is said of an article where it is listed? Validity, day, section, source, document number."""

from markupsafe import Markup

from search import Article, Validity
from search.partial_date import uncertainty_of

from ..asked.languages import say, written_day
from ..escaping import escaped


def facts(article: Article) -> Markup:
    """List the facts of an article, each an element; a source that its section names is said once."""
    texts = [" / ".join(article.section)]
    if article.source and article.source not in article.section:
        texts.append(article.source)
    if article.doc_number:
        texts.append(article.doc_number)
    listed = "".join(f"<span>{escaped(text)}</span>" for text in texts if text)
    return Markup(f"{badge(article)}<span>{day(article)}</span>{listed}")  # noqa: S704 - escaped


def badge(article: Article) -> Markup:
    """Say whether an article is in force; nothing where that is not known."""
    if article.validity is None:
        return Markup()
    text = say(article.validity.label.text)
    if article.validity is Validity.NOT_YET and article.effective:
        text += say("，%(day)s起施行", day=written_day(article.effective))
    return Markup(f'<span class="badge badge-{article.validity.value}">{text}</span>')  # noqa: S704


def day(article: Article) -> Markup:
    """Say an article's day, and what is not sure of it."""
    if article.day is None:
        return say("无日期")
    uncertainty = uncertainty_of(article.day)
    doubt = say(uncertainty.text) if uncertainty else ""
    kind = say("（成文）") if article.day_kind == "signed" else ""
    written = escaped(written_day(article.day))
    return Markup(f'<time datetime="{article.day}">{written}</time>{doubt}{kind}')  # noqa: S704
