"""Where do the files of an index lie, and how is a new one put in the place of the old?

    var/index/
      CURRENT              the name of the build in use, replaced in one step
      LOCK                 held by the process that writes
      build-…/             one Whoosh index, and beside it
        settings.json      what it was built with: format, analysis, user dictionary
        manifest-N.json    the corpus files behind generation N
        copies-N.json      which articles of generation N are copies of one another
        vocabulary-N.entries  what people may want to type

A build is made beside the one in use and becomes the one in use when CURRENT is replaced; an
update writes its records before Whoosh commits the generation of that number. Whoever is killed
in between leaves the index as it was.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from whoosh.util.filelock import FileLock

from ....corpus_record import CorpusRecord, FileRecord
from ....errors import IndexLockedError, IndexUnusableError
from ....text.dictionary import Dictionary

FORMAT_VERSION = 5
_CURRENT, _LOCK, _SETTINGS = "CURRENT", "LOCK", "settings.json"
_BUILD_PREFIX, _MANIFEST_PREFIX, _COPIES_PREFIX = "build-", "manifest-", "copies-"
_VOCABULARY_PREFIX = "vocabulary-"


@dataclass(frozen=True, slots=True)
class Copies:
    """Which articles of a generation are copies, and what was found when texts were compared."""

    groups: tuple[tuple[str, ...], ...] = ()  # ids, the head first
    verdicts: dict[tuple[int, int], bool] = field(default_factory=dict)  # by two fingerprints


@dataclass(frozen=True, slots=True)
class Settings:
    """What an index was built with; fixed for the life of a build."""

    analysis: str
    dictionary: Dictionary
    format: int = FORMAT_VERSION


def current_build(location: Path) -> Path:
    """Return the folder of the build in use. Raises IndexUnusableError when there is none."""
    try:
        name = (location / _CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusableError(
            f"{location}: 没有索引；请先运行 zhengsou rebuild 文章文件夹 --index {location}"
        ) from error
    build = location / name
    if not name.startswith(_BUILD_PREFIX) or not build.is_dir():
        raise IndexUnusableError(f"{location}: 索引不完整；请运行 zhengsou rebuild")
    return build


def new_build(location: Path) -> Path:
    """Make an empty build folder, removing builds that were never finished. Needs the lock."""
    location.mkdir(parents=True, exist_ok=True)
    in_use = None
    if (location / _CURRENT).exists():
        in_use = (location / _CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    _remove_builds(location, keep=in_use)
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    build = location / f"{_BUILD_PREFIX}{stamp}-{secrets.token_hex(3)}"
    build.mkdir()
    return build


def name_build(location: Path, build: Path) -> None:
    """Put a finished build in use, or say that the one in use has a new generation."""
    for path in (*build.glob("*.toc"), build):
        _sync(path)  # before CURRENT leads there; Whoosh leaves that to the system
    _replace(location / _CURRENT, build.name)


def is_in_use(location: Path, build: Path) -> bool:
    """Say whether a build is the one in use."""
    try:
        return current_build(location) == build
    except IndexUnusableError:
        return False


def remove_other_builds(location: Path, build: Path) -> None:
    """Remove all builds but this one."""
    _remove_builds(location, keep=build.name)


def write_settings(build: Path, settings: Settings) -> None:
    """Record what a build is made with."""
    _replace(build / _SETTINGS, json.dumps(asdict(settings), ensure_ascii=False))


def read_settings(build: Path) -> Settings:
    """Read what a build was made with. Raises IndexUnusableError when it is of another format."""
    try:
        fields = json.loads((build / _SETTINGS).read_text(encoding="utf-8"))
        if fields["format"] != FORMAT_VERSION:
            raise IndexUnusableError(
                f"{build}: 索引格式为 {fields['format']}，本程序用 {FORMAT_VERSION}；"
                "请运行 zhengsou rebuild"
            )
        entries = tuple((word, frequency) for word, frequency in fields["dictionary"]["entries"])
        return Settings(fields["analysis"], Dictionary(entries))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusableError(f"{build}: 索引已损坏；请运行 zhengsou rebuild") from error


def write_corpus_record(build: Path, generation: int, record: CorpusRecord) -> None:
    """Record the corpus files behind a generation, before that generation is committed."""
    path = _record_path(build, _MANIFEST_PREFIX, generation)
    _replace(path, json.dumps(asdict(record), ensure_ascii=False))


def read_corpus_record(build: Path, generation: int) -> CorpusRecord:
    """Read the corpus files behind a generation. Raises IndexUnusableError."""
    try:
        path = _record_path(build, _MANIFEST_PREFIX, generation)
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["files"] = {
            path: FileRecord(
                record["fingerprint"],
                dict(record["ids"]),
                tuple(record["duplicates"]),
                tuple((inner, line, reason) for inner, line, reason in record["rejections"]),
                tuple((title, tuple(reasons)) for title, reasons in record["doubts"]),
            )
            for path, record in fields["files"].items()
        }
        return CorpusRecord(**fields)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusableError(f"{build}: 索引已损坏；请运行 zhengsou rebuild") from error


def write_copies(build: Path, generation: int, copies: Copies) -> None:
    """Record which articles of a generation are copies, before that generation is committed."""
    verdicts = [[*pair, verdict] for pair, verdict in copies.verdicts.items()]
    fields = {"groups": copies.groups, "verdicts": verdicts}
    path = _record_path(build, _COPIES_PREFIX, generation)
    _replace(path, json.dumps(fields, ensure_ascii=False))


def read_copies(build: Path, generation: int) -> Copies:
    """Read which articles of a generation are copies. Raises IndexUnusableError."""
    try:
        path = _record_path(build, _COPIES_PREFIX, generation)
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Copies(
            tuple(map(tuple, fields["groups"])),
            {(head, copy): verdict for head, copy, verdict in fields["verdicts"]},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusableError(f"{build}: 索引已损坏；请运行 zhengsou rebuild") from error


def vocabulary_path(build: Path, generation: int) -> Path:
    """Return where the vocabulary of a generation lies."""
    return build / f"{_VOCABULARY_PREFIX}{generation}.entries"


def remove_records(build: Path, generation: int) -> None:
    """Remove the records of a generation that was not committed."""
    for path in _records(build, generation):
        path.unlink(missing_ok=True)


def remove_old_records(build: Path, generation: int) -> None:
    """Remove the records of generations before this one."""
    for kept in _records(build, generation):
        for path in build.glob(f"{kept.name.partition('-')[0]}-*{kept.suffix}"):
            if path != kept:
                path.unlink(missing_ok=True)


def last_change(location: Path) -> tuple[int, int]:
    """Return numbers that differ once another build is in use, or a new generation of this one.

    The cheapest thing to ask, since it is asked before every query. Raises OSError.
    """
    status = os.stat(f"{location}/{_CURRENT}")  # noqa: PTH116 - three times as fast as Path.stat
    return status.st_mtime_ns, status.st_ino


def size_on_disk(build: Path) -> int:
    """Return the bytes of all files of a build."""
    return sum(path.stat().st_size for path in build.rglob("*") if path.is_file())


@contextmanager
def writing(location: Path) -> Iterator[None]:
    """Hold the lock of an index. Raises IndexLockedError when another process holds it."""
    location.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(location / _LOCK))
    if not lock.acquire(blocking=False):
        raise IndexLockedError(f"{location}: 另一个进程正在写这个索引，请稍后再试")
    try:
        yield
    finally:
        lock.release()


def _record_path(build: Path, prefix: str, generation: int) -> Path:
    return build / f"{prefix}{generation}.json"


def _records(build: Path, generation: int) -> tuple[Path, ...]:
    """Return the files that there are of a generation beside its segments."""
    return (
        _record_path(build, _MANIFEST_PREFIX, generation),
        _record_path(build, _COPIES_PREFIX, generation),
        vocabulary_path(build, generation),
    )


def _remove_builds(location: Path, keep: str | None) -> None:
    for build in location.glob(f"{_BUILD_PREFIX}*"):
        if build.name != keep:
            # A process that still reads it may hold its files open; then it goes next time.
            shutil.rmtree(build, ignore_errors=True)


def _sync(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to disk."""
    if path.is_dir() and os.name == "nt":
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
