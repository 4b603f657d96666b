"""Listing: which files of a folder are articles?"""

import errno
import hashlib
import os
import stat
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from ...errors import UsageError, system_reason
from ...query.hidden_wordings import HIDDEN_NAME
from ...query.picks import PICKS_NAME
from ...query.synonyms import SYNONYMS_NAME
from ...text.dictionary import DICTIONARY_NAME
from .passing_over import is_companion, is_hidden, is_readme
from .sidecars import SUFFIX, by_what_they_speak_of, is_sidecar, sidecars_of

#: Files of the corpus folder itself that are no articles.
_SETTINGS = frozenset({DICTIONARY_NAME, HIDDEN_NAME, PICKS_NAME, SYNONYMS_NAME})


class Handles(NamedTuple):
    """Descriptors of a file and of its sidecar; where one did not open, its error, as a negative number."""

    file: int
    sidecar: int


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of a corpus folder; `path` is relative to the folder, with / between its parts."""

    folder: Path
    path: str
    size: int  # bytes
    sidecar: str | None = None  # path of the file that corrects its fields
    #: It is a link, or two sidecars speak of it, or what is nearly one: who may read what is in it is not known.
    in_doubt: bool = False
    handles: Handles | None = None  # where it was opened for whoever may not open it

    def fingerprint(self) -> str:
        """Hash the content, and that of the sidecar if there is one. Raises OSError."""
        with self.open() as stream:
            digest = hashlib.file_digest(stream, "blake2b")
        digest.update(self.sidecar_content())
        return shown_digest(digest)

    def open(self) -> BufferedReader:
        """Open it, or take it as it was opened, from its beginning. Raises OSError."""
        return _taken(self.handles.file) if self.handles else self.place.open("rb")

    def sidecar_content(self) -> bytes:
        """Return what is in its sidecar; nothing where there is none. Raises OSError."""
        if not self.sidecar_place:
            return b""
        if not self.handles:
            return self.sidecar_place.read_bytes()
        with _taken(self.handles.sidecar) as stream:
            return stream.read()

    @property
    def place(self) -> Path:
        """Return where it is."""
        return self.folder / self.path

    @property
    def sidecar_place(self) -> Path | None:
        """Return where its sidecar is, if there is one."""
        return self.folder / self.sidecar if self.sidecar else None


def _taken(handle: int) -> BufferedReader:
    if handle < 0:
        raise OSError(-handle, os.strerror(-handle))
    os.lseek(handle, 0, os.SEEK_SET)
    return open(handle, "rb", closefd=False)


def shown_digest(digest: "hashlib._Hash | hashlib.blake2b") -> str:
    """Return the fingerprint that a digest makes."""
    return digest.hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Rejection:
    """What could not be read: a file, or a line of it (from 1), and why."""

    path: str
    line: int | None
    reason: str
    may_pass: bool = False  # time, memory, a crash: it may be read when it is tried again

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a file that was read: what was passed over on purpose, as a rule."""

    path: str
    text: str  # in Chinese: 2 个批注未收入
    is_doubt: bool = False  # whether a person should look

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in a corpus folder."""

    files: list[CorpusFile] = field(default_factory=list)  # by path
    rejections: list[Rejection] = field(default_factory=list)  # what is passed over, and why
    closed: list[str] = field(default_factory=list)  # paths of files and folders that do not open

    def hides(self, path: str) -> bool:
        """Say whether a path may still stand in the folder, where it cannot be looked at."""
        return any(path == closed or path.startswith(f"{closed}/") for closed in self.closed)


#: Files of an index, which one that was never finished leaves behind alone.
_OF_INDEX = frozenset({"CURRENT", "LOCK", "PUBLIC", "WRITER"})


def list_files(folder: Path, follow_links: bool = False) -> Listing:
    """List the files of a corpus, without what is no article by its name.

    That is READMEs, hidden files, what programs leave behind, the folders of saved pages'
    pictures, and the dictionary; and an index that lies there. Links to folders are not followed:
    they may lead round in a circle, or out of the corpus; nor are links to files out of it, unless
    `follow_links`: a stranger who may put a link there could have any file shown.
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

    inside = None if follow_links else folder.resolve()
    for parent, folders, names in os.walk(folder, onerror=cannot_open):
        above = Path(parent).relative_to(folder)
        if _is_index(folders, names):
            listing.rejections.append(Rejection(above.as_posix(), None, "是检索用的索引，未读入"))
            folders.clear()
            continue
        beside = set(names)
        for name in sorted(folders):
            if is_hidden(name) or is_companion(name, beside):
                folders.remove(name)
            elif Path(parent, name).is_symlink():
                where = (above / name).as_posix()
                listing.rejections.append(Rejection(where, None, "是指向文件夹的链接，未读入"))
        _list_folder(listing, folder, above, beside, inside)
    listing.files.sort(key=lambda file: file.path)
    listing.rejections.sort(key=lambda rejection: rejection.path)
    return listing


