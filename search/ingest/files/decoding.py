"""Decoding: in which encoding is a text?"""

import codecs
import re
from dataclasses import dataclass
from functools import cache

from ...errors import UnreadableError
from ...text.normalization import normalize

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages call their encoding, and how we read it: GB 18030 includes GBK and GB 2312.
_DECLARED = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **{"utf-16le": "utf-16-le", "utf-16be": "utf-16-be"},
}
_DECLARATION = re.compile(
    rb"<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w-]{3,20})",
    re.IGNORECASE,
)
_DECLARATION_WITHIN = 4096
# Control characters that no text holds; tab, line ends and form feed aside.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NO_TEXT = "不是文本文件，或编码不是 UTF-8、UTF-16、GB18030、Big5；请另存为 UTF-8"
_BINARY = "不是文本文件（含控制字符），请另存为 UTF-8 纯文本"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MIN_SHARE = 0.45  # of common characters; below is no Big5, but damaged GB18030
_MOST_DAMAGE = 0.01  # share of characters that cannot be read, or that no text holds
_MIN_LENGTH = 20  # characters: shorter ones are not read by what they make likely
_BONUS_OF_DECLARED = 0.05
_SAMPLE = 2000  # characters: enough to know an encoding by
_PUNCTUATION = frozenset("，。、：；？！“”‘’（）《》〈〉【】〔〕「」『』…—·　")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text as one encoding reads it."""

    text: str
    damage: float  # share of its characters
    likelihood: float


def decode(content: bytes, declared: str | None = None) -> str:
    """Decode text: by its byte order mark, else as UTF-8, else as what makes most characters common.

    That is GB18030, Big5, UTF-16 without a mark, or what the text or its carrier declares. GB18030
    includes GBK and GB2312. A character cut off at the end is dropped; a few damaged ones (under
    1 %) are replaced. Raises UnreadableError for what is no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], encoding)
    text = _strictly(content, "utf-8")
    if text is not None and not _CONTROL.search(text):
        return text
    return _likeliest(content, _declared_encoding(content, declared))


def _decode_as(content: bytes, encoding: str) -> str:
    text = _strictly(content, encoding)
    if text is not None and not _CONTROL.search(text):
        return text
    candidate = _repaired(content, encoding)
    if candidate is None:
        raise UnreadableError(_NO_TEXT if text is None else _BINARY)
    return candidate.text


def _declared_encoding(content: bytes, declared: str | None) -> str | None:
    match = _DECLARATION.search(content[:_DECLARATION_WITHIN])
    name = match[1].decode("ascii") if match else declared or ""
    return _DECLARED.get(name.lower())


def _likeliest(content: bytes, declared: str | None) -> str:
    """Decode as whatever makes the text likeliest, whole where possible, else repaired."""
    encodings = dict.fromkeys(("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", declared))
    strict = [c for name in encodings if name and (c := _whole(content, name, name == declared))]
    best = max(strict, key=lambda candidate: candidate.likelihood, default=None)
    if best is not None and best.likelihood >= _MIN_SHARE:
        return best.text
    broken = [c for name in ("utf-8", "gb18030", "big5hkscs") if (c := _repaired(content, name))]
    repaired = max(broken, key=lambda candidate: candidate.likelihood, default=None)
    if repaired and repaired.likelihood > max(_MIN_SHARE, best.likelihood if best else 0):
        return repaired.text
    gb18030 = _strictly(content, "gb18030")
    if gb18030 is None:
        raise UnreadableError(_NO_TEXT)
    if _CONTROL.search(gb18030):
        raise UnreadableError(_BINARY)
    return gb18030


def _whole(content: bytes, encoding: str, is_declared: bool) -> _Candidate | None:
    """Decode without damage; Big5 and what has no mark only where the characters speak for it."""
    text = _strictly(content, encoding)
    if text is None or _CONTROL.search(text):
        return None
    share = share_of_common(text) + _BONUS_OF_DECLARED * is_declared
    is_guess = encoding.startswith("utf-16") and len(text) < _MIN_LENGTH
    if is_guess or (encoding != "gb18030" and share <= _MIN_SHARE):
        return None
    return _Candidate(text, 0.0, share)


def _repaired(content: bytes, encoding: str) -> _Candidate | None:
    """Decode with a mark in the place of what is damaged, if that is little."""
    text = content.decode(encoding, "replace")
    text, controls = _CONTROL.subn("\ufffd", text)
    damage = text.count("\ufffd") / max(1, len(text))
    if damage >= _MOST_DAMAGE or controls > len(text) * _MOST_DAMAGE:
        return None
    return _Candidate(text, damage, share_of_common(text) - damage)


def _strictly(content: bytes, encoding: str) -> str | None:
    """Decode without damage, but for a character that is cut off at the end of a text of some length."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if len(content) - error.start > 3:  # no character is cut off after more bytes
            return None
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content)
    except UnicodeDecodeError:
        return None
    return text if len(text) >= _MIN_LENGTH else None


def share_of_common(text: str) -> float:
    """Return how many of the characters of a text that are not ASCII are in daily use, as a share."""
    sample = "".join(_NOT_ASCII.findall(text[: _SAMPLE * 10]))[:_SAMPLE]
    common = sum(map(_is_common, sample))
    return common / max(1, len(sample))


@cache
def _is_common(character: str) -> bool:
    """Say whether a character, in simplified form, is in the first level of GB 2312: 3,755 of daily use."""
    if character in _PUNCTUATION:
        return True
    try:
        code = normalize(character).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
