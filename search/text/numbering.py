"""Numbering: where in a text do numbers count up (第一章, 第一条, 一、, （一）, 1.), and which titles follow them?

Only what counts is numbering: it begins at one, has a second, and stands where a line, a sentence or
a title ends. A reference (依照本法第四条), a decimal (3.5) and what is listed in a sentence (一、二等奖)
are none. The forms are those of 党政机关公文格式 (GB/T 9704-2012, 7.3.3) and of laws (编, 章, 节, 条).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from itertools import count

from .characters import HAN
from .numerals import MAX_NUMERAL, read_numeral
from .sentences import CLOSING_MARKS, END_MARKS


class Style(IntEnum):
    """How a number is written; the first ones stand in one another in this order."""

    PART = auto()  # 第一编
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
    "部分": Style.DIVISION,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "節": Style.SECTION,
    "条": Style.CLAUSE,
    "條": Style.CLAUSE,
}
BLANK = " \t\r\n\f\v\u3000\xa0\u2002\u2003"
_CHINESE = "〇零一二三四五六七八九十百千"
_DIGITS = "0-9０-９"
_GAP = "[ \u3000]?+"
# Possessive: a row of numerals costs its length once. What follows an ordinal that only refers to
# it (第四条规定的) and a numeral within a row (一、二等奖) are left alone.
_NUMBER = re.compile(
    rf"第{_GAP}(?P<ordinal>[{_CHINESE}{_DIGITS}]{{1,{MAX_NUMERAL}}}+){_GAP}(?P<unit>部分|[编篇編章节節条條])"
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
_LEAST_BEHIND = 8  # characters of text that a title heads
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
_NO_TITLE = re.compile("应当|不得|必须|可以|的，|的,|下列|以下|如下|起施行|起实行")
# Titles that most papers have, where nothing stands between them and the text: 一、总体要求以新发展理念….
_USUAL = (
    "总体要求 总体思路 总体目标 总体安排 指导思想 基本原则 工作原则 工作目标 主要目标 发展目标 目标任务 "
    "目标要求 重点任务 主要任务 工作任务 重点工作 主要内容 主要措施 工作措施 政策措施 保障措施 组织保障 "
    "组织领导 组织实施 组织机构 工作要求 有关要求 相关要求 其他要求 实施步骤 工作步骤 方法步骤 进度安排 "
    "时间安排 工作安排 工作流程 办理流程 申报程序 申报条件 申报要求 申报材料 适用范围 适用对象 实施范围 "
    "支持对象 支持范围 出台背景 起草背景 制定背景 编制背景 背景依据 背景情况 背景意义 起草过程 制定过程 "
    "出台意义 重要意义 制定依据 起草依据 编制依据 制定目的 主要特点 创新亮点 监督管理 监督检查 附则 总则"
)
_USUAL_TITLE = re.compile(
    rf"[{BLANK}]*(?:{'|'.join(_USUAL.split())})(?![和与及、的，,；;。：:等是为]|以及|方面)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that counts: in which text it stands, from where to where there, and which it is."""

    text: int
    start: int
    end: int
    style: Style
    number: int
    inserted: bool = False  # 第四条之一
    depth: int = 0  # levels that it stands in
    run: int = 0  # marks that count together have the same one
    in_clause: bool = False


@dataclass(slots=True)
class _Candidate:
    mark: Mark
    ends: bool  # a line or a sentence ends before it
    listed: bool  # and it is one that goes on behind it: ；
    opens: bool = False  # what follows shows that a paper begins here
    has_second: bool = False


def find_numbering(texts: Sequence[str], whole: Sequence[bool]) -> list[Mark]:
    """Find the numbers that count through texts that follow one another.

    A text is looked at where it begins; all of it where `whole` says so.
    """
    candidates = [
        candidate
        for number, (text, is_whole) in enumerate(zip(texts, whole, strict=True))
        for candidate in _candidates(number, text, is_whole)
    ]
    _tell_seconds(candidates)
    return _without_lists(list(_counting(texts, candidates)))


def _candidates(number: int, text: str, whole: bool) -> Iterator[_Candidate]:
    if not whole:
        match = _NUMBER.match(text, len(text) - len(text.lstrip(BLANK)))
        if match and (mark := _mark(number, match)):
            yield _Candidate(mark, ends=True, listed=False)
        return
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        bare = before.rstrip(BLANK)
        if (not bare or bare[-1] not in _OPENING) and (mark := _mark(number, match)):
            last = bare.rstrip(CLOSING_MARKS)[-1:]
            ends = not bare or before != bare or bare[-1] in "）)】]" or last in _STOPS
            opens = mark.number == 1 and (
                _OPENS.match(text, match.start()) is not None
                or (mark.style is Style.CHINESE and bare.endswith(_PAPERS))
            )
            yield _Candidate(mark, ends, listed=last in "；;", opens=opens)


