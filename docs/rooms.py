"""Rooms: which are there, what does each answer, which modules has it? A table of architecture.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield each room, in the order of the alphabet: where it is, what it answers, its modules."""
    return map(_row, _rooms())


def modules() -> Iterator[Path]:
    """Yield every module of the two packages."""
    for package in ("search", "webui"):
        yield from sorted((ROOT / package).rglob("*.py"))


def first_line(path: Path) -> str:
    """Return the sentence that a module begins with."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def _rooms() -> list[Path]:
    return sorted({path.parent for path in modules()})


def _row(room: Path) -> tuple[str, str, str]:
    names = sorted(path.stem for path in room.glob("*.py") if path.name != "__init__.py")
    listed = ", ".join(f"`{name}`" for name in names)
    place = room.relative_to(ROOT).as_posix()
    return f"`{place}/`", first_line(room / "__init__.py"), listed
