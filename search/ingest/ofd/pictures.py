"""OFD pictures: what is on a page that has hardly any text, but pictures? They are put together, and recognised."""

from collections.abc import Callable, Iterator

from lxml import etree

from ...errors import UnreadableError
from ..lines.coverage import size_of
from ..pdf.drawn import Box, DrawnPage
from ..pdf.scanned import is_wanting
from ..scans.installed import can_scan
from ..scans.picture_files import page_of
from ..scans.reading import Scanner
from .values import numbers

_MOST_PICTURES = 200  # of a page: scanners cut one into strips

#: Finds the content of a picture by its identifier; None where it is not in the file.
Finder = Callable[[str], bytes | None]


def recognized(
    page: DrawnPage, root: etree._Element, find: Finder, scanner: Scanner, number: int
) -> DrawnPage:
    """Return a page as it was read, or as it is recognised where only pictures have its text."""
    if not (can_scan() and page.drawing.images and is_wanting(page)):
        return page
    wide, high = page.box[2], page.box[3]
    try:
        found = scanner.page(number, lambda: page_of(list(_pictures(root, find)), wide, high))
    except UnreadableError:  # its pictures are of no kind that is read
        return page
    return found if size_of(found.text) > size_of(page.text) else page


def _pictures(root: etree._Element, find: Finder) -> Iterator[tuple[bytes, Box]]:
    """Yield the pictures of a page with their boxes: points, from its upper left corner."""
    points = 72 / 25.4
    for item, _ in zip(root.iter("ImageObject"), range(_MOST_PICTURES), strict=False):
        box = numbers(item.get("Boundary"))
        content = find(item.get("ResourceID") or "")
        if content is not None and len(box) == 4:
            x, y, wide, high = (place * points for place in box)
            yield content, (x, y, x + wide, y + high)
