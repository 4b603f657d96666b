"""Scans for the tests, made here: pages drawn as a PDF and as a picture, worn as a scanner wears them.

What is drawn stands in one place, so a scan and the file it was printed from can be compared.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from .pdf_files import A4, pdf, rule, text

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
_SIMPLIFIED = 2  # the face of Noto's collections that draws characters as in China
_DPI = 150
_INK, _PAPER = 0.86, 232  # of a scanner: how black black is, of 255 how white paper
RED = (222, 60, 58)


@dataclass
class Sheet:
    """A page of A4: words from a point (points, from the lower left), and lines."""

    words: list[tuple[str, float, float, float]] = field(default_factory=list)  # x, y, size
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    colour: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # of words, by number

    def put(
        self,
        words: str,
        x: float,
        y: float,
        size: float = 16,
        colour: tuple[int, int, int] | None = None,
    ) -> None:
        """Draw words from a point."""
        if colour:
            self.colour[len(self.words)] = colour
        self.words.append((words, x, y, size))

    def centred(self, words: str, y: float, size: float) -> None:
        """Draw words in the middle of the page."""
        self.put(words, (A4[0] - _width(words, size)) / 2, y, size)

    def table(
        self,
        rows: Sequence[Sequence[str]],
        x: float,
        y: float,
        widths: Sequence[float],
        size: float = 14,
    ) -> float:
        """Draw a table from its upper left corner; return where it ends."""
        high = 1.8 * size
        xs = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            for cell, left in zip(row, xs, strict=False):
                self.put(cell, left + 5, y - number * high - 1.2 * size, size)
        bottom = y - len(rows) * high
        self.rules += [(xs[0], y - at * high, xs[-1], y - at * high) for at in range(len(rows) + 1)]
        self.rules += [(left, y, left, bottom) for left in xs]
        return bottom


def as_pdf(*sheets: Sheet) -> bytes:
    """Make a PDF with a text layer."""
    return pdf(
        *(
            "".join(text(*words) for words in sheet.words)
            + "".join(rule(*line) for line in sheet.rules)
            for sheet in sheets
        )
    )


def as_picture(sheet: Sheet, dpi: int = _DPI) -> Image.Image:
    """Draw a page as a printer does."""
    scale = dpi / 72
    picture = Image.new("RGB", (round(A4[0] * scale), round(A4[1] * scale)), "white")
    pen = ImageDraw.Draw(picture)
    for number, (words, x, y, size) in enumerate(sheet.words):
        ink = sheet.colour.get(number, (0, 0, 0))
        for character, left in zip(words, _lefts(words, x, size), strict=True):
            place = left * scale, (A4[1] - y) * scale
            pen.text(place, character, fill=ink, font=_font(round(size * scale)), anchor="ls")
    for x, y, to_x, to_y in sheet.rules:
        ends = (x * scale, (A4[1] - y) * scale, to_x * scale, (A4[1] - to_y) * scale)
        pen.line(ends, fill=0, width=max(1, round(0.75 * scale)))
    return picture


def worn(
    picture: Image.Image,
    lean: float = 1.0,
    noise: float = 10.0,
    seal: tuple[float, float] | None = (0.62, 0.35),
    seed: int = 1,
) -> Image.Image:
    """Return a page as it comes from a scanner: leaning by degrees, grey, noisy, with a round red seal.

    The seal stands at shares of width and height; its ink lets the black beneath it through.
    """
    if seal:
        picture = ImageChops.multiply(picture, _sealed(picture.size, seal))
    picture = picture.rotate(lean, Image.Resampling.BICUBIC, fillcolor="white")
    values = np.asarray(picture, dtype=np.float32) * _INK + (_PAPER - 255 * _INK)
    values = values + np.random.default_rng(seed).normal(0, noise, values.shape)
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _sealed(size: tuple[int, int], place: tuple[float, float]) -> Image.Image:
    layer = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(layer)
    x, y, reach = place[0] * size[0], place[1] * size[1], 0.1 * size[0]
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), outline=RED, width=round(reach / 12))
    pen.text((x, y), "★", fill=RED, font=_font(round(reach * 0.7)), anchor="mm")
    return layer


def jpeg(picture: Image.Image, quality: int = 75, dpi: int = _DPI) -> bytes:
    """Save a picture as JPEG."""
    return _saved([picture], "JPEG", quality=quality, dpi=(dpi, dpi))


def png(picture: Image.Image) -> bytes:
    """Save a picture as PNG."""
    return _saved([picture], "PNG")


def tiff(*pictures: Image.Image) -> bytes:
    """Save pictures as the pages of a TIFF."""
    return _saved(pictures, "TIFF", compression="jpeg")


def scanned_pdf(*pictures: Image.Image, dpi: int = _DPI) -> bytes:
    """Save pictures as the pages of a PDF without a text layer."""
    return _saved(pictures, "PDF", resolution=dpi, quality=75)


def with_layer(picture: Image.Image, layer: Sheet) -> bytes:
    """Save a picture as the page of a PDF, with words that nobody sees."""
    unseen = "".join(text(*words, before="3 Tr") for words in layer.words)
    document = pypdfium2.PdfDocument(pdf(unseen))
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(jpeg(picture)), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(*A4))
    page = document[0]
    page.insert_obj(image)
    page.gen_content()
    content = io.BytesIO()
    document.save(content)
    document.close()
    return content.getvalue()


def _saved(pictures: Sequence[Image.Image], kind: str, **how: object) -> bytes:
    content = io.BytesIO()
    more = {"save_all": True, "append_images": list(pictures[1:])} if len(pictures) > 1 else {}
    pictures[0].save(content, kind, **more, **how)
    return content.getvalue()


def has_font() -> bool:
    """Say whether there is a font here to draw Chinese with."""
    return any(Path(name).exists() for name in _FONTS)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    place = next(name for name in _FONTS if Path(name).exists())
    return ImageFont.truetype(place, size, index=_SIMPLIFIED if "Noto" in place else 0)


def _advance(character: str, size: float) -> float:
    return size / 2 if character.isascii() else size


def _width(words: str, size: float) -> float:
    return sum(_advance(character, size) for character in words)


def _lefts(words: str, x: float, size: float) -> list[float]:
    lefts = []
    for character in words:
        lefts.append(x)
        x += _advance(character, size)
    return lefts
