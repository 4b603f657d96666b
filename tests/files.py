"""Files of many formats for the tests, made here: archives, workbooks, storages, saved pages."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

PAGE_TEXT = "关于夜校开班的通知\n发布时间：2024-03-08\n\n夜校下周开班，请大家相互转告。\n"
HTML = (
    "<!DOCTYPE html><html><head><title>云江</title></head><body><h1>关于夜校开班的通知</h1>"
    "<p>发布时间：2024-03-08</p><p>夜校下周开班，请大家相互转告。</p></body></html>"
)


def archive(**members: str | bytes) -> bytes:
    """Pack files; __ in a name stands for a dot, and ___ for a slash."""
    return archive_of(
        {n.replace("___", "/").replace("__", "."): content for n, content in members.items()}
    )


def archive_of(members: dict[str, str | bytes]) -> bytes:
    """Pack files by their paths."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path, content in members.items():
            zipped.writestr(path, content)
    return packed.getvalue()


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """Make an .xlsx of rows; a number stands as a number, all else as text."""
    names = [f"表{number}" for number in range(1, len(sheets) + 1)]
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{relation}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relation}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}</Relationships>',
    }
    for number, rows in enumerate(sheets, 1):
        body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet {main}><sheetData>{body}</sheetData></worksheet>"
        )
    return archive_of(members)


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_WORD_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:m="{_OFFICE}math" xmlns:r="{_OFFICE}relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def word_part(root: str, inside: str) -> str:
    """Write a part of a Word document: its root without w:, and what is in it."""
    return f"<w:{root} {_WORD_NAMES}>{inside}</w:{root}>"


def word_file(
    body: str,
    parts: dict[str, tuple[str, str | bytes]] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """Make a .docx of the inside of its body; `parts` have a kind and a content, by their file names.

    A part is related to the main one by an identifier that is its file name.
    """
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}relationships/{kind}" Target="{name}"/>'
        for name, (kind, _) in (parts or {}).items()
    )
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    folder, _, name = main.rpartition("/")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/{main}" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships {relations}><Relationship Id="r1" '
            f'Type="{_OFFICE}relationships/officeDocument" Target="{main}"/></Relationships>'
        ),
        main: word_part("document", f"<w:body>{body}</w:body>"),
        f"{folder}/_rels/{name}.rels": f"<Relationships {relations}>{listed}</Relationships>",
    }
    members |= {f"{folder}/{name}": content for name, (_, content) in (parts or {}).items()}
    return archive_of(members)


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = escape(str(value)).replace("\n", "&#10;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


_SECTOR, _LEAST_STREAM = 512, 4096  # bytes; what is smaller stands elsewhere


def storage(*names: str) -> bytes:
    """Make a file as Office used before 2007 with empty streams of these names (three at most)."""
    return storage_of(dict.fromkeys(names, b""))


def storage_of(streams: dict[str, bytes]) -> bytes:
    """Make a file as Office used before 2007 of streams (three at most, 60 KB in all)."""
    end, free, table_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    table, contents = [table_sector, end], b""
    entries = [_entry("Root Entry", 5, child=1, right=free, start=end, size=0)]
    for number, (name, content) in enumerate(streams.items(), 1):
        size = max(len(content), _LEAST_STREAM) if content else 0
        padded = content.ljust(-(-size // _SECTOR) * _SECTOR, b"\0")
        start = len(table) if size else end
        sectors = len(padded) // _SECTOR
        table += [*range(len(table) + 1, len(table) + sectors), end] if sectors else []
        contents += padded
        right = number + 1 if number < len(streams) else free
        entries.append(_entry(name, 2, child=free, right=right, start=start, size=size))
    entries += [bytes(128)] * (4 - len(entries))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _LEAST_STREAM, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    listed = struct.pack(f"<{len(table)}I", *table) + struct.pack("<I", free) * (128 - len(table))
    return header + listed + b"".join(entries) + contents


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def saved_page(html: str, charset: str = "utf-8", encoding: str = "8bit") -> bytes:
    """Make an MHTML file as browsers save it."""
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.yunjiang.example/a.html\r\n"
        "Subject: =?utf-8?Q?a?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n'
        f"------b\r\nContent-Type: text/html; charset={charset}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n"
        "Content-Location: https://www.yunjiang.example/a.html\r\n\r\n"
    )
    picture = "\r\n------b\r\nContent-Type: image/png\r\n\r\nxx\r\n------b--\r\n"
    return head.encode() + html.encode(charset) + picture.encode()
