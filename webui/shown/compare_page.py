"""Compare page: what does it show of two texts? What differs side by side, what is the same folded away."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

from flask import request
from flask_babel import lazy_gettext

from search import ArticleHead, Engine
from search.partial_date import age_of
from search.wording.compared import MOST_PASTED, Compared
from search.wording.comparison import Kind, Row
from search.wording.own_wordings import Wording

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..asked.paths import path_of
from ..templating import render_template
from .compare_rows import Shape, Stretch, shape_of, write_stretches

#: What a part of a comparison shows at most; what is folded away counts, too.
_MOST_CHARACTERS, _MOST_ROWS = 24_000, 300
_LISTED, _MORE = 12, 120  # wordings, in sight and folded away
_LONGEST_ID = 500  # characters
_ARTICLE = re.compile(r"/articles/([^/?#]+)")
_NUMBER = re.compile("[0-9]{1,6}")
_COUNTED = {
    Kind.CHANGED: lazy_gettext("改动 %(count)s 句"),
    Kind.NEW: lazy_gettext("新增 %(count)s 句"),
    Kind.GONE: lazy_gettext("删去 %(count)s 句"),
    Kind.MOVED: lazy_gettext("移动 %(count)s 句"),
    Kind.NUMBERED: lazy_gettext("只改编号 %(count)s 句"),
    Kind.KEPT: lazy_gettext("相同 %(count)s 句"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many sentences are of a kind, and where the first of them is; nowhere if it is on no page of its own."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """From one version of a paper to the next."""

    one: ArticleHead
    other: ArticleHead
    url: str
    is_here: bool


def asked_id(typed: str) -> str:
    """Return the id of an article, of which the id or the address of its page was typed."""
    typed = typed.strip()[:_LONGEST_ID]
    found = _ARTICLE.search(typed)
    return unquote(found[1]) if found else typed


def comparison_address(one: ArticleHead, other: ArticleHead) -> str:
    """Return where two articles are side by side: the earlier one first, where both have a day."""
    if one.day and other.day and age_of(other.day) < age_of(one.day):
        one, other = other, one
    return path_of("pages.compare", a=one.id, b=other.id)


def compare_form(one: str, other: str, text: str = "") -> str:
    """Ask for two texts."""
    return render_template(
        "compare.html",
        address=QuestionAddress(),
        compared=None,
        a=one,
        b=other,
        text=text,
        most=MOST_PASTED,
    )


def compare_page(engine: Engine, compared: Compared, text: str = "") -> str:
    """Show two texts side by side; `text` is the later one, where it is no article."""
    one, other = compared.one, compared.other
    parts = _parts(compared.comparison.rows)
    part = min(max(_part_asked(), 1), len(parts))

    def address_of(number: int) -> str:
        """Return the address of a part; of what was sent there is none."""
        if other is None:
            return ""
        values = {"a": one.id, "b": other.id} | ({"part": str(number)} if number > 1 else {})
        return path_of("pages.compare", **values)

    steps = list(_steps(engine, one, other)) if other else []
    here = next((number for number, step in enumerate(steps) if step.is_here), None)
    return render_template(
        "compare.html",
        address=QuestionAddress(),
        compared=compared,
        a=one.id,
        b=other.id if other else "",
        text=text,
        most=MOST_PASTED,
        counts=list(_counts(compared, parts, part, address_of)),
        wordings=[
            (_("新出现"), _("只在新的一篇里"), *_listed(compared.new)),
            (_("不再出现"), _("只在旧的一篇里"), *_listed(compared.gone)),
        ],
        rows=write_stretches(parts[part - 1]),
        part=part,
        parts=[(number, address_of(number)) for number in range(1, len(parts) + 1)],
        steps=steps,
        before=steps[here - 1] if here else None,
        after=steps[here + 1] if here is not None and here + 1 < len(steps) else None,
        swapped=path_of("pages.compare", a=other.id, b=one.id) if other else "",
        articles=engine.statistics().articles,
    )


def _part_asked() -> int:
    asked = request.values.get("part", "")
    return int(asked) if _NUMBER.fullmatch(asked) else 1


def _parts(rows: Sequence[Row]) -> list[list[Stretch]]:
    """Cut rows into stretches, and these into parts of a like size: one part at least."""
    parts: list[list[Stretch]] = [[]]
    characters = count = 0
    for number, row in enumerate(rows):
        shape = shape_of(row)
        length = len(row.other.text) if row.other else 0
        if row.one and shape is not Shape.SAME:
            length += len(row.one.text)
        if parts[-1] and (characters + length > _MOST_CHARACTERS or count >= _MOST_ROWS):
            parts.append([])
            characters = count = 0
        characters, count = characters + length, count + 1
        if parts[-1] and parts[-1][-1].goes_on(row):
            parts[-1][-1].rows.append(row)
        else:
            parts[-1].append(Stretch(number, shape, [row]))
    return parts


def _counts(
    compared: Compared,
    parts: Sequence[Sequence[Stretch]],
    part: int,
    address_of: Callable[[int], str],
) -> Iterator[Count]:
    """Yield how many sentences are of each kind, each with where the first of them stands."""
    places = {
        row.kind: (number, stretch.anchor)
        for number, stretches in reversed(list(enumerate(parts, 1)))
        for stretch in reversed(stretches)
        for row in stretch.rows
    }
    counts = compared.comparison.counts
    for kind, text in _COUNTED.items():
        if not counts[kind]:
            continue
        number, anchor = places[kind]
        base = "" if number == part else address_of(number)
        url = f"{base}#{anchor}" if number == part or base else ""
        yield Count(str(_(str(text), count=counts[kind])), url)


def _listed(wordings: Sequence[Wording]) -> tuple[Sequence[Wording], Sequence[Wording], int]:
    """Return the wordings in sight, those folded away, and how many there are."""
    return wordings[:_LISTED], wordings[_LISTED : _LISTED + _MORE], len(wordings)


def _steps(engine: Engine, one: ArticleHead, other: ArticleHead) -> Iterator[Step]:
    """Yield the steps from version to version, where two articles are versions of one paper."""
    group = engine.versions(one.id)
    if other.id not in group:
        return
    dated = [(age_of(head.day), head) for head in engine.heads(group) if head.day]
    ordered = [head for _day, head in sorted(dated, key=lambda pair: (pair[0], pair[1].id))]
    for earlier, later in pairwise(ordered):
        is_here = (earlier.id, later.id) == (one.id, other.id)
        yield Step(earlier, later, path_of("pages.compare", a=earlier.id, b=later.id), is_here)
