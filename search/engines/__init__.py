"""Engines: which one holds an index? Its location tells; an engine is loaded when it is used.

    search.engine (what an engine must do) <- engines/whoosh (on local disk) -> engines/arrays

`whoosh/` keeps an index in a folder; `arrays/` answers. Another engine is another folder here, and
another branch in the functions below; all others know `search.engine` only.

Start with `search.engine.Engine`, the protocol; then `whoosh.engine`.
Never imports: search.answer, search.ingest, search.upkeep, search.command, webui, flask
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from ..engine import Engine, Generation, IndexWriter, Patience
    from ..text.dictionary import Dictionary
    from ..text.segmentation import Segmenter

#: Where an index is: the path of a folder, or an address (scheme://host/name).
Location = Path | str

KEPT_BUILDS = 2  # by a rebuild, unless told otherwise: the new one, and the one it replaces

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")  # of two letters or more: C:// is a drive


def open_engine(
    location: Location, dictionary: Dictionary | None = None, falls_back: bool = False
) -> Engine:
    """Open an index; where that cannot be used and it `falls_back`, the newest of those kept that can.

    With a dictionary, the index must have been built with the same words. Raises
    IndexUnusableError, saying how to mend it; UsageError when no engine knows such a location.
    """
    from .whoosh.engine import WhooshEngine  # noqa: PLC0415 - an engine is loaded when used

    return WhooshEngine(_folder(location), dictionary, falls_back=falls_back)


def open_builder(
    location: Location,
    segmenter: Segmenter,
    keep: int = KEPT_BUILDS,
    patience: Patience | None = None,
) -> IndexWriter:
    """Start a new index beside the one that is there, which it replaces when committed.

    At most `keep` builds are kept then, the new one included. Raises IndexUnusableError when
    another process writes the index, and longer than `patience` waits, without which not at all;
    UsageError as `open_engine`, or when none is to be kept.
    """
    if keep < 1:
        raise UsageError("至少要保留一份索引")
    from ..engine import NO_PATIENCE  # noqa: PLC0415
    from .whoosh.store.writer import WhooshBuilder  # noqa: PLC0415

    return WhooshBuilder(_folder(location), segmenter, keep, patience or NO_PATIENCE)


def open_updater(
    location: Location, dictionary: Dictionary | None = None, patience: Patience | None = None
) -> IndexWriter:
    """Start to change the index that is there. Raises IndexUnusableError; UsageError as above."""
    from ..engine import NO_PATIENCE  # noqa: PLC0415
    from .whoosh.store.writer import WhooshUpdater  # noqa: PLC0415

    return WhooshUpdater(_folder(location), dictionary, patience or NO_PATIENCE)


def list_generations(location: Location) -> list[Generation]:
    """List the indexes that are kept at a location: the one in use, then those used before it.

    Raises IndexUnusableError when there is none; UsageError as above.
    """
    from .whoosh.store.keeping import kept_generations  # noqa: PLC0415

    return kept_generations(_folder(location))


def verify_generation(location: Location, name: str) -> None:
    """Compare the checksums of all that one of them has on disk, without opening it.

    Raises IndexUnusableError naming what has changed; UsageError when none has that name.
    """
    from .whoosh.store.keeping import verify_kept  # noqa: PLC0415

    verify_kept(_folder(location), name)


def roll_back(location: Location, wanted: str | None = None) -> Generation:
    """Put a kept index in use again, by its place in the list (from 1), or its name; None: the last before.

    Raises UsageError when there is none such, IndexUnusableError when it cannot be used, or another
    process writes.
    """
    from .whoosh.store import keeping  # noqa: PLC0415

    return keeping.roll_back(_folder(location), wanted)


def mark_public(location: Location) -> None:
    """Mark where an index of what everyone may read is kept, for as long as the place is there."""
    from .whoosh.store import builds  # noqa: PLC0415

    builds.mark_public(_folder(location))


def is_marked_public(location: Location) -> bool:
    """Say whether such an index is kept there, also when it does not open."""
    from .whoosh.store import builds  # noqa: PLC0415

    return builds.is_marked_public(_folder(location))


def lost_names(location: Location) -> str:
    """Say that it is not known which of the indexes kept there is in use, and how to mend that; else nothing."""
    from .whoosh.store import builds  # noqa: PLC0415

    return builds.lost_names(_folder(location))


def _folder(location: Location) -> Path:
    """Return the folder that a location names."""
    if match := _SCHEME.match(str(location)):
        raise UsageError(
            "%(location)s: 没有 %(scheme)s:// 的检索引擎；索引的位置请写文件夹",
            location=location,
            scheme=match[1],
        )
    return Path(location)
