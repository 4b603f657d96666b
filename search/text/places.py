"""Places: where in a text does a part of it stand?"""

from collections.abc import Iterator


def places(text: str, part: str) -> Iterator[int]:
    """Yield where a part begins, each place of it, those that overlap too."""
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def places_apart(text: str, part: str) -> list[tuple[int, int]]:
    """Return where a part begins and ends, one place behind the end of another."""
    found: list[tuple[int, int]] = []
    end = 0
    while (start := text.find(part, end)) >= 0:
        end = start + len(part)
        found.append((start, end))
    return found
