"""Which files of a folder are articles, and what is in each?"""

import errno
import gzip
import hashlib
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..article import Article
from ..dictionary import DICTIONARY_NAME
from ..errors import UnreadableError, UsageError, system_reason
from .decoding import decode
from .json_lines import bounded_lines, read_json_lines
from .markdown import read_markdown
from .pasted_text import read_pasted_text

_MAX_TEXT_BYTES = 32 * 1024 * 1024
_WHOLE_FILE_READERS: dict[str, Callable[[str, str], Article]] = {
    ".txt": read_pasted_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
_LINE_SUFFIXES = (".jsonl", ".ndjson")
_GZIP_SUFFIX = ".gz"
_README = re.compile(r"readme(?:\.zh)?(?:\.md)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of a corpus folder; `path` is relative to the folder, with / between its parts."""

    folder: Path
    path: str
    size: int  # bytes

    def fingerprint(self) -> str:
        """Hash the content. Raises OSError."""
        with (self.folder / self.path).open("rb") as stream:
            return hashlib.file_digest(stream, "blake2b").hexdigest()[:32]


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
            if _is_hidden(name):
                folders.remove(name)
            elif path.is_symlink():
                where = path.relative_to(folder).as_posix()
                listing.rejections.append(Rejection(where, None, "是指向文件夹的链接，未读入"))
        for name in names:
            path = Path(parent, name)
            if not _is_hidden(name) and not _is_apart(path.relative_to(folder)):
                _list_file(listing, folder, path.relative_to(folder).as_posix())
    listing.files.sort(key=lambda file: file.path)
    listing.rejections.sort(key=lambda rejection: rejection.path)
    return listing


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


def read_corpus(folder: Path) -> Iterator[Article | Rejection]:
    """Yield every article of a folder, and a rejection for all that cannot be read."""
    listing = list_files(folder)
    yield from listing.rejections
    for file in listing.files:
        yield from read_file(file)


def read_file(
    file: CorpusFile, on_bytes: Callable[[int], None] = lambda done: None
) -> Iterator[Article | Rejection]:
    """Yield the articles of one file, and a rejection for all that cannot be read.

    `on_bytes` is told, before each, how many bytes of the file are done.
    """
    try:
        for item in _read(file, on_bytes):
            if isinstance(item, UnreadableError):
                yield Rejection(file.path, item.line, item.reason)
            else:
                yield item
    except UnreadableError as error:
        yield Rejection(file.path, error.line, error.reason)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Rejection(file.path, None, "gzip 文件已损坏")
    except OSError as error:
        yield Rejection(file.path, None, f"无法打开: {system_reason(error)}")


def _read(file: CorpusFile, on_bytes: Callable[[int], None]) -> Iterable[Article | UnreadableError]:
    name = PurePosixPath(file.path).name.lower()
    is_compressed = name.endswith(_GZIP_SUFFIX)
    suffix = PurePosixPath(name.removesuffix(_GZIP_SUFFIX)).suffix
    if suffix not in {*_WHOLE_FILE_READERS, *_LINE_SUFFIXES}:
        raise UnreadableError("不支持的格式；目前可读 .txt、.md、.jsonl，及其 .gz")
    if file.size == 0:
        raise UnreadableError("空文件")
    with (file.folder / file.path).open("rb") as raw:
        stream = gzip.GzipFile(fileobj=raw) if is_compressed else raw
        if suffix in _LINE_SUFFIXES:
            for item in read_json_lines(bounded_lines(stream), file.path):
                on_bytes(raw.tell())
                yield item
        else:
            content = stream.read(_MAX_TEXT_BYTES + 1)
            if len(content) > _MAX_TEXT_BYTES:
                raise UnreadableError(f"超过 {_MAX_TEXT_BYTES >> 20} MB")
            yield _WHOLE_FILE_READERS[suffix](decode(content), file.path)


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _is_apart(path: Path) -> bool:
    """Say whether a file of the corpus is about it: a README, or the dictionary at its top."""
    return _README.fullmatch(path.name) is not None or path == Path(DICTIONARY_NAME)
