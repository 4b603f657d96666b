"""Evidence: why is a field what it is? Each extracted value with its reason, and how sure that makes it."""

from dataclasses import dataclass
from enum import StrEnum

from ...article import Article

#: Below this confidence a value is reported as doubtful.
DOUBTFUL = 0.75
_GIVEN = "文件中写明"


class Fact(StrEnum):
    """What is told of an article; named as the fields of Markdown and JSON are."""

    TITLE = "title"
    DATE = "date"
    SIGNED = "signed"
    SECTION = "section"
    SOURCE = "source"
    AUTHOR = "author"
    ISSUER = "issuer"
    DOC_NUMBER = "doc_number"
    INDEX_NUMBER = "index_number"
    URL = "url"
    TEXT = "text"

    @property
    def label(self) -> str:
        """Return its name for users."""
        return _LABELS[self]


_LABELS = {
    Fact.TITLE: "标题", Fact.DATE: "发布日期", Fact.SIGNED: "成文日期", Fact.SECTION: "栏目",
    Fact.SOURCE: "来源", Fact.AUTHOR: "作者", Fact.ISSUER: "发文机关", Fact.DOC_NUMBER: "文号",
    Fact.INDEX_NUMBER: "索引号", Fact.URL: "网址", Fact.TEXT: "正文",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value that a document gives for a fact, where it was found, and how sure it is."""

    fact: Fact
    value: str
    reason: str  # in Chinese, for users
    confidence: float  # 0 to 1


def evidence_given(article: Article) -> tuple[Evidence, ...]:
    """Return the evidence of an article whose file names its fields."""
    values = {
        Fact.TITLE: article.title,
        Fact.DATE: article.published and article.published.isoformat(),
        Fact.SIGNED: article.signed and article.signed.isoformat(),
        Fact.SECTION: ">".join(article.section),
        Fact.SOURCE: article.source,
        Fact.AUTHOR: article.author,
        Fact.ISSUER: article.issuer,
        Fact.DOC_NUMBER: article.doc_number,
        Fact.INDEX_NUMBER: article.index_number,
        Fact.URL: article.url,
    }
    return tuple(Evidence(fact, text, _GIVEN, 1.0) for fact, text in values.items() if text)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was understood, with the evidence for each fact that was inferred.

    `doubts` says, a line each in Chinese, what a person should look at.
    """

    article: Article
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[str, ...] = ()
