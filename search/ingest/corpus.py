"""Which files of a folder may be articles?"""

import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..dictionary import DICTIONARY_NAME
from ..errors import UsageError, system_reason
from .sidecars import SUFFIX, sidecars_of

# What browsers put beside a saved page, and systems and Word beside any file.
_COMPANION = re.compile(r"(.+?)(?:_files|\.files|_file|\.fld)")
_PAGE_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
_LEFT_BY_SYSTEMS = re.compile(r"thumbs\.db|desktop\.ini|ehthumbs\.db|~\$.*|.*~", re.IGNORECASE)
_README = re.compile(r"readme(?:\.zh)?(?:\.md)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of a corpus folder; `path` is relative to the folder, with / between its parts."""

    folder: Path
    path: str
    size: int  # bytes
    sidecar: str | None = None  # the path of the file that overrides fields of it

    def fingerprint(self) -> str:
        """Hash the content, and that of the sidecar. Raises OSError."""
        digests = []
        for path in filter(None, (self.path, self.sidecar)):
            with (self.folder / path).open("rb") as stream:
                digests.append(hashlib.file_digest(stream, "blake2b").hexdigest()[:32])
        return "-".join(digests)


@dataclass(frozen=True, slots=True)
class Rejection:
    """What could not be read: a file, or a line of it (from 1), and why."""

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in a corpus folder."""

    files: list[CorpusFile] = field(default_factory=list)  # by path
    rejections: list[Rejection] = field(default_factory=list)  # what is passed over, and why
    closed: list[str] = field(default_factory=list)  # paths of files and folders that do not open

    def hides(self, path: str) -> bool:
        """Say whether a path may still stand in the folder, where it cannot be looked at."""
        return any(path == closed or path.startswith(f"{closed}/") for closed in self.closed)


def list_files(folder: Path) -> Listing:
    """List the files of a corpus; READMEs, hidden files and the dictionary are none of it.

    Links to folders are not followed: they may lead round in a circle, or out of the corpus.
    Raises UsageError when there is no such folder, or it does not open.
    """
    if not folder.is_dir():
        raise UsageError(f"没有文件夹 {folder}")
    listing = Listing()

    def cannot_open(error: OSError) -> None:
        path = Path(error.filename)
        if path == folder:
            raise UsageError(f"无法打开文件夹 {folder}: {system_reason(error)}") from error
        _reject_closed(listing, path.relative_to(folder).as_posix(), error)

    for parent, folders, names in os.walk(folder, onerror=cannot_open):
        for name in sorted(folders):
            path = Path(parent, name)
            if _is_hidden(name) or _is_companion(name, names):
                folders.remove(name)
            elif path.is_symlink():
                where = path.relative_to(folder).as_posix()
                listing.rejections.append(Rejection(where, None, "是指向文件夹的链接，未读入"))
        for name in names:
            path = Path(parent, name)
            if not _is_hidden(name) and not _is_apart(path.relative_to(folder)):
                _list_file(listing, folder, path.relative_to(folder).as_posix())
    _set_sidecars_apart(listing)
    listing.files.sort(key=lambda file: file.path)
    listing.rejections.sort(key=lambda rejection: rejection.path)
    return listing


def single_file(path: Path) -> CorpusFile:
    """Return one file, with its sidecar, as if its folder were a corpus. Raises UsageError."""
    if path.is_dir():
        raise UsageError(f"{path} 是文件夹，不是文件")
    try:
        size = path.stat().st_size
        names = [beside.name for beside in path.parent.iterdir() if beside.is_file()]
    except OSError as error:
        raise UsageError(f"无法打开 {path}: {system_reason(error)}") from error
    found, _ = sidecars_of(names)
    return CorpusFile(path.parent, path.name, size, found.get(path.name))


def _list_file(listing: Listing, folder: Path, path: str) -> None:
    """Add a file to a listing, or why it is none."""
    try:
        status = (folder / path).stat()
        if not os.access(folder / path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        if (folder / path).is_symlink() and isinstance(error, FileNotFoundError):
            listing.rejections.append(Rejection(path, None, "链接指向的文件不在了"))
        else:
            _reject_closed(listing, path, error)
        return
    if stat.S_ISREG(status.st_mode):
        listing.files.append(CorpusFile(folder, path, status.st_size))
    else:
        listing.rejections.append(Rejection(path, None, "不是普通文件"))


def _reject_closed(listing: Listing, path: str, error: OSError) -> None:
    listing.closed.append(path)
    listing.rejections.append(Rejection(path, None, f"无法打开: {system_reason(error)}"))


def _set_sidecars_apart(listing: Listing) -> None:
    """Give each file its sidecar, which is no article itself."""
    found, alone = sidecars_of(file.path for file in listing.files)
    listing.files[:] = [
        replace(file, sidecar=found.get(file.path))
        for file in listing.files
        if not file.path.endswith(SUFFIX)
    ]
    reason = f"旁边没有它说的文件（文件名加 {SUFFIX}）"
    listing.rejections.extend(Rejection(path, None, reason) for path in alone)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or _LEFT_BY_SYSTEMS.fullmatch(name) is not None


def _is_companion(name: str, beside: list[str]) -> bool:
    """Say whether a folder holds the scripts and pictures of a saved page beside it."""
    match = _COMPANION.fullmatch(name)
    return match is not None and any(match[1] + suffix in beside for suffix in _PAGE_SUFFIXES)


def _is_apart(path: Path) -> bool:
    """Say whether a file of the corpus is about it: a README, or the dictionary at its top."""
    return _README.fullmatch(path.name) is not None or path == Path(DICTIONARY_NAME)
