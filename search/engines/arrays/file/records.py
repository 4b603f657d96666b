"""Records: what is noted beside the segments of an index? JSON, and the names of the files.

settings.json         what a build is made with: format, analysis, user dictionary
corpus-N.json         the corpus behind generation N
files-N.json          what each of its files gave; read by those who ask for it
copies-N.json         which articles of generation N are copies, or versions, of one another
verdicts-N.json       what was found when texts were compared; read by who writes generation N+1
repeals-N.json        which documents say of which that they are repealed
originals-N.json      which files the articles were read from, where these are kept (`originals.py`)
coinage-N.json        which wordings are new; read when it is asked for
vocabulary-N.entries  what people may want to type (`vocabulary.py`)
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from ....corpus_record import CorpusRecord, FileRecord
from ....errors import IndexFault, IndexUnusableError, how_to_rebuild
from ....suggest.first_uses import Coined
from ....text.dictionary import Dictionary
from .durable import write_whole
from .manifest import Manifest

FORMAT_VERSION = 15
SETTINGS = "settings.json"
_CORPUS, _FILES, _COPIES, _VERDICTS = "corpus", "files", "copies", "verdicts"
_REPEALS, _COINAGE = "repeals", "coinage"
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
class Coinage:
    """Which wordings of a generation are new, and how many articles there were when they were looked for."""

    mined_from: int
    coined: tuple[Coined, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What an index was built with; fixed for the life of a build."""

    analysis: str
    dictionary: Dictionary
    frequent_words: str = (
        ""  # one behind another: what texts are compressed with that teach nothing
    )
    format: int = FORMAT_VERSION


def write_settings(build: Path, settings: Settings) -> None:
    """Record what a build is made with."""
    write_whole(build / SETTINGS, [json.dumps(asdict(settings), ensure_ascii=False)])


def read_settings(manifest: Manifest) -> Settings:
    """Read what a build was made with. Raises IndexUnusableError when it is of another format."""
    try:
        own = json.loads(manifest.read(SETTINGS))
        _refuse_other_format(manifest.folder, own["format"])
        entries = tuple((word, frequency) for word, frequency in own["dictionary"]["entries"])
        return Settings(own["analysis"], Dictionary(entries), own["frequent_words"])
    except _DAMAGE as error:
        raise manifest.damaged(SETTINGS) from error


def refuse_other_format(build: Path) -> None:
    """Raise IndexUnusableError when a build, whose manifest cannot be read, says it is of another format."""
    with suppress(*_DAMAGE):
        _refuse_other_format(build, json.loads((build / SETTINGS).read_bytes())["format"])


def _refuse_other_format(build: Path, version: object) -> None:
    if version != FORMAT_VERSION:
        raise IndexUnusableError(
            IndexFault.OTHER_VERSION,
            f"{build}: 索引格式为 {version}，本程序用 {FORMAT_VERSION}；"
            f"{how_to_rebuild(build.parent)}",
        )


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
    write_whole(build / _name(_FILES, generation), chain(("{",), lines, ("}",)))
    write_whole(build / _name(_CORPUS, generation), [json.dumps(own, ensure_ascii=False)])


def _plain(record: FileRecord) -> dict[str, object]:
    """Return the fields of a record as they are: a file may have given a million articles."""
    return {entry.name: getattr(record, entry.name) for entry in fields(record)}


def read_corpus_record(manifest: Manifest) -> CorpusRecord:
    """Read the corpus behind a generation; its files when they are asked for.

    Raises IndexUnusableError, then too.
    """
    name = _name(_CORPUS, manifest.generation)
    try:
        return CorpusRecord(files=_Files(manifest), **json.loads(manifest.read(name)))
    except _DAMAGE as error:
        raise manifest.damaged(name) from error


