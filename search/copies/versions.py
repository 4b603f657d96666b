"""Versions: which articles are one paper, amended or issued anew? Laws and rules of one name.

A paper that stands for years (法, 条例, 办法 …) keeps its name when it is amended; what is done once
(决定, 通知, 公告) may be called like another that has nothing to do with it. So versions are papers of
such a kind, of one name, whose texts have something in common with one another.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

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
    papers: Sequence[int], signatures: Numbers, lengths: Numbers, heads: Integers
) -> list[list[int]]:
    """Return the groups of versions: each has a head of copies for every version, ascending.

    Of each text, the earliest first: the number of its paper, below 0 for none; a row of
    `signatures`; its letters; and the number of the text that it is a copy of, maybe its own.
    """
    leads = heads.tolist()  # of each text: one before it that is the same, or another version

    def lead(text: int) -> int:
        while leads[text] != text:
            text = leads[text] = leads[leads[text]]
        return text

    of_paper: defaultdict[int, list[int]] = defaultdict(list)
    for text, paper in enumerate(papers):
        if paper < 0 or lengths[text] < MIN_LENGTH:
            continue
        before = np.array(of_paper[paper][-_LOOKED_BACK:], np.int64)
        for other in before[have_in_common(signatures[text], signatures[before])].tolist():
            first, second = sorted((lead(text), lead(other)))
            leads[second] = first
        of_paper[paper].append(text)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for head in np.flatnonzero(heads == np.arange(len(heads))).tolist():
        groups[lead(head)].append(head)
    return [group for group in groups.values() if len(group) > 1]