def holds_articles(folder: Path) -> bool:
    """Say whether a folder has files that a corpus would read; those of an index are none. Raises UsageError."""
    return any(file.path not in _OF_INDEX for file in list_files(folder).files)


def single_file(path: Path) -> CorpusFile:
    """Return one file, with its sidecar, as if its folder were a corpus. Raises UsageError."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UsageError(f"{path} 是文件夹，不是文件")
        names = by_what_they_speak_of(beside.name for beside in path.parent.iterdir())
    except OSError as error:
        raise UsageError(f"无法打开 {path}: {system_reason(error)}") from error
    beside = [name for name in sidecars_of(path.name, names) if is_sidecar(name)]
    return CorpusFile(path.parent, path.name, size, beside[0] if beside else None)


def _is_index(folders: list[str], names: list[str]) -> bool:
    """Say whether a folder is an index, by what ours have from the moment on when their first build begins."""
    has_builds = any(name.startswith("build-") for name in folders)
    return ("CURRENT" in names and has_builds) or (
        "LOCK" in names and (has_builds or "WRITER" in names)
    )


def _list_folder(
    listing: Listing, folder: Path, above: Path, names: set[str], inside: Path | None
) -> None:
    """Add the files of one folder, each with its sidecar, and the sidecars that have no file."""
    at_top = above == Path()
    sidecars = by_what_they_speak_of(name for name in names if not is_hidden(name))
    speaking = {sidecar for found in sidecars.values() for sidecar in found}
    used: set[str] = set()
    for name in names - speaking:
        beside = sidecars_of(name, sidecars) if sidecars else []
        right = list(filter(is_sidecar, beside))
        used.update(right[:1])
        if is_hidden(name) or is_readme(name) or (at_top and name in _SETTINGS):
            continue
        sidecar = right[0] if right else None
        leads_out = next(
            (one for one in (name, sidecar) if _leads_out(folder / above, one, inside)), None
        )
        if leads_out:
            where = (above / leads_out).as_posix()
            reason = "链接指向文件夹之外，未读入；要读入请加 --follow-links 重建"
            listing.rejections.append(Rejection(where, None, reason))
        else:
            in_doubt = bool(beside) and len(right) != 1
            _list_file(listing, folder, (above / name).as_posix(), sidecar, in_doubt)
    for name in speaking - used:
        where = (above / name).as_posix()
        reason = "旁注文件没有它说明的文件"
        if not is_sidecar(name):
            reason = f"像旁注文件，但名称不以 {SUFFIX} 结尾，没有读"
        listing.rejections.append(Rejection(where, None, reason))


def _leads_out(folder: Path, name: str | None, inside: Path | None) -> bool:
    """Say whether a file is a link that leads out of a folder; None: nothing does."""
    if name is None or inside is None or not (folder / name).is_symlink():
        return False
    target = (folder / name).resolve()
    return target.exists() and not target.is_relative_to(inside)


def _list_file(
    listing: Listing, folder: Path, path: str, sidecar: str | None, in_doubt: bool
) -> None:
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
        beside = (Path(path).parent / sidecar).as_posix() if sidecar else None
        in_doubt = in_doubt or (folder / path).is_symlink()
        listing.files.append(CorpusFile(folder, path, status.st_size, beside, in_doubt))
    else:
        listing.rejections.append(Rejection(path, None, "不是普通文件"))


def _reject_closed(listing: Listing, path: str, error: OSError) -> None:
    listing.closed.append(path)
    listing.rejections.append(Rejection(path, None, f"无法打开: {system_reason(error)}"))