class _Files(Mapping[str, FileRecord]):
    """What the files of a corpus gave, read when it is first asked for: there is an entry for each article."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def __getitem__(self, path: str) -> FileRecord:
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    @cached_property
    def _read(self) -> dict[str, FileRecord]:
        name = _name(_FILES, self._manifest.generation)
        try:
            files = json.loads(self._manifest.read(name))
            return {path: _file_record(record) for path, record in files.items()}
        except _DAMAGE as error:
            raise self._manifest.damaged(name) from error


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
    write_whole(build / _name(_COPIES, generation), [json.dumps(plain, ensure_ascii=False)])
    write_whole(build / _name(_VERDICTS, generation), [json.dumps(found)])


def read_copies(manifest: Manifest) -> Copies:
    """Read which articles of a generation are copies. Raises IndexUnusableError."""
    name = _name(_COPIES, manifest.generation)
    try:
        plain = json.loads(manifest.read(name))
        return Copies(tuple(map(tuple, plain["groups"])), tuple(map(tuple, plain["versions"])))
    except _DAMAGE as error:
        raise manifest.damaged(name) from error


def read_verdicts(manifest: Manifest) -> Verdicts:
    """Read what was found when texts of a generation were compared. Raises IndexUnusableError."""
    name = _name(_VERDICTS, manifest.generation)
    try:
        return {(head, copy): verdict for head, copy, verdict in json.loads(manifest.read(name))}
    except _DAMAGE as error:
        raise manifest.damaged(name) from error


def write_repeals(build: Path, generation: int, repeals: Sequence[tuple[int, int]]) -> str:
    """Record which documents of a generation say of which that they are repealed; return in which file."""
    name = _name(_REPEALS, generation)
    write_whole(build / name, [json.dumps(repeals)])
    return name


def read_repeals(manifest: Manifest) -> list[tuple[int, int]] | None:
    """Read which documents repeal which; None: not written yet. Raises IndexUnusableError."""
    name = _name(_REPEALS, manifest.generation)
    if name not in manifest.files:
        return None
    try:
        found = json.loads(manifest.read(name))
        return [(int(document), int(other)) for document, other in found]
    except _DAMAGE as error:
        raise manifest.damaged(name) from error


def write_coinage(build: Path, generation: int, coinage: Coinage) -> str:
    """Record which wordings of a generation are new; return in which file."""
    name = _name(_COINAGE, generation)
    plain = {
        "mined_from": coinage.mined_from,
        "coined": [
            [getattr(one, field.name) for field in fields(Coined)] for one in coinage.coined
        ],
    }
    text = json.dumps(plain, ensure_ascii=False)
    write_whole(build / name, [text])
    return name


def read_coinage(manifest: Manifest) -> Coinage | None:
    """Read which wordings of a generation are new; None: that was not looked for. Raises IndexUnusableError."""
    name = _name(_COINAGE, manifest.generation)
    if name not in manifest.files:
        return None
    try:
        plain = json.loads(manifest.read(name))
        return Coinage(plain["mined_from"], tuple(_coined(*one) for one in plain["coined"]))
    except _DAMAGE as error:
        raise manifest.damaged(name) from error


def _coined(
    text: str,
    first: str,
    day: str,
    articles: int,
    occurrences: int,
    sources: list[list[Any]],
    source_count: int,
    months: list[list[Any]],
) -> Coined:
    return Coined(
        text,
        first,
        day,
        articles,
        occurrences,
        tuple((name, count) for name, count in sources),
        source_count,
        tuple((month, count) for month, count in months),
    )


def vocabulary_name(generation: int) -> str:
    """Return what the vocabulary of a generation is called."""
    return f"vocabulary-{generation}.entries"


def record_names(generation: int) -> list[str]:
    """Name what is written of a generation before its segments, settings included."""
    records = [_name(kind, generation) for kind in (_CORPUS, _FILES, _COPIES, _VERDICTS)]
    return [SETTINGS, *records, vocabulary_name(generation)]


def _name(kind: str, generation: int) -> str:
    return f"{kind}-{generation}.json"
