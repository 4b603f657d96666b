"""Opening: can this index be used? What this program cannot read is refused."""

import pickle
import struct
import time
from datetime import date
from pathlib import Path

from whoosh import index
from whoosh.filedb.filestore import FileStorage

from ....errors import IndexFault, IndexUnusableError, how_to_rebuild
from ....text.analysis import analysis_identity
from ....text.dictionary import Dictionary
from ....text.segmentation import Segmenter
from ..answer.snapshot import Snapshot
from ..file.arrays import ArrayFile, ArrayFileError
from ..file.damage import damaged
from ..file.records import (
    Settings,
    read_copies,
    read_corpus_record,
    read_settings,
    vocabulary_path,
)
from ..file.segment import Segment
from ..file.vocabulary import Vocabulary
from .builds import current_build
from .codec import segment_path

# What Whoosh and pickle raise for files that are missing, cut short or not theirs.
_BROKEN_INDEX_ERRORS = (
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ImportError,
    AssertionError,
    MemoryError,
    OverflowError,
    RecursionError,
    pickle.UnpicklingError,
    struct.error,
    index.IndexError,
    ArrayFileError,
)
_INDEX_NAME = "MAIN"  # Whoosh's own default
_PAUSES = (0.02, 0.1)  # seconds


def open_snapshot(
    location: Path, dictionary: Dictionary | None, today: date | None = None
) -> Snapshot:
    """Open the newest generation of an index on a day, today if not given.

    Raises IndexUnusableError, saying how to mend it.
    """
    for pause in _PAUSES:
        try:
            return open_build(current_build(location), dictionary, today)
        except IndexUnusableError:
            # Perhaps a writer committed meanwhile and removed what was about to be read.
            time.sleep(pause)
    return open_build(current_build(location), dictionary, today)


def usable_settings(build: Path, dictionary: Dictionary | None) -> Settings:
    """Return what a build was made with.

    Raises IndexUnusableError when it was made by another analysis, or with other words than the
    dictionary's.
    """
    settings = read_settings(build)
    here = analysis_identity(Segmenter(settings.dictionary))
    if settings.analysis != here:
        raise IndexUnusableError(
            IndexFault.OTHER_VERSION,
            f"{build}: 索引由另一版分词建成（{settings.analysis}），本机为（{here}）；"
            f"{how_to_rebuild(build.parent)}",
        )
    if dictionary is not None and dictionary.fingerprint != settings.dictionary.fingerprint:
        raise IndexUnusableError(
            IndexFault.OTHER_DICTIONARY,
            f"{build}: 索引用的是另一份用户词典；{how_to_rebuild(build.parent)}",
        )
    return settings


def latest_generation(build: Path) -> int:
    """Return the newest generation that any process has committed to a build.

    Raises IndexUnusableError.
    """
    try:
        return int(index.open_dir(str(build), readonly=True).latest_generation())
    except _BROKEN_INDEX_ERRORS as error:
        raise damaged(build) from error


def open_build(build: Path, dictionary: Dictionary | None, today: date | None = None) -> Snapshot:
    """Open the newest generation of a build, whether or not it is in use. Raises IndexUnusableError."""
    settings = usable_settings(build, dictionary)
    try:
        storage = FileStorage(str(build), readonly=True)
        contents = index.TOC.read(storage, _INDEX_NAME)
        segments = [
            (Segment(ArrayFile(segment_path(storage, segment))), segment.live())
            for segment in contents.segments
        ]
        corpus = read_corpus_record(build, contents.generation)
        copies = read_copies(build, contents.generation)
        vocabulary = Vocabulary(vocabulary_path(build, contents.generation))
        return Snapshot(
            build, settings, corpus, copies, vocabulary, contents.generation, segments, today
        )
    except _BROKEN_INDEX_ERRORS as error:
        raise damaged(build) from error
