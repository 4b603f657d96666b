"""Breadcrumb: under which sections was a page published? The breadcrumb above its title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lines.labels import begins_as_breadcrumb, breadcrumb_path
from ..lines.rendering import Line

_MAX_SPREAD = 12  # lines that a breadcrumb may be spread over
_MAX_NAME = 15
_SEPARATORS = frozenset({">", "›", "»", "＞", "/", ">>", "→", "|"})


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """A breadcrumb: its lines, and the sections it names, outermost first."""

    place: range
    path: tuple[str, ...]


def find_breadcrumb(lines: Sequence[Line]) -> Breadcrumb | None:
    """Find the breadcrumb among the lines above a text: one that says so, else the last."""
    found = None
    for breadcrumb in _breadcrumbs(lines):
        if begins_as_breadcrumb(lines[breadcrumb.place.start].text):
            return breadcrumb
        if found is None or len(breadcrumb.path) >= len(found.path):
            found = breadcrumb
    return found


def _breadcrumbs(lines: Sequence[Line]) -> Iterator[Breadcrumb]:
    index = 0
    while index < len(lines):
        found = _breadcrumb_at(lines, index)
        if found:
            yield found
        index = found.place.stop if found else index + 1


def _breadcrumb_at(lines: Sequence[Line], start: int) -> Breadcrumb | None:
    for end in range(min(len(lines), start + _MAX_SPREAD), start, -1):
        spread = lines[start:end]
        if len(spread) > 1 and not _is_spread(spread):
            continue
        path = breadcrumb_path("".join(line.text for line in spread))
        if path is not None:
            return Breadcrumb(range(start, end), path)
    return None


def _is_spread(lines: Sequence[Line]) -> bool:
    """Say whether names and separators alternate, one a line, as browsers copy lists of links."""
    separators = sum(line.text in _SEPARATORS for line in lines)
    return (
        lines[-1].text not in _SEPARATORS
        and lines[-2].text in _SEPARATORS
        and separators >= 1
        and separators * 2 + 2 >= len(lines)
        and all(len(line.text) <= _MAX_NAME for line in lines)
    )
