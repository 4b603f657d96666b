"""Door: what is done with the folder of an index? What each needs is loaded when it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...corpus_record import PublicPart
    from ...engine import Engine, Generation, IndexWriter, Patience
    from ...text.dictionary import Dictionary
    from ...text.segmentation import Segmenter
    from ..location import Location


def open_engine(location: Location, dictionary: Dictionary | None, falls_back: bool) -> Engine:
    """Open an index."""
    from .engine import WhooshEngine  # noqa: PLC0415

    return WhooshEngine(Path(location), dictionary, falls_back=falls_back)


def open_builder(
    location: Location, segmenter: Segmenter, keep: int, patience: Patience | None
) -> IndexWriter:
    """Start a new index."""
    from ...engine import NO_PATIENCE  # noqa: PLC0415
    from .store.writer import WhooshBuilder  # noqa: PLC0415

    return WhooshBuilder(Path(location), segmenter, keep, patience or NO_PATIENCE)


def open_updater(
    location: Location, dictionary: Dictionary | None, patience: Patience | None
) -> IndexWriter:
    """Start to change the index that is there."""
    from ...engine import NO_PATIENCE  # noqa: PLC0415
    from .store.writer import WhooshUpdater  # noqa: PLC0415

    return WhooshUpdater(Path(location), dictionary, patience or NO_PATIENCE)


def list_generations(location: Location) -> list[Generation]:
    """List what is kept."""
    from .store.keeping import kept_generations  # noqa: PLC0415

    return kept_generations(Path(location))


def verify_generation(location: Location, name: str) -> None:
    """Compare checksums."""
    from .store.keeping import verify_kept  # noqa: PLC0415

    verify_kept(Path(location), name)


def roll_back(location: Location, wanted: str | None) -> Generation:
    """Put a kept index in use again."""
    from .store import keeping  # noqa: PLC0415

    return keeping.roll_back(Path(location), wanted)


def mark_public(location: Location) -> None:
    """Mark where an index of what everyone may read is kept."""
    from .store import builds  # noqa: PLC0415

    builds.mark_public(Path(location))


def is_marked_public(location: Location) -> bool:
    """Say whether such an index is kept there."""
    from .store import builds  # noqa: PLC0415

    return builds.is_marked_public(Path(location))


def note_public_part(location: Location, part: PublicPart) -> None:
    """Note what is kept beside an index for everyone to read."""
    from .store import public_part  # noqa: PLC0415

    public_part.note(Path(location), part)


def noted_public_part(location: Location) -> PublicPart:
    """Return what was noted last."""
    from .store import public_part  # noqa: PLC0415

    return public_part.noted(Path(location))


def lost_names(location: Location) -> str:
    """Say that it is not known which of the indexes kept there is in use."""
    from .store import builds  # noqa: PLC0415

    return builds.lost_names(Path(location))
