"""Document numbers: which ones does a text hold, however written, and which name the same document?

    国发〔2025〕5号   国发[2025]第05号   国发（２０２５）５號文件   国发2025年第5号
    国务院令第375号   中华人民共和国国务院令（第三百七十五号）   国令375号   国务院第375号令
    财政部公告2024年第3号   财政部2024年第3号公告

The form of a number (发文字号: the issuer's short name, the year in 〔〕, a serial) is that of
GB/T 9704-2012, 7.2.5; orders (令) and announcements (公告) are numbered in other forms. One reading
serves articles' own numbers, those they cite, queries and links: what is read alike is the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from .text.characters import HAN, HAN_AND_RARE
from .text.normalization import normalize
from .text.numerals import read_numeral

# One of these stands in every number of a text.
_SIGN = re.compile("[号號]")
# Of a number with its issuer, characters: every repetition below is bounded.
_BEFORE_SIGN, _BEHIND_SIGN = 90, 12
_OPENING, _CLOSING = "〔[［（(【﹝〖{｛", "〕]］）)】﹞〗}｝"
#: One character for one: digits, brackets, signs. What a pattern here looks at.
_PLAIN = str.maketrans(
    "０１２３４５６７８９○◯零號發" + _OPENING + _CLOSING,
    "0123456789〇〇〇号发" + "〔" * len(_OPENING) + "〕" * len(_CLOSING),
)
_NUMERALS = "一二三四五六七八九十百千〇两"
_DIGIT = re.compile(rf"[\d{_NUMERALS}]")  # one of these stands in every number
_GAP = r"\s{0,4}"
_KINDS = "令|公告(?!栏|牌|板)|通告"
_PLACE = "楼栋院线桥馆门街路井机"  # 5号楼
_STREETS = "路街道巷弄里村园城院楼幢栋座厦室苑坊场站区"  # 临江路11号


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: those of numbers take long, and few texts have any."""
    return re.compile(pattern)


def _year(form: str) -> str:
    return rf"(?P<year_{form}>(?:19|20)\d\d|[一二][九〇][一二三四五六七八九〇]{{2}})"


def _serial(form: str) -> str:
    return rf"(?P<serial_{form}>\d{{1,5}}(?!\d)|[{_NUMERALS}]{{1,9}})"


def _bracketed(form: str) -> str:
    return rf"〔{_GAP}{_year(form)}{_GAP}年?{_GAP}〕{_GAP}第?{_GAP}{_serial(form)}"


# Each begins with characters of its own, and every repetition in it is bounded.
#: 〔2025〕5号
_IN_BRACKETS = rf"{_bracketed('a')}{_GAP}号(?:{_GAP}(?P<kind_a>{_KINDS}))?"
#: 2025年第5号
_AFTER_YEAR = (
    rf"(?<!\d){_year('b')}{_GAP}年{_GAP}第?{_GAP}{_serial('b')}{_GAP}号(?![{_PLACE}])"
    rf"(?:{_GAP}(?P<kind_b>{_KINDS}))?"
)
#: 令第5号, 公告（第5号）
_AFTER_KIND = (
    rf"(?P<kind_c>(?<![命指司口法夏时])令|(?:公告|通告)(?={_GAP}〔?{_GAP}第))"
    rf"{_GAP}(?P<open_c>〔)?{_GAP}第?{_GAP}{_serial('c')}{_GAP}号(?(open_c)〕)(?![{_PLACE}])"
)
#: 第5号令
_BEFORE_ORDER = rf"(?<![\d{_NUMERALS}])第?{_GAP}{_serial('d')}{_GAP}号令"
_WRITTEN = rf"{_IN_BRACKETS}|{_AFTER_YEAR}|{_AFTER_KIND}|{_BEFORE_ORDER}"

# What a query may leave out, where that which stands before looks like an issuer's short name.
_END = rf"(?![\d{HAN_AND_RARE}年月日.\-]|\s*[年月日])"
_ENDS_OF_SHORT_NAMES = "发字函复规政办科财法税电通释文研综企资农环教卫建监安"
_TYPED_IN_BRACKETS = _bracketed("e") + _END  # 国发〔2025〕5
_TYPED_AFTER_YEAR = (
    rf"(?<=[{_ENDS_OF_SHORT_NAMES}]){_GAP}〔?{_GAP}{_year('f')}[\s年第〕\-－—/]{{1,4}}"
    rf"{_serial('f')}号?{_END}"
)  # 国发 2025 5
_TYPED_SHORT = rf"(?<=[{_ENDS_OF_SHORT_NAMES}])第?{_serial('g')}号{_END}"  # 国发5号
_TYPED = f"{_WRITTEN}|{_TYPED_IN_BRACKETS}|{_TYPED_AFTER_YEAR}|{_TYPED_SHORT}"
_DOCUMENT = re.compile(
    r"(?:文件|文(?![化字书艺明章件]))"
)  # 5号文件, behind a number that was typed

