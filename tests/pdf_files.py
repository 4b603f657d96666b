"""PDF files for the tests, made here: pages of text drawn anywhere, at any angle, in any colour."""

import math
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
_DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
    " /ItalicAngle 0 /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>"
)
_STATES = "/ExtGState << /Faint << /ca 0.2 /CA 0.2 >> >>"


@dataclass
class Sheet:
    """A page: what it draws, how it is shown, what it refers to."""

    content: str
    rotate: int = 0
    box: tuple[float, float, float, float] = (0, 0, *A4)
    forms: dict[str, tuple[str, str]] = field(default_factory=dict)  # name: content, more keys
    annotations: tuple[str, ...] = ()


def text(
    words: str,
    x: float,
    y: float,
    size: float = 12,
    angle: float = 0,
    before: str = "",
    font: str = "Song",
) -> str:
    """Draw words from a point; `before` sets the colour or the mode: 0.8 g, 3 Tr."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    drawn = words.encode("utf-16-be").hex()
    return f"q {before} BT /{font} {size} Tf {c:.6f} {s:.6f} {-s:.6f} {c:.6f} {x} {y} Tm <{drawn}> Tj ET Q\n"


def lines(
    words: str, x: float, y: float, size: float = 12, wide: int = 36, leading: float = 1.6
) -> str:
    """Draw words in lines of so many characters, from the top."""
    parts = [words[at : at + wide] for at in range(0, len(words), wide)]
    return "".join(text(part, x, y - n * leading * size, size) for n, part in enumerate(parts))


def rule(x: float, y: float, to_x: float, to_y: float) -> str:
    """Draw a line."""
    return f"0.5 w {x} {y} m {to_x} {to_y} l S\n"


def grid(xs: list[float], ys: list[float]) -> str:
    """Draw the lines of a table."""
    across = "".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def pdf(*sheets: Sheet | str, catalog: str = "") -> bytes:
    """Make a PDF of pages, or of what they draw: Chinese in a font that is not embedded."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body if isinstance(body, bytes) else body.encode())
        return len(objects)

    def stream(keys: str, content: str) -> int:
        body = content.encode("latin-1")
        return add(f"<< {keys} /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream")

    root, tree = add(""), add("")
    fonts = (
        f"/Font << /Song {add(_font('UniGB-UCS2-H'))} 0 R /Down {add(_font('UniGB-UCS2-V'))} 0 R"
    )
    fonts += f" /Mute {add(_mute())} 0 R >>"
    picture = stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
        "\xf0",
    )
    pages = []
    for given in sheets:
        sheet = Sheet(given) if isinstance(given, str) else given
        keys = (
            f"/Type /XObject /Subtype /Form /BBox [0 0 842 842] /Resources << {_STATES} {fonts} >>"
        )
        forms = "".join(
            f" /{name} {stream(f'{keys} {more}', content)} 0 R"
            for name, (content, more) in sheet.forms.items()
        )
        drawn = stream("", sheet.content)
        notes = " ".join(f"{add(note)} 0 R" for note in sheet.annotations)
        box = " ".join(map(str, sheet.box))
        pages.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [{box}] /Rotate {sheet.rotate}"
                f" /Contents {drawn} 0 R /Annots [{notes}]"
                f" /Resources << {_STATES} {fonts} /XObject << /Picture {picture} 0 R{forms} >> >> >>"
            )
        )
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects[tree - 1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    objects[root - 1] = f"<< /Type /Catalog /Pages {tree} 0 R {catalog} >>".encode()
    return _written(objects, root)


def _font(encoding: str) -> str:
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} /DescendantFonts ["
        " << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> /DW 1000 /W [1 95 500]"
        f" /FontDescriptor {_DESCRIPTOR} >> ] >>"
    )


def _mute() -> str:
    """Return a font that does not tell which characters its glyphs are."""
    return (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Mute /Encoding /Identity-H /DescendantFonts ["
        " << /Type /Font /Subtype /CIDFontType2 /BaseFont /Mute /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000"
        f" /FontDescriptor {_DESCRIPTOR.replace('STSong-Light', 'Mute')} >> ] >>"
    )


def _written(objects: list[bytes], root: int) -> bytes:
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        written
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
        + f"trailer << /Size {len(objects) + 1} /Root {root} 0 R >>\n".encode()
        + f"startxref\n{len(written)}\n%%EOF".encode()
    )
