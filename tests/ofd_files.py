"""OFD files for the tests, made here: pages of text drawn in millimetres from the upper left corner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from .files import archive_of

NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
INDENT = "\u3000\u3000"


@dataclass
class Document:
    """A document of a file: its pages, and what stands beside them."""

    pages: Sequence[str]
    info: str = ""  # elements of DocInfo
    templates: Sequence[str] = ()  # what each draws
    annotations: Mapping[int, str] = field(default_factory=dict)  # by page, from 0
    attached: Mapping[str, bytes] = field(default_factory=dict)
    tags: str = ""  # elements of a file of tags
    resources: str = ""  # elements of PublicRes


def text(
    words: str,
    x: float,
    y: float,
    size: float = 5.6,
    more: str = "",
    inside: str = "",
    name: int = 0,
) -> str:
    """Draw words from a point on their baseline, in type of a size."""
    steps = " ".join(f"{size if one >= '⺀' else size / 2:g}" for one in words[:-1])
    delta = f' DeltaX="{steps}"' if steps else ""
    identifier = f' ID="{name}"' if name else ""
    return (
        f'<ofd:TextObject{identifier} Boundary="{x:g} {y - size:g} {size * len(words) + 1:g} {size * 1.3:g}"'
        f' Font="1" Size="{size:g}" {more}>{inside}'
        f'<ofd:TextCode X="0" Y="{size:g}"{delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def colour(value: str) -> str:
    """Fill with a colour: 255 0 0."""
    return f'<ofd:FillColor Value="{value}"/>'


def centred(words: str, y: float, size: float = 7.8, more: str = "", inside: str = "") -> str:
    """Draw words in the middle of an A4 page."""
    wide = sum(size if one >= "⺀" else size / 2 for one in words)
    return text(words, 105 - wide / 2, y, size, more, inside)


def lines(words: str, y: float, size: float = 5.6, wide: int = 28, leading: float = 10) -> str:
    """Draw words in lines of so many characters, from the left margin of an official paper."""
    parts = [words[at : at + wide] for at in range(0, len(words), wide)]
    return "".join(text(part, 28, y + n * leading, size) for n, part in enumerate(parts))


def path(data: str, more: str = "", inside: str = "") -> str:
    """Draw a path over the whole page."""
    return (
        f'<ofd:PathObject Boundary="0 0 210 297" {more}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def rule(x: float, y: float, to_x: float, to_y: float) -> str:
    """Draw a line."""
    return path(f"M {x} {y} L {to_x} {to_y}")


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Draw the lines of a table."""
    across = "".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def picture() -> str:
    """Draw a picture over the whole page."""
    return '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>'


def ofd(
    *documents: Document | str, names: str = NAMES, more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Make a file of documents, or of one page each; `names` declares the namespace."""
    members: dict[str, str | bytes] = {}
    bodies = []
    for number, given in enumerate(documents):
        document = Document([given]) if isinstance(given, str) else given
        folder = f"Doc_{number}"
        bodies.append(
            f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{number}</ofd:DocID>{document.info}</ofd:DocInfo>"
            f"<ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        )
        members |= {f"{folder}/{path}": part for path, part in _parts(document, names).items()}
    members["OFD.xml"] = f'<ofd:OFD {names} Version="1.0" DocType="OFD">{"".join(bodies)}</ofd:OFD>'
    return archive_of(members | dict(more or {}))


def _parts(document: Document, names: str) -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {
        "PublicRes.xml": f'<ofd:Res {names} BaseLoc="Res">{document.resources}</ofd:Res>'
    }
    common = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common += "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    used = ""
    for number, drawn in enumerate(document.templates):
        common += f'<ofd:TemplatePage ID="{900 + number}" BaseLoc="Tpls/Tpl_{number}/Content.xml"/>'
        used += f'<ofd:Template TemplateID="{900 + number}" ZOrder="Background"/>'
        parts[f"Tpls/Tpl_{number}/Content.xml"] = _page(drawn, "", names)
    pages = ""
    for number, drawn in enumerate(document.pages):
        pages += f'<ofd:Page ID="{800 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        parts[f"Pages/Page_{number}/Content.xml"] = _page(drawn, used, names)
    rest = ""
    if document.annotations:
        rest += "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        listed = ""
        for number, drawn in document.annotations.items():
            listed += f'<ofd:Page PageID="{800 + number}"><ofd:FileLoc>Page_{number}.xml</ofd:FileLoc></ofd:Page>'
            parts[f"Annots/Page_{number}.xml"] = f"<ofd:PageAnnot {names}>{drawn}</ofd:PageAnnot>"
        parts["Annots/Annotations.xml"] = f"<ofd:Annotations {names}>{listed}</ofd:Annotations>"
    if document.attached:
        rest += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        listed = ""
        for number, (name, content) in enumerate(document.attached.items()):
            listed += f'<ofd:Attachment ID="{number}" Name="{name}">'
            listed += f"<ofd:FileLoc>file{number}.bin</ofd:FileLoc></ofd:Attachment>"
            parts[f"Attachs/file{number}.bin"] = content
        parts["Attachs/Attachments.xml"] = f"<ofd:Attachments {names}>{listed}</ofd:Attachments>"
    if document.tags:
        rest += "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>"
        parts["Tags/CustomTags.xml"] = (
            f"<ofd:CustomTags {names}><ofd:CustomTag><ofd:FileLoc>Tag.xml</ofd:FileLoc>"
            "</ofd:CustomTag></ofd:CustomTags>"
        )
        parts["Tags/Tag.xml"] = f"<公文 {names}>{document.tags}</公文>"
    parts["Document.xml"] = (
        f"<ofd:Document {names}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages>{rest}</ofd:Document>"
    )
    return parts


def _page(drawn: str, templates: str, names: str) -> str:
    return (
        f'<ofd:Page {names}>{templates}<ofd:Content><ofd:Layer ID="2">{drawn}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )
