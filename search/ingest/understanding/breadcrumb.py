"""Breadcrumb: under which sections was a page published? The breadcrumb above its title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lines.blocks import title_key
from ..lines.paths import Path, Strength, begins_with_sign, is_sign, read_path, says_path, separated
from ..lines.rendering import Line

_MAX_SPREAD = 12  # lines that a breadcrumb may be spread over
_MAX_NAME = 15
_MAX_MARKED = 120  # characters that its markup may call a breadcrumb
_LINKED = 0.5  # share of a line in links
_BY_MARKUP = 3  # more than any form but one that says so
_MIN_TITLE = 4  # characters
# What sections are called: where neither form nor markup tells that two names are such.
_SECTIONS = re.compile(
    r"(?:频道|中心|新闻|要闻|动态|公开|公告|通知|资讯|专题|栏目|信息|工作|文件|法规|政策|解读|建设|之窗|园地|天地|风采|快讯|报道|服务|互动)$"
)


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """A breadcrumb: its lines, and the sections it names, outermost first."""

    place: range
    path: tuple[str, ...]

    def without_title(self, title: str) -> tuple[str, ...]:
        """Return its sections, without the title of the article that may end them."""
        key, last = title_key(title), title_key(self.path[-1]) if self.path else ""
        cut = self.path[-1].endswith(("…", "...")) if self.path else False
        is_title = len(last) >= _MIN_TITLE and (key == last or (cut and key.startswith(last)))
        return self.path[:-1] if is_title else self.path


def find_breadcrumb(lines: Sequence[Line]) -> Breadcrumb | None:
    """Find the breadcrumb among the lines above a text: the surest, of equals the last."""
    found, surest = None, -1.0
    for place, path in _paths(lines):
        sure = _sureness(lines[place.start : place.stop], path)
        said_before = path.strength is Strength.SAID and sure == surest
        if sure >= surest and not said_before:
            found, surest = Breadcrumb(place, path.names), sure
    return found


def _sureness(lines: Sequence[Line], path: Path) -> float:
    return path.strength + _BY_MARKUP * all(line.crumbs for line in lines) - (not path.names)


def _paths(lines: Sequence[Line]) -> Iterator[tuple[range, Path]]:
    index = 0
    while index < len(lines):
        place, path = _path_at(lines, index)
        if path:
            yield place, path
        index = place.stop


def _path_at(lines: Sequence[Line], start: int) -> tuple[range, Path | None]:
    """Return the lines from `start` on that are a path, as many as are; or one line and None."""
    for end in range(min(len(lines), start + _MAX_SPREAD), start, -1):
        spread = lines[start:end]
        text = spread[0].text if len(spread) == 1 else _joined(spread)
        path = read_path(text) if text else None
        if path and _is_certain(path, spread):
            return range(start, end), path
    return range(start, start + 1), None


def _is_certain(path: Path, lines: Sequence[Line]) -> bool:
    """Say whether form and place together tell that lines are a path."""
    if path.strength >= Strength.ENDS or all(line.crumbs for line in lines):
        return True
    if path.strength is Strength.FORM:  # items of a side menu may have arrows in front
        return len(lines) == 1 or any(is_sign(line.text) for line in lines)
    if path.strength is Strength.NONE and len(lines) == 1:
        return lines[0].linked > _LINKED
    return len(lines) == 1 and all(map(_SECTIONS.search, path.names))


def _joined(lines: Sequence[Line]) -> str | None:
    """Join names and separators that stand one a line, as browsers copy lists of links; else None."""
    texts = [line.text for line in lines]
    if max(map(len, texts[:-1])) > _MAX_NAME + 2:
        return None
    if len(texts[-1]) > _MAX_NAME + 2 and not (lines[-1].crumbs or begins_with_sign(texts[-1])):
        return None  # the title of the article, below its breadcrumb
    if says_path(texts[0]) and all(line.linked > _LINKED for line in lines[1:]):
        return separated(texts, " > ")
    if all(line.crumbs for line in lines) and sum(map(len, texts)) <= _MAX_MARKED:
        return separated(texts, " > ")
    return separated(texts, None)
