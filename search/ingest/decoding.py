"""In which encoding is a text file?"""

import codecs
import re

from ..errors import UnreadableError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that no text holds; tab, line ends and form feed aside.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(content: bytes) -> str:
    """Decode text: by its byte order mark, else strictly as UTF-8, else as GB18030 (GBK, GB2312).

    Raises UnreadableError for what is no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content, encoding)
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode(content, "gb18030")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return _checked(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "不是文本文件，或编码不是 UTF-8、UTF-16、GB18030；请另存为 UTF-8"
        ) from error


def _checked(text: str) -> str:
    if _BINARY.search(text):
        raise UnreadableError("不是文本文件（含控制字符），请另存为 UTF-8 纯文本")
    return text
