"""Numbering: where in a text do numbers count up (第一章, 第一条, 一、, （一）, 1.), and which titles follow them?

Only what counts is numbering: it begins at one, has a second, and stands where a line, a sentence or
a title ends. A reference (依照本法第四条), a decimal (3.5) and what is listed in a sentence (一、二等奖)
are none. The forms are those of 党政机关公文格式 (GB/T 9704-2012, 7.3.3) and of laws (编, 分编, 章, 节, 条).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from itertools import count

from .characters import HAN
from .numerals import MAX_NUMERAL, read_numeral
from .sentences import CLOSING_MARKS, END_MARKS


class Style(IntEnum):
    """How a number is written; the first ones stand in one another in this order."""

    PART = auto()  # 第一编
    SUBPART = auto()  # 第一分编
    DIVISION = auto()  # 第一部分
    CHAPTER = auto()  # 第一章
    SECTION = auto()  # 第一节
    CLAUSE = auto()  # 第一条
    CHINESE = auto()  # 一、
    BRACKETED = auto()  # （一）
    ARABIC = auto()  # 1.


_STYLE_OF_UNIT = {
    "编": Style.PART,
    "編": Style.PART,
    "篇": Style.PART,
    "分编": Style.SUBPART,
    "分編": Style.SUBPART,
    "部分": Style.DIVISION,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "節": Style.SECTION,
    "条": Style.CLAUSE,
    "條": Style.CLAUSE,
}
#: By the groups of `_NUMBER`; None: its unit tells.
_STYLE_OF_GROUP: dict[str, Style | None] = {
    "unit": None,
    "inserted": None,
    "chinese": Style.CHINESE,
    "bracketed": Style.BRACKETED,
    "arabic": Style.ARABIC,
}
BLANK = " \t\r\n\f\v\u3000\xa0\u2002\u2003"
_CHINESE = "〇零一二三四五六七八九十百千"
_DIGITS = "0-9０-９"
_BEGINS = frozenset("第（(0123456789０１２３４５６７８９" + _CHINESE + BLANK)
_FIRST_TWO = [
    *((f"第一{unit}", f"第二{unit}") for unit in _STYLE_OF_UNIT),
    *(("一" + mark, "二" + mark) for mark in ("、", "．", ".", "）", ")")),
    *(("1" + mark, "2" + mark) for mark in "、．."),
    *(("１" + mark, "２" + mark) for mark in "、．."),
    ("第1条", "第2条"),
    ("第1章", "第2章"),
]
_GAP = "[ \u3000]?+"
# Possessive: a row of numerals costs its length once. What follows an ordinal that only refers to
# it (第四条规定的) and a numeral within a row (一、二等奖) are left alone.
_NUMBER = re.compile(
    rf"第{_GAP}(?P<ordinal>[{_CHINESE}{_DIGITS}]{{1,{MAX_NUMERAL}}}+){_GAP}(?P<unit>部分|分[编編]|[编篇編章节節条條])"
    rf"(?P<inserted>之[{_CHINESE}]{{1,3}}+)?"
    rf"(?![、，,和及与或至到的]|第[{_CHINESE}{_DIGITS}]+[款项]|规定|所[列称指规述]|中[的规所，]|修改|删去|改为|项|款)"
    rf"|(?P<chinese>[{_CHINESE}]{{1,4}}+){_GAP}[、．.](?![{_CHINESE}]{{1,3}}[、级等类次届])"
    rf"|[（(]{_GAP}(?P<bracketed>[{_CHINESE}]{{1,4}}+){_GAP}[)）](?![、，,和及与或至到项])"
    rf"|(?P<arabic>[{_DIGITS}]{{1,3}}+)[.．、](?![{_DIGITS}])"
)
_HAN = re.compile(rf"[{HAN}]")
_STOPS = END_MARKS + "：:"
_STOP = re.compile(rf"[{re.escape(_STOPS)}|]")
_OPENING = '“‘「『《〈"'
_MOST_SKIPPED = 1  # a number that is written otherwise, or was lost
_SHORT_ITEM = 20  # characters
_LONGEST_TITLE, _LONGEST_BEFORE_COLON, _LONGEST_BEFORE_BLANK = 42, 16, 30
_MOST_COMMAS = 2
_LEAST_BEHIND = 4  # characters of text that a title heads
# The beginning of a law, wherever it stands: behind its name, or behind the word 目录.
_OPENS = re.compile(
    rf"第一条[{BLANK}]*+(?:为|根据|依据|本)"
    rf"|第一[编編篇章][{BLANK}]*+[^{re.escape(_STOPS)}，]{{2,30}}?第[一二][条條章节節]"
)
# What the name of a paper ends in: it may stand before its text in the same line.
_PAPERS = tuple(
    "措施 方案 办法 意见 规定 细则 计划 要点 指南 规程 规则 条例 通知 公告 制度".split()
)
# A sentence that says what is to be done is no title.
_NO_TITLE = re.compile("应当|不得|必须|可以|的，|的,|下列|以下|如下|起施行|起实行|[修更]?改为|作为")
# Titles that most papers have, where nothing stands between them and the text: 一、总体要求以新发展理念….
_USUAL = (
    "活动目标 活动主题 活动对象 活动内容 活动时间 "
    "总体要求 总体思路 总体目标 总体安排 指导思想 基本原则 工作原则 工作目标 主要目标 发展目标 目标任务 "
    "目标要求 重点任务 主要任务 工作任务 重点工作 主要内容 主要措施 工作措施 政策措施 保障措施 组织保障 "
    "组织领导 组织机构 工作要求 有关要求 相关要求 其他要求 实施步骤 工作步骤 方法步骤 进度安排 "
    "时间安排 工作安排 工作流程 办理流程 申报程序 申报条件 申报要求 申报材料 适用范围 适用对象 实施范围 "
    "支持对象 支持范围 出台背景 起草背景 制定背景 编制背景 背景依据 背景情况 背景意义 起草过程 制定过程 "
    "出台意义 重要意义 制定依据 起草依据 编制依据 制定目的 主要特点 创新亮点 附则 总则"
)
_USUAL_TITLE = re.compile(
    rf"[{BLANK}]*+(?:{'|'.join(_USUAL.split())})(?![和与及、的，,；;。：:等是为]|以及|方面)[{BLANK}]*+"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that counts: in which text it stands, and from where to where there."""

    text: int
    start: int
    end: int
    style: Style
    depth: int  # levels that it stands in
    run: int  # marks that count together have the same one
    in_clause: bool


