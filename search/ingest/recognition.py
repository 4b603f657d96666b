"""Recognition: which format is a file? Its content says so; its name helps where that does not decide."""

import json
import re
import zipfile
from collections.abc import Set
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO

import olefile

from ..errors import UnreadableError, damaged
from .files.archives import DAMAGES, STORAGE_DAMAGES
from .files.decoding import decode
from .foreign_formats import foreign_format, foreign_package, foreign_storage
from .records.front_matter import ABOVE, BLANK
from .tables.header import delimiter_of

HEAD_BYTES = 64 * 1024
_TEXT_HEAD_BYTES = 16 * 1024  # enough to tell texts apart by
_PDF_WITHIN = 1024

_HTML_TAG = (
    r"(?:html|head|body|div|p|h[1-6]|meta|title|link|script|style|base|table|center|span|font|a|img"
    r"|ul|ol|section|article|main|header|nav|form|br|hr|b|strong)"
)
_PROLOGUE = re.compile(r"(?:\s+|\ufeff|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_HTML_START = re.compile(rf"<(?:!doctype\s+html|{_HTML_TAG}[\s/>])", re.IGNORECASE)
_HTML_WITHIN = re.compile(r"<(?:!doctype\s+html|html|body|p|div|br)[\s/>]", re.IGNORECASE)
_MIME_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MULTIPART = re.compile(r"^content-type:\s*multipart/(?:related|alternative|mixed)", re.I | re.M)
_MIME_SIGN = re.compile(r"^(?:mime-version:|from:\s*<saved by)", re.I | re.M)
_HEADER_NAME = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):", re.MULTILINE)
# What browsers write where a page was, or who saved it.
_SAVED_PAGE = re.compile(
    r"^(?:from:\s*[\"<]*(?:saved by|由)|(?:snapshot-)?content-location:)", re.I | re.M
)
_OF_MAIL = frozenset({"to", "cc", "bcc", "received", "message-id", "return-path", "delivered-to"})
_FRONT_MATTER = re.compile(
    rf"{ABOVE}(?:---{BLANK}\n(?:[^\n]*\n)*?[^\n:：]{{1,30}}[:：]"
    rf"|\+\+\+{BLANK}\n(?:[^\n]*\n)*?[^\n=]{{1,30}}=)",
    re.DOTALL,
)
_MARKDOWN_HEADING = re.compile(r"\s*#{1,6} \S")

