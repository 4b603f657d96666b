"""Rendering: what does a reader see of a document? Lines from top to bottom, with what markup tells of them.

Every format that is not made of named fields becomes a `Rendering` first; `understanding` makes an
article of it, so pages, pasted text, Word and PDF are understood by one set of rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from ..fields.audience import NOTHING_TOLD, Told
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
    crumbs: bool = False  # its markup calls its place that of a breadcrumb


class Form(Enum):
    """What a document's lines are, and what else stands among them."""

    PAGE = auto()  # whole paragraphs, with markup, amid the furniture of a site
    PASTED = auto()  # perhaps parts of paragraphs, amid the furniture, and nothing marks them
    DOCUMENT = auto()  # whole paragraphs, and nothing but the document: Word, PDF


@dataclass(frozen=True, slots=True)
class SetAside:
    """What a reader passes over on purpose, by a rule that has a name."""

    rule: str  # in Chinese: 批注, 脚本
    characters: int  # without white space
    remark: str = ""  # what users should hear of it, in full: 2 个批注未收入; nothing of menus


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in a file beside its document, to be read by itself: an attachment, a second document."""

    path: str  # within the file
    read: Callable[[], "Rendering | bytes"]  # raises UnreadableError


@dataclass(frozen=True, slots=True)
class Rendering:
    """A document as lines; `hints` are what it says of itself outside them, such as meta tags.

    `held` is how many characters its source holds, without white space, counted in another way
    than the lines were made: what is neither in the lines nor in `set_aside` was lost.
    """

    lines: tuple[Line, ...]
    form: Form
    hints: tuple[Evidence, ...] = ()
    held: int | None = None  # None where nobody counted
    set_aside: tuple[SetAside, ...] = ()
    no_text: str = ""  # in Chinese: why there may be no text, to be said where none is found
    beside: tuple[Beside, ...] = ()
    recognized: tuple[
        tuple[str, float], ...
    ] = ()  # on pictures: lines, and how sure each is, 0 to 1
    told: Told = NOTHING_TOLD  # what it says, outside its lines, of who may read it
