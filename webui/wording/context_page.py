"""Context page: what stands around a wording, wherever it stands? Lines with it in one column, or counts."""

import re
from dataclasses import replace

from search import Engine
from search.query.nodes import Pattern, Phrase, Standing
from search.query.retyped import exchanged, next_to, retyped
from search.wording.asked import read_places
from search.wording.context import Beside, ContextSort, Grouped, context, group
from search.wording.evidence import MAX_ROWS

from ..asked.languages import gettext as _
from ..shown.result_page import pages_around
from ..templating import render_template
from .collection import looked_into
from .context_asked import CONTEXT, ON_PAGE, ContextAddress

_OPEN = re.compile("[*?]+")  # what a pattern leaves open
_GROUPS = 200  # that are listed: those after them stand once or twice


def context_page(engine: Engine, asked: ContextAddress) -> str:
    """Show the places of a wording, a line each, or what stands beside it with counts; or the form."""
    if not asked.text:
        return render_template("context.html", address=asked.within, asked=asked)
    request, by = asked.places(), asked.grouped
    grouped = group(engine, request, by) if by else None
    found = None if by else context(engine, request)
    answer = grouped or found
    assert answer is not None
    listed = grouped.groups[:_GROUPS] if grouped else ()
    groups = [(one, _address_of(asked, grouped, one.text)) for one in listed]
    has_gaps = any(isinstance(literal, Pattern) for literal in answer.literals)
    return render_template(
        "context.html",
        address=asked.within,
        asked=asked,
        hits=asked.hits(),
        found=found,
        grouped=grouped,
        groups=groups,
        leads_to_more=by is not Beside.GAP and any(url for _group, url in groups),
        is_of_wordings=bool(answer.literals),
        total=answer.total,
        articles=answer.articles,
        at_least=answer.at_least,
        considered=answer.considered,
        is_cut=answer.considered < answer.total,
        sorts=[
            (label, asked.ordered(sort), not by and sort is asked.order)
            for sort, label in (
                (ContextSort.OLDEST, _("最早在前")),
                (ContextSort.NEWEST, _("最近在前")),
                (ContextSort.AFTER, _("按后面的字")),
                (ContextSort.BEFORE, _("按前面的字")),
            )
        ],
        groupings=[
            (label, asked.grouped_by(one), one is by)
            for one, label in (
                (Beside.AFTER, _("后面接什么")),
                (Beside.BEFORE, _("前面是什么")),
                (Beside.GAP, _("空处填什么")),
            )
            if has_gaps or one is not Beside.GAP
        ],
        collection=looked_into(engine),
        here=asked.number,
        **pages(asked, CONTEXT, found.total if found else 0, MAX_ROWS),
    )


def pages(asked: ContextAddress, endpoint: str, total: int, most: int) -> dict[str, object]:
    """Return the links to other pages."""
    last = -(-min(total, most) // ON_PAGE)

    def url(number: int) -> str:
        return asked.on_page(endpoint, number)

    numbers = pages_around(asked.number, last)
    return {"page_links": [(number, url(number)) for number in numbers], "page_url": url}


def _address_of(asked: ContextAddress, grouped: Grouped | None, text: str) -> str:
    """Return where places with what stands beside them are; empty where that is no wording by itself.

    Groups are of words; there they are looked for as characters, so that longer words count, too.
    """
    by, literals = asked.grouped, () if grouped is None else grouped.literals
    sides = _sides(literals[0], by, text) if by and text and len(literals) == 1 else None
    if sides is None:
        return ""
    query = read_places(asked.text)
    there = exchanged(query, literals[0], next_to(*sides, literals[0].field))
    written = retyped(there) if there != query else None
    return replace(asked, text=written, sort="", by="", page="").at(CONTEXT) if written else ""


def _sides(literal: Standing, by: Beside, text: str) -> tuple[str, str] | None:
    """Return the two texts that stand beside each other; None where that is no wording."""
    if isinstance(literal, Pattern) and by is Beside.GAP:
        is_one_gap = len(_OPEN.findall(literal.text)) == 1
        return (_OPEN.sub(lambda _: text, literal.text), "") if is_one_gap else None
    if not isinstance(literal, Phrase) or by is Beside.GAP:
        return None
    return (literal.text, text) if by is Beside.AFTER else (text, literal.text)
