"""Rooms: which are there, what does each answer, which modules has it? The table of docs/architecture.md.

python -m tests.rooms
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from .structure import ROOT

HEAD = ("| room | what it answers | modules |", "|---|---|---|")


def table() -> str:
    """Return the table as it stands in the page: a row a room, in the order of the alphabet."""
    return "\n".join([*HEAD, *(_row(room) for room in _rooms())])


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


def _row(room: Path) -> str:
    names = sorted(path.stem for path in room.glob("*.py") if path.name != "__init__.py")
    listed = ", ".join(f"`{name}`" for name in names)
    place = room.relative_to(ROOT).as_posix()
    return f"| `{place}/` | {first_line(room / '__init__.py')} | {listed} |"


if __name__ == "__main__":
    print(table())
