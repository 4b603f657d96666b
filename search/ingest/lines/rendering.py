"""Rendering: what does a reader see of a document? Lines from top to bottom, with what markup tells of them.

Every format that is not made of named fields becomes a `Rendering` first; `understanding` makes an
article of it, so pages, pasted text, Word and PDF are understood by one set of rules.
"""

from dataclasses import dataclass
from enum import Enum, auto

from ..fields.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: stripped, with what its white space and its markup said."""

    text: str  # without line breaks
    number: int  # from 1, in the order of the document; in pasted text, of the line in the file
    indented: bool = False
    after_blank: bool = False
    level: int | None = None  # of a heading or title by its markup (h1, a style), 1 the outermost
    linked: float = 0.0  # share of its characters that stand in links
    apart: int = 0  # blocks that the markup closes and opens between the line before and this one
    place: int = 0  # what its markup calls its place: 1 text, -1 what stands around it, 0 unknown


class Form(Enum):
    """What a document's lines are, and what else stands among them."""

    PAGE = auto()  # whole paragraphs, with markup, amid the furniture of a site
    PASTED = auto()  # perhaps parts of paragraphs, amid the furniture, and nothing marks them
    DOCUMENT = auto()  # whole paragraphs, and nothing but the document: Word, PDF


@dataclass(frozen=True, slots=True)
class Rendering:
    """A document as lines; `hints` are what it says of itself outside them, such as meta tags."""

    lines: tuple[Line, ...]
    form: Form
    hints: tuple[Evidence, ...] = ()
