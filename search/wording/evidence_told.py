"""Evidence told: how are the sentences in which something stands written as rows, and as JSON?"""

from collections.abc import Callable, Iterator
from itertools import chain
from urllib.parse import quote, urlencode

from ..answer.as_table import Row
from ..article_fields import Place
from ..facets import SECTION_SEPARATOR
from ..partial_date import uncertainty_of
from ..saying import Say, in_chinese, message
from ..text.sentences import BEGINS
from .evidence import MAX_ROWS, Evidence, EvidenceRow

_COLUMNS = tuple(
    map(message, ("原文", "处", "小标题", "标题", "文号", "日期", "来源", "栏目", "链接"))
)
#: Widths of the columns, in characters.
WIDTHS = (60, 6, 24, 40, 18, 12, 16, 20, 40)

#: What gives the lasting address of a row's sentence.
Address = Callable[[EvidenceRow], str]


def path_of(row: EvidenceRow) -> str:
    """Return the lasting address of a sentence, from the host of the site on; that of the article for its title."""
    article = f"/articles/{quote(row.head.id, safe='')}"
    if not row.key:
        return article
    known = urlencode({"sentence": row.key, "begins": row.sentence[:BEGINS]}, errors="replace")
    return f"{article}?{known}#s-{row.key}"


def evidence_table(found: Evidence, address: Address, say: Say = in_chinese) -> Iterator[Row]:
    """Yield the names of the columns, and a row for each sentence."""
    header: Row = [one.said(say) for one in _COLUMNS]
    return chain([header], (_in_columns(row, address(row)) for row in found.rows))


def evidence_head(found: Evidence) -> dict[str, object]:
    """Return what is said of all rows as plain JSON values; docs/json-api.md describes them."""
    return {
        "total": found.total,
        "articles": found.articles,
        "listed": found.listed,
        "at_least": found.at_least,
        "limit": MAX_ROWS,
    }


def evidence_rows(found: Evidence, address: Address) -> Iterator[dict[str, object]]:
    """Yield each row as plain JSON values."""
    for row in found.rows:
        yield {
            "article": row.head.plain(Place.HIT),
            "sentence": row.sentence,
            "highlights": [list(mark) for mark in row.marks],
            "occurrences": row.occurrences,
            "heading": row.heading,
            "key": row.key,
            "link": address(row),
        }


def day_of(row: EvidenceRow, say: Say = in_chinese) -> str:
    """Write the day of a row's article, and what is not sure of it."""
    day = row.head.day
    unsure = uncertainty_of(day) if day else None
    return f"{day.isoformat()}{unsure.said(say) if unsure else ''}" if day else ""


def _in_columns(row: EvidenceRow, address: str) -> Row:
    head = row.head
    known = [head.title, head.doc_number or "", head.day.isoformat() if head.day else ""]
    where = [head.source or "", SECTION_SEPARATOR.join(head.section), address]
    return [row.sentence, row.occurrences, row.heading or "", *known, *where]