_ISSUER = rf"[{HAN_AND_RARE}]+(?:〔[{HAN}]{{1,4}}〕[{HAN}]{{0,4}})?$"  # 法（研）函
_LONGEST_ISSUER = 28  # characters
# What may stand before an issuer's name in running text, and is no part of it.
_BEFORE_ISSUER = re.compile(
    r"^.*(?:根据|依据|依照|按照|参照|遵照|贯彻|落实|执行|转发|印发|关于|以及|经由|同意|发布|公布|下发|废止|修订|"
    r"修正|修改|通知|意见|办法|规定|决定|文件|条例|细则|方案|纲要|以下简称|简称|请问|查询|查找|搜索|解读|全文|原文|"
    r"下载|文号|什么是|[你我贵本][院厅局部委办会处省市县区校]|[的与及由为见])"
)
# The same at its beginning, where a name may begin so, too.
_FIRST = re.compile(
    r"(?:自(?![然治贡])|原(?![州平阳子])|对(?!外)|经(?![济贸信委发开办合商])|日(?![照喀土])|即(?!墨)|将(?!乐)|"
    r"和(?![平田县龙顺硕静林])|[以查看你我])"
)
# 国务院办公厅国办发〔2025〕5号: the short name behind the long one is what it is known by.
_LONG_NAME = (
    rf"^[{HAN}]{{3,}}(?:办公厅|办公室|委员会|人民政府|[部厅局委院会])(?!办公)"
    rf"(?=[{HAN}]{{3,7}}$)(?=[{HAN}]+[发字函规电释]$)"
)
_LEADING_COUNTRY = re.compile(r"^(?:中华人民共和国|国家)(?=主席令|.+令$|.+公告$)")
_GOVERNMENT = re.compile(r"(?<!人民)政府令$")
_ORDER_OF_STATE_COUNCIL = "国务院令"
_KIND_AT_END = re.compile(r"(?:令|公告|通告)$")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LEAST_NAME = 2  # characters of an issuer, and of what may stand before it

