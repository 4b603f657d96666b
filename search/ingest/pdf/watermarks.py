"""PDF watermarks: which characters on a page are no text of it: stamped over it, or not to be seen?

A watermark is told by more than one sign: pale, large, slanted, over other text, on each page,
over and over. What is set aside is counted, and said where a reader sees it on the page.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..lines.rendering import SetAside
from .drawn import UNSEEN, Box, DrawnPage, Glyph, Style

_FAINT, _PALE = 0.3, 0.6  # strengths: hardly any text is fainter; much of it is stronger
_LARGE, _LARGER = 1.5, 1.25  # times the size of the text
_NEAR = 0.45  # of the size: a middle so near lies beneath
_OVER_TEXT = 0.3  # of the characters
_MOST_OF_PAGE = 0.4  # of the characters: so many are the text
_TIMES = 3  # on one page
_MARGIN = 0.1  # of the height of a page: where running lines stand
_GRID = 24.0  # points
_MOST_ASKED = 500  # characters of one look: so many tell what they lie on
_FEWEST_UNSEEN = 4  # characters, of which users should hear
_MOST_NAMED, _LONGEST_NAMED = 3, 20

_Look = tuple[int, int, int, bool]  # turn, size, strength in tenths, marked as an artifact


@dataclass(slots=True)
class Aside:
    """What was set aside of all pages."""

    watermarks: list[str] = field(default_factory=list)
    stamped: int = 0  # characters of watermarks
    unseen: int = 0  # characters that no reader sees
    outside: int = 0  # characters outside the page, or of what is shown of it

    def parts(self) -> tuple[SetAside, ...]:
        """Name the rules, and what users should hear of them."""
        parts = []
        if self.stamped:
            names = [f"“{name}”" for name in dict.fromkeys(self.watermarks)]
            more = "等" if len(names) > _MOST_NAMED else ""
            remark = f"水印{''.join(names[:_MOST_NAMED])}{more}未收入"
            parts.append(SetAside("水印", self.stamped, remark))
        if self.unseen:
            remark = f"{self.unseen} 个看不见的字未收入" if self.unseen >= _FEWEST_UNSEEN else ""
            parts.append(SetAside("看不见的字", self.unseen, remark))
        if self.outside:
            remark = (
                f"页面以外的 {self.outside} 个字未收入" if self.outside >= _FEWEST_UNSEEN else ""
            )
            parts.append(SetAside("页面以外的字", self.outside, remark))
        return tuple(parts)


def without_watermarks(pages: Sequence[DrawnPage]) -> tuple[list[DrawnPage], Aside]:
    """Return pages with only what is text of them, and what was set aside."""
    aside = Aside()
    shown = [_shown(page, aside) for page in pages]
    usual = _Usual.of(shown)
    looks = [_by_look(page, usual) for page in shown]
    repeated = Counter((look, _text(glyphs)) for page in looks for look, glyphs in page.items())
    kept = []
    for page, by_look in zip(shown, looks, strict=True):
        stamped: list[Glyph] = []
        grid = _Grid(page, by_look) if by_look else None
        for look, glyphs in by_look.items():
            text = _text(glyphs)
            times = repeated[look, text]
            is_repeated = len(pages) > 1 and times >= max(2, len(pages) // 2)
            if text and grid and _is_watermark(page, look, glyphs, usual, is_repeated, grid):
                stamped += glyphs
                aside.watermarks.append(_once(text)[:_LONGEST_NAMED])
                aside.stamped += len(text)
        gone = set(map(id, stamped))
        kept.append(_with(page, [g for g in page.glyphs if id(g) not in gone]) if gone else page)
    # What is as faint as paper and no watermark is meant for no reader.
    return [_seen(page, aside) for page in kept], aside


def _shown(page: DrawnPage, aside: Aside) -> DrawnPage:
    """Keep what stands on the page and is shown.

    Invisible text over a picture is what text recognition read there, and the text of a page that
    has no other.
    """
    left, bottom, right, top = page.box
    hidden = [style for style in page.styles if style.is_invisible]
    is_partly_hidden = 0 < len(hidden) < len(page.styles)
    is_plain = not is_partly_hidden and all(style.clip is None for style in page.styles)
    if is_plain and all(
        left <= g[3] and g[5] <= right and bottom <= g[2] <= top for g in page.glyphs
    ):
        return page
    glyphs = []
    for glyph in page.glyphs:
        x, y = _centre(glyph)
        clip = glyph.style.clip
        is_space = glyph.text.isspace()
        if not _holds(page.box, x, y) or (clip is not None and not _holds(clip, x, y)):
            aside.outside += not is_space
        elif (
            glyph.style.is_invisible and is_partly_hidden and not _is_on(page.drawing.images, glyph)
        ):
            aside.unseen += not is_space
        else:
            glyphs.append(glyph)
    return _with(page, glyphs) if len(glyphs) < len(page.glyphs) else page


def _seen(page: DrawnPage, aside: Aside) -> DrawnPage:
    """Drop what nobody can tell from the paper."""
    if all(style.strength > UNSEEN for style in page.styles):
        return page
    glyphs = [glyph for glyph in page.glyphs if _can_be_seen(page, glyph)]
    aside.unseen += len(page.glyphs) - len(glyphs)
    return _with(page, glyphs)


def _with(page: DrawnPage, glyphs: Sequence[Glyph]) -> DrawnPage:
    return replace(page, glyphs=tuple(glyphs))


@dataclass(frozen=True, slots=True)
class _Usual:
    """What most of the text looks like."""

    size: float
    strength: float

    @classmethod
    def of(cls, pages: Sequence[DrawnPage], least: float = _PALE) -> "_Usual":
        """Find it among what is stronger than `least`: a page may hold more of a stamp than of text."""
        sizes: Counter[float] = Counter()
        strengths: Counter[float] = Counter()
        for page in pages:
            counts = Counter(id(glyph[7]) for glyph in page.glyphs)
            for style in page.styles:
                strength = 1.0 if style.is_invisible else style.strength
                if style.turn % 90 == 0 and strength > least:
                    sizes[round(style.size)] += counts[id(style)]
                    strengths[strength] += counts[id(style)]
        if not sizes:
            return cls.of(pages, _FAINT) if least > _FAINT else cls(0.0, 0.0)
        return cls(sizes.most_common(1)[0][0], strengths.most_common(1)[0][0])


def _by_look(page: DrawnPage, usual: _Usual) -> dict[_Look, list[Glyph]]:
    """Gather what looks otherwise than text usually does."""
    found = {id(style): look for style in page.styles if (look := _look(style, usual))}
    looks: dict[_Look, list[Glyph]] = defaultdict(list)
    if found:
        for glyph in page.glyphs:
            look = found.get(id(glyph[7]))
            if look and (look[2] > _PALE * 10 or _strength(page, glyph) <= _PALE):
                looks[look].append(glyph)
    return looks


def _look(style: Style, usual: _Usual) -> _Look | None:
    """Return what characters look like, None where that is usual."""
    is_slanted = style.turn % 90 != 0
    is_pale = style.strength <= _PALE * min(1.0, usual.strength) and not style.is_invisible
    is_large = style.size >= _LARGE * usual.size
    if (
        not usual.size
        or style.is_invisible
        or not (is_slanted or is_pale or is_large or style.is_artifact)
    ):
        return None
    turn = 1 if is_slanted else style.turn
    return turn, round(style.size), round(style.strength * 10), style.is_artifact


def _is_watermark(
    page: DrawnPage,
    look: _Look,
    glyphs: list[Glyph],
    usual: _Usual,
    is_repeated: bool,
    grid: "_Grid",
) -> bool:
    """Weigh the signs of what looks alike on a page."""
    turn, size, tenths, is_artifact = look
    is_slanted, strength = turn % 90 != 0, tenths / 10
    is_pale = strength <= _PALE * min(1.0, usual.strength)
    is_large = size >= _LARGE * usual.size
    is_over = grid.is_under(look, glyphs)
    text = _text(glyphs)
    is_tiled = 1 < len(_once(text)) <= len(text) / _TIMES
    if is_slanted:
        signs = (is_pale, size >= _LARGER * usual.size, is_over, is_repeated, is_tiled, is_artifact)
        return any(signs)
    if len(glyphs) > _MOST_OF_PAGE * len(page.glyphs) and not (is_tiled and is_pale):
        return False
    is_set_apart = is_repeated and not all(_in_margin(page, glyph) for glyph in glyphs)
    if is_pale:
        # White letters on a picture are a banner's.
        is_faint = strength <= _FAINT and not any(_is_on(page.drawing.images, g) for g in glyphs)
        return is_over or is_tiled or is_set_apart or is_artifact or (is_large and is_faint)
    return is_over and (is_large or is_artifact)


class _Grid:
    """Where the characters of a page stand, to find what lies on what."""

    def __init__(self, page: DrawnPage, by_look: dict[_Look, list[Glyph]]) -> None:
        looks = {id(glyph): look for look, glyphs in by_look.items() for glyph in glyphs}
        self._squares: dict[tuple[int, int], list[tuple[float, float, str, _Look | None]]] = (
            defaultdict(list)
        )
        for glyph in page.glyphs:
            if not glyph.text.isspace():
                x, y = _centre(glyph)
                square = self._squares[int(x // _GRID), int(y // _GRID)]
                square.append((x, y, glyph.text, looks.get(id(glyph))))

    def is_under(self, look: _Look, glyphs: list[Glyph]) -> bool:
        """Say whether characters lie on others; a shadow, the same again, does not count."""
        shown = [glyph for glyph in glyphs if not glyph.text.isspace()][:_MOST_ASKED]
        over = sum(self._is_on_another(glyph, look) for glyph in shown)
        return over >= _OVER_TEXT * len(shown) and over > 0

    def _is_on_another(self, glyph: Glyph, look: _Look) -> bool:
        x, y = _centre(glyph)
        near = min(_NEAR * glyph.style.size, 4 * _GRID)
        columns = range(int((x - near) // _GRID), int((x + near) // _GRID) + 1)
        rows = range(int((y - near) // _GRID), int((y + near) // _GRID) + 1)
        return any(
            abs(x - other_x) < near
            and abs(y - other_y) < near
            and text != glyph.text
            and other != look
            for column in columns
            for row in rows
            for other_x, other_y, text, other in self._squares.get((column, row), ())
        )


def _text(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs if not glyph.text.isspace())


def _once(text: str) -> str:
    """Return what a text repeats, the whole where it repeats nothing."""
    period = (text + text).find(text, 1)
    return text[:period] if period > 0 else text


def _strength(page: DrawnPage, glyph: Glyph) -> float:
    """Return how strong a character is on its ground: light text on a dark one is strong."""
    strength = glyph.style.strength
    if strength > _PALE or glyph.style.is_invisible or _is_on(page.drawing.grounds, glyph):
        return 1.0
    return strength


def _can_be_seen(page: DrawnPage, glyph: Glyph) -> bool:
    return (
        glyph.style.strength > UNSEEN
        or glyph.text.isspace()
        or _strength(page, glyph) > UNSEEN
        or _is_on(page.drawing.images, glyph)
    )


def _is_on(boxes: Sequence[Box], glyph: Glyph) -> bool:
    x, y = _centre(glyph)
    return any(_holds(box, x, y) for box in boxes)


def _centre(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _in_margin(page: DrawnPage, glyph: Glyph) -> bool:
    left, bottom, right, top = page.box
    along = (glyph.y - bottom) / max(top - bottom, 1.0)
    if page.turn % 180:
        along = (glyph.x - left) / max(right - left, 1.0)
    return not _MARGIN < along < 1 - _MARGIN
