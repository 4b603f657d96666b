"""Audience lines: what do the lines of a text say of who may read it? That it is internal, or nothing.

密级：机密 near the head of a text, a mark of secrecy alone in its line (机密★1年: GB/T 9704-2012, 7.2.2),
a note below it (此件不公开), and what looks like front matter but stands elsewhere than at the top, so
that nothing of it was read. What runs on as a sentence is no such line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ...article import Audience
from ...text.characters import HAN
from ...text.normalization import normalize
from .audience import Told, means_audience, told_by, word_of
from .names import field_of

_HEAD, _FOOT = 40, 12  # lines from the top, and from the end, in which it may stand
_MOST_CHARACTERS = 300  # of a line; longer ones are text
_LONGEST_VALUE, _LONGEST_ALONE, _SHOWN = 24, 40, 40
_PARTED = re.compile(r"[:：=|｜\t】\]﹕∶]|\s{2}|^\s*[（(]|[）)]\s*$")
_TAG = re.compile(r"<!--|-->|</?[A-Za-z][^<>]{0,200}>")
_GAP = re.compile(r"[|｜\t]+|[^\S\n]{2,}")
# One label after another: 文号：三政〔2024〕1号 密级：机密.
_NEXT_LABEL = re.compile(r"(?<=\S)\s+(?=[^\s:：=]{2,12}[:：=])")
_MARKUP = " \t#>*_`~-+•·●■◆▲\"'<!/"
_BEFORE = re.compile(
    r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]\s*)?(?:[本此该](?:文件?|件))?"
)
_LOOSE = re.compile(r"(\S{2,12}?)\s*(?:为|是|->|-+|\s)\s*[:=]?\s*(\S.*)")  # 密级 机密, 密级为机密
_PAIR = re.compile(r"([^:=]{1,40}?)\s*[:=]+\s*(.*)|[【\[(]([^】\])]{1,24})[】\])]\s*(.*)")
_BEGINS_KNOWN = re.compile(
    r"(?:绝密|机密|秘密|内部(?:资料|文件|材料|公开|使用)?|不公开|不予公开|免予公开|不宜公开|暂不公开|非公开|依申请公开)"
    rf"(?![{HAN}、/]|\s*[□☐])"
)
_RESTRICTS = re.compile(
    "内部|秘密|机密|绝密|涉密|保密|不公开|不予公开|依申请|部分|仅|限于|限本|"
    "internal|private|secret|confidential|restricted|staff"
)
_OF_ALL = re.compile(
    "公开|社会|公众|全部|全体|群众|市民|居民|^(?:无|暂无|普通|一般|非密|all|everyone|general|visible)$"
)
_OF_PEOPLE = "受众"  # which an event has, too: 受众：青年职工
_SENTENCE = re.compile(r"[。!?、;□☐]|,.*\S|分为|^指|是指|包括")
_STAMPED = (
    r"(?:请?注意保[存密]|请?妥善保[存管]|(?:不得|严禁|请勿|禁止)(?:外传|翻印|复印|公开|转载|扩散))"
)
# 【内部】关于夜校的通知, 关于夜校的通知（内部资料）.
_BRACKETED = r"[(\[【](?:绝密|机密|秘密|内部|内部资料|内部文件|内部材料|涉密|不公开)(?:[★☆*※][^)\]】]{0,12})?[)\]】]"
_MARK = re.compile(
    r"[(\[【]?(?:"
    r"(?:绝密|机密|秘密)(?:\s*[★☆*※].{0,12})?"
    rf"|内部(?:资料|文件|材料|刊物|参考|传阅|使用|掌握)[\s,:;!★·]*(?:{_STAMPED}[\s,]*)*"
    r"|(?:不得|严禁|请勿|禁止)外传"
    rf"|{_BRACKETED}.{{0,60}}|(?!附件|\d).{{1,60}}{_BRACKETED}"
    r"|[此本](?:件|文|文件)(?:不予?公开|不宜公开|免予公开|暂不公开|依申请公开|仅限内部.{0,12}|内部.{0,8})"
    r")[)\]】!.。]*"
)
# One of these is in every line that counts; most texts have none near their head.
_SIGNS = re.compile(
    "密|公开|范围|受众|内部|外传|依申请|public|audience|visib|confid|secre|secur|class|sensit|access|internal|private|miji|权限|保密|敏感|---|\\+\\+\\+"
)
_FENCE = re.compile(r"(?:-{3,}|\+{3,})")
_FIELD = re.compile(r"([^\s:=\-\[{][^:=]{0,40}?)\s*[:=].*")
_MOST_FIELDS = 40
_STRAY = "第 {line} 行起像文件头，没有读，按内部处理；文件头应放在最前面"
_SAYS = "“{line}”一行像是说不能公开，按内部处理"


def told_in_lines(lines: Sequence[str], head: int = _HEAD) -> Told:
    """Return what the first `head` lines of a text and its last say: internal, and why, or nothing."""
    top = min(head, len(lines))
    asked = [*range(top), *range(max(top, len(lines) - _FOOT), len(lines))]
    asked = [at for at in asked if _may_count(lines[at])]
    if not _SIGNS.search(normalize("\n".join(lines[at] for at in asked))):
        return Told()
    if (at := _stray_front_matter(lines[:top])) is not None:
        return Told(Audience.INTERNAL, (_STRAY.format(line=at + 1),))
    for at in asked:
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if _SIGNS.search(normalize(lines[at])) and _restricts(lines[at], following):
            shown = " ".join(_TAG.sub("", lines[at]).strip(_MARKUP + "|").split())[:_SHOWN]
            return Told(Audience.INTERNAL, (_SAYS.format(line=shown),))
    return Told()


def _may_count(line: str) -> bool:
    """Say whether a line is short, or names something: others are text."""
    is_alone = len(line) <= _LONGEST_ALONE
    return is_alone or (len(line) <= _MOST_CHARACTERS and _PARTED.search(line) is not None)


def audience_pairs(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return what lines that name their values, as front matter does, say of it, by the names they use."""
    return [
        (name, _plain(value))
        for line in lines
        for name, value in dict(_pairs(line[:_MOST_CHARACTERS], "")).items()
        if means_audience(name)
    ]


