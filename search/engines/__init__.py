"""Engines: which one holds an index? Its location tells; an engine is loaded when it is used.

    search.engine (what an engine must do) <- engines/whoosh (on local disk), engines/opensearch (a cluster)
                                              -> engines/arrays

`whoosh/` keeps an index in a folder, `opensearch/` on a cluster; `arrays/` answers for both. Another
engine is another folder here, and another branch in the functions below; all others know
`search.engine` only.

Start with `search.engine.Engine`, the protocol; then `whoosh.engine`.
Never imports: search.answer, search.ingest, search.upkeep, search.command, webui, flask
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from ..errors import UsageError
from .location import Location as Location
from .location import absolute as absolute
from .location import scheme_of as scheme_of

if TYPE_CHECKING:
    from ..corpus_record import PublicPart
    from ..engine import Engine, Generation, IndexWriter, Patience
    from ..text.dictionary import Dictionary
    from ..text.segmentation import Segmenter

KEPT_BUILDS = 2  # by a rebuild, unless told otherwise: the new one, and the one it replaces


def open_engine(
    location: Location, dictionary: Dictionary | None = None, falls_back: bool = False
) -> Engine:
    """Open an index; where that cannot be used and it `falls_back`, the newest of those kept that can.

    With a dictionary, the index must have been built with the same words. Raises
    IndexUnusableError, saying how to mend it; UsageError when no engine knows such a location.
    """
    return _door(location).open_engine(location, dictionary, falls_back)


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
    return _door(location).open_builder(location, segmenter, keep, patience)


def open_updater(
    location: Location, dictionary: Dictionary | None = None, patience: Patience | None = None
) -> IndexWriter:
    """Start to change the index that is there. Raises IndexUnusableError; UsageError as above."""
    return _door(location).open_updater(location, dictionary, patience)


def list_generations(location: Location) -> list[Generation]:
    """List the indexes that are kept at a location: the one in use, then those used before it.

    Raises IndexUnusableError when there is none; UsageError as above.
    """
    return _door(location).list_generations(location)


def verify_generation(location: Location, name: str) -> None:
    """Compare the checksums of all that one of them has, without opening it.

    Raises IndexUnusableError naming what has changed; UsageError when none has that name.
    """
    _door(location).verify_generation(location, name)


def roll_back(location: Location, wanted: str | None = None) -> Generation:
    """Put a kept index in use again, by its place in the list (from 1), or its name; None: the last before.

    Raises UsageError when there is none such, IndexUnusableError when it cannot be used, or another
    process writes.
    """
    return _door(location).roll_back(location, wanted)


def mark_public(location: Location) -> None:
    """Mark where an index of what everyone may read is kept, for as long as the place is there."""
    _door(location).mark_public(location)


def is_marked_public(location: Location) -> bool:
    """Say whether such an index is kept there, also when it does not open."""
    return _door(location).is_marked_public(location)


def note_public_part(location: Location, part: PublicPart) -> None:
    """Note what is kept beside an index for everyone to read, whichever of its builds is in use. Only a writer may."""
    _door(location).note_public_part(location, part)


def noted_public_part(location: Location) -> PublicPart:
    """Return what was noted last. Raises IndexUnusableError when it cannot be read."""
    return _door(location).noted_public_part(location)


def lost_names(location: Location) -> str:
    """Say that it is not known which of the indexes kept there is in use, and how to mend that; else nothing."""
    return _door(location).lost_names(location)


class _Door(Protocol):
    """What a module `door` of each engine does with a location; see the functions of the same names."""

    def open_engine(
        self, location: Location, dictionary: Dictionary | None, falls_back: bool
    ) -> Engine: ...

    def open_builder(
        self, location: Location, segmenter: Segmenter, keep: int, patience: Patience | None
    ) -> IndexWriter: ...

    def open_updater(
        self, location: Location, dictionary: Dictionary | None, patience: Patience | None
    ) -> IndexWriter: ...

    def list_generations(self, location: Location) -> list[Generation]: ...

    def verify_generation(self, location: Location, name: str) -> None: ...

    def roll_back(self, location: Location, wanted: str | None) -> Generation: ...

    def mark_public(self, location: Location) -> None: ...

    def is_marked_public(self, location: Location) -> bool: ...

    def note_public_part(self, location: Location, part: PublicPart) -> None: ...

    def noted_public_part(self, location: Location) -> PublicPart: ...

    def lost_names(self, location: Location) -> str: ...


def _door(location: Location) -> _Door:
    """Return the door of the engine that knows a location. Raises UsageError when none does."""
    scheme = scheme_of(location)
    if scheme is None:
        from .whoosh import door as on_disk  # noqa: PLC0415 - an engine is loaded when used

        return on_disk
    if scheme != "opensearch":
        raise UsageError(
            "%(location)s: 没有 %(scheme)s:// 的检索引擎；索引的位置请写文件夹，"
            "或 opensearch:// 开头的集群地址",
            location=location,
            scheme=scheme,
        )
    if find_spec("opensearchpy") is None:
        raise UsageError(
            "要用集群，先装上 opensearch-py：pip install 'zhengsou[cluster]'"
            "（在源码里：pip install -e '.[cluster]'）"
        )
    from .opensearch import door as on_cluster  # noqa: PLC0415

    return on_cluster
