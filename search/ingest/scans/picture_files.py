"""Picture files: what do PNG, JPEG and TIFF files say that are pictures of pages, alone or in a document?"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ...errors import UnreadableError, damaged
from ..lines.coverage import size_of
from ..lines.rendering import Rendering
from ..pdf.drawn import Box, DrawnPage
from ..pdf.pages import MOST_PAGES, rendering_of
from .installed import can_scan, unread
from .reading import Scanner
from .recognizer import Picture

if TYPE_CHECKING:
    from PIL import Image

_KINDS = ("PNG", "JPEG", "TIFF")
_MOST_PIXELS = 100_000_000  # A3 at 600 dots an inch has 70 million
_LONGEST_SIDE = 2400  # pixels: A4 at 200 dots an inch
_LEAST_SIDE = 300  # pixels: what is smaller is an icon, a logo, a banner
_TOO_SMALL = "图片太小，不像文件的一页"
_FEWEST = 30  # characters: fewer are those of a photograph
_DAMAGES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    MemoryError,
)


def read_picture(content: bytes) -> Rendering:
    """Render the pages that a picture shows. Raises UnreadableError."""
    if not can_scan():
        raise UnreadableError(unread("图片"))
    with _opened(content) as image:
        pages = list(_pages(image, content))
    if not pages:
        raise UnreadableError(_TOO_SMALL)
    if sum(size_of(page.text) for page in pages) < _FEWEST:
        raise UnreadableError(f"图片里认出的字不到 {_FEWEST} 个，不像文章")
    return rendering_of(pages, "图片")


def read_pictures(content: bytes, pictures: Sequence[bytes], kind: str) -> Rendering | None:
    """Render the pictures of pages in a document, by its content; None where they say hardly anything."""
    scanner = Scanner(content, len(pictures))
    pages = []
    for number, picture in enumerate(pictures, 1):
        with suppress(UnreadableError):  # a drawing, or an icon
            pages.append(scanner.page(number, partial(picture_of, picture)))
    size = sum(size_of(page.text) for page in pages)
    return rendering_of(pages, kind) if size >= _FEWEST else None


def picture_of(content: bytes) -> Picture:
    """Return the picture that a file is, the first of several. Raises UnreadableError."""
    with _opened(content) as image:
        if not _is_page(image):
            raise UnreadableError(_TOO_SMALL)
        return _pixels(image)


def page_of(parts: Sequence[tuple[bytes, Box]], wide: float, high: float) -> Picture:
    """Return the picture of a page that pictures are put together to, each in a box from the upper left.

    Raises UnreadableError.
    """
    from PIL import Image  # noqa: PLC0415

    scale = _LONGEST_SIDE / max(wide, high, 1.0)
    page = Image.new("RGB", (max(1, round(wide * scale)), max(1, round(high * scale))), "white")
    for content, box in parts:
        left, top, right, bottom = (round(place * scale) for place in box)
        size = (min(right - left, 2 * page.width), min(bottom - top, 2 * page.height))
        with _opened(content) as image:
            if min(size) > 0 and image.width * image.height <= _MOST_PIXELS:
                part = Image.fromarray(_pixels(image)[:, :, ::-1])
                page.paste(part.resize(size), (left, top))
    return np.ascontiguousarray(np.asarray(page, dtype=np.uint8)[:, :, ::-1])


def _opened(content: bytes) -> "Image.Image":
    """Open a picture; nothing is decoded yet. Raises UnreadableError."""
    from PIL import Image  # noqa: PLC0415 - optional

    # Of large pictures it would warn; we look at their size ourselves, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with _damage_named():
        return Image.open(io.BytesIO(content), formats=_KINDS)


def _is_page(image: "Image.Image") -> bool:
    """Say whether a picture may be that of a page. Raises UnreadableError for one of too many pixels."""
    if image.width * image.height > _MOST_PIXELS:
        raise UnreadableError("图片超过一亿像素；请用 200 至 300 dpi 重新扫描")
    return bool(min(image.size) >= _LEAST_SIDE)


def _pages(image: "Image.Image", content: bytes) -> Iterator[DrawnPage]:
    """Yield the pages of a picture file that are large enough to read. Raises UnreadableError."""
    with _damage_named():
        count = int(getattr(image, "n_frames", 1))
    if count > MOST_PAGES:
        raise UnreadableError(f"超过 {MOST_PAGES} 页；请拆开")
    scanner = Scanner(content, count)
    for number in range(count):
        with _damage_named():
            image.seek(number)
        if _is_page(image):
            yield scanner.page(number + 1, lambda: _pixels(image))


@contextmanager
def _damage_named() -> Iterator[None]:
    """Name damage of a picture; what Pillow warns of is none where it goes on."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _DAMAGES as error:
        raise damaged("图片") from error


@_damage_named()
def _pixels(frame: "Image.Image") -> Picture:
    """Return a picture upright as its camera tells, on white, no larger than it has to be."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    frame.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
    shown = ImageOps.exif_transpose(frame)
    if shown.mode.startswith("I"):  # 16 bits a pixel
        values = np.asarray(shown, dtype=np.float32)
        shown = Image.fromarray((values * (255.0 / max(values.max(), 1.0))).astype(np.uint8))
    shown.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.BOX)
    with_ground = shown.convert("RGBA")
    ground = Image.new("RGBA", with_ground.size, "white")
    ground.alpha_composite(with_ground)
    return np.ascontiguousarray(np.asarray(ground.convert("RGB"), dtype=np.uint8)[:, :, ::-1])
