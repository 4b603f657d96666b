"""Reading scans: what does a page say that is a picture? Remembered, or recognised now."""

import hashlib
from collections.abc import Callable

from ..files.listing import shown_digest
from ..pdf.drawn import DrawnPage
from .drawn import drawn_page
from .memory import memory
from .page import RecognizedPage
from .recognizer import Picture


class Scanner:
    """Reads the pages of one document that are pictures."""

    def __init__(self, content: bytes, pages: int = 1, part: str = "") -> None:
        """Take the content of a file, and which part of it the document is.

        Its pages are remembered by these, and by their number, from 1.
        """
        self._digest = shown_digest(hashlib.blake2b(content + part.encode()))
        self._pages = pages

    def page(self, number: int, draw: Callable[[], Picture]) -> DrawnPage:
        """Return what a page says, which is drawn only where nothing is remembered of it."""
        return drawn_page(self._recognized(number, draw))

    def _recognized(self, number: int, draw: Callable[[], Picture]) -> RecognizedPage:
        key = f"{self._digest}-{number}"
        known = memory().known(key)
        if known is not None:
            return known
        from .recognition import recognized_page  # noqa: PLC0415 - loads what is optional

        page = recognized_page(draw())
        memory().keep(key, page, min(number / self._pages, 1.0))
        return page