_ALONE_ON_A_LINE = (
    rf"(?:[{HAN}]{{1,14}}{_GAP}〔\s*(?:19|20)\d\d\s*年?\s*〕\s*第?\s*\d{{1,5}}\s*号"
    rf"|(?:[{HAN}]{{2,20}}(?:(?=[令第])|(?<![{_STREETS}])))?令?第?\s*\d{{1,4}}\s*号令?"
    r"|\d{4}年第\s*\d{1,4}\s*号(?:公告|令)?)"
)
_SIGNER = re.compile(r"[\s|]+签\s*发\s*人\s*[:：|].{0,40}$")
_LONGEST_LINE = 60
_SPACE = re.compile(r"\s+")
_YEAR_IN_BRACKETS = re.compile(rf"[{re.escape(_OPENING)}]((?:19|20)\d\d)年?[{re.escape(_CLOSING)}]")
# 〔2024〕第07号 is 〔2024〕7号; orders keep 第: 云江市人民政府令〔2024〕第7号.
_SERIAL_AS_WRITTEN = r"(?<![令告])(〔\d{4}〕)第?0*(?=[1-9])"
_DIGITS = str.maketrans("０１２３４５６７８９號", "0123456789号")
_BRACKETS = (("〔", "〕"), ("[", "]"), ("(", ")"))


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """The number of a document, 国发〔2025〕5号; asked for: the article that has it, and those that cite it."""

    issuer: str  # 国发, 国务院令, 财政部公告; normalised; empty where none is named
    year: int | None  # None: of any year, as that of most orders
    number: int

    @property
    def text(self) -> str:
        """Return the number as it is written, without a year that is not known."""
        if not _KIND_AT_END.search(self.issuer):
            return f"{self.issuer}{f'〔{self.year}〕' if self.year else ''}{self.number}号"
        if self.year is None:
            return f"{self.issuer}第{self.number}号"
        if self.issuer.endswith("令"):
            return f"{self.issuer}〔{self.year}〕第{self.number}号"
        return f"{self.issuer}{self.year}年第{self.number}号"

    @property
    def writings(self) -> tuple[str, ...]:
        """Return how most texts write it, normalised; not all: articles are found by what they cite, too."""
        name = self.issuer
        kind = _KIND_AT_END.search(name)
        body, sign = (name[: kind.start()], kind[0]) if kind else (name, "")
        if self.year is None:
            if not kind:
                return (self.text,)
            found = [f"{name}第{self.number}号", f"{name}{self.number}号"]
            found += [f"{name}第{numeral(self.number)}号", f"{body}第{self.number}号{sign}"]
        else:
            found = [
                f"{name}{opening}{self.year}{closing}{self.number}号"
                for opening, closing in _BRACKETS
            ]
            found += [f"{name}〔{self.year}〕第{self.number}号"]
            if kind or not name:
                found += [f"{body}{self.year}年第{self.number}号{sign}"]
            if kind or name:
                found += [f"{name}{self.year}年第{self.number}号"]
        return tuple(dict.fromkeys(found))

    @property
    def key(self) -> str:
        """Return what an index keeps: the serial first, so that few keys are looked at for one number."""
        return f"{self.serial_key}{self.year or ''}/{self.issuer}"

    @property
    def serial_key(self) -> str:
        """Return how the keys of all numbers with this serial begin."""
        return f"{self.number}/"

    @classmethod
    def of_key(cls, key: str) -> "DocumentNumber":
        """Read what `key` wrote."""
        number, year, issuer = key.split("/", 2)
        return cls(issuer, int(year) if year else None, int(number))

    def best_of(self, held: Iterable["DocumentNumber"]) -> frozenset["DocumentNumber"]:
        """Return those of some numbers that are named best, where this one was asked for.

        They have the same issuer; if none has, its name ends so (主席令第5号, 〔2025〕5号); if none
        does, something was typed right before it. A number without a year is that of any year.
        """
        likenesses = {number: self._likeness(number) for number in held}
        best = max(likenesses.values(), default=0)
        return frozenset(number for number, like in likenesses.items() if like == best and best)

    def _likeness(self, held: "DocumentNumber") -> int:
        if self.number != held.number or (self.year and held.year and self.year != held.year):
            return 0
        if self.issuer == held.issuer:
            return 3
        if held.issuer.endswith(self.issuer):
            return 2
        before = len(self.issuer) - len(held.issuer)
        is_glued = len(held.issuer) >= _LEAST_NAME <= before
        is_glued = is_glued and not _KIND_AT_END.fullmatch(held.issuer)
        return int(is_glued and self.issuer.endswith(held.issuer))

    def is_beside(self, held: "DocumentNumber") -> bool:
        """Say whether a held number is of the same issuer and year."""
        return (self.issuer, self.year) == (held.issuer, held.year)


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A document number and its range in a text; not sure: other words may be meant."""

    number: DocumentNumber
    start: int
    end: int
    is_sure: bool = True


def may_name_number(text: str) -> bool:
    """Say whether a text may name a number, at little cost: by far the most do not."""
    return "号" in text or "號" in text


def numbers_in(text: str) -> Iterator[NumberInText]:
    """Yield the numbers that a text names with their issuers, in order."""
    for first, last in _stretches(text):
        for found in _read(text[first:last], _WRITTEN):
            if found.is_sure and _names_issuer(found):
                yield NumberInText(found.number, first + found.start, first + found.end)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers may stand: around each sign. By far the most of a text is elsewhere."""
    if not may_name_number(text):
        return
    first = last = 0
    for sign in _SIGN.finditer(text):
        if sign.start() - _BEFORE_SIGN > last:
            if last:
                yield first, last
            first = sign.start() - _BEFORE_SIGN
        last = sign.end() + _BEHIND_SIGN
    if last:
        yield max(first, 0), last


def _names_issuer(found: NumberInText) -> bool:
    issuer = found.number.issuer
    return bool(issuer) and not _KIND_AT_END.fullmatch(issuer)


def numbers_typed(text: str) -> Iterator[NumberInText]:
    """Yield the numbers in a query: also without 号, without an issuer, or in brackets half left out."""
    plain = text.translate(_PLAIN)
    if not _DIGIT.search(plain):
        return
    for found in _read(text, _TYPED):
        end = found.end
        if behind := _DOCUMENT.match(plain, end):
            end = behind.end()
        yield NumberInText(found.number, found.start, end, found.is_sure)


