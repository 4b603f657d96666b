"""Evidence: why is a field what it is? Each extracted value with its reason, and how sure that makes it."""

from dataclasses import dataclass

from ...article import Article, Audience
from ...article_fields import ArticleField, FieldName, Kind, Place, shown_at

#: Below this confidence a value is reported as doubtful.
DOUBTFUL = 0.75
_GIVEN = "文件中写明"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value that a document gives for a field, where it was found, and how sure it is."""

    field: FieldName
    value: str
    reason: str  # in Chinese, for users
    confidence: float  # 0 to 1


def evidence_given(article: Article) -> tuple[Evidence, ...]:
    """Return the evidence of an article whose file names its fields."""
    told = ((field.name, _written(article, field)) for field in shown_at(Place.INSPECT))
    return tuple(Evidence(name, value, _GIVEN, 1.0) for name, value in told if value)


def _written(article: Article, field: ArticleField) -> str:
    value = getattr(article, field.attribute_name)
    match field.kind:
        case Kind.DAY:
            return value.isoformat() if value else ""
        case Kind.PATH:
            return ">".join(value)
        case Kind.VALIDITY:
            return str(value.label) if value else ""
        case Kind.BLOCKS:
            return ""
        case _:
            return value or ""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as it was understood, with the evidence for each field that was inferred.

    `doubts` says, a line each in Chinese, what a person should look at.
    """

    article: Article
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[str, ...] = ()
    audience: Audience | None = None  # what its file or sidecar says; None: nothing
    recognized: tuple[tuple[str, float], ...] = ()  # on pictures: lines, and how sure each is
