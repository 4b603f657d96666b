"""Whatever a file holds, it becomes articles or a reason in Chinese, soon, and costs no other file."""

import gzip
import io
import random
import re
import signal
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search import document_numbers
from search.article_fields import FieldName
from search.errors import UnreadableError
from search.ingest import read_corpus
from search.ingest.corpus import read_file
from search.ingest.documents.web_page import render_html
from search.ingest.fields import dates
from search.ingest.fields.evidence import Evidence, ReadArticle
from search.ingest.fields.sources import source_name
from search.ingest.files.listing import CorpusFile, Rejection, Remark, single_file
from search.ingest.lines import labels, page_furniture, paths
from search.ingest.lines.rendering import Line
from search.ingest.recognition import HEAD_BYTES, recognize
from search.ingest.understanding import body, citations, titles
from search.ingest.understanding.findings import Findings
from search.ingest.understanding.sites import site_of

ROOT = Path(__file__).parents[1]
FORMATS = set(
    ".csv .doc .docx .eml .epub .et .htm .html .json .jsonl .mht .msg .ods .odt .ofd .pdf .pptx .rtf .wps"
    " .xlsx .zip".split()
)
SECONDS = 20  # for one file; the worker pool allows 60
TEXT = "夜校下周开班，请大家相互转告。"

pytestmark = pytest.mark.costly

Item = ReadArticle | Remark | Rejection


