"""Files of other programs than Word for the tests, made here: OpenDocument, slides, books, RTF, mail."""

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from xml.sax.saxutils import escape

from .compound import Folder, compound
from .files import archive_of

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN_NAMES = " ".join(
    f'xmlns:{short}="{_OASIS}{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("meta", "meta"), ("manifest", "manifest"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip


SENT = datetime(2024, 5, 20, 9, 30, tzinfo=UTC)
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def open_document(
    body: str,
    styles: str = "",
    kind: str = "text",
    more: Mapping[str, str | bytes] | None = None,
    manifest: str = "",
) -> bytes:
    """Make an OpenDocument file of the inside of its body; `kind` is text, spreadsheet or presentation."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    members: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "META-INF/manifest.xml": f"<manifest:manifest {OPEN_NAMES}>{manifest}</manifest:manifest>",
        "content.xml": f"<office:document-content {OPEN_NAMES}>{content}</office:document-content>",
    }
    return archive_of(members | dict(more or {}))


def paragraph(words: str, style: str = "", tag: str = "p", more: str = "") -> str:
    """Write a paragraph of OpenDocument; `words` may hold elements."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:{tag}{named} {more}>{words}</text:{tag}>"


def open_table(*rows: Sequence[object], name: str = "表") -> str:
    """Write a table of OpenDocument; numbers stand as numbers."""
    written = ""
    for row in rows:
        cells = ""
        for value in row:
            kind = "float" if isinstance(value, int | float) else "string"
            told = f' office:value="{value}"' if kind == "float" else ""
            cells += f'<table:table-cell office:value-type="{kind}"{told}>'
            cells += f"{paragraph(escape(str(value)))}</table:table-cell>"
        written += f"<table:table-row>{cells}</table:table-row>"
    return f'<table:table table:name="{name}">{written}</table:table>'


_DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_PRESENTATION = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def shape(*paragraphs: str, kind: str = "") -> str:
    """Draw a shape with text on a slide; `kind` is that of a placeholder: title, ftr."""
    placeholder = f'<p:ph type="{kind}"/>' if kind else ""
    texts = "".join(f"<a:p><a:r><a:t>{escape(words)}</a:t></a:r></a:p>" for words in paragraphs)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="s"/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>'
        f"<p:txBody>{texts}</p:txBody></p:sp>"
    )


def slide_table(*rows: Sequence[str]) -> str:
    """Draw a table on a slide."""
    written = ""
    for row in rows:
        texts = (f"<a:p><a:r><a:t>{escape(cell)}</a:t></a:r></a:p>" for cell in row)
        cells = "".join(f"<a:tc><a:txBody>{text}</a:txBody></a:tc>" for text in texts)
        written += f"<a:tr>{cells}</a:tr>"
    table = f"<a:graphic><a:graphicData><a:tbl>{written}</a:tbl></a:graphicData></a:graphic>"
    return f"<p:graphicFrame>{table}</p:graphicFrame>"


def presentation(*slides: str, hidden: Sequence[int] = ()) -> bytes:
    """Make a .pptx of what its slides draw; those whose number, from 0, is in `hidden` are not shown."""
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(len(slides)))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATED}/slide" Target="slides/slide{n + 1}.xml"/>'
        for n in range(len(slides))
    )
    names = f'{_PRESENTATION} {_DRAWING} xmlns:r="{_RELATED}"'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "ppt/presentation.xml": f"<p:presentation {names}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
    }
    for number, drawn in enumerate(slides):
        show = ' show="0"' if number in hidden else ""
        members[f"ppt/slides/slide{number + 1}.xml"] = (
            f"<p:sld {names}{show}><p:cSld><p:spTree>{drawn}</p:spTree></p:cSld></p:sld>"
        )
    return archive_of(members)


def book(title: str, *pages: str, day: str = "") -> bytes:
    """Make an EPUB of the inside of its pages' bodies."""
    items = "".join(
        f'<item id="p{n}" href="text/p{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(pages))
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    told = f"<dc:title>{escape(title)}</dc:title>" + (f"<dc:date>{day}</dc:date>" if day else "")
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
        ),
        "OEBPS/content.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata>{told}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
        ),
    }
    for number, body in enumerate(pages):
        members[f"OEBPS/text/p{number}.xhtml"] = (
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>页</title></head>'
            f"<body>{body}</body></html>"
        )
    return archive_of(members)


def in_rich_text(words: str) -> str:
    """Write Chinese as RTF does: bytes of GBK in hexadecimal."""
    return "".join(
        one if one.isascii() else "".join(f"\\'{byte:02x}" for byte in one.encode("gb18030"))
        for one in words
    )


def rich_text(body: str, title: str = "") -> bytes:
    """Make an RTF file as Chinese programs write it; texts of the body are written by `in_rich_text`."""
    info = f"{{\\info{{\\title {in_rich_text(title)}}}}}" if title else ""
    fonts = (
        "{\\fonttbl{\\f0\\fnil\\fcharset134 "
        + in_rich_text("宋体")
        + ";}{\\f1\\froman\\fcharset0 Times;}}"
    )
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0{fonts}{{\\colortbl;\\red0\\green0\\blue0;}}{info}{body}}}".encode(
        "ascii"
    )


def message(
    subject: str,
    body: str,
    page: str = "",
    attached: Mapping[str, bytes] | None = None,
    sent: datetime = SENT,
) -> bytes:
    """Make an .eml, its text plain, and as a page."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = (
        subject,
        "zhang@sanjiang.example",
        "all@sanjiang.example",
    )
    made["Date"] = sent
    made.set_content(body)
    if page:
        made.add_alternative(page, subtype="html")
    for name, content in (attached or {}).items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def _text_stream(number: str, words: str) -> tuple[str, bytes]:
    return f"__substg1.0_{number}001F", words.encode("utf-16-le")


def _letter(
    subject: str, body: str, attached: Mapping[str, bytes | Folder], header: int, sent: datetime
) -> Folder:
    """Make the storage of a message, by what Outlook calls its properties."""
    ticks = int((sent - _EPOCH).total_seconds()) * 10**7
    properties = bytes(header) + struct.pack("<IIQ", 0x00390040, 6, ticks)
    folder: Folder = {"__properties_version1.0": properties}
    folder |= dict([_text_stream("0037", subject), _text_stream("1000", body)])
    for number, (name, content) in enumerate(attached.items()):
        inside: Folder = {"__properties_version1.0": bytes(8)}
        inside |= dict([_text_stream("3707", name)])
        kind = "0102" if isinstance(content, bytes) else "000D"
        inside[f"__substg1.0_3701{kind}"] = content
        folder[f"__attach_version1.0_#{number:08X}"] = inside
    return folder


def letter_within(subject: str, body: str) -> Folder:
    """Make a message that is attached to another."""
    return _letter(subject, body, {}, 24, SENT)


def outlook(
    subject: str,
    body: str,
    attached: Mapping[str, bytes | Folder] | None = None,
    sent: datetime = SENT,
) -> bytes:
    """Make a .msg."""
    return compound(_letter(subject, body, attached or {}, 32, sent))
