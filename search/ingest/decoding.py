"""In which encoding is a text file?"""

import codecs
import re
from functools import cache

from ..errors import UnreadableError
from ..normalization import normalize

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that no text holds; tab, line ends and form feed aside.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NO_TEXT = "不是文本文件，或编码不是 UTF-8、UTF-16、GB18030、Big5；请另存为 UTF-8"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MIN_SHARE = 0.45  # of common characters; below is no Big5, but damaged GB18030
_SAMPLE = 2000  # characters: enough to know an encoding by
_BROKEN = "\ufffd"
_FEWEST, _MOST_BROKEN = 40, 0.01  # Chinese characters of a text, and the share that may be broken
_LONGEST_CHARACTER = 4  # bytes
_MANY_TIMES = 20
_DECLARED = re.compile(rb"charset=[\"']?([\w.:-]{2,30})", re.IGNORECASE)
_PUNCTUATION = frozenset("，。、：；？！“”‘’（）《》〈〉【】〔〕「」『』…—·　")


def decode(content: bytes) -> str:
    """Decode text: by its byte order mark, else strictly as UTF-8, else as what is likeliest.

    GB18030 includes GBK and GB2312. Most bytes of Big5 are characters of GB18030 too, but rare ones.
    What a page declares is only asked when nothing else fits: one page in fifty declares a wrong
    encoding, and one in ten none. A few broken bytes, as where a program cut a character in two,
    become U+FFFD.

    Raises UnreadableError for what is no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content, encoding)
    if without_mark := _utf_16(content):
        return _decode(content, without_mark)
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_likeliest(content))


def decode_beginning(content: bytes) -> str:
    """Decode the beginning of a file, which may end within a character. Raises UnreadableError."""
    last = max(0, len(content) - _LONGEST_CHARACTER)
    for end in range(len(content), last, -1):
        try:
            return decode(content[:end])
        except UnreadableError as error:
            reason = error
    if content:
        raise reason
    return ""


def _utf_16(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark: line ends, spaces and Latin letters have a byte of zero."""
    sample = content[: 2 * _SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or max(even, odd) < max(2, len(sample) // 200):
        return None
    if min(even, odd) * _MANY_TIMES > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _likeliest(content: bytes) -> str:
    """Decode what is not strictly UTF-8."""
    utf_8 = content.decode("utf-8", "replace")
    whole = sum(map(len, _NOT_ASCII.findall(utf_8)))
    if whole >= _FEWEST and utf_8.count(_BROKEN) <= whole * _MOST_BROKEN:
        return utf_8
    gb18030, big5 = _decoded(content, "gb18030"), _decoded(content, "big5hkscs")
    if big5 and _share_of_common(big5) > max(_MIN_SHARE, _share_of_common(gb18030 or "")):
        return big5
    if gb18030 is not None:
        return gb18030
    return _repaired(content)


def _repaired(content: bytes) -> str:
    """Decode what has a few broken bytes, or is what it declares. Raises UnreadableError."""
    texts = [content.decode(encoding, "replace") for encoding in ("gb18030", "big5hkscs")]
    text = max(texts, key=_share_of_common)
    size = sum(map(len, _NOT_ASCII.findall(text)))
    if (
        size >= _FEWEST
        and text.count(_BROKEN) <= size * _MOST_BROKEN
        and _share_of_common(text) >= _MIN_SHARE
    ):
        return text
    match = _DECLARED.search(content[:_SAMPLE])
    try:
        return content.decode(match[1].decode("ascii")) if match else _refuse()
    except (LookupError, ValueError):  # no encoding of that name, or not in it
        return _refuse()


def _refuse() -> str:
    raise UnreadableError(_NO_TEXT)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share_of_common(text: str) -> float:
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


def _decode(content: bytes, encoding: str) -> str:
    text = _decoded(content, encoding)
    if text is None:
        raise UnreadableError(_NO_TEXT)
    return _checked(text)


def _checked(text: str) -> str:
    if _BINARY.search(text):
        raise UnreadableError("不是文本文件（含控制字符），请另存为 UTF-8 纯文本")
    return text
