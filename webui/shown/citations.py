"""Citations: how is an article cited? As GB/T 7714-2015 asks, as plain text, and with what is quoted."""

from datetime import date

from search import ArticleHead
from search.article import in_one_line
from search.partial_date import in_words

_INNER_QUOTES = str.maketrans("“”", "‘’")
_INNER_TITLE = str.maketrans("《》", "〈〉")


def standard_citation(article: ArticleHead, address: str, accessed: date) -> str:
    """Cite an article as an electronic resource: GB/T 7714-2015, 4.6 and 8.

    主要责任者. 题名: 其他题名信息[文献类型标识/载体标识]. (发布日期)[引用日期]. 获取路径. A document with a
    number is of type A (archive), other texts of public bodies EB (bulletin), both online (OL). The
    element of an unknown author or date is left out, as 8.1.3 and 8.4.3 allow for resources online.
    """
    author = _responsible(article)
    number = f": {article.doc_number}" if article.doc_number else ""
    kind = "A/OL" if article.doc_number else "EB/OL"
    day = f"({article.day.isoformat()})" if article.day else ""
    return (
        f"{f'{author}. ' if author else ''}{_title(article)}{number}[{kind}]. "
        f"{day}[{accessed.isoformat()}]. {address}."
    )


def plain_citation(article: ArticleHead, address: str) -> str:
    """Cite an article as one writes it in running text: 机关《题名》（文号，日期），address.

    Titles within a title stand in 〈〉: GB/T 15834-2011, 4.15.3.
    """
    details = "，".join(
        part
        for part in (
            article.doc_number,
            in_words(article.day) if article.day else None,
        )
        if part
    )
    author = _responsible(article) or ""
    title = _title(article).translate(_INNER_TITLE)
    return f"{author}《{title}》{f'（{details}）' if details else ''}，{address}"


def quotation(quoted: str, article: ArticleHead, address: str) -> str:
    """Quote a sentence with its source; quotations within it stand in ‘’: GB/T 15834-2011, 4.8.3.4."""
    text = in_one_line(quoted).strip().translate(_INNER_QUOTES)
    return f"“{text}”——{plain_citation(article, address)}"


def _responsible(article: ArticleHead) -> str | None:
    return article.issuer or article.author or article.source


def _title(article: ArticleHead) -> str:
    return in_one_line(article.title)
