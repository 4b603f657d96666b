"""Damage: what is said of files of an index that are gone, cut short or not ours?"""

from pathlib import Path

from ....errors import IndexFault, IndexUnusableError, how_to_rebuild


def damaged(build: Path, name: str = "") -> IndexUnusableError:
    """Return the error that says so of a file of a build, or of it all, and how to mend it."""
    location = build.parent
    what_to_do = how_to_rebuild(location)
    if any(other != build for other in location.glob("build-*")):
        what_to_do += f"；留有以前的一份，可先用 zhengsou rollback --index {location} 换回"
    return IndexUnusableError(IndexFault.DAMAGED, f"{build / name}: 索引已损坏；{what_to_do}")
