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
_PUNCTUATION = frozenset("，。、：；？！“”‘’（）《》〈〉【】〔〕「」『』…—·　")


def decode(content: bytes) -> str:
    """Decode text: by its byte order mark, else strictly as UTF-8, else as GB18030 or Big5.

    GB18030 includes GBK and GB2312. Most bytes of Big5 are characters of GB18030 too, but rare ones.

    Raises UnreadableError for what is no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content, encoding)
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_likelier(content))


def _likelier(content: bytes) -> str:
    """Decode as GB18030, or as Big5 where that makes more of the characters common ones."""
    gb18030, big5 = _decoded(content, "gb18030"), _decoded(content, "big5hkscs")
    if big5 and _share_of_common(big5) > max(_MIN_SHARE, _share_of_common(gb18030 or "")):
        return big5
    if gb18030 is None:
        raise UnreadableError(_NO_TEXT)
    return gb18030


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