_WORD_XML = re.compile(r"<(?:\w+:)?wordDocument\s|<(?:\w+:)?package\s[^>]{0,9999}/2006/xmlPackage")
_CONTENT_TYPES = "[content_types].xml"
# At the top, or in the one folder that holds all.
_OFD_START = re.compile(r"(?:[^/\\]+[/\\]|[/\\])?ofd\.xml", re.IGNORECASE)
_MOST_TYPE_BYTES = 100
_BOOK, _TABLES = b"epub", b"opendocument.spreadsheet"
_MOST_TYPES_BYTES = 4 * 1024 * 1024
# Documents and templates, with macros or without; not their styles or notes.
_WORD_TYPE = re.compile(rb"(?:wordprocessingml|ms-word)\.[^\"'<>]{0,60}\.main\+xml", re.IGNORECASE)
# PNG, JPEG, TIFF.
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_HTML_NAMES = {".html", ".htm", ".shtml", ".xhtml", ".mht"}
_LINE_NAMES = {".jsonl", ".ndjson"}
_MARKDOWN_NAMES = {".md", ".markdown"}
_TABLE_NAMES = {".csv", ".tsv"}
_WORKBOOK_NAMES = {".xls", ".xlsx", ".xlsm", ".xlt", ".et", *_TABLE_NAMES}
_XML_NAMES = {".xml", ".rss", ".atom", ".rdf"}
_XML_ROOT = re.compile(r"(?:<!DOCTYPE[^>]{0,2000}>\s*)?<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_XML_START = re.compile(r"<[!\w]")
# What Office writes into a page that it made of a workbook.
_EXCEL_PAGE = re.compile(r"schemas-microsoft-com:office:excel|Excel\.Sheet", re.IGNORECASE)
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


class Format(StrEnum):
    """The formats that are read."""

    HTML = "HTML"
    MHTML = "MHTML"
    PASTED_TEXT = "text"
    MARKDOWN = "Markdown"
    DOCX = "docx"
    DOC = "doc"
    PDF = "PDF"
    OFD = "OFD"
    OPEN_DOCUMENT = "OpenDocument"
    PRESENTATION = "PowerPoint"
    RICH_TEXT = "RTF"
    BOOK = "EPUB"
    MESSAGE = "EML"
    OUTLOOK = "MSG"
    PICTURE = "picture"
    CSV = "CSV"
    XLSX = "XLSX"
    XLS = "XLS"
    PAGE_TABLES = "HTML table"
    SPREADSHEET_XML = "XML spreadsheet"
    XML = "XML"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"
    GZIP = "gzip"
    ZIP = "ZIP"


def recognize(stream: BinaryIO, name: str) -> Format:
    """Return the format of a file, and leave the stream at its beginning.

    Raises UnreadableError for one that is empty, encrypted, damaged, or known but not read.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if not head:
        raise UnreadableError("空文件")
    try:
        return _of_container(stream, head) or _of_signature(head) or recognize_text(head, name)
    finally:
        stream.seek(0)


def recognize_text(head: bytes, name: str) -> Format:
    """Return the format of what is a text, by its beginning."""
    suffix = PurePosixPath(name.lower().removesuffix(".gz")).suffix
    text = _beginning(head)
    is_workbook = suffix in _WORKBOOK_NAMES or _EXCEL_PAGE.search(text) is not None
    if is_mail(text, suffix):
        return Format.MESSAGE
    if _is_mime(text):
        return Format.PAGE_TABLES if is_workbook else Format.MHTML
    start = _PROLOGUE.match(text)
    rest = text[start.end() :] if start else text
    if _WORD_XML.match(rest):
        return Format.DOCX
    if _HTML_START.match(rest) or (suffix in _HTML_NAMES and _HTML_WITHIN.search(rest)):
        return Format.PAGE_TABLES if is_workbook and _holds_records(head) else Format.HTML
    if _is_xml(text, rest, suffix):
        return Format.SPREADSHEET_XML if _SPREADSHEET in text else Format.XML
    return _of_json(rest, suffix) or _of_plain_text(text, suffix)


def _holds_records(head: bytes) -> bool:
    """Say whether a page has a table of records; loaded here, since few pages are workbooks."""
    from .tables.page_tables import holds_records  # noqa: PLC0415

    try:
        return holds_records(decode(head))
    except UnreadableError:
        return False


def _is_xml(text: str, rest: str, suffix: str) -> bool:
    says_so = text.lstrip("\ufeff \r\n").startswith("<?xml") or suffix in _XML_NAMES
    return (says_so and _XML_START.match(rest) is not None) or _XML_ROOT.match(rest) is not None


def _of_container(stream: BinaryIO, head: bytes) -> Format | None:
    """Look into what holds several files: ZIP, or the storage that Word and Excel used before 2007."""
    if head.startswith(b"\x1f\x8b"):
        return Format.GZIP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_package(stream)
    if head.startswith(olefile.MAGIC):
        return _of_storage(stream)
    return None


def _of_package(stream: BinaryIO) -> Format:
    try:
        with zipfile.ZipFile(stream) as package:
            names = set(package.namelist())
            is_word = _is_word(package)
            kind = _declared(package)
    except DAMAGES as error:
        raise damaged("ZIP 文件（或 .docx、.xlsx）") from error
    if is_word:
        return Format.DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Format.XLSX
    if any(map(_OFD_START.fullmatch, names)):
        return Format.OFD
    if reason := foreign_package(names):
        raise UnreadableError(reason)
    return _of_parts({name.replace("\\", "/").lower() for name in names}, kind)


def _of_parts(names: Set[str], kind: bytes) -> Format:
    """Tell a document by its parts, and by the type that stands first in some; an archive is none."""
    if "ppt/presentation.xml" in names:
        return Format.PRESENTATION
    if "meta-inf/container.xml" in names and (_BOOK in kind or "mimetype" not in names):
        return Format.BOOK
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return Format.XLSX if _TABLES in kind else Format.OPEN_DOCUMENT
    return Format.ZIP


def _declared(package: zipfile.ZipFile) -> bytes:
    """Return what a package says it is, in the part that OpenDocument and EPUB have for it."""
    if "mimetype" not in package.namelist():
        return b""
    with package.open("mimetype") as stream:
        return stream.read(_MOST_TYPE_BYTES)


def _is_word(package: zipfile.ZipFile) -> bool:
    """Say whether a package is a Word document: by the usual name of its main part, or by its type."""
    names = {name.replace("\\", "/").lower(): name for name in package.namelist()}
    if "word/document.xml" in names:
        return True
    types = names.get(_CONTENT_TYPES)
    if types is None or package.getinfo(types).file_size > _MOST_TYPES_BYTES:
        return False
    return _WORD_TYPE.search(package.read(types)) is not None


def _of_storage(stream: BinaryIO) -> Format:
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as storage:
            names = {"/".join(path) for path in storage.listdir(storages=True)}
    except STORAGE_DAMAGES as error:
        raise damaged("Word 97–2003 或类似的文件") from error
    plain = {name.lower() for name in names}  # which differ in case only are the same here
    if "encryptedpackage" not in plain:
        if "worddocument" in plain:
            return Format.DOC
        if not plain.isdisjoint({"workbook", "book"}):
            return Format.XLS
        if "__properties_version1.0" in plain:
            return Format.OUTLOOK
    raise UnreadableError(foreign_storage(names))


def _of_signature(head: bytes) -> Format | None:
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Format.PDF
    if head.startswith(b"{\\rtf"):
        return Format.RICH_TEXT
    if head.startswith(_PICTURES):
        return Format.PICTURE
    if reason := foreign_format(head):
        raise UnreadableError(reason)
    return None


def _beginning(head: bytes) -> str:
    try:
        return decode(head[:_TEXT_HEAD_BYTES])
    except UnreadableError:  # only its reader says so, who sees all of it
        return head[:_TEXT_HEAD_BYTES].decode("latin-1")


def is_mail(text: str, suffix: str) -> bool:
    """Say whether a text begins with the header of a message that was sent, or drafted."""
    header = _MIME_HEADER.match(text.lstrip("\ufeff \r\n").replace("\r\n", "\n"))
    if header is None or _SAVED_PAGE.search(header[0]):
        return False
    named = {name.lower() for name in _HEADER_NAME.findall(header[0])}
    is_sent = not named.isdisjoint(_OF_MAIL) or suffix == ".eml"
    return "from" in named and is_sent and not named.isdisjoint({"date", "subject", "received"})


def _is_mime(text: str) -> bool:
    """Say whether a text begins as a page saved in one file does: with the header of a message."""
    header = _MIME_HEADER.match(text.lstrip("\ufeff \r\n").replace("\r\n", "\n"))
    return bool(header and _MULTIPART.search(header[0]) and _MIME_SIGN.search(header[0]))


def _of_json(text: str, suffix: str) -> Format | None:
    if suffix in _LINE_NAMES:
        return Format.JSON_LINES
    if re.match(r"\{\s*\"", text):
        return Format.JSON_LINES if _has_objects_in_lines(text) else Format.JSON
    if re.match(r"\[\s*[{\]]", text) or suffix == ".json":
        return Format.JSON
    return None


def _has_objects_in_lines(text: str) -> bool:
    first, _, rest = text.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return rest.lstrip().startswith("{")


def _of_plain_text(text: str, suffix: str) -> Format:
    if suffix in _MARKDOWN_NAMES:
        return Format.MARKDOWN
    if suffix in _TABLE_NAMES or delimiter_of(text):
        return Format.CSV
    if _FRONT_MATTER.match(text.replace("\r\n", "\n").replace("\r", "\n")):
        return Format.MARKDOWN
    if suffix != ".txt" and _MARKDOWN_HEADING.match(text):
        return Format.MARKDOWN
    return Format.PASTED_TEXT
