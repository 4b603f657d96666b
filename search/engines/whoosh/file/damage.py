"""Damage: what is said of files of an index that are gone, cut short or not ours?"""

from pathlib import Path

from ....errors import IndexFault, IndexUnusableError, how_to_rebuild


def damaged(build: Path, name: str = "") -> IndexUnusableError:
    """Return the error that says so of a file of a build, or of it all, and how to mend it."""
    return IndexUnusableError(
        IndexFault.DAMAGED, f"{build / name}: 索引已损坏；{how_to_rebuild(build.parent)}"
    )
