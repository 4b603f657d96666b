"""Scanned: which pages of a PDF are pictures, or have a text layer that says nothing? They are recognised."""

import re

import numpy as np
import pypdfium2

from ...text.characters import HAN
from ..files.decoding import share_of_common
from ..lines.coverage import size_of
from ..scans.installed import can_scan
from ..scans.reading import Scanner
from ..scans.recognizer import Picture
from .drawn import DrawnPage

_DOTS, _LONGEST_SIDE = 200, 2400  # an inch, unless that makes more pixels
_FEW = 60  # characters, that a scanner or a stamp adds to a picture of a page
_COVERED = 0.5  # of the page by pictures
_UNREADABLE = 0.3  # of a page's characters
_FEWEST = 20  # characters that tell whether a text layer is one
_SAMPLE, _FEWEST_HAN, _LEAST_COMMON = 4000, 50, 0.4  # characters that tell whether they are text
_DARK = 200  # of 255
_HAN = re.compile(f"[{HAN}]+")
# Of private use, controls, what stands for damage, and what GB18030 makes that is read as Latin-1.
_NONSENSE = re.compile(
    "[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f\x80-\x9f¡-¶¸-Ö\U000f0000-\U0010ffff]"
)
# What bytes in a wrong encoding give again and again.
_MOJIBAKE = re.compile("锟斤拷|烫烫烫|屯屯屯")


def recognized(
    page: pypdfium2.PdfPage, read: DrawnPage, scanner: Scanner, number: int
) -> DrawnPage:
    """Return a page as it was read, or as it is recognised where its text layer says nothing."""
    if not (can_scan() and is_wanting(read)) or _is_blank(page):
        return read
    found = scanner.page(number, lambda: _picture(page, _scale(page)))
    is_better = size_of(found.text) > (0 if says_nothing(read) else size_of(read.text))
    return found if is_better else read


def is_wanting(page: DrawnPage) -> bool:
    """Say whether a page has no text, hardly any and a picture that covers it, or nonsense."""
    return says_nothing(page) or (
        size_of(page.text) < _FEW and (not page.text or _is_covered(page))
    )


def says_nothing(page: DrawnPage) -> bool:
    """Say whether a text layer is there, but not what the page shows.

    A font that tells other characters than it shows gives Chinese ones of every kind: few are in use.
    """
    han = "".join(_HAN.findall(page.text[:_SAMPLE]))
    if len(han) >= _FEWEST_HAN and share_of_common(han) < _LEAST_COMMON:
        return True
    total = size_of(page.text) + page.unmapped
    nonsense = page.unmapped + len(_NONSENSE.findall(page.text))
    nonsense += sum(map(len, _MOJIBAKE.findall(page.text)))
    return total >= _FEWEST and nonsense > _UNREADABLE * total


def _is_covered(page: DrawnPage) -> bool:
    left, bottom, right, top = page.box
    covered = sum((c - a) * (d - b) for a, b, c, d in page.drawing.images)
    return covered >= _COVERED * (right - left) * (top - bottom)


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    return bool(np.min(_picture(page, 100 / max(page.get_size()))) > _DARK)


def _scale(page: pypdfium2.PdfPage) -> float:
    return float(min(_DOTS / 72, _LONGEST_SIDE / max(*page.get_size(), 1.0)))


def _picture(page: pypdfium2.PdfPage, scale: float) -> Picture:
    bitmap = page.render(scale=scale)
    try:
        return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
