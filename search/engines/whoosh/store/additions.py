"""Additions: when was each article of the index on disk added?"""

from contextlib import suppress
from pathlib import Path

from ....errors import IndexUnusableError
from ...arrays.build.additions import Additions
from ...arrays.file.arrays import ArrayFile, ArrayFileError
from ...arrays.file.manifest import Manifest
from ...arrays.file.records import read_settings
from .builds import current_build
from .contents import read_contents
from .opening import usable_manifest


def additions_of(before: Manifest) -> Additions:
    """Return the moments for what is written behind a generation. Raises IndexUnusableError."""
    return Additions(
        (ArrayFile(before.path(segment.file_name)), segment.live())
        for segment in read_contents(before)
    )


def additions_to(location: Path) -> Additions:
    """Return the moments for an index that is built afresh in the place of one, if that can be read."""
    with suppress(IndexUnusableError, ArrayFileError, KeyError):
        before = usable_manifest(current_build(location))
        read_settings(before)  # refused if it is of another format
        return additions_of(before)
    return Additions(None)
