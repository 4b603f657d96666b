"""Records: what is noted beside the segments of an index? JSON, and the names of the files.

settings.json         what a build is made with: format, analysis, user dictionary
corpus-N.json         the corpus files behind generation N
copies-N.json         which articles of generation N are copies, or versions, of one another
vocabulary-N.entries  what people may want to type (`vocabulary.py`)
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ....corpus_record import CorpusRecord, FileRecord
from ....errors import IndexFault, IndexUnusableError, how_to_rebuild
from ....text.dictionary import Dictionary
from .damage import damaged

FORMAT_VERSION = 9
_SETTINGS = "settings.json"
_CORPUS_PREFIX, _COPIES_PREFIX, _VOCABULARY_PREFIX = "corpus-", "copies-", "vocabulary-"
# What files raise that are gone, cut short, or hold something else.
_DAMAGE = (OSError, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Copies:
    """Which articles of a generation are copies, and versions, and what was found when texts were compared."""

    groups: tuple[tuple[str, ...], ...] = ()  # ids, the head first
    versions: tuple[
        tuple[str, ...], ...
    ] = ()  # ids of heads: those in force first, then the newest
    verdicts: dict[tuple[int, int], bool] = field(default_factory=dict)  # by two fingerprints


@dataclass(frozen=True, slots=True)
class Settings:
    """What an index was built with; fixed for the life of a build."""

    analysis: str
    dictionary: Dictionary
    format: int = FORMAT_VERSION


def write_settings(build: Path, settings: Settings) -> None:
    """Record what a build is made with."""
    write_whole(build / _SETTINGS, json.dumps(asdict(settings), ensure_ascii=False))


def read_settings(build: Path) -> Settings:
    """Read what a build was made with. Raises IndexUnusableError when it is of another format."""
    try:
        fields = json.loads((build / _SETTINGS).read_text(encoding="utf-8"))
        if fields["format"] != FORMAT_VERSION:
            raise IndexUnusableError(
                IndexFault.OTHER_VERSION,
                f"{build}: 索引格式为 {fields['format']}，本程序用 {FORMAT_VERSION}；"
                f"{how_to_rebuild(build.parent)}",
            )
        entries = tuple((word, frequency) for word, frequency in fields["dictionary"]["entries"])
        return Settings(fields["analysis"], Dictionary(entries))
    except _DAMAGE as error:
        raise damaged(build) from error


def write_corpus_record(build: Path, generation: int, record: CorpusRecord) -> None:
    """Record the corpus files behind a generation, before that generation is committed."""
    path = _record_path(build, _CORPUS_PREFIX, generation)
    write_whole(path, json.dumps(asdict(record), ensure_ascii=False))


def read_corpus_record(build: Path, generation: int) -> CorpusRecord:
    """Read the corpus files behind a generation. Raises IndexUnusableError."""
    try:
        path = _record_path(build, _CORPUS_PREFIX, generation)
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["files"] = {
            path: FileRecord(
                record["fingerprint"],
                dict(record["ids"]),
                tuple(record["duplicates"]),
                tuple((inner, line, reason) for inner, line, reason in record["rejections"]),
                tuple((title, tuple(reasons)) for title, reasons in record["doubts"]),
                tuple((inner, text) for inner, text in record["remarks"]),
            )
            for path, record in fields["files"].items()
        }
        return CorpusRecord(**fields)
    except _DAMAGE as error:
        raise damaged(build) from error


def write_copies(build: Path, generation: int, copies: Copies) -> None:
    """Record which articles of a generation are copies, before that generation is committed."""
    verdicts = [[*pair, verdict] for pair, verdict in copies.verdicts.items()]
    fields = {"groups": copies.groups, "versions": copies.versions, "verdicts": verdicts}
    path = _record_path(build, _COPIES_PREFIX, generation)
    write_whole(path, json.dumps(fields, ensure_ascii=False))


def read_copies(build: Path, generation: int) -> Copies:
    """Read which articles of a generation are copies. Raises IndexUnusableError."""
    try:
        path = _record_path(build, _COPIES_PREFIX, generation)
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Copies(
            tuple(map(tuple, fields["groups"])),
            tuple(map(tuple, fields["versions"])),
            {(head, copy): verdict for head, copy, verdict in fields["verdicts"]},
        )
    except _DAMAGE as error:
        raise damaged(build) from error


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


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _record_path(build: Path, prefix: str, generation: int) -> Path:
    return build / f"{prefix}{generation}.json"


def _records(build: Path, generation: int) -> tuple[Path, ...]:
    """Return the files that there are of a generation beside its segments."""
    return (
        _record_path(build, _CORPUS_PREFIX, generation),
        _record_path(build, _COPIES_PREFIX, generation),
        vocabulary_path(build, generation),
    )
