"""Structure: how many rooms are at the top of search/, how many arrows between them, how many back?

    python -m tests.structure [FOLDER]

A room is a module or a folder directly in search/. An arrow stands between two rooms when
something in the one imports something in the other, wherever in the file. Arrows back are the
fewest that must go so that no way along the arrows leads back to where it began.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, count
from pathlib import Path

ROOT = Path(__file__).parents[1]
Arrow = tuple[str, str]  # who imports, and what


@dataclass(frozen=True, slots=True)
class Structure:
    """The rooms of a package, and the arrows between them."""

    rooms: frozenset[str]
    arrows: frozenset[Arrow]

    @property
    def arrows_back(self) -> tuple[Arrow, ...]:
        """Return the fewest arrows without which there is no circle."""
        in_circles = _in_circles(self.arrows)
        return next(
            chosen
            for number in count()
            for chosen in combinations(in_circles, number)
            if not _in_circles(set(in_circles) - set(chosen))
        )


def measure(folder: Path) -> Structure:
    """Measure a package in a folder."""
    rooms = {_room(folder, path) for path in folder.rglob("*.py")} - {"__init__"}
    arrows = {
        (_room(folder, path), parts[1])
        for path in folder.rglob("*.py")
        for parts in (name.split(".") for name in imported(path, folder.parent))
        if parts[0] == folder.name and len(parts) > 1
    }
    between = {(a, b) for a, b in arrows if a != b and {a, b} <= rooms}
    return Structure(frozenset(rooms), frozenset(between))


@cache
def imported(path: Path, root: Path) -> tuple[str, ...]:
    """Return the full name of all that a file imports, wherever in it: of modules, and in them."""
    return tuple(_imported(path, root))


def _imported(path: Path, root: Path) -> Iterator[str]:
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = [*base, *(node.module.split(".") if node.module else ())]
            yield from (".".join([*module, alias.name]) for alias in node.names)


def _room(folder: Path, path: Path) -> str:
    return path.relative_to(folder).parts[0].removesuffix(".py")


def _in_circles(arrows: Collection[Arrow]) -> list[Arrow]:
    """Return the arrows from whose end one comes back to their beginning."""
    leads_to: dict[str, set[str]] = defaultdict(set)
    for importer, target in arrows:
        leads_to[importer].add(target)
    try:
        tuple(TopologicalSorter(leads_to).static_order())
    except CycleError:
        return sorted((a, b) for a, b in arrows if a in _reached(b, leads_to))
    return []


def _reached(start: str, leads_to: dict[str, set[str]]) -> set[str]:
    """Return the rooms that arrows lead to from one, itself too."""
    found, left = {start}, [start]
    while left:
        further = leads_to.get(left.pop(), set()) - found
        found |= further
        left += further
    return found


def main() -> None:
    """Print the figures of a tree, this one where none is named."""
    structure = measure(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT) / "search")
    back = structure.arrows_back
    print(f"{len(structure.rooms)} rooms, {len(structure.arrows)} arrows, {len(back)} back")
    for importer, target in back:
        print(f"  {importer} -> {target}")


if __name__ == "__main__":
    main()
