"""Damage: what is said of files of an index that are gone, cut short or not ours?"""

from pathlib import Path

from ....errors import IndexFault, IndexUnusableError


def damaged(build: Path) -> IndexUnusableError:
    """Return the error that says so, and how to mend it."""
    return IndexUnusableError(IndexFault.DAMAGED, f"{build}: 索引已损坏；请运行 zhengsou rebuild")