class TooSlowError(BaseException):
    """Not an Exception: what is under test must not catch it."""


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Interrupt what takes longer, also a regular expression that would take for ever.

    Seconds of the processor: how busy the machine is with other tests does not count.
    """

    def interrupt(number: int, frame: object) -> None:
        raise TooSlowError(f"{what}: more than {seconds} s")

    before = signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read(folder: Path, name: str, content: bytes, what: str = "") -> list[Item]:
    """Read one file; nothing but articles and reasons comes out, in bounded time."""
    (folder / name).write_bytes(content)
    with within(SECONDS, what or name):
        items = list(read_file(CorpusFile(folder, name, len(content))))
    assert items, what
    for item in items:
        assert isinstance(item, ReadArticle | Remark | Rejection), what
        if isinstance(item, Rejection):
            assert re.search(r"[一-鿿]", item.reason), (what, item)
            assert "\n" not in str(item), (what, item)
            assert "Traceback" not in item.reason, (what, item)
    return items


def reason(folder: Path, name: str, content: bytes) -> str:
    """Return why a file is no article; it is rejected as a whole."""
    (item,) = read(folder, name, content)
    assert isinstance(item, Rejection), item
    return item.reason


def reading(folder: Path, name: str, content: bytes) -> ReadArticle:
    item, *remarks = read(folder, name, content)
    assert isinstance(item, ReadArticle), item
    assert all(isinstance(remark, Remark) for remark in remarks)
    return item


# Samples that are cut, changed and spliced


def _seeds() -> dict[str, bytes]:
    folders = (ROOT / "corpus", ROOT / "tests" / "fixtures" / "documents")
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    seeds = {path.name: path.read_bytes() for path in paths if path.suffix in FORMATS}
    for suffix in (".md", ".txt"):
        path = next(path for path in paths if path.suffix == suffix and "README" not in path.name)
        seeds[path.name] = path.read_bytes()
    page = next(name for name in seeds if name.endswith(".html"))
    return seeds | {f"{page}.gz": gzip.compress(seeds[page])}


SEEDS = _seeds()


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 30])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwrite(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    at = chance.randrange(len(changed))
    changed[at : at + 4] = chance.choice([b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f", b"\1\0\0\0"])
    return bytes(changed)


def _leave_out(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 500) :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    part = content[at : at + chance.randrange(1, 3000)]
    return content[:at] + part * chance.choice([2, 40]) + content[at:]


def _splice(content: bytes, chance: random.Random) -> bytes:
    other = SEEDS[chance.choice(sorted(SEEDS))]
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


@pytest.mark.parametrize("change", [_cut, _flip, _overwrite, _leave_out, _repeat, _splice])
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_a_damaged_file_is_read_or_rejected(
    name: str, change: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    for number in range(6):
        chance = random.Random(f"{name} {change.__name__} {number}")
        read(tmp_path, name, change(SEEDS[name], chance), f"{name} {change.__name__} {number}")


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_a_file_with_the_suffix_of_another_format_is_read_or_rejected(
    name: str, tmp_path: Path
) -> None:
    for suffix in sorted(FORMATS | {".txt", ".md", ".gz", ".bin", ""}):
        read(tmp_path, f"a{suffix}", SEEDS[name], f"{name} as {suffix}")


def test_the_rest_of_the_folder_is_read(tmp_path: Path) -> None:
    for index, (name, content) in enumerate(sorted(SEEDS.items())):
        (tmp_path / f"{index:02}-{name}").write_bytes(content[: len(content) // 2])
    for index in range(len(SEEDS) + 1):
        (tmp_path / f"{index:02}-0.txt").write_text(
            f"夜校第{index}期开班的通知\n2024-03-08\n{TEXT}"
        )
    read_titles = {getattr(item, "title", "") for item in read_corpus(tmp_path)}
    assert {f"夜校第{index}期开班的通知" for index in range(len(SEEDS) + 1)} <= read_titles


# Archives


def archive(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return stream.getvalue()


PASTED = f"夜校开班的通知\n2024-03-08\n{TEXT}".encode()


@pytest.mark.parametrize(
    "path", ["../a.txt", "a/../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt"]
)
def test_a_path_out_of_an_archive_is_not_followed(path: str, tmp_path: Path) -> None:
    assert "路径指向压缩包之外" in reason(tmp_path, "a.zip", archive((path, PASTED)))


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    assert "是链接" in reason(tmp_path, "a.zip", archive((link, b"/etc/passwd")))


def test_a_locked_member_is_named(tmp_path: Path) -> None:
    content = bytearray(archive(("a.txt", PASTED), ("b.txt", PASTED)))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    locked, open_ = read(tmp_path, "a.zip", bytes(content))
    assert isinstance(locked, Rejection)
    assert "已加密" in locked.reason
    assert isinstance(open_, ReadArticle)


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    content = archive(("aaaa.txt", b""), ("bbbb.txt", PASTED))
    content = content.replace(b"aaaa", "夜校".encode("gbk"))
    empty, _ = read(tmp_path, "a.zip", content)
    assert isinstance(empty, Rejection)
    assert empty.path == "a.zip/夜校.txt"


def test_a_line_break_in_a_name_breaks_no_line(tmp_path: Path) -> None:
    (item,) = read(tmp_path, "a.zip", archive(("a\nb\x1b[31m.txt", b"")))
    assert str(item) == "a.zip/a?b?[31m.txt: 空文件"


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    content = archive(("a", b"x"), ("b.txt", PASTED))
    at = content.index(b"PK\x01\x02")
    # The name's one letter is counted as a comment instead.
    nameless = content[: at + 28] + struct.pack("<HHH", 0, 0, 1) + content[at + 34 :]
    for item in read(tmp_path, "a.zip", nameless):
        assert isinstance(item, ReadArticle)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    content = archive(("a.txt", bytes(32 << 20)), ("b.txt", PASTED))
    bomb, good = read(tmp_path, "a.zip", content)
    assert isinstance(bomb, Rejection)
    assert "压缩炸弹" in bomb.reason
    assert isinstance(good, ReadArticle)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    content = bytearray(archive(("a.txt", bytes(32 << 20))))
    for signature, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(signature) + size
        content[at : at + 4] = struct.pack("<I", 1000)
    assert reason(tmp_path, "a.zip", bytes(content))


def test_the_kind_of_an_archive_is_told_without_unpacking_a_bomb(tmp_path: Path) -> None:
    items = read(tmp_path, "a.zip", archive(("mimetype", bytes(100 << 20)), ("b.txt", PASTED)))
    assert len(items) == 2


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    members = [(zipfile.ZipInfo(f"{number}"), b"") for number in range(100_001)]
    content = archive(*members, method=zipfile.ZIP_STORED)
    assert "超过 100000 个" in reason(tmp_path, "a.zip", content)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["a.txt", "mimetype", "word/document.xml", "xl/workbook.xml"])
def test_a_damaged_member_is_said_to_be_damaged(name: str, method: int, tmp_path: Path) -> None:
    whole = archive(
        (name, random.Random(1).randbytes(999)), ("xl/worksheets/a.xml", b"x"), method=method
    )
    begin = 30 + len(name)
    for at in range(begin, begin + 40, 4):
        content = whole[:at] + b"\xff" * 40 + whole[at + 40 :]
        for item in read(tmp_path, "a.zip", content):
            assert isinstance(item, Rejection)
            assert "gzip" not in item.reason


@pytest.mark.parametrize("beginning", [b"", b"PK\x03\x04", b"%PDF-1.4\n", b"{", b"<html>"])
def test_a_packed_bomb_is_bounded(beginning: bytes, tmp_path: Path) -> None:
    packer = zlib.compressobj(1, wbits=31)
    content = packer.compress(beginning)
    for _ in range(160):
        content += packer.compress(b"\n" * (1 << 20))
    read(tmp_path, "a.gz", content + packer.flush())


# Office documents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
BILLION_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
    + "]>"
)


def replaced(name: str, part: str, content: str) -> bytes:
    """Return a sample with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as sample:
        parts = {one: sample.read(one) for one in sample.namelist()}
    return archive(*(parts | {part: content.encode()}).items())


