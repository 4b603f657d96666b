"""Which format is a file? Told by its content; the name helps only where the content does not decide."""

import re
import zipfile
from enum import StrEnum, auto
from pathlib import PurePosixPath
from typing import IO

import olefile

from ..errors import UnreadableError
from .decoding import decode_beginning

#: Bytes of a file that are looked at.
BEGINNING = 64 * 1024


class Format(StrEnum):
    """The formats that can be read."""

    GZIP = auto()
    ZIP = auto()
    DOCX = auto()
    DOC = auto()
    SPREADSHEET = auto()
    PDF = auto()
    MHTML = auto()
    HTML = auto()
    JSON = auto()
    JSON_LINES = auto()
    TABLE = auto()
    MARKDOWN = auto()
    PASTED = auto()


_TO_OCR = "图片，没有文字；请先做文字识别（OCR）"
_MAGIC = (
    (b"\x1f\x8b", Format.GZIP),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
)
_UNSUPPORTED = (
    (b"\x89PNG", _TO_OCR),
    (b"\xff\xd8\xff", _TO_OCR),
    (b"GIF8", _TO_OCR),
    (b"II*\x00", _TO_OCR),
    (b"MM\x00*", _TO_OCR),
    (b"BM", _TO_OCR),
    (b"{\\rtf", "RTF 文件；请用 Word 另存为 .docx"),
    (b"Rar!", "RAR 压缩包；请解压，或改用 ZIP"),
    (b"7z\xbc\xaf", "7z 压缩包；请解压，或改用 ZIP"),
    (b"SQLite format", "数据库文件"),
    (b"\x7fELF", "程序文件"),
    (b"MZ", "程序文件"),
    (b"CAJ", "CAJ 文件；请转为 PDF"),
    (b"%!PS", "PostScript 文件；请转为 PDF"),
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|table|script|style"
    r"|link|center|font|p|h[1-6]|span|article|section|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_LATER = re.compile(r"<html[\s>]|</(?:p|div|td)>\s*<", re.IGNORECASE)
_MIME = re.compile(r"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.IGNORECASE)
_MARKDOWN_NAMES = {".md", ".markdown"}
_CODE_NAMES = frozenset(
    ".js .css .py .xml .svg .sh .bat .ini .cfg .conf .toml .yaml .yml .log .sql .java .php .map".split()
)
_TABLE_NAMES = {".csv", ".tsv"}
_JSON_LINES_NAMES = {".jsonl", ".ndjson"}


def recognize(beginning: bytes, name: str) -> Format:
    """Recognise a file by its beginning (BEGINNING bytes, or all). Raises UnreadableError for what cannot be read."""
    for magic, kind in _MAGIC:
        if beginning.startswith(magic):
            return kind
    if beginning.startswith(olefile.MAGIC):
        return Format.DOC  # or another one of Microsoft's: `in_compound_file` tells, of all of it
    if b"%PDF-" in beginning[:1024]:
        return Format.PDF
    for magic, reason in _UNSUPPORTED:
        if beginning.startswith(magic) and _BINARY.search(beginning[:4096] + b"\0"):
            if magic in {b"BM", b"MZ", b"CAJ"} and not _BINARY.search(beginning[:4096]):
                continue  # a text may begin with these letters
            raise UnreadableError(reason)
    return _recognize_text(decode_beginning(beginning), PurePosixPath(name.lower()).suffix)


def in_zip(content: IO[bytes]) -> Format:
    """Tell Office documents from archives. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError,
            NotImplementedError, RuntimeError, KeyError, OverflowError) as error:  # fmt: skip
        raise UnreadableError("ZIP 文件已损坏，或没有下载完整") from error
    if (
        "word/document.xml" in names
        or {"[Content_Types].xml", "word/_rels/document.xml.rels"} <= names
    ):
        return Format.DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names or b"spreadsheet" in kind:
        return Format.SPREADSHEET
    if "ppt/presentation.xml" in names:
        raise UnreadableError("演示文稿（.pptx）；请转为 PDF 或 .docx")
    if "OFD.xml" in names:
        raise UnreadableError("OFD 版式文件；请转为 PDF")
    if b"opendocument" in kind:
        raise UnreadableError("OpenDocument 文件；请另存为 .docx")
    return Format.ZIP


def in_compound_file(content: bytes) -> Format:
    """Tell what is in a file of Microsoft's compound format. Raises UnreadableError."""
    try:
        with olefile.OleFileIO(content) as compound:
            names = {"/".join(path) for path in compound.listdir()}
    except (OSError, ValueError, IndexError, TypeError, AttributeError, KeyError, MemoryError,
            RecursionError, OverflowError) as error:  # fmt: skip
        raise UnreadableError("Office 文件已损坏，或没有下载完整") from error
    if "EncryptedPackage" in names:
        raise UnreadableError("已加密；请去掉密码后再放入")
    if "WordDocument" in names:
        return Format.DOC
    if names & {"Workbook", "Book"}:
        return Format.SPREADSHEET
    if "PowerPoint Document" in names:
        raise UnreadableError("演示文稿（.ppt）；请转为 PDF 或 .docx")
    raise UnreadableError("不支持的 Office 文件；请另存为 .docx 或 PDF")


def _recognize_text(text: str, suffix: str) -> Format:
    stripped = text.lstrip("\ufeff \t\r\n")
    headers = _MIME.match(stripped)
    if headers and re.search(
        r"^content-type:\s*multipart/", headers[0], re.IGNORECASE | re.MULTILINE
    ):
        return Format.MHTML
    if _HTML.match(stripped) or (
        suffix in {".html", ".htm", ".shtml"} and _HTML_LATER.search(text)
    ):
        return Format.HTML
    if suffix in _CODE_NAMES:
        raise UnreadableError(f"{suffix} 文件是程序、样式或设置，不是文章")
    if suffix in _JSON_LINES_NAMES:
        return Format.JSON_LINES
    if suffix == ".json":
        return Format.JSON
    if stripped.startswith(("{", "[")) and suffix not in _MARKDOWN_NAMES | _TABLE_NAMES:
        return _recognize_json(stripped)
    if suffix in _MARKDOWN_NAMES:
        return Format.MARKDOWN
    if suffix in _TABLE_NAMES:
        return Format.TABLE
    return (
        Format.MARKDOWN if re.match(r"---\s*\n(?:[^\n]*\n)*?---\s*\n", stripped) else Format.PASTED
    )


def _recognize_json(text: str) -> Format:
    """Tell a whole JSON file from JSON Lines, of which each line is an object; else it is plain text."""
    first = text.split("\n", 1)[0].strip()
    if first.startswith("{") and first.endswith("}") and first.count("{") == first.count("}"):
        return Format.JSON_LINES
    return Format.JSON if re.match(r"\[\s*\{|\{\s*\"", text) else Format.PASTED
