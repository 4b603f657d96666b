"""As table: how do hits look as rows of a table, and as CSV that a spreadsheet computes nothing of?"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from math import ceil

from ..article_fields import Place, shown_at
from ..engine import Engine, Matches
from ..facets import written
from ..query.synonyms import Synonyms
from ..request import MAX_RESULTS_DEPTH
from ..saying import Message, Say, in_chinese, message
from .hits import Hit
from .listing import list_hits
from .question import Question

MAX_EXPORTED = 1000  # hits
#: Hits of a part of a table: making so many costs about what ten usual pages do.
MOST_IN_PART = 300
# What a spreadsheet would take for a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠\t\r|%]")
# What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The hits' own columns stand before the last of the article's, its address.
_FIELDS = shown_at(Place.EXPORT)
_ATTRIBUTES = tuple(field.attribute_name for field in _FIELDS)
_OWN = (message("其他版本"), message("命中处数"), message("摘录"))
#: Widths of the columns, in characters.
WIDTHS = (*(field.width for field in _FIELDS[:-1]), 8, 8, 60, _FIELDS[-1].width)

Row = list[str | int | float]


def exported_hits(
    engine: Engine, question: Question, synonyms: Synonyms, part: int | None = None
) -> tuple[Matches, Iterator[Hit]]:
    """Find what a question finds; return it, and its hits, whatever page it asks for.

    They are the first MAX_EXPORTED at most, or those of a part, from 1, and made while going on. What
    is wrong with the question is raised at once.
    """
    wanted = range(MAX_EXPORTED)
    if part is not None:
        wanted = range((part - 1) * MOST_IN_PART, part * MOST_IN_PART)
    return list_hits(engine, question, synonyms, wanted)


def part_count(matches: int) -> int:
    """Say how many parts a table has, of so many matches: none reaches deeper than results do."""
    return ceil(min(matches, MAX_RESULTS_DEPTH) / MOST_IN_PART)


def what_is_left_out(matches: Matches) -> Message | None:
    """Say that a table ends before its hits do; None where it has them all."""
    listed = len(matches.matches)
    if listed >= matches.groups:
        return None
    return message("共 %(all)s 条，只列出前 %(listed)s 条", all=matches.groups, listed=listed)


def header(say: Say = in_chinese) -> Row:
    """Name the columns."""
    labels = [field.label_at(Place.EXPORT).said(say) for field in _FIELDS]
    return [*labels[:-1], *(one.said(say) for one in _OWN), labels[-1]]


def row(hit: Hit) -> Row:
    """Return what the columns have of a hit."""
    values = [getattr(hit.article, name) for name in _ATTRIBUTES]
    texts = [
        value if type(value) is str else written(hit.article, field) if value else ""
        for value, field in zip(values, _FIELDS, strict=True)
    ]
    snippet = hit.snippets[0].text if hit.snippets else ""
    return [*texts[:-1], hit.version_count, hit.occurrences, snippet, texts[-1]]


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Write rows as RFC 4180 says, with the mark that lets Excel read UTF-8."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    line.write("\ufeff")
    for one in rows:
        writer.writerow(map(_harmless, one))
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _harmless(value: str | int | float) -> str | int | float:
    """Put an apostrophe before what a spreadsheet would compute."""
    if not isinstance(value, str):
        return value
    text = NOT_IN_XML.sub("\ufffd", value)
    return f"'{text}" if _FORMULA.match(text) else text