def word(inside: str, before: str = "") -> bytes:
    document = (
        f"{before}<w:document {W}><w:body>{PARAGRAPH * 2}{inside}</w:body></w:document>"
    ).replace(TEXT, "夜校开班的通知", 1)
    return replaced("2024-rural-roads.docx", "word/document.xml", document)


def sheet(rows: str, before: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = f'{before}<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
    return replaced("inspections-2023.xlsx", "xl/worksheets/sheet1.xml", content)


def cell(place: str, text: str) -> str:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def test_entities_of_a_word_document_are_not_expanded(tmp_path: Path) -> None:
    bomb = "<w:p><w:r><w:t>&k;</w:t></w:r></w:p>"
    assert all(read(tmp_path, "a.docx", word(bomb, BILLION_LAUGHS)))


def test_entities_of_a_spreadsheet_are_not_expanded(tmp_path: Path) -> None:
    read(tmp_path, "a.xlsx", sheet(cell("A1", "&k;"), BILLION_LAUGHS))


NESTED = {
    "tables": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    "boxes": ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
    "controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "runs": ("<w:p><w:r>", "</w:r></w:p>"),
}


@pytest.mark.parametrize("kind", NESTED)
@pytest.mark.parametrize("depth", [10, 60, 2000])
def test_a_nested_word_document_is_read_or_rejected(kind: str, depth: int, tmp_path: Path) -> None:
    begin, end = NESTED[kind]
    (item,) = read(tmp_path, "a.docx", word(begin * depth + PARAGRAPH + end * depth))
    assert isinstance(item, ReadArticle) or depth > 60


def test_a_text_box_in_a_text_box_is_read_once(tmp_path: Path) -> None:
    begin, end = NESTED["boxes"]
    inner = PARAGRAPH.replace(TEXT, "盒子里的盒子。")
    found = reading(tmp_path, "a.docx", word(begin * 3 + inner + end * 3))
    texts = [block.text for block in found.article.blocks]
    assert texts.count("盒子里的盒子。") == 1


def test_a_spreadsheet_with_one_cell_far_away_takes_no_memory(tmp_path: Path) -> None:
    first = cell("A1", "标题")
    for place in ("XFD1048576", "ZZZZZZZ4294967295"):
        assert "表格范围过大" in reason(tmp_path, "a.xlsx", sheet(first + cell(place, "x")))
    assert "找不到表头" in reason(tmp_path, "a.xlsx", sheet(first + cell("A1048576", "x")))


def test_far_cells_with_nothing_in_them_do_not_count(tmp_path: Path) -> None:
    rows = cell("A1", "标题") + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert "找不到表头" in reason(tmp_path, "a.xlsx", sheet(rows))


def pdf(objects: str) -> bytes:
    return f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n{objects}\ntrailer<</Root 1 0 R>>\n%%EOF".encode()


@pytest.mark.parametrize(
    "pages",
    [
        "2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj",
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 9>>endobj 3 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj",
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 999999999>>endobj 3 0 obj<</Type/Page/Parent 2 0 R>>endobj",
        "2 0 obj<</Type/Pages/Kids[" + "[" * 100_000,
        "2 0 obj<</Type/Pages/Kids" + "<<" * 100_000,
        "2 0 obj 2 0 R endobj",
    ],
)
def test_a_pdf_whose_pages_lead_round_is_rejected(pages: str, tmp_path: Path) -> None:
    assert reason(tmp_path, "a.pdf", pdf(pages))


# Pages, web archives, JSON, Markdown, sidecars


def page(inside: str) -> str:
    return f"<html><body><h1>夜校开班的通知</h1><p>{TEXT}</p>{inside}</body></html>"


PAGES = {
    "deep blocks": "<div>" * 100_000,
    "deep markup": "<b><i>" * 50_000,
    "deep links": "<a href=x>x" * 20_000,
    "deep tables": "<table><tr><td>x" * 10_000,
    "empty blocks": "<p></p>" * 100_000,
    "empty markup": "<span></span>" * 100_000,
    "many breaks": "x<br>" * 30_000,
    "breaks in a heading": "<h1>" + "x<br>" * 50_000,
    "wide table": "<table><tr>" + "<td>x</td>" * 50_000,
    "many tables": "<table><tr><td>x</td><td>y</td></tr></table>" * 10_000,
    "many attributes": "<p " + " ".join(f"a{i}=x" for i in range(10_000)) + ">",
    "long class": '<p class="' + "nav-x " * 100_000 + '">',
    "long style": '<p style="display' + " " * 500_000 + '">',
    "long entity": "&#" + "9" * 100_000 + ";" + "&" * 100_000,
    "many labels": "<p>来源：夜校</p>" * 30_000,
    "many footers": "<p>上一篇：夜校</p>" * 30_000,
    "huge line": TEXT * 100_000,
}


@pytest.mark.parametrize("inside", PAGES.values(), ids=PAGES)
def test_a_page_made_to_cost_much_is_read(inside: str, tmp_path: Path) -> None:
    reading(tmp_path, "a.html", page(inside).encode())


BEGINNINGS = {
    "comments": "<!--a-->" * 3000,
    "declarations": "<?xml ?>" * 3000,
    "open comments": "<!--" * 3000,
    "blank lines": "---\n" + "\n" * 60_000,
    "blank header": "---" + " \n" * 30_000,
    "headers": "a: b\n" * 10_000,
    "folded header": "a: b\n" + " x\n" * 20_000,
    "brackets": "[" * 60_000,
    "braces": '{"' * 30_000,
    "links": "<link " * 10_000,
}


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
@pytest.mark.parametrize("suffix", [".html", ".txt", ".md", ".mht", ".json", ".jsonl", ".csv"])
def test_a_beginning_made_to_keep_a_pattern_busy_is_recognised(
    beginning: str, suffix: str, tmp_path: Path
) -> None:
    read(tmp_path, f"a{suffix}", (beginning + "夜校").encode())


@pytest.mark.parametrize(
    "address", ["http://[a/b", "http://[a]b/c", "http://℀/b", "https://[::1/x"]
)
def test_an_address_that_names_no_host_is_passed_over(address: str, tmp_path: Path) -> None:
    content = f'<!-- saved from url=(0014){address} --><link rel="canonical" href="{address}">'
    found = reading(tmp_path, "a.html", (content + page("")).encode())
    assert found.article.url is None
    line = {"title": "夜校", "text": TEXT, "url": address}
    assert Findings([Evidence(FieldName.URL, address, "", 0.9)]).value(FieldName.URL) is None
    reading(tmp_path, "a.jsonl", str(line).replace("'", '"').encode())


def multipart(inside: str) -> bytes:
    return f'Content-Type: multipart/related; boundary="b"\n\n--b\n{inside}\n--b--\n'.encode()


ARCHIVED = {
    "many parts": multipart("\n--b\n" * 50_000),
    "deep parts": "".join(
        f'Content-Type: multipart/mixed; boundary="{i}"\n\n--{i}\n' for i in range(3000)
    ).encode(),
    "long header": multipart("Content-Type: text/html\n" + " x\n" * 100_000 + "\n<html>"),
    "many parameters": multipart("Content-Type: text/html" + "; a*0=x" * 20_000 + "\n\n<html>"),
    "unknown encoding": multipart(
        "Content-Type: text/html\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n@@@"
    ),
    "encoded address": multipart(
        f"Content-Type: text/html\nContent-Location: =?utf-8?q?{'=' * 9999}?=\n\n{page('')}"
    ),
}


@pytest.mark.parametrize("content", ARCHIVED.values(), ids=ARCHIVED)
def test_a_web_archive_made_to_cost_much_is_read_or_rejected(
    content: bytes, tmp_path: Path
) -> None:
    read(tmp_path, "a.mht", content)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 200_000,
        '[{"title":' * 50_000,
        '{"a":' * 200_000,
        f'[{{"title":{"9" * 100_000}}}]',
        f'[{{"title":NaN,"text":"{TEXT}"}}]',
        f'[{{"title":-Infinity,"text":"{TEXT}"}}]',
        f'[{{"title":"夜校","text":"{TEXT}","date":1e999}}]',
        f'[{{"title":"\\ud800","text":"\\udfff{TEXT}","section":[[]]}}]',
        "[{" + ",".join(f'"k{i}":1' for i in range(50_000)) + "}]",
    ],
)
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_json_made_to_fail_is_read_or_rejected(content: str, suffix: str, tmp_path: Path) -> None:
    read(tmp_path, f"a{suffix}", content.encode())