def _mark(text: int, match: re.Match[str]) -> Mark | None:
    number = read_numeral(
        match["ordinal"] or match["chinese"] or match["bracketed"] or match["arabic"]
    )
    if not number:
        return None
    if match["ordinal"]:
        style = _STYLE_OF_UNIT[match["unit"]]
    elif match["chinese"]:
        style = Style.CHINESE
    else:
        style = Style.BRACKETED if match["bracketed"] else Style.ARABIC
    return Mark(text, match.start(), match.end(), style, number, bool(match["inserted"]))


def _tell_seconds(candidates: Sequence[_Candidate]) -> None:
    """Tell each first number whether a second follows before the next first."""
    follows: dict[Style, bool] = {}
    for candidate in reversed(candidates):
        mark = candidate.mark
        if mark.number == 1 and not mark.inserted:
            candidate.has_second = follows.get(mark.style, False)
            if candidate.ends or candidate.opens:
                follows[mark.style] = False
        elif mark.number == 2:
            follows[mark.style] = True


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
        mark = candidate.mark
        last = counts.get(mark.style, 0)
        begins = mark.number == 1 and candidate.has_second
        least = last if mark.inserted else last + 1
        goes_on = last > 0 and least <= mark.number <= last + 1 + _MOST_SKIPPED
        if not (begins or goes_on):
            continue
        if not (candidate.ends or candidate.opens or _is_behind_title(texts, previous, mark)):
            continue
        levels = opened(levels, mark.style)
        if begins:
            counts = {style: counts[style] for style in counts if style in levels}
            runs[mark.style] = next(run)
        counts[mark.style] = mark.number
        previous = replace(
            mark,
            depth=len(levels) - 1,
            run=runs[mark.style],
            in_clause=Style.CLAUSE in levels[:-1],
        )
        yield previous, candidate


def opened(levels: Sequence[Style], style: Style) -> list[Style]:
    """Return the levels that are open behind a number; 编, 章, 节 and 条 always stand in this order."""
    if style in levels:
        return [*levels[: levels.index(style) + 1]]
    if style <= Style.CLAUSE:
        return [*(level for level in levels if level < style), style]
    return [*levels, style]


def _is_behind_title(texts: Sequence[str], previous: Mark | None, mark: Mark) -> bool:
    """Say whether what stands between two numbers can only be a title: 三、重点任务（一）."""
    if previous is None or previous.text != mark.text or previous.style is Style.CLAUSE:
        return False
    if mark.start - previous.end > _LONGEST_TITLE:
        return False
    between = texts[mark.text][previous.end : mark.start].strip(BLANK)
    return len(between) > 1 and _STOP.search(between) is None and between.count("，") < 2


def style_of(text: str) -> Style | None:
    """Return how a text is numbered at its beginning; None: it is not."""
    match = _NUMBER.match(text, len(text) - len(text.lstrip(BLANK)))
    mark = _mark(0, match) if match else None
    return mark.style if mark else None


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


@dataclass(frozen=True, slots=True)
class Title:
    """Where a title behind a number ends; `sure` when it could be nothing else."""

    end: int
    sure: bool


def find_title(text: str, mark: Mark, end: int, *, heads: bool, blanks: bool) -> Title | None:
    """Find the title behind a number, in a stretch of text that ends at `end`; None: it has none.

    `heads`: numbers of a deeper level follow the stretch; `blanks`: they stand where the text once
    had line breaks.
    """
    stretch = text[mark.end : min(end, mark.end + _LONGEST_TITLE + 2)]
    lead = len(stretch) - len(stretch.lstrip(BLANK))
    stop = _STOP.search(stretch)
    if blanks or mark.style <= Style.SECTION:
        blank = re.compile(rf"(?<=[{HAN}）”])[{BLANK}]+").search(stretch, lead)
        if blank and (stop is None or blank.end() <= stop.start()):
            title = stretch[lead : blank.start()]
            if 1 < len(title) <= _LONGEST_BEFORE_BLANK and "，" not in title:
                return Title(mark.end + blank.end(), sure=True)
    if stop is None and end - mark.end <= _LONGEST_TITLE:
        return Title(end, sure=heads) if _HAN.search(stretch) else None
    if mark.style <= Style.SECTION:
        return None
    if usual := _USUAL_TITLE.match(stretch):
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
