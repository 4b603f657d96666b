"""Records: what is noted beside the segments of an index? JSON, and the names of the files.

settings.json         what a build is made with: format, analysis, user dictionary
corpus-N.json         the corpus behind generation N
files-N.json          what each of its files gave; read by those who ask for it
copies-N.json         which articles of generation N are copies, or versions, of one another
verdicts-N.json       what was found when texts were compared; read by who writes generation N+1
vocabulary-N.entries  what people may want to type (`vocabulary.py`)
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from ....corpus_record import CorpusRecord, FileRecord
from ....errors import IndexFault, IndexUnusableError, how_to_rebuild
from ....text.dictionary import Dictionary
from .damage import damaged

FORMAT_VERSION = 10
_SETTINGS = "settings.json"
_CORPUS, _FILES, _COPIES, _VERDICTS = "corpus", "files", "copies", "verdicts"
_REPEALS = "repeals"
# What files raise that are gone, cut short, or hold something else.
_DAMAGE = (OSError, ValueError, KeyError, TypeError)


#: Whether a text is a copy of a head, by two fingerprints.
Verdicts = Mapping[tuple[int, int], bool]


@dataclass(frozen=True, slots=True)
class Copies:
    """Which articles of a generation are copies, and which versions, of one another."""

    groups: tuple[tuple[str, ...], ...] = ()  # ids, the head first
    versions: tuple[
        tuple[str, ...], ...
    ] = ()  # ids of heads: those in force first, then the newest


@dataclass(frozen=True, slots=True)
class Settings:
    """What an index was built with; fixed for the life of a build."""

    analysis: str
    dictionary: Dictionary
    frequent_words: str = ""  # one behind another: what texts are compressed with
    format: int = FORMAT_VERSION


def write_settings(build: Path, settings: Settings) -> None:
    """Record what a build is made with."""
    write_whole(build / _SETTINGS, json.dumps(asdict(settings), ensure_ascii=False))


def read_settings(build: Path) -> Settings:
    """Read what a build was made with. Raises IndexUnusableError when it is of another format."""
    try:
        own = json.loads((build / _SETTINGS).read_text(encoding="utf-8"))
        if own["format"] != FORMAT_VERSION:
            raise IndexUnusableError(
                IndexFault.OTHER_VERSION,
                f"{build}: 索引格式为 {own['format']}，本程序用 {FORMAT_VERSION}；"
                f"{how_to_rebuild(build.parent)}",
            )
        entries = tuple((word, frequency) for word, frequency in own["dictionary"]["entries"])
        return Settings(own["analysis"], Dictionary(entries), own["frequent_words"])
    except _DAMAGE as error:
        raise damaged(build) from error


def write_corpus_record(build: Path, generation: int, record: CorpusRecord) -> None:
    """Record the corpus behind a generation, before that generation is committed."""
    own = {entry.name: getattr(record, entry.name) for entry in fields(record)}
    del own["files"]
    files = (
        f"{json.dumps(path)}: {json.dumps(_plain(file), ensure_ascii=False)}"
        for path, file in record.files.items()
    )
    commas = chain(("",), repeat(",\n"))
    lines = (comma + file for comma, file in zip(commas, files, strict=False))
    _write_whole(_record_path(build, _FILES, generation), chain(("{",), lines, ("}",)))
    path = _record_path(build, _CORPUS, generation)
    write_whole(path, json.dumps(own, ensure_ascii=False))


def _plain(record: FileRecord) -> dict[str, object]:
    """Return the fields of a record as they are: a file may have given a million articles."""
    return {entry.name: getattr(record, entry.name) for entry in fields(record)}


def read_corpus_record(build: Path, generation: int) -> CorpusRecord:
    """Read the corpus behind a generation; its files when they are asked for.

    Raises IndexUnusableError, then too.
    """
    try:
        own = json.loads(_record_path(build, _CORPUS, generation).read_text(encoding="utf-8"))
        return CorpusRecord(files=_Files(build, generation), **own)
    except _DAMAGE as error:
        raise damaged(build) from error


class _Files(Mapping[str, FileRecord]):
    """What the files of a corpus gave, read when it is first asked for: there is an entry for each article."""

    def __init__(self, build: Path, generation: int) -> None:
        self._build = build
        self._path = _record_path(build, _FILES, generation)

    def __getitem__(self, path: str) -> FileRecord:
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    @cached_property
    def _read(self) -> dict[str, FileRecord]:
        try:
            files = json.loads(self._path.read_text(encoding="utf-8"))
            return {path: _file_record(record) for path, record in files.items()}
        except _DAMAGE as error:
            raise damaged(self._build) from error


def _file_record(plain: dict[str, Any]) -> FileRecord:
    return FileRecord(
        plain["fingerprint"],
        plain["ids"],
        tuple(plain["duplicates"]),
        tuple((inner, line, reason) for inner, line, reason in plain["rejections"]),
        tuple((title, tuple(reasons)) for title, reasons in plain["doubts"]),
        tuple((inner, text) for inner, text in plain["remarks"]),
        plain.get("said", {}),
    )


def write_copies(build: Path, generation: int, copies: Copies, verdicts: Verdicts) -> None:
    """Record which articles of a generation are copies, before that generation is committed."""
    plain = {"groups": copies.groups, "versions": copies.versions}
    found = [[*pair, verdict] for pair, verdict in verdicts.items()]
    write_whole(_record_path(build, _COPIES, generation), json.dumps(plain, ensure_ascii=False))
    write_whole(_record_path(build, _VERDICTS, generation), json.dumps(found))


def read_copies(build: Path, generation: int) -> Copies:
    """Read which articles of a generation are copies. Raises IndexUnusableError."""
    try:
        plain = json.loads(_record_path(build, _COPIES, generation).read_text(encoding="utf-8"))
        return Copies(tuple(map(tuple, plain["groups"])), tuple(map(tuple, plain["versions"])))
    except _DAMAGE as error:
        raise damaged(build) from error


def read_verdicts(build: Path, generation: int) -> Verdicts:
    """Read what was found when texts of a generation were compared. Raises IndexUnusableError."""
    try:
        found = json.loads(_record_path(build, _VERDICTS, generation).read_text(encoding="utf-8"))
        return {(head, copy): verdict for head, copy, verdict in found}
    except _DAMAGE as error:
        raise damaged(build) from error


def write_repeals(build: Path, generation: int, repeals: Sequence[tuple[int, int]]) -> None:
    """Record which documents of a generation say of which that they are repealed."""
    write_whole(_record_path(build, _REPEALS, generation), json.dumps(repeals))


def read_repeals(build: Path, generation: int) -> list[tuple[int, int]] | None:
    """Read which documents repeal which; None: not written yet. Raises IndexUnusableError."""
    try:
        found = json.loads(_record_path(build, _REPEALS, generation).read_text(encoding="utf-8"))
        return [(int(document), int(other)) for document, other in found]
    except FileNotFoundError:
        return None
    except _DAMAGE as error:
        raise damaged(build) from error


def vocabulary_path(build: Path, generation: int) -> Path:
    """Return where the vocabulary of a generation lies."""
    return build / f"vocabulary-{generation}.entries"


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


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    _write_whole(path, (text,))


def _write_whole(path: Path, parts: Iterable[str]) -> None:
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.writelines(parts)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _record_path(build: Path, name: str, generation: int) -> Path:
    return build / f"{name}-{generation}.json"


def _records(build: Path, generation: int) -> tuple[Path, ...]:
    """Return the files that there are of a generation beside its segments."""
    names = (_CORPUS, _FILES, _COPIES, _VERDICTS, _REPEALS)
    records = (_record_path(build, name, generation) for name in names)
    return (*records, vocabulary_path(build, generation))
