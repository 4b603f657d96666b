"""Door: what is done with the address of an index on a cluster?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...corpus_record import PublicPart
from ...engine import NO_PATIENCE, Engine, Generation, IndexWriter, Patience
from .engine import ClusterEngine
from .keeping import builds_at, put_in_use_again, verify_kept
from .writer import ClusterBuilder, ClusterUpdater

if TYPE_CHECKING:
    from ...text.dictionary import Dictionary
    from ...text.segmentation import Segmenter
    from ..location import Location


def open_engine(location: Location, dictionary: Dictionary | None, falls_back: bool) -> Engine:
    """Open an index."""
    return ClusterEngine(str(location), dictionary, falls_back=falls_back)


def open_builder(
    location: Location, segmenter: Segmenter, keep: int, patience: Patience | None
) -> IndexWriter:
    """Start a new index."""
    return ClusterBuilder(str(location), segmenter, keep, patience or NO_PATIENCE)


def open_updater(
    location: Location, dictionary: Dictionary | None, patience: Patience | None
) -> IndexWriter:
    """Start to change the index that is there."""
    return ClusterUpdater(str(location), dictionary, patience or NO_PATIENCE)


def list_generations(location: Location) -> list[Generation]:
    """List what is kept."""
    return builds_at(str(location)).generations()


def verify_generation(location: Location, name: str) -> None:
    """Compare checksums, and count."""
    verify_kept(str(location), name)


def roll_back(location: Location, wanted: str | None) -> Generation:
    """Put a kept index in use again."""
    return put_in_use_again(str(location), wanted)


def mark_public(location: Location) -> None:
    """Mark the name of an index of what everyone may read."""
    builds_at(str(location)).mark_public()


def is_marked_public(location: Location) -> bool:
    """Say whether it is such a name."""
    return builds_at(str(location)).is_marked_public()


def note_public_part(location: Location, part: PublicPart) -> None:
    """Note what is kept beside an index for everyone to read."""
    builds_at(str(location)).note_public_part(part)


def noted_public_part(location: Location) -> PublicPart:
    """Return what was noted last."""
    return builds_at(str(location)).noted_public_part()


def lost_names(location: Location) -> str:
    """Say nothing: what says which index is in use is kept several times."""
    return ""
