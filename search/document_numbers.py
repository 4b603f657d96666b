"""Document numbers: how is 国发〔2025〕5号 written, and which writings name the same document?

The form of a number (发文字号: the issuer's short name, the year in 〔〕, a serial) is that of
GB/T 9704-2012, 7.2.5; orders (令) and announcements (公告) are numbered in two other forms.
"""

import re
from dataclasses import dataclass

from .text.characters import HAN, HAN_AND_RARE
from .text.normalization import normalize

# Patterns, to be built into others. Texts of all kinds have other brackets and 號 for 〔〕 and 号.
#: One of these stands in every number.
SIGNS = frozenset("号號")
_OPEN, _CLOSE, _SIGN = r"[〔\[［（(【﹝〖]", r"[〕\]］）)】﹞〗]", "[号號]"
_YEAR = r"(?:19|20)\d{2}"
_YEAR_AND_SERIAL = rf"{_OPEN}\s*(?P<year>{_YEAR})\s*年?\s*{_CLOSE}\s*第?\s*(?P<number>\d{{1,5}})\s*"
_ORDINAL = r"(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,7})"
_ISSUER = rf"[{HAN}]{{1,20}}?(?:[（(][{HAN}]{{1,4}}[）)][{HAN}]{{0,4}}?)?"  # 法（研）函

#: A number as running text has it: 国发〔2025〕5号, with whatever brackets and spaces. Has two groups.
YEARLY = rf"{_ISSUER}\s*{_YEAR_AND_SERIAL}{_SIGN}"
#: What tells an order: 令第5号, behind the issuer's name.
ORDER = rf"令\s*第?\s*{_ORDINAL}\s*{_SIGN}"
_ORDER_OF_YEAR = rf"令\s*\d{{4}}\s*年第\s*\d{{1,3}}\s*{_SIGN}"
#: 公告2025年第5号, 2025年第5号公告.
ANNOUNCEMENT = rf"(?:公告\s*)?{_YEAR}\s*年\s*第\s*\d{{1,4}}\s*{_SIGN}(?:\s*公告|令)?"
#: The second line of an order's number: 第5号. Has one group, the ordinal.
SERIAL = rf"第?\s*({_ORDINAL})\s*{_SIGN}"
#: Any of these within a text.
ANY_NUMBER = re.compile(
    rf"{_ISSUER}\s*(?:{_YEAR_AND_SERIAL}{_SIGN}|{ORDER}|{_ORDER_OF_YEAR})|(?<!\d){ANNOUNCEMENT}"
)

_TYPED = re.compile(
    rf"(?P<issuer>[{HAN_AND_RARE}]{{1,12}})\s*{_YEAR_AND_SERIAL}{_SIGN}?(?![^\s)）|｜])"
)
_TYPED_SHORT = re.compile(
    rf"(?P<issuer>[{HAN_AND_RARE}]{{2,12}})第?(?P<number>[0-9]{{1,5}}){_SIGN}"
)
_VALUE = re.compile(
    rf"(?P<issuer>.*?){_OPEN}?(?P<year>[0-9]{{4}})?年?{_CLOSE}?第?(?P<number>[0-9]+)号"
)
_ALONE_ON_A_LINE = re.compile(
    rf"[{HAN}]{{1,14}}{_YEAR_AND_SERIAL}{_SIGN}"
    rf"|(?:[{HAN}]{{2,20}})?令?第?\s*\d{{1,4}}\s*号令?"
    r"|\d{4}年第\s*\d{1,4}\s*号(?:公告|令)?"
)
_LONGEST_LINE = 60
_SPACE = re.compile(r"\s+")
_BRACKETED_YEAR = re.compile(rf"{_OPEN}({_YEAR})年?{_CLOSE}")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_BRACKETS = (("〔", "〕"), ("[", "]"), ("(", ")"))


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The number of a document, 国发〔2025〕5号; asked for: the article that has it, and those that mention it."""

    issuer: str  # 国发, normalised
    year: int | None  # None: of any year
    number: int

    @property
    def text(self) -> str:
        """Return the number as it is written, without a year that is not known."""
        return f"{self.issuer}{f'〔{self.year}〕' if self.year else ''}{self.number}号"

    @property
    def writings(self) -> tuple[str, ...]:
        """Return how texts write it, normalised."""
        if self.year is None:
            return (self.text,)
        return tuple(
            f"{self.issuer}{opening}{self.year}{closing}{self.number}号"
            for opening, closing in _BRACKETS
        )

    def is_that_of(self, value: str) -> bool:
        """Say whether a normalised text is this number, however it is written."""
        match = _VALUE.fullmatch(value.replace(" ", ""))
        return (
            match is not None
            and match["issuer"] == self.issuer
            and int(match["number"]) == self.number
            and (self.year is None or match["year"] == str(self.year))
        )


def typed_number(text: str, position: int) -> tuple[DocumentNumber, int] | None:
    """Read the number with a year that begins at a position of a query; say where it ends, too."""
    match = _TYPED.match(text, position)
    if match is None:
        return None
    year, number = int(match["year"]), int(match["number"])
    return DocumentNumber(normalize(match["issuer"]), year, number), match.end()


def typed_short_number(text: str) -> DocumentNumber | None:
    """Read a text that is a number without a year: 国发5号."""
    match = _TYPED_SHORT.fullmatch(text)
    return match and DocumentNumber(normalize(match["issuer"]), None, int(match["number"]))


def is_number_alone(line: str) -> bool:
    """Say whether a line is a number and nothing else, perhaps in brackets."""
    stripped = line.strip("（()） ")
    return len(line) <= _LONGEST_LINE and _ALONE_ON_A_LINE.fullmatch(stripped) is not None


def canonical_number(number: str) -> str:
    """Write a number as GB/T 9704 does: no spaces, the year in 〔〕."""
    plain = _SPACE.sub("", number.translate(_DIGITS)).replace("號", "号")
    return _BRACKETED_YEAR.sub(r"〔\1〕", plain)
