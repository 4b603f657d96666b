"""Versions: which articles are one paper, amended or issued anew? Laws and rules of one name.

A paper that stands for years (法, 条例, 办法 …) keeps its name when it is amended; what is done once
(决定, 通知, 公告) may be called like another that has nothing to do with it. So versions are papers of
such a kind, of one name, whose texts have something in common with one another.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..text.names import without_marks, without_version
from .sketches import MIN_LENGTH

#: Kinds of papers that stand until they are amended; a number in brackets may follow.
_STANDING = re.compile(
    "(?:条例|规定|办法|细则|规则|规程|规范|章程|准则|守则|制度|标准|目录|清单|预案|解释|意见|批复)"
    r"(?:\([^()]*\))?$"
)
_LAW = re.compile("(?:公司|[^办说执普司做方看想用书立守])法典?$")  # 食品安全法, but not 严格执法
#: A paper within the title of the notice that carries it, without marks around it.
_CARRIED = re.compile(
    r"关于(?:印发|发布|公布|颁布)([^《》]{4,60}?(?:条例|规定|办法|细则|规则|规程|章程|准则))的(?:通知|公告|通告|令)$"
)
#: A name that says nothing of what it is about is any paper's: 管理办法, 实施细则.
_OF_ANYTHING = re.compile("(?:管理|实施|工作|暂行|试行|若干|有关|议事|补充|办事|处理)*..")
#: Values of a signature that two texts have in common, at least: of two articles about different
#: things hardly any agrees, of a law and what it was before an overhaul about three of 64.
_IN_COMMON = 2
#: A text is compared with so many before it of its name: versions follow one another.
_LOOKED_BACK = 16

Numbers = npt.NDArray[np.integer[Any]]
Integers = npt.NDArray[np.int64]


class Rows(Protocol):
    """A table: rows by their numbers."""

    def __getitem__(self, numbers: Integers, /) -> Numbers: ...


def paper_of(title: str) -> str:
    """Return the name that all versions of a paper have, by a normalised title; nothing without any."""
    called = without_version(title)
    if carried := _CARRIED.search(called):
        called = carried[1]
    name = without_marks(called)
    if _LAW.search(name):
        return name
    is_standing = _STANDING.search(called.rstrip("》>\"' "))
    return name if is_standing and not _OF_ANYTHING.fullmatch(name) else ""


def have_in_common(signature: Numbers, others: Numbers) -> npt.NDArray[np.bool_]:
    """Say of which texts, by their signatures, one has something in common with."""
    return np.asarray((others == signature).sum(axis=-1) >= _IN_COMMON)


def group_versions(
    papers: Integers, signatures: Rows, lengths: Numbers, heads: Integers
) -> list[list[int]]:
    """Return the groups of versions: each has a head of copies for every version, ascending.

    Of each text, the earliest first: the number of its paper, below 0 for none; a row of
    `signatures`; its letters; and the number of the text that it is a copy of, maybe its own.
    """
    leads: dict[int, int] = {}  # of some texts: one before it that is the same, or another version
    copies = np.flatnonzero(heads != np.arange(len(heads)))
    leads.update(zip(copies.tolist(), heads[copies].tolist(), strict=True))

    def lead(text: int) -> int:
        while (before := leads.get(text, text)) != text:
            leads[text] = leads.get(before, before)
            text = before
        return text

    for texts in _of_one_paper(papers, lengths):
        rows = signatures[texts]
        for place, text in enumerate(texts.tolist()):
            first = max(place - _LOOKED_BACK, 0)
            common = have_in_common(rows[place], rows[first:place])
            for other in texts[first:place][common].tolist():
                earlier, later = sorted((lead(text), lead(other)))
                leads[later] = earlier
    groups: defaultdict[int, list[int]] = defaultdict(list)
    is_copy = set(copies.tolist())
    for text in sorted({*leads, *map(lead, list(leads))} - is_copy):
        groups[lead(text)].append(text)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]


def _of_one_paper(papers: Integers, lengths: Numbers) -> Iterator[Integers]:
    """Yield the texts of each paper that may have versions, ascending."""
    texts = np.flatnonzero((papers >= 0) & (lengths >= MIN_LENGTH))
    texts = texts[np.argsort(papers[texts], kind="stable")]
    ends = np.flatnonzero(np.diff(papers[texts])) + 1
    for own in np.split(texts, ends) if len(texts) else ():
        if len(own) > 1:
            yield own
