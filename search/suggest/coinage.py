"""Coinage: which phrases of a collection may be wordings that somebody coined, and are no parts of a sentence?

Phrases are mined from a sample of recent articles: a new wording stands in these. Verbs that go with
any wording are taken off (发展新质生产力), and what frames a sentence is no wording; nor is one word
of the segmenter's own dictionary, which is older than what is looked for, or a name of a person or place.
When each was used first is counted in the whole collection: `first_uses`.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, takewhile

import numpy as np
import numpy.typing as npt

from ..text.cutters import word_list
from ..text.normalization import TEXT_SEPARATOR, is_han
from ..text.segmentation import Segmenter, plain_segmenter
from .any_wording import AUXILIARY, LEADING, TRAILING
from .lexicon import Codes
from .person_names import reads_as_name
from .phrase_mining import MinedPhrase, mine_phrases

#: Wordings are looked for in the years with articles that are at most so much older than the newest.
YEARS = 10
#: So many characters are mined: of a year by 1 / (its age + 2), of all older ones together by so much.
SAMPLE_CHARACTERS = 3_000_000
_OLDER = 0.5
_MINED = 30_000  # phrases
_SHORTEST = 2  # characters
_LOOKED_AT, _AROUND = 5, 8  # places of a phrase; characters on each side
#: What `date.toordinal` gives for 1970-01-01, where numpy counts days from.
EPOCH = 719_163
_Integers = npt.NDArray[np.int64]

#: What makes a sentence, or two halves, of what it stands in.
_WITHIN = frozenset(
    "的 是 了 着 应当 应 不得 可以 由 或者 按照 根据 本 其 将 未 所 在 等 及其 以及 我 我们 我国 我省 我市 "
    "通过 对于 关于 进行 予以 下列 上述 前款 该 我区 持续 不断 仍然 进一步 更加 更 有所 又".split()
)
#: Behind these something is missing.
_OPEN = frozenset("之 第 较 最".split())
#: What the names of offices end with: a word, or the end of one (监管局; a 格局 is none).
_OFFICE = re.compile("厅|局|委|部|署|部门|.*委员会|..+[局厅署]")
_ENUMERATED = re.compile(
    r"第?[〇零一二两三四五六七八九十百千万亿几]+[条款项章节次个名年月日号元批届位岁家类件本级人]|第[一二三四五六七八九十]+"
)
#: A place's name in jieba's list of words, and what makes one of a shorter one.
_PLACE = re.compile(r"^(\S{2,}) \d+ ns$", re.MULTILINE)
_OF_PLACES = frozenset("省 市 县 区 镇 乡 村 州 盟 旗 新区 地区 自治区 自治州 自治县 特区".split())


@dataclass(frozen=True, slots=True)
class Sample:
    """Which articles are mined, the oldest first: so many of them older than what is looked for."""

    articles: list[int]
    old: int


def sample_articles(days: _Integers, lengths: _Integers) -> Sample:
    """Choose articles, given the days (as `date.toordinal`; 0: those are left out) and characters of all.

    Of each year as many, spread evenly, as its share of the characters allows; a year that has fewer is
    taken whole. All that are older count as one year: what stands in these is nothing new.
    """
    years = np.where(days > 0, _years(days), 0)
    ages = np.minimum(years.max(initial=0) - years, YEARS)
    total = sum(map(_weight, range(YEARS + 1)))
    chosen: list[list[int]] = []
    for age in range(YEARS, -1, -1):
        own = ((ages == age) & (days > 0)).nonzero()[0]
        own = own[days[own].argsort(kind="stable")]
        share = SAMPLE_CHARACTERS * _weight(age) / total
        chosen.append(own[:: max(1, math.ceil(int(lengths[own].sum()) / share))].tolist())
    return Sample([*chain.from_iterable(chosen)], len(chosen[0]))


def _weight(age: int) -> float:
    return 1 / (age + 2) if age < YEARS else _OLDER


def _years(days: _Integers) -> _Integers:
    return (days - EPOCH).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def find_candidates(texts: Iterable[str], old: int, segmenter: Segmenter) -> list[str]:
    """Return phrases of some articles that may be wordings, and stand in none of the first, that are old.

    A text is the normalised characters of an article in one line.
    """
    starts, line = [0], bytearray()  # of each text, and the end; the characters of all
    for text in texts:
        line += f"{text}{TEXT_SEPARATOR}".encode("utf-32-le", "surrogatepass")
        starts.append(len(line) // 4)
    codes = np.frombuffer(line, np.uint32)
    mined = mine_phrases(codes, np.array(starts, np.int64), limit=_MINED)
    recent = starts[old]
    cores = (
        _core(phrase.text, segmenter)
        for phrase in mined
        if len(phrase.text) >= _SHORTEST
        and phrase.positions[0] >= recent
        and _is_whole(codes, phrase, segmenter)
    )
    return list(dict.fromkeys(text for text in cores if text))


def _is_whole(codes: Codes, phrase: MinedPhrase, segmenter: Segmenter) -> bool:
    """Say whether mostly no known word reaches over an edge of a phrase, where it stands."""
    places = phrase.positions[:: -(-len(phrase.positions) // _LOOKED_AT)]
    length = len(phrase.text)
    return 2 * sum(_stands_apart(codes, place, length, segmenter) for place in places) > len(places)


def _stands_apart(codes: Codes, place: int, length: int, segmenter: Segmenter) -> bool:
    before = _han(codes[max(place - _AROUND, 0) : place][::-1])[::-1]
    behind = _han(codes[place + length : place + length + _AROUND])
    middle = _decoded(codes[place : place + length])
    edges = set(accumulate(map(len, segmenter.words(before + middle + behind)), initial=0))
    return {len(before), len(before) + length} <= edges


def _han(codes: Codes) -> str:
    """Return the Chinese characters that some begin with."""
    return "".join(takewhile(is_han, _decoded(codes)))


def _decoded(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _core(phrase: str, segmenter: Segmenter) -> str:
    """Return what is left of a phrase without what goes with any wording; nothing where that is none."""
    cut = segmenter.words(phrase)
    del cut[: _leading(cut)]
    while cut and cut[-1] in TRAILING:
        del cut[-1]
    text = "".join(cut)
    if len(text) < _SHORTEST or not _WITHIN.isdisjoint(cut) or _is_numbered(cut):
        return ""
    if cut[-1] in _OPEN or _OFFICE.fullmatch(cut[-1]):
        return ""
    if len(plain_segmenter().words(text)) == 1 or _is_name(text, cut):
        return ""
    return text


def _leading(cut: Sequence[str]) -> int:
    """Count the words at the beginning that go with any wording."""
    count = 0
    while count < len(cut) and (cut[count] in LEADING or cut[count] in AUXILIARY):
        count += 1
    while count and cut[count - 1] in AUXILIARY:
        count -= 1
    return count


def _is_numbered(cut: Sequence[str]) -> bool:
    """Say whether words at an edge count or number something."""
    return any(
        _ENUMERATED.fullmatch("".join(edge))
        for count in (1, 2)
        for edge in (cut[:count], cut[-count:])
    )


def _is_name(text: str, cut: Sequence[str]) -> bool:
    """Say whether a text is nothing but the name of a person, or of places."""
    return reads_as_name(text) or all(word in _places() or word in _OF_PLACES for word in cut)


@cache
def _places() -> frozenset[str]:
    return frozenset(_PLACE.findall(word_list().read_text(encoding="utf-8")))