def read_number(text: str) -> DocumentNumber | None:
    """Read a text that is a number and nothing else, but for brackets around it."""
    for found in _read(text, _WRITTEN):
        rest = text[: found.start] + text[found.end :]
        return None if rest.strip("（()） 　") else found.number
    return None


def keys_of(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return the keys of the numbers that some values hold, each once, ascending."""
    found = chain.from_iterable(_read(text, _WRITTEN) for text in texts if text)
    return tuple(sorted({one.number.key for one in found}))


def number_to_look_up(text: str) -> str:
    """Return how a number, or a part of one, is compared within a field: normalised, in one writing."""
    number = read_number(text)
    if number is not None:
        return normalize(number.text)
    return normalize(canonical_number(text))


def without_signer(line: str) -> str:
    """Cut off who signs a paper for superiors: it stands in the line of the number (GB/T 9704, 7.2.6)."""
    return _SIGNER.sub("", line) if len(line) <= _LONGEST_LINE else line


def is_number_alone(line: str) -> bool:
    """Say whether a line is a number and nothing else, perhaps in brackets, or with who signs."""
    stripped = without_signer(line).strip("（()） ").translate(_PLAIN)
    return (
        len(line) <= _LONGEST_LINE and _compiled(_ALONE_ON_A_LINE).fullmatch(stripped) is not None
    )


def canonical_number(number: str) -> str:
    """Write a number as GB/T 9704 does: no spaces, the year in 〔〕, no 第 and no zero before the serial."""
    written = _YEAR_IN_BRACKETS.sub(r"〔\1〕", _SPACE.sub("", number.translate(_DIGITS)))
    return _compiled(_SERIAL_AS_WRITTEN).sub(r"\1", written)


def numeral(number: int) -> str:
    """Write a number below 100,000 in Chinese numerals: 三百七十五, 三十五, 十四."""
    digits = "零一二三四五六七八九"
    written, zero = "", False
    for unit, value in (("万", 10_000), ("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // value % 10
        if digit:
            written += ("零" if zero and written else "") + digits[digit] + unit
        zero = not digit
    return written[1:] if written.startswith("一十") else written or "零"


def _read(text: str, pattern: str) -> Iterator[NumberInText]:
    plain = text.translate(_PLAIN)
    end = 0
    for match in _compiled(pattern).finditer(plain):
        said = {name: value for name, value in match.groupdict().items() if value is not None}
        form = next(name for name in said if name.startswith("serial_"))[-1]
        has_year = f"year_{form}" in said
        serial = read_numeral(said[f"serial_{form}"]) or 0
        year = read_numeral(said.get(f"year_{form}", "")) or 0
        if not _FIRST_YEAR <= year <= _LAST_YEAR and has_year:
            continue
        kind = "令" if form == "d" else said.get(f"kind_{form}", "")
        start, name = _issuer_before(plain, match.start(), end)
        issuer = name if name.endswith(kind) else name + kind
        end = match.end()
        number = DocumentNumber(_canonical_issuer(issuer), year if has_year else None, serial)
        is_sure = (form == "f" and match[0].endswith("号")) or _is_sure(form, name, kind)
        yield NumberInText(number, start, end, is_sure)


def _is_sure(form: str, name: str, kind: str) -> bool:
    """Say whether nothing but a number can be meant by one of a form."""
    match form:
        case "a" | "e":
            return True
        case "b":
            return bool(kind or _KIND_AT_END.search(name)) or name[-1:] in _ENDS_OF_SHORT_NAMES
        case "c" | "d":
            return bool(name)
        case _:
            return False


def _issuer_before(plain: str, position: int, after: int) -> tuple[int, str]:
    """Return where the name of the issuer before a place begins, and the name; nothing before `after`."""
    end = position
    while end > max(after, position - 4) and plain[end - 1].isspace():
        end -= 1
    window = plain[max(after, end - _LONGEST_ISSUER) : end]
    match = _compiled(_ISSUER).search(window)
    if match is None:
        return position, ""
    name = match[0]
    for before in (_BEFORE_ISSUER, _FIRST, _compiled(_LONG_NAME)):
        if cut := before.match(name):
            name = name[cut.end() :]
    return (end - len(name), name) if name else (position, "")


def _canonical_issuer(name: str) -> str:
    """Return the one name of an issuer: normalised, without the country, of a government in full."""
    issuer = _LEADING_COUNTRY.sub("", normalize(_SPACE.sub("", name)))
    issuer = _GOVERNMENT.sub("人民政府令", issuer)
    return _ORDER_OF_STATE_COUNCIL if issuer == "国令" else issuer
