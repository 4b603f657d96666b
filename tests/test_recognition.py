"""Which format a file is, by its content."""

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import UnreadableError
from search.ingest.recognition import Format, recognize

from .files import HTML, PAGE_TEXT, archive, saved_page, storage, workbook
from .ofd_files import ofd
from .office_files import book, message, open_document, outlook, presentation, rich_text

LINE = '{"title": "夜校", "text": "开班。"}\n'
TABLE = "标题,正文\n夜校,开班。\n"
PAGE_TABLE = (
    "<table><tr><td>标题</td><td>正文</td></tr><tr><td>夜校</td><td>开班。</td></tr></table>"
)
SPREADSHEET = (
    "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>\n"
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"
)


def format_of(content: bytes | str, name: str = "a") -> Format:
    return recognize(io.BytesIO(content.encode() if isinstance(content, str) else content), name)


def reason_of(content: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        format_of(content, "a.txt")
    return caught.value.reason


@pytest.mark.parametrize("name", ["a", "a.txt", "a.doc", "a.html", "a.pdf", "a.zip"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HTML, Format.HTML),
        (saved_page(HTML), Format.MHTML),
        (PAGE_TEXT, Format.PASTED_TEXT),
        ("---\ntitle: 夜校\n---\n开班。", Format.MARKDOWN),
        (archive(word___document__xml="<w/>"), Format.DOCX),
        (storage("WordDocument", "1Table"), Format.DOC),
        (storage("WORDDOCUMENT", "1TABLE"), Format.DOC),
        (storage("Workbook"), Format.XLS),
        (b"%PDF-1.7\n", Format.PDF),
        (ofd(""), Format.OFD),
        (open_document(""), Format.OPEN_DOCUMENT),
        (open_document("", kind="presentation"), Format.OPEN_DOCUMENT),
        (open_document("", kind="spreadsheet"), Format.XLSX),
        (presentation(), Format.PRESENTATION),
        (book("书"), Format.BOOK),
        (rich_text(""), Format.RICH_TEXT),
        (message("通知", "开班。"), Format.MESSAGE),
        (outlook("通知", "开班。"), Format.OUTLOOK),
        (b"\r\n\r\n%PDF-1.4\n", Format.PDF),
        (TABLE, Format.CSV),
        (workbook([["标题", "正文"]]), Format.XLSX),
        (SPREADSHEET, Format.SPREADSHEET_XML),
        ("<?xml version='1.0'?><articles><article/></articles>", Format.XML),
        ("<rss version='2.0'><channel/></rss>", Format.XML),
        (LINE * 2, Format.JSON_LINES),
        ('[{"title": "夜校"}]', Format.JSON),
        ('{\n "data": []}', Format.JSON),
        (gzip.compress(b"a"), Format.GZIP),
        (archive(a__txt="a"), Format.ZIP),
    ],
)
def test_the_content_says_what_a_file_is_whatever_its_name(
    content: bytes | str, kind: Format, name: str
) -> None:
    assert format_of(content, name) is kind


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5hkscs"])
@pytest.mark.parametrize(
    "start",
    [
        "<html>",
        "<HTML lang=zh>",
        "\n \t<!doctype HTML>",
        "<!-- 保存 -->\n<div>",
        "<?xml version='1.0'?>\n<html>",
    ],
)
def test_a_page_is_known_in_every_encoding(start: str, encoding: str) -> None:
    page = start + "<p>雲江市總工會職工夜校下週開班，請大家相互轉告。</p>"
    assert format_of(page.encode(encoding)) is Format.HTML


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (LINE, "a.jsonl", Format.JSON_LINES),
        (LINE, "a.JSONL.GZ", Format.JSON_LINES),
        (LINE, "a.json", Format.JSON),
        ("没有列名\n", "a.csv", Format.CSV),
        ("没有列名\n", "a.txt", Format.PASTED_TEXT),
        ("# 夜校\n\n开班。", "a.md", Format.MARKDOWN),
        ("# 夜校\n\n开班。", "a", Format.MARKDOWN),
        ("# 夜校\n\n开班。", "a.txt", Format.PASTED_TEXT),
        ("正文<p>开班。</p>", "a.htm", Format.HTML),
        (PAGE_TABLE, "a.xls", Format.PAGE_TABLES),
        (PAGE_TABLE, "a.html", Format.HTML),
        (HTML, "a.xls", Format.HTML),
        (
            "<html xmlns:x='urn:schemas-microsoft-com:office:excel'>" + PAGE_TABLE,
            "a.html",
            Format.PAGE_TABLES,
        ),
        (saved_page(PAGE_TABLE), "a.xls", Format.PAGE_TABLES),
        (TABLE, "a.xls", Format.CSV),
        ("<文章><标题>夜校</标题></文章>", "a.xml", Format.XML),
        ("<文章>是一种文体</文章>", "a.txt", Format.PASTED_TEXT),
        ("正文<p>开班。</p>", "a.txt", Format.PASTED_TEXT),
        ("没有标签的文字", "a.html", Format.PASTED_TEXT),
        ("[图片] 夜校开班", "a.txt", Format.PASTED_TEXT),
    ],
)
def test_the_name_helps_only_where_the_content_does_not_decide(
    content: str, name: str, kind: Format
) -> None:
    assert format_of(content, name) is kind


def test_a_line_of_json_longer_than_the_beginning_is_json() -> None:
    assert format_of(json.dumps({"data": ["夜校" * 99_999]})) is Format.JSON


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空文件"),
        (b"GIF89a", "图片，不支持；请另存为 PNG、JPEG 或 TIFF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "图片"),
        (b"\0\0\0\x18ftypheic", "图片"),
        (b"\0\0\0\x18ftypisom", "音频或视频"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包，不支持"),
        (b"SQLite format 3\0", "SQLite"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\0", "tar"),
        (storage("EncryptedPackage", "EncryptionInfo"), "已加密"),
        (storage("EncryptedPackage", "WordDocument"), "已加密"),
        (b"\xdb\xa5-\0\0\0\t\4\0\0\0\0", "Word 2"),
        (storage("PowerPoint Document"), "PowerPoint"),
        (storage("别的"), "不是 Word 或 Excel"),
        (storage("WordDocument")[:700], "已损坏"),
        (archive(a__txt="a")[:40], "已损坏"),
    ],
)
def test_what_is_not_read_is_named(content: bytes, reason: str) -> None:
    assert reason in reason_of(content)


def test_a_stream_is_left_at_its_beginning() -> None:
    stream = io.BytesIO(archive(a__txt="a"))
    recognize(stream, "a")
    assert stream.tell() == 0


SEEDS = [
    HTML.encode(), saved_page(HTML), storage("WordDocument"), workbook([["标题", "正文"]]),
    archive(a__txt="a"), LINE.encode(), TABLE.encode(),
]  # fmt: skip


@given(
    seed=st.sampled_from(SEEDS),
    cut=st.integers(0, 3000),
    flips=st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 255)), max_size=8),
)
def test_any_damage_gives_a_format_or_a_reason(
    seed: bytes, cut: int, flips: list[tuple[int, int]]
) -> None:
    content = bytearray(seed[: cut or None])
    for place, bits in flips:
        content[place % len(content)] ^= bits
    try:
        assert format_of(bytes(content)) in Format
    except UnreadableError as error:
        assert error.reason