@dataclass(slots=True)
class _Candidate:
    """What may be a number that counts."""

    text: int
    start: int
    end: int
    style: Style
    number: int
    inserted: bool
    ends: bool = True  # a line or a sentence ends before it
    listed: bool = False  # and it is one that goes on behind it: ；
    opens: bool = False  # what stands around it shows that a paper begins here
    has_second: bool = False

    @property
    def is_first(self) -> bool:
        return self.number == 1 and not self.inserted


def find_numbering(texts: Sequence[str], whole: Sequence[bool]) -> list[Mark]:
    """Find the numbers that count through texts that follow one another.

    A text is looked at where it begins; all of it where `whole` says so.
    """
    candidates = [
        candidate
        for number, (text, is_whole) in enumerate(zip(texts, whole, strict=True))
        for candidate in (_inside(number, text) if is_whole else _beginning(number, text))
    ]
    _tell_seconds(candidates)
    return _without_lists(list(_counting(texts, candidates)))


def may_count(text: str) -> bool:
    """Say whether numbers may count up in a text, at little cost: it has a first and a second one."""
    return any(first in text and second in text for first, second in _FIRST_TWO)


def _beginning(number: int, text: str) -> Iterator[_Candidate]:
    if text[:1] in _BEGINS and (match := _NUMBER.match(text, _behind_blanks(text))):
        yield from _candidate(number, match)


def _inside(number: int, text: str) -> Iterator[_Candidate]:
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        bare = before.rstrip(BLANK)
        if bare and bare[-1] in _OPENING:
            continue
        for candidate in _candidate(number, match):
            last = bare.rstrip(CLOSING_MARKS)[-1:]
            candidate.ends = not bare or before != bare or bare[-1] in "）)】]" or last in _STOPS
            candidate.listed = last in "；;"
            candidate.opens = candidate.is_first and (
                (candidate.style is Style.CHINESE and bare.endswith(_PAPERS))
                or _OPENS.match(text, match.start()) is not None
            )
            yield candidate


def _candidate(text: int, match: re.Match[str]) -> Iterator[_Candidate]:
    """Yield what a match says, unless it is no number."""
    style = _STYLE_OF_GROUP[match.lastgroup or ""]
    if style is None:
        style = _STYLE_OF_UNIT[match["unit"]]
        written, inserted = match["ordinal"], bool(match["inserted"])
    else:
        written, inserted = match[match.lastgroup or 0], False
    if number := read_numeral(written):
        yield _Candidate(text, match.start(), match.end(), style, number, inserted)


def _behind_blanks(text: str) -> int:
    return len(text) - len(text.lstrip(BLANK))


def _tell_seconds(candidates: Sequence[_Candidate]) -> None:
    """Tell each first number whether a second follows before the next first."""
    follows: dict[Style, bool] = {}
    for candidate in reversed(candidates):
        if candidate.is_first:
            candidate.has_second = follows.get(candidate.style, False)
            if candidate.ends or candidate.opens:
                follows[candidate.style] = False
        elif candidate.number == 2:
            follows[candidate.style] = True