def _restricts(line: str, following: str) -> bool:
    return _MARK.fullmatch(_folded(line)) is not None or any(
        _keeps(name, _plain(value)) for name, value in _pairs(line, following)
    )


def _keeps(name: str, value: str) -> bool:
    """Say whether a value of that name keeps a text from everyone, so far as a line can be understood."""
    told = told_by([(name, value)])
    if told.audience is not Audience.INTERNAL:
        return False
    if not told.doubts or _BEGINS_KNOWN.match(value):
        return True
    if len(value) > _LONGEST_VALUE or _SENTENCE.search(value):
        return False
    return bool(_RESTRICTS.search(value)) or not (
        _OF_ALL.search(value) or _OF_PEOPLE in normalize(name)
    )


def _pairs(line: str, following: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a line, each with its value: behind it, in the next cell, or in the line below."""
    plain = _TAG.sub(" ", line)
    parts = [part for gap in _GAP.split(plain) for part in _NEXT_LABEL.split(gap)]
    if plain.count("：") + plain.count(":") == 1:
        yield from _pairs_of_parts(
            [plain], following
        )  # whose white space is within a name: 密　　级
    yield from _pairs_of_parts([part.strip() for part in parts if part.strip()], following)


def _pairs_of_parts(parts: Sequence[str], following: str) -> Iterator[tuple[str, str]]:
    for part, behind in zip_longest(parts, parts[1:], fillvalue=""):
        plain = _plain(part)
        if match := _PAIR.fullmatch(plain):
            name, value = (match[1] or match[3]).rstrip("为是"), match[2] or match[4] or ""
        else:
            name, value = plain, ""
        if not match and not means_audience(name):
            match = _LOOSE.fullmatch(part.strip(_MARKUP)) or _LOOSE.fullmatch(plain)
            if match and _is_known(match[2]):
                yield match[1], match[2]
            continue
        beside = (cell for cell in (behind, following) if _is_known(cell))  # not 密级 | 份数
        yield name, value or next(beside, "")


def _is_known(value: str) -> bool:
    """Say whether a value by itself says that something is internal."""
    plain = _plain(value)
    return word_of(plain) is Audience.INTERNAL or _BEGINS_KNOWN.match(plain) is not None


def _plain(text: str) -> str:
    """Return what a line says without its markup, in the one script and width that all is compared in."""
    return _BEFORE.sub("", _folded(text)).strip(_MARKUP)


def _folded(text: str) -> str:
    return normalize(_TAG.sub("", text[:_MOST_CHARACTERS])).strip(_MARKUP)


def _stray_front_matter(lines: Sequence[str]) -> int | None:
    """Return where lines between two fences name fields as front matter does."""
    for at, line in enumerate(lines):
        if len(line) > _LONGEST_ALONE or not _FENCE.fullmatch(normalize(line).strip()):
            continue
        is_matter = False
        for written in lines[at + 1 : at + 1 + _MOST_FIELDS]:
            below = normalize(written[:_MOST_CHARACTERS]).strip()
            if is_matter and _FENCE.fullmatch(below):
                return at
            match = _FIELD.fullmatch(below)
            if match:
                is_matter |= _is_of_front_matter(match[1])
            elif below and not below.startswith(("-", "#")):
                break
    return None


def _is_of_front_matter(name: str) -> bool:
    """Say whether a name stands in front matter rather than in lines below a heading: date, not 日期."""
    return means_audience(name) or (field_of(name) is not None and name.isascii())