MARKDOWN = {
    "deep list in front matter": "---\ntitle: 夜校\nb: " + "[" * 5000 + "\n---\n正文。",
    "laughs in front matter": "---\na: &a [x,x]\n"
    + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(9)
    )
    + "title: *j\n---\n正文。",
    "an object in front matter": "---\ntitle: !!python/object:os.system x\n---\n正文。",
    "deep quotation": "# 夜校\n\n" + ">" * 20_000 + "夜",
    "deep list": "# 夜校\n\n" + "- " * 10_000 + "夜",
    "emphasis": "# 夜校\n\n" + "*a_ " * 10_000,
    "backticks": "# 夜校\n\n" + "".join("`" * i + " " for i in range(400)),
    "brackets": "# 夜校\n\n" + "[a](" * 5000,
    "wide table": "# 夜校\n\n|" + "a|" * 2000 + "\n|" + "-|" * 2000 + "\n" + "|a\n" * 500,
}


@pytest.mark.parametrize("content", MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_made_to_cost_much_is_read_or_rejected(content: str, tmp_path: Path) -> None:
    read(tmp_path, "a.md", content.encode())


def test_many_labels_below_a_text_are_read_in_linear_time(tmp_path: Path) -> None:
    content = f"夜校开班的通知\n\n{TEXT}\n" + "来源：夜校\n" * 60_000
    read(tmp_path, "a.txt", content.encode())


# Lines made to keep a pattern busy

UNITS = (
    " ", "\u3000", "\t", "。", "”", "（", "）", "【", "〔", "〔2024〕", "（2024）", "[", "1", "12 ", "年", "2024年",
    "2024年3月", "2024年3月8日", "2024-3-", "月", "日", "第", "第1", "第一", "号", "令", "令第", "来", "来 ", "来源",
    "来源 ", "来源：", "：", "首页>", " > ", " - ", "—", "本报", "本报记者", "云江记者", "网", "a", "a.", "<", "<!--",
    "<!--a-->", "<link ", "<meta name=url ", "-->", "&", "{", "}", "|", "、", "一", "十", "关于", "文 ", "文件", "/",
    "http://a/", '"', "《", "举报 ", " 举报", "大 ", "客户端", "下载", "扫", "附件", "一、", "ICP备", "转载", "云",
)  # fmt: skip
FRAMES = (("", "夜校"), ("（", ""), ("2024年", "x"), ("来源：", "。"))
LENGTHS = (5_000, 10_000, 20_000)
MOST_OF_HINT = 500  # characters: `page_hints` and `fields` let no more through


def _take(text: str) -> None:
    findings = Findings([Evidence(field, text[:MOST_OF_HINT], "", 0.9) for field in FieldName])
    findings.take(Line(text, 1))
    findings.take_bar(text)


def _find_title(text: str) -> None:
    hints = [Evidence(FieldName.TITLE, text[:MOST_OF_HINT], "网页的 <title>", 0.5)]
    titles.find_title([Line(text, 1), Line("夜校", 2)], [Line(text, 1)], True, hints)
    titles.find_told_title([Line(text, 1), Line(text[:9], 1)], hints)


JUDGES: dict[str, Callable[[str], object]] = {
    "labelled_values": lambda text: list(labels.labelled_values(text)),
    **{
        function.__name__: function
        for function in (
            labels.is_labelled, labels.is_lone_label, document_numbers.is_number_alone, paths.read_path,
            source_name,
            labels.is_bar, labels.is_matter, labels.is_publication, labels.is_byline,
            labels.byline_name, page_furniture.is_navigation, page_furniture.is_page_control,
            page_furniture.is_footer_start, page_furniture.is_list_heading, page_furniture.is_notice_of_site,
            page_furniture.is_weak_footer, titles.may_be_title, dates.find_date, dates.is_date, dates.day_or_none,
            document_numbers.canonical_number, body.is_prose,
        )
    },
    "find_title": _find_title,
    "find_own_number": lambda text: citations.find_own_number(text, ["夜校", text, text]),
    "cited_numbers": lambda text: citations.cited_numbers([text], text),
    "numbers_typed": lambda text: list(document_numbers.numbers_typed(text)),
    "number_to_look_up": document_numbers.number_to_look_up,
    "line_score": lambda text: body.line_score(Line(text, 1)),
    "find_body": lambda text: body.find_body([Line(TEXT, 1), Line(text, 2)]),
    "facts": _take,
    "site_of": lambda text: site_of(text.encode()),
    "recognize": lambda text: recognize(io.BytesIO(text.encode()[:HEAD_BYTES]), "a.html"),
    "page hints": lambda text: render_html(f"<html><title>{text}</title><p class='{text}'>{TEXT}"),
}  # fmt: skip


@pytest.mark.parametrize("name", JUDGES)
def test_no_line_keeps_a_judge_busy(name: str) -> None:
    for unit in UNITS:
        for before, after in FRAMES:
            for length in LENGTHS:
                text = before + unit * (length // len(unit)) + after
                what = f"{name} {before}{unit}…{after} {length}"
                with within(0.5, what):
                    try:
                        JUDGES[name](text)
                    except (UnreadableError, ValueError) as error:
                        assert str(error)


def test_the_alarm_of_these_tests_goes_off() -> None:
    with pytest.raises(TooSlowError), within(0.05, "too slow"), tempfile.TemporaryDirectory():
        re.match(r"(?:a|a)*b", "a" * 40)


@pytest.mark.parametrize(
    "content",
    [b"\0", b"title=", b"title = nan", b"title = inf", b"date = 10:00:00", b"section = [[[]]]",
     b"title = " + b"9" * 5000, b"[" * 5000, b'title = "a"\n\xff', b'"a\\nb" = 1'],
    ids=range(10),
)  # fmt: skip
def test_a_sidecar_that_says_nothing_is_rejected_in_one_line(
    content: bytes, tmp_path: Path
) -> None:
    page = "<h1>夜校开班的通知</h1><p>发布时间：2024-03-08</p><p>夜校下周开班，请大家相互转告。</p>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "a.meta.toml").write_bytes(content)
    items = list(read_file(single_file(tmp_path / "a.html")))
    rejections = [item for item in items if isinstance(item, Rejection)]
    assert [item.path for item in rejections] == ["a.meta.toml"]
    assert "\n" not in str(rejections[0])
    assert sum(isinstance(item, ReadArticle) for item in items) == 1