def _counting(
    texts: Sequence[str], candidates: Sequence[_Candidate]
) -> Iterator[tuple[Mark, _Candidate]]:
    """Yield the numbers that follow one another, each on its level."""
    levels: list[Style] = []  # that are open, the outermost first
    counts: dict[Style, int] = {}
    runs: dict[Style, int] = {}
    run = count(1)
    previous: Mark | None = None
    for candidate in candidates:
        style, number = candidate.style, candidate.number
        last = counts.get(style, 0)
        begins = candidate.is_first and candidate.has_second
        least = last if candidate.inserted else last + 1
        if not (begins or (last > 0 and least <= number <= last + 1 + _MOST_SKIPPED)):
            continue
        sure = candidate.ends or candidate.opens
        if not sure and not _is_behind_title(texts, previous, candidate):
            continue
        levels = opened(levels, style)
        if begins:
            # Clauses count on through the sections of a law.
            counts = {one: counts[one] for one in counts if one in levels or one is Style.CLAUSE}
            runs[style] = next(run)
        counts[style] = number
        previous = Mark(
            candidate.text,
            candidate.start,
            candidate.end,
            style,
            depth=len(levels) - 1,
            run=runs[style],
            in_clause=Style.CLAUSE in levels[:-1],
        )
        yield previous, candidate


def opened(levels: Sequence[Style], style: Style) -> list[Style]:
    """Return the levels that are open behind a number; 编, 分编, 章, 节 and 条 always stand in this order."""
    if style in levels:
        return [*levels[: levels.index(style) + 1]]
    if style <= Style.CLAUSE:
        return [*(level for level in levels if level < style), style]
    return [*levels, style]


def _is_behind_title(texts: Sequence[str], previous: Mark | None, mark: _Candidate) -> bool:
    """Say whether what stands between two numbers can only be a title: 三、重点任务（一）."""
    if previous is None or previous.text != mark.text or previous.style is Style.CLAUSE:
        return False
    if mark.start - previous.end > _LONGEST_TITLE:
        return False
    between = texts[mark.text][previous.end : mark.start].strip(BLANK)
    return len(between) > 1 and _STOP.search(between) is None and between.count("，") < 2


def style_of(text: str) -> Style | None:
    """Return how a text is numbered at its beginning; None: it is not."""
    return next((candidate.style for candidate in _beginning(0, text)), None)


def _without_lists(found: Sequence[tuple[Mark, _Candidate]]) -> list[Mark]:
    """Leave out the short items that one sentence lists: 分为：1.甲；2.乙；3.丙."""
    runs: dict[int, list[tuple[Mark, _Candidate]]] = defaultdict(list)
    for mark, candidate in found:
        if mark.style in {Style.CHINESE, Style.ARABIC} and not mark.in_clause:
            runs[mark.run].append((mark, candidate))
    lists = {
        run
        for run, items in runs.items()
        if all(candidate.listed for _, candidate in items[1:])
        and items[-1][0].text == items[0][0].text
        and items[-1][0].start - items[0][0].start < _SHORT_ITEM * (len(items) - 1)
    }
    return [mark for mark, _ in found if mark.run not in lists]


class Breaks(Enum):
    """What has become of the line breaks that a text had where it was written."""

    KEPT = auto()
    LOST = auto()
    BLANKS = auto()


@dataclass(frozen=True, slots=True)
class Title:
    """Where a title behind a number ends; `sure` when it could be nothing else."""

    end: int
    sure: bool


def find_title(text: str, mark: Mark, end: int, *, heads: bool, breaks: Breaks) -> Title | None:
    """Find the title behind a number, in a stretch of text that ends at `end`; None: it has none.

    `heads`: numbers of a deeper level follow the stretch.
    """
    stretch = text[mark.end : min(end, mark.end + _LONGEST_TITLE + 2)]
    lead = len(stretch) - len(stretch.lstrip(BLANK))
    stop = _STOP.search(stretch)
    if breaks is Breaks.BLANKS or mark.style <= Style.SECTION:
        blank = re.compile(rf"(?<=[{HAN}）”])[{BLANK}]+").search(stretch, lead)
        if blank and (stop is None or blank.end() <= stop.start()):
            title = stretch[lead : blank.start()]
            if 1 < len(title) <= _LONGEST_BEFORE_BLANK and "，" not in title:
                return Title(mark.end + blank.end(), sure=True)
    if stop is None and end - mark.end <= _LONGEST_TITLE:
        return Title(end, sure=heads) if _HAN.search(stretch) else None
    if mark.style <= Style.SECTION:
        return None
    if breaks is not Breaks.KEPT and (usual := _USUAL_TITLE.match(stretch)):
        return Title(mark.end + usual.end(), sure=True)
    ends = None if stop is None else _end_of_sentence(text, mark.end, stop, end, heads)
    return None if ends is None else Title(ends, sure=False)


def _end_of_sentence(
    text: str, start: int, stop: re.Match[str], end: int, heads: bool
) -> int | None:
    """Return where a title ends that a stop closes: 一、加强组织领导。各地要…."""
    title = stop.string[: stop.start()]
    if (
        stop[0] in "；;…|"
        or not _HAN.search(title)
        or title.count("，") + title.count(",") > _MOST_COMMAS
        or (stop[0] not in "？?" and _NO_TITLE.search(title))
        or (stop[0] in "：:" and (len(title) > _LONGEST_BEFORE_COLON or "，" in title))
    ):
        return None
    stops = start + stop.end()
    while stops < end and text[stops] in CLOSING_MARKS + BLANK:
        stops += 1
    if stops == end:
        return end if heads else None
    return stops if end - stops >= _LEAST_BEHIND else None
