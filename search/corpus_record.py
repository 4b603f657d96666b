"""Corpus record: which files did the articles of an index come from? Updates and checks go by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What one file of the corpus gave when it was last read."""

    fingerprint: str
    ids: dict[str, str] = field(default_factory=dict)  # id of each article it has, and its digest
    duplicates: tuple[str, ...] = ()  # ids left out, since another file has the same article
    #: Path of a file within it (None: itself), line (from 1) and reason.
    rejections: tuple[tuple[str | None, int | None, str], ...] = ()
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # title of an article, what to look at
    remarks: tuple[tuple[str | None, str], ...] = ()  # path of a file within it, what is said of it
    #: By id, of all its articles that say themselves who may read them, also those left out: an Audience.
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorpusRecord:
    """Where the articles of an index came from: the corpus folder, and each file by its path in it."""

    corpus: str  # absolute path
    files: Mapping[str, FileRecord]  # an index may read them when they are asked for
    dictionary: str | None = None  # absolute path of the user dictionary, None without one
    shared_lines: dict[str, list[str]] = field(default_factory=dict)  # by site: learned furniture
    follow_links: bool = False  # whether links that lead out of the folder are followed
    built: str = ""  # when, ISO 8601 with the offset from UTC
    #: Where the index of what everyone may read is kept beside this one, absolute; None without one.
    public_index: str | None = None
    rules: str | None = None  # the file whose rules say who may read what, absolute
    #: Of the last run: path and reason of what is no file that could be read.
    passed_over: Sequence[tuple[str, str]] = ()
    #: Of the last run: path, articles, and why, of what the one before had and this one has not.
    losses: Sequence[tuple[str, int, str]] = ()
    keeps_originals: bool = False  # whether the files that articles were read from are kept
    is_public: bool = False  # whether this is such an index, made from another


@dataclass(frozen=True, slots=True)
class PublicPart:
    """Where what everyone may read is kept in an index of its own, and which rules say what that is."""

    index: str | None = None  # absolute; None: nowhere
    rules: str | None = None  # the file, absolute; None: no rules


def public_part_of(record: CorpusRecord) -> PublicPart:
    """Return what is recorded of it."""
    return PublicPart(record.public_index, record.rules)
