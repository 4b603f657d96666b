"""Which files of a folder are articles, and what is in each?"""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..article import Article
from ..dictionary import DICTIONARY_NAME
from ..errors import UnreadableError, UsageError
from .decoding import decode
from .json_lines import read_json_lines
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


def list_files(folder: Path) -> list[CorpusFile]:
    """List the files of a corpus, by path; README files, hidden files and the dictionary are none of it.

    Raises UsageError when there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"没有文件夹 {folder}")
    files = []
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if path.is_file() and not _is_apart(relative):
            files.append(CorpusFile(folder, relative.as_posix(), path.stat().st_size))
    return sorted(files, key=lambda file: file.path)


def read_corpus(folder: Path) -> Iterator[Article | Rejection]:
    """Yield every article of a folder, and a rejection for all that cannot be read."""
    for file in list_files(folder):
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
        yield Rejection(file.path, None, f"无法打开: {error.strerror or error}")


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
            for item in read_json_lines(stream, file.path):
                on_bytes(raw.tell())
                yield item
        else:
            content = stream.read(_MAX_TEXT_BYTES + 1)
            if len(content) > _MAX_TEXT_BYTES:
                raise UnreadableError(f"超过 {_MAX_TEXT_BYTES >> 20} MB")
            yield _WHOLE_FILE_READERS[suffix](decode(content), file.path)


def _is_apart(path: Path) -> bool:
    name = path.name
    return (
        any(part.startswith(".") for part in path.parts)
        or name.upper().startswith("README")
        or path == Path(DICTIONARY_NAME)
    )
