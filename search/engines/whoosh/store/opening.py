"""Opening: can this index be used? What this program cannot read is refused."""

import pickle
import struct
import time
from datetime import date
from pathlib import Path

from ....errors import IndexUnusableError
from ....text.dictionary import Dictionary
from ...arrays.answer.articles import MappedArticles
from ...arrays.answer.postings import Postings
from ...arrays.answer.segments import Segments
from ...arrays.answer.snapshot import Snapshot
from ...arrays.answer.usable import usable_settings
from ...arrays.file.arrays import ArrayFile, ArrayFileError
from ...arrays.file.damage import damaged
from ...arrays.file.manifest import Manifest, read_manifest
from ...arrays.file.records import refuse_other_format
from ...arrays.file.segment import Segment
from .builds import Build, current_build
from .contents import read_contents

# What is raised for files that are missing, cut short or not theirs.
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
)
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


def usable_manifest(build: Build) -> Manifest:
    """Return of which files a build is made. Raises IndexUnusableError, also where it is of another format."""
    try:
        return read_manifest(build.folder, build.generation)
    except IndexUnusableError:
        refuse_other_format(build.folder)
        raise


def verify_build(build: Build) -> None:
    """Compare the checksums of all files of a build, whether or not it is in use, without opening it.

    Raises IndexUnusableError naming the first file that has changed.
    """
    usable_manifest(build).verify()


def open_build(build: Build, dictionary: Dictionary | None, today: date | None = None) -> Snapshot:
    """Open a build, whether or not it is in use. Raises IndexUnusableError."""
    return open_generation(usable_manifest(build), dictionary, today)


def open_generation(
    manifest: Manifest, dictionary: Dictionary | None, today: date | None = None
) -> Snapshot:
    """Open a generation by its files, checking all that are read as a whole. Raises IndexUnusableError."""
    settings = usable_settings(manifest, dictionary)
    try:
        segments = Segments(
            [
                (Segment(ArrayFile(manifest.path(segment.file_name))), segment.live())
                for segment in read_contents(manifest)
            ]
        )
        articles = MappedArticles(manifest, segments)
        return Snapshot(manifest, settings, segments, Postings(segments), articles, today)
    except ArrayFileError as error:
        raise damaged(manifest.folder, error.path.name) from error
    except _BROKEN_INDEX_ERRORS as error:
        raise damaged(manifest.folder) from error
