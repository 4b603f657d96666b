"""Effect: from which day does a paper say that it is in force, and until when? 自2024年7月1日起施行, 有效期5年."""

import calendar
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from ...text.names import name_of
from ...text.normalization import normalize
from ...text.numerals import read_numeral
from ..fields.dates import day_or_none

#: What a paper calls itself: 本办法, 本通知.
_KINDS = (
    "法典|法|条例|规定|办法|细则|规则|规程|规范|章程|准则|守则|制度|标准|目录|清单|预案|解释|意见|批复|通知|公告|"
    "通告|决定|决议|方案|措施|政策|文件|文|通则|纲要|规划|计划|指引|指南|导则|令|函|基准|要求|修正案|修改|修订"
)
_ITSELF = re.compile(rf"本[^\s，,。；;：:《》第条款本（）()]{{0,10}}?({_KINDS})")
#: 以上政策, and 现予公布: what stands above, or behind, is meant.
_WHAT_STANDS_HERE = re.compile(
    r"现(?:予以?|将|依法)?(?:公布|发布|颁布|印发|公告)|予以(?:公布|发布|颁布|印发|公告)|印发给|特此(?:公告|通告|通知)"
    r"|^(?:以上|上述)(?:各项|有关)?(?:政策|措施|规定|意见|条款|标准|事项|内容|条文)"
)
_NUMERAL = r"(?<![\d一二三四五六七八九十])(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
_DAY = (
    r"(?:[\d〇○零OＯ一二三四五六七八九]{4}\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月"
    r"\s*[\d一二三四五六七八九十廿卅]{1,3}\s*[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
)
_MADE_KNOWN = "公布|发布|颁布|公告"
_SIGNED = "印发|签发|下发|发文|签署|颁发|通过|批准"
_SPAN = rf"(?:满|第)?\s*(?P<count>{_NUMERAL})\s*(?P<unit>个?工作日|个月|日|天|年)"
_STARTS = re.compile(
    rf"(?:自|从|于|由)?\s*(?:(?P<day>{_DAY})|(?P<event>{_MADE_KNOWN}|{_SIGNED})(?:之日|日|之?后|(?=起)))"
    rf"(?:的|之)?(?P<next>次日)?\s*(?:起|开始)?[，,]?\s*(?:{_SPAN}\s*(?:之?后)?)?"
    r"\s*(?:起|开始|正式|全面){0,3}\s*(?:施行|实施|执行|生效|试行)"
    r"(?=\s*(?:[。；;，,、）)】\]”\"’]|$|有效期|原《|至|到))"
)
#: Words of sentences that may say it; the first few only behind a day, or an event.
# Each branch begins with a letter: such a pattern is searched for the fastest.
_ENDING = re.compile("有效期|失效|施行期限|实施期限|执行期限|日停止|日废止|动废止|行废止|日止")
_WORDS = re.compile(f"{_ENDING.pattern}|施行|实施|执行|生效|试行")
_BEHIND_A_DAY = re.compile(r"[日号起后月年天\d]\s*(?:正式|全面|开始)?$")
_FROM_TO = re.compile(
    rf"(?:自|从|为)?\s*(?P<from>{_DAY})\s*起?\s*(?:至|到|[—–~～－-]{{1,2}})\s*(?P<to>{_DAY})"
)
_LASTS = re.compile(
    rf"有效期限?(?:暂?定?为|是|：|:|共)?[^，,。；;《》\d一二三四五六七八九十]{{0,12}}(?P<count>{_NUMERAL})\s*(?P<unit>年|个月)"
)
_UNTIL = re.compile(rf"(?:至|到|截[至止]到?)\s*(?P<day>{_DAY})")
_IS_OVER = re.compile(
    rf"(?:于|到)\s*(?P<day>{_DAY})\s*起?\s*(?:自动|自行)?(?:失效|废止|终止|停止执行)"
)
_ENDS = "。；;！？\n"
_END = re.compile(f"[{_ENDS}]")
_CLAUSE = re.compile(r"第[\d一二三四五六七八九十百千零〇]{1,7}条")
_BEGINS = re.compile(
    r"^\s*(?:第[\d一二三四五六七八九十百千零〇]{1,7}条(?:之[一二三四五六七八九十])?|[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．])?\s*"
)
_NAMED = re.compile("《([^《》]{2,80})》")
_GAP = re.compile(r"[^\S\n]{2,}")
_SELF_NAMED = re.compile("本《([^《》]{1,12})》")
_TELLS_OF_ANOTHER = re.compile(
    "解读|问答|答记者问|征求意见|草案|送审稿|讨论稿|起草|说明|图解|一图|新闻|报道|讲话|报告"
)
_ADOPTED = "通过|公布|发布|颁布|批准|修订|修正"
#: The note below a title: in brackets, behind a number or a name or not, or a line that begins with a day.
_HEAD_NOTE = re.compile(
    rf"^(?:[^。，,；;：:《》（）()]{{0,40}}[（(](?=.{{0,12}}?{_DAY}).{{0,200}}?(?:{_ADOPTED})"
    rf"|[（(].{{0,200}}?(?:{_ADOPTED}|令)|\s*{_DAY}[^。，,；;《》]{{0,60}}?(?:{_ADOPTED})(?![《的了]))"
)
#: The day under a decree: 现予公布，自公布之日起施行。市长 … 2010年3月1日.
_DECREED = re.compile(
    rf"现(?:予以?|将)?(?:{_MADE_KNOWN})[^。]{{0,60}}。[^。；《》第]{{0,40}}?({_DAY})"
)
_A_DAY = re.compile(_DAY)
_PUBLISHED_IN_NOTE = re.compile(rf"({_DAY})[^年]{{0,40}}?(?:{_MADE_KNOWN})")
_AMENDED = re.compile("修[正订改]")
_AMENDED_TITLE = re.compile(r"[(（〔\[【][^()（）]{0,20}修[正改]")
_HEAD_BLOCKS = 8
_BODY_BEGINS = re.compile("第[一1１][编章条]")
_NOTE = 400  # characters in which a note, or a decree, tells its day
_MOST_TEXT = 100_000  # characters of a text that is looked through
_LATE = timedelta(
    days=60
)  # what is published so long after it was signed was put on a site only then
_NEAR = 12  # characters before a clause
_LONGEST = 300  # characters of a sentence before, and behind, the word that tells
_LOOKED_BEHIND = 60  # characters behind 起施行, in which stands how long


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a paper is in force, and how long; each may be unknown. `said` is where it says so."""

    effective: date | None
    until: date | None  # its last day, where that is named
    months: int | None  # for so long, where that is said
    said: str
    confidence: float

    def expires(self, effective: date | None) -> date | None:
        """Return the last day of the paper, given the first."""
        if self.until or not (effective and self.months):
            return self.until
        end = _months_later(effective, self.months)
        return end - timedelta(days=1) if end else None

    @property
    def tells_end(self) -> bool:
        """Say whether it says how long."""
        return self.until is not None or self.months is not None


@dataclass(frozen=True, slots=True)
class _Clause:
    """A place that says from when: of which kind the paper calls itself there, and how near its head."""

    effect: Effect
    kind: str  # empty where it does not say
    in_note: bool
    names_day: bool = True  # not the day of another event: 自公布之日起


@dataclass(frozen=True, slots=True)
class _Known:
    """What else tells when a paper was made known."""

    title: str
    published: date | None
    signed: date | None


def tells_of_another(title: str) -> bool:
    """Say whether a title is that of what explains, reports or proposes a paper, and is none itself."""
    return _TELLS_OF_ANOTHER.search(title) is not None


def find_effect(
    title: str, texts: Sequence[str], published: date | None, signed: date | None
) -> Effect | None:
    """Find from when and until when a paper says that it is in force; None where it does not say.

    Only what a paper says of itself counts (本办法自…起施行), or the decree that carries it (现予公布，
    自…起施行), or the note below its title. Where papers of several kinds are in one text, that which
    the title names counts; where the same kind gives several days, none does.
    """
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    sentences = _sentences("\n".join(texts))
    numbers = sorted({bisect_right(starts, sentence.start) - 1 for sentence in sentences})
    if not numbers:
        return None
    known = _Known(title, *_made_known(title, texts, published, signed))
    clauses = [
        clause
        for number in numbers
        for clause in _clauses(texts[number][:_MOST_TEXT], number < _HEAD_BLOCKS, known)
    ]
    return _agreed(clauses, title)


def _agreed(clauses: Sequence[_Clause], title: str) -> Effect | None:
    own = clauses
    if len({clause.effect.effective for clause in clauses}) > 1:
        called = name_of(normalize(title))
        own = [clause for clause in clauses if called.endswith(clause.kind)]
    notes = [clause for clause in clauses if clause.in_note]
    named = [clause for clause in own if clause.names_day]
    for candidates in (notes, named, own, clauses):
        days = {clause.effect.effective for clause in candidates if clause.effect.effective}
        if len(days) > 1:
            return None
        if candidates:
            starting = next((c.effect for c in candidates if c.effect.effective), None)
            first = starting or candidates[0].effect
            ending = next((c.effect for c in clauses if c.effect.tells_end), first)
            ending = first if first.tells_end else ending
            return replace(first, until=ending.until, months=ending.months)
    return None


def _clauses(text: str, at_head: bool, known: _Known) -> Iterator[_Clause]:
    """Yield the places of a text that say from when, or until when, the paper is in force."""
    # In patterns with much that may be left out, a long gap could be shared out in ways without number.
    text = _SELF_NAMED.sub(r"本\1", _GAP.sub(" ", text))
    for sentence in _sentences(text):
        owner, in_note = None, at_head and _is_in_note(text, sentence.start)
        for match in _STARTS.finditer(sentence.text):
            owner = _owner(sentence.text[: match.start()], match[0], in_note, known.title)
            day = _first_day(match, known) if owner is not None else None
            if owner is None or (day is None and match["day"]):
                continue
            until, months = _how_long(sentence.after(match.end()))
            if not (until or months):
                until, months = _end_told(sentence.text[: match.start()])
            sure = 0.95 if match["day"] else 0.85
            said = _quoted(sentence, match, with_end=bool(until or months))
            effect = Effect(day, until, months, said, sure)
            if effect.effective or effect.tells_end:
                yield _Clause(effect, owner, in_note, match["day"] is not None)
        if owner is None and _ENDING.search(sentence.text) and (clause := _span(sentence.text)):
            yield clause


def _is_in_note(text: str, place: int) -> bool:
    """Say whether a place is in a line near the head of a text that is, or begins with, the note below its title."""
    start = text.rfind("\n", 0, place) + 1
    note = text[start : start + _NOTE]
    return (
        place - start < _NOTE
        and text.count("\n", 0, start) < _HEAD_BLOCKS
        and _HEAD_NOTE.match(note) is not None
        and not _BODY_BEGINS.search(text, start, place + 1)
    )


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    whole: str
    start: int

    def after(self, place: int) -> str:
        """Return what follows a place of the sentence in its paragraph."""
        return self.whole[self.start + place :][:_LOOKED_BEHIND]


def _sentences(text: str) -> Iterator[_Sentence]:
    """Yield the sentences of a text that may say it."""
    end = 0
    for found in _WORDS.finditer(text):
        before = text[max(0, found.start() - _NEAR) : found.start()]
        if found.start() < end or not (_ENDING.match(found[0]) or _BEHIND_A_DAY.search(before)):
            continue
        start = 1 + max(
            text.rfind(mark, max(end, found.start() - _LONGEST), found.start()) for mark in _ENDS
        )
        start = max(start, end, found.start() - _LONGEST)
        following = _END.search(text, found.end(), found.end() + _LONGEST)
        end = following.end() if following else min(len(text), found.end() + _LONGEST)
        yield _Sentence(text[start:end], text, start)


def _owner(before: str, clause: str, in_note: bool, title: str) -> str | None:
    """Return what the paper calls itself before a clause, empty where it need not; None: another is meant."""
    before = _BEGINS.sub("", before)
    named = list(_NAMED.finditer(before))
    last = named[-1].end() if named else 0
    itself = list(_ITSELF.finditer(before, last))
    if itself:
        return None if _CLAUSE.search(before, itself[-1].end()) else itself[-1][1]
    if in_note or _WHAT_STANDS_HERE.search(before[-_NEAR:]):
        return ""
    if _CLAUSE.search(before):
        return None
    if named:
        is_own = name_of(normalize(named[-1][1])) == name_of(normalize(title))
        is_carried = _WHAT_STANDS_HERE.search(before) is not None
        return "" if is_own or is_carried else None
    stands_alone = not before.strip() and (clause.startswith(("自", "从")) or len(clause) < 20)
    return "" if stands_alone or _WHAT_STANDS_HERE.search(before) else None


def _first_day(match: re.Match[str], known: _Known) -> date | None:
    """Return the day that a clause names: itself, or so long after the paper was made known."""
    if match["day"]:
        written = day_or_none(match["day"])
        day = date.fromisoformat(written) if written else None
    elif match["event"] in _MADE_KNOWN.split("|"):
        day = known.published
    else:
        day = known.signed
    if day is None:
        return None
    if match["next"]:
        day += timedelta(days=1)
    return _later(day, match["count"], match["unit"]) if match["count"] else day


def _later(day: date, count: str, unit: str) -> date | None:
    """Return the day so many days, months or years later; of working days None: they are not known."""
    number = read_numeral(count)
    if number is None or unit.endswith("工作日"):
        return None
    try:
        if unit in {"日", "天"}:
            return day + timedelta(days=number)
    except OverflowError:
        return None
    return _months_later(day, number * (12 if unit == "年" else 1))


def _months_later(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _how_long(behind: str) -> tuple[date | None, int | None]:
    """Return the last day, or the months, told behind a clause: 有效期5年, 有效期至2029年6月30日, 至…止."""
    first, _, rest = behind.lstrip("，,").partition("。")
    told = first if first.strip() else ""
    if rest.lstrip().startswith(("有效期", "期满")):
        told += rest.partition("。")[0]
    if match := re.match(rf"\s*{_UNTIL.pattern}", told):
        return _day(match["day"]), None
    return _end_told(told)


def _end_told(text: str) -> tuple[date | None, int | None]:
    place = text.find("有效期")
    match = _UNTIL.search(text, place) if place >= 0 else _IS_OVER.search(text)
    if match:
        return _day(match["day"]), None
    lasts = _LASTS.search(text)
    number = read_numeral(lasts["count"]) if lasts else None
    return None, number * (12 if lasts["unit"] == "年" else 1) if lasts and number else None


def _span(sentence: str) -> _Clause | None:
    """Read a sentence that tells how long a paper is in force, and not from when: 本办法有效期5年."""
    plain = _BEGINS.sub("", sentence)
    itself = _ITSELF.match(plain)
    if itself is None or _CLAUSE.search(plain) or len(plain) > 80:
        return None
    if not re.search("有效期|施行|实施|执行|失效", plain):
        return None
    said = plain.strip().rstrip("。；;")[:40]
    if match := _FROM_TO.search(plain):
        first, last = _day(match["from"]), _day(match["to"])
        if first and last and first <= last:
            return _Clause(Effect(first, last, None, said, 0.9), itself[1], False)
        return None
    effect = Effect(None, *_end_told(plain), said, 0.9)
    return _Clause(effect, itself[1], False) if effect.tells_end else None


def _day(text: str) -> date | None:
    written = day_or_none(text)
    return date.fromisoformat(written) if written else None


def _quoted(sentence: _Sentence, match: re.Match[str], with_end: bool) -> str:
    """Return the words of a clause, with what the paper calls itself where that is near, and how long."""
    start = max(0, match.start() - _NEAR)
    behind = sentence.after(match.end()).partition("。")[0] if with_end else ""
    return (sentence.text[start : match.end()] + behind).strip("，,、 ")


def _made_known(
    title: str, texts: Sequence[str], published: date | None, signed: date | None
) -> tuple[date | None, date | None]:
    """Return the days on which a paper was published, and signed, for 自公布之日起 and 自印发之日起.

    The note below the title, and the day under the decree, go before the day on a site; where the
    note tells only when it was passed, that does if the site's is much later. Of a paper that was
    amended since, some mean the day it was first published, and some that of the amendment: then
    neither is taken.
    """
    if _AMENDED_TITLE.search(title):
        return None, None
    passed = None
    for line in "\n".join(texts[:_HEAD_BLOCKS])[:_MOST_TEXT].split("\n")[:_HEAD_BLOCKS]:
        note = _BODY_BEGINS.split(line[:_NOTE])[0]
        if _HEAD_NOTE.match(note):
            if _AMENDED.search(note):
                return None, None
            if (match := _PUBLISHED_IN_NOTE.search(note)) and (day := _day(match[1])):
                return day, day
            # Without brackets the next lines may tell of amendments.
            match = _A_DAY.search(note) if re.search("[(（]", note) else None
            passed = _day(match[0]) if match else None
            break
        if (decreed := _DECREED.search(note)) and (day := _day(decreed[1])):
            return day, day
    for made in (signed, passed):
        if published and made and published - made > _LATE:
            published = made
    return published or signed, signed or published
