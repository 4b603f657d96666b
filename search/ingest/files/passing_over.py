"""Names of no article: which files are none by their names? Hidden ones, READMEs, what programs leave behind."""

import re
from collections.abc import Container
from pathlib import PurePosixPath

_README = re.compile(r"readme(?:\.zh)?(?:\.md)?", re.IGNORECASE)
_LITTER = {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"}
_FOLDER_LITTER = {"__macosx", "$recycle.bin", "system volume information"}
_COMPANION = re.compile(r"(.+)(?:_files|\.files)", re.IGNORECASE)
_PAGE_SUFFIXES = (".html", ".htm", ".HTML", ".HTM")


def is_hidden(name: str) -> bool:
    """Say whether a file or folder is hidden, or what a system or program left: .DS_Store, ~$a.doc."""
    lower = name.lower()
    return name.startswith((".", "~$")) or lower in _LITTER or lower in _FOLDER_LITTER


def is_readme(name: str) -> bool:
    """Say whether a file is about the others."""
    return _README.fullmatch(name) is not None


def is_companion(name: str, beside: Container[str]) -> bool:
    """Say whether a folder holds the pictures and scripts of a saved page that stands beside it."""
    match = _COMPANION.fullmatch(name)
    return match is not None and any(match[1] + suffix in beside for suffix in _PAGE_SUFFIXES)


def is_passed_over(path: str, paths: Container[str]) -> bool:
    """Say whether a file of an archive, among its other paths, is no article by its name."""
    place = PurePosixPath(path)
    if is_hidden(place.name) or is_readme(place.name):
        return True
    return any(
        is_hidden(folder.name)
        or (
            (match := _COMPANION.fullmatch(folder.name)) is not None
            and any(
                (folder.parent / (match[1] + suffix)).as_posix() in paths
                for suffix in _PAGE_SUFFIXES
            )
        )
        for folder in place.parents
        if folder.name not in {"", ".."}
    )
