"""Engines: which one holds an index? Its location tells; an engine is loaded when it is used.

    search.engine (what an engine must do) <- engines/whoosh (on local disk)

`whoosh/` keeps an index in a folder. Another engine is another folder here, and another branch in
the three functions below; all others know `search.engine` only.

Start with `search.engine.Engine`, the protocol; then `whoosh.engine`.
Never imports: search.answer, search.ingest, search.upkeep, search.command, webui, flask
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from ..engine import Engine, IndexWriter
    from ..text.dictionary import Dictionary
    from ..text.segmentation import Segmenter

#: Where an index is: the path of a folder, or an address (scheme://host/name).
Location = Path | str

KEPT_BUILDS = 2  # by a rebuild, unless told otherwise: the new one, and the one it replaces

_PUBLIC = "PUBLIC"  # a file without content
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")  # of two letters or more: C:// is a drive


def open_engine(location: Location, dictionary: Dictionary | None = None) -> Engine:
    """Open an index.

    With a dictionary, the index must have been built with the same words. Raises
    IndexUnusableError, saying how to mend it; UsageError when no engine knows such a location.
    """
    from .whoosh.engine import WhooshEngine  # noqa: PLC0415 - an engine is loaded when used

    return WhooshEngine(_folder(location), dictionary)


def open_builder(location: Location, segmenter: Segmenter, keep: int = KEPT_BUILDS) -> IndexWriter:
    """Start a new index beside the one that is there, which it replaces when committed.

    At most `keep` builds are kept then, the new one included. Raises IndexUnusableError when
    another process writes the index; UsageError as `open_engine`, or when none is to be kept.
    """
    if keep < 1:
        raise UsageError("至少要保留一份索引")
    from .whoosh.store.writer import WhooshBuilder  # noqa: PLC0415

    return WhooshBuilder(_folder(location), segmenter, keep)


def open_updater(location: Location, dictionary: Dictionary | None = None) -> IndexWriter:
    """Start to change the index that is there. Raises IndexUnusableError; UsageError as above."""
    from .whoosh.store.writer import WhooshUpdater  # noqa: PLC0415

    return WhooshUpdater(_folder(location), dictionary)


def mark_public(location: Location) -> None:
    """Mark where an index of what everyone may read is kept, for as long as the place is there."""
    folder = _folder(location)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _PUBLIC).touch()


def is_marked_public(location: Location) -> bool:
    """Say whether such an index is kept there, also when it does not open."""
    return (_folder(location) / _PUBLIC).exists()


def _folder(location: Location) -> Path:
    """Return the folder that a location names."""
    if match := _SCHEME.match(str(location)):
        raise UsageError(
            "%(location)s: 没有 %(scheme)s:// 的检索引擎；索引的位置请写文件夹",
            location=location,
            scheme=match[1],
        )
    return Path(location)
