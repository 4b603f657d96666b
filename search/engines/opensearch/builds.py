"""Builds: which indexes of a name does the cluster keep, which is in use, and who writes?

    zhengsou-indexes      of each name two documents: which builds are kept, and who writes
    NAME.build-…          one build: texts, and the files of its generations in parts

What the document of builds names first is the index, so replacing that document, which only the
writer does who has seen it last, is the one step by which a new build, or a new generation of the
one in use, takes the place of the old. A generation is a number of documents and some files; an
update adds documents behind those that there are, so what was committed before answers until the
step is done. What the document does not name was never finished, and goes with the next writer.

A node that the network has parted from the others may tell what was before. Who only reads answers
from that, whole; a writer, who also removes, first puts the document in its own place, which goes
only where it is the newest.
"""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from ...corpus_record import PublicPart
from ...engine import Generation, Patience
from ...errors import IndexFault, IndexUnusableError, UsageError
from .connection import NODES_TRIED, Connection, Kept
from .contents import forget_builds
from .lock import INDEX, Lock, shown

_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-2"}
_MAPPINGS = {"dynamic": False, "properties": {}}
_LOOK_AGAIN = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Build:
    """A build that is kept, at one of its generations."""

    name: str
    generation: int
    articles: int
    written: str  # ISO 8601, UTC


class Builds:
    """The builds of one name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._name = connection.address.name
        self._own: Kept | None = None  # while writing: what nobody has changed since

    def index(self, build: str) -> str:
        """Return what the index of a build is called on the cluster."""
        return f"{self._name}.{build}"

    def kept(self) -> list[Build]:
        """Return the builds that are kept, the one in use first. Raises IndexUnusableError when there is none."""
        for _ in range(NODES_TRIED):  # one that is parted from the others may not have heard of it
            if builds := _named_in(self._own or self._seen()):
                return builds
        raise self.connection.faults.missing()

    def _seen(self) -> Kept | None:
        return self.connection.kept(INDEX, f"{self._name}/builds")

    def settle(self) -> None:
        """Make sure of which builds are kept; what was on its way to change that comes too late. Only the writer may.

        Raises IndexUnusableError.
        """
        for _ in range(NODES_TRIED):
            seen = self._seen()
            if self._replace(seen, _named_in(seen)):
                return
        raise self.connection.faults.behind()

    def _replace(self, seen: Kept | None, builds: Sequence[Build]) -> bool:
        content = {"builds": [asdict(one) for one in builds], "mark": secrets.token_hex(8)}
        kept = self.connection.keep(INDEX, f"{self._name}/builds", content, seen)
        self._own = kept or self._own
        return kept is not None

    def put_in_use(self, build: Build, keep: int | None = None) -> None:
        """Put a build in use, or a new generation of the one that is; at most `keep` stay, None: all.

        Raises IndexUnusableError: another writer has meanwhile (IN_USE), or nothing has changed, or
        nobody can say.
        """
        others = (one for one in _named_in(self._own) if one.name != build.name)
        try:
            is_in_use = self._replace(self._own, [build, *others][:keep])
        except IndexUnusableError as error:
            if error.fault is not IndexFault.UNREACHABLE or not self._was_put_in_use(build):
                raise
            return
        if not is_in_use:
            raise self._in_use(None)

    def _was_put_in_use(self, build: Build) -> bool:
        """Say whether only the answer was lost."""
        try:
            self.settle()
        except IndexUnusableError as error:
            raise self.connection.faults.undecided() from error
        return self.names(build.name, build.generation)

    def names(self, build: str, generation: int) -> bool:
        """Say whether a build is kept, at a generation or a later one. Only the writer may ask."""
        return any(
            one.name == build and one.generation >= generation for one in _named_in(self._own)
        )

    def remove_unnamed(self) -> None:
        """Remove the builds that are not kept. Only the writer may."""
        names = {self.index(one.name) for one in _named_in(self._own)}
        for index in self.connection.indexes(f"{self._name}.build-*"):
            if index not in names:
                self.connection.unmake(index)

    def forget_copies(self, but_of: Iterable[Build]) -> None:
        """Remove from this machine the copies of what is kept no more, but of some builds."""
        names = {self.index(one.name) for one in but_of}
        forget_builds(self.connection.access.folder(), self._name, names)

    def mark_public(self) -> None:
        """Mark the name as that of an index of what everyone may read."""
        self._prepare()
        self.connection.keep(INDEX, f"{self._name}/public", {}, None)

    def is_marked_public(self) -> bool:
        """Say whether it is marked so."""
        return self.connection.kept(INDEX, f"{self._name}/public") is not None

    def note_public_part(self, part: PublicPart) -> None:
        """Note what is kept beside it for everyone to read."""
        own = f"{self._name}/public-part"
        seen = self.connection.kept(INDEX, own)
        if part != _part_in(seen):
            self.connection.keep(INDEX, own, asdict(part), seen)

    def noted_public_part(self) -> PublicPart:
        """Return what was noted last."""
        return _part_in(self.connection.kept(INDEX, f"{self._name}/public-part"))

    def _prepare(self) -> None:
        if not self.connection.indexes(f"{INDEX}*"):
            self.connection.make(INDEX, _SETTINGS, _MAPPINGS)

    @contextmanager
    def writing(self, patience: Patience) -> Iterator["Lock"]:
        """Be the one who writes. Raises IndexUnusableError (IN_USE) when another does, longer than patience."""
        self.connection.check_version()
        self._prepare()
        lock = Lock(self.connection, f"{self._name}/writer")
        until, is_told = time.monotonic() + patience.seconds, False
        while not any(lock.take() for _ in range(NODES_TRIED)):
            if time.monotonic() >= until:
                raise self._in_use(lock.holder)
            if not is_told:
                patience.on_wait(f"另一个进程正在写这个索引{shown(lock.holder)}，等它写完……")
                is_told = True
            time.sleep(_LOOK_AGAIN)
        with lock.held():
            self.settle()
            try:
                yield lock
            finally:
                self._own = None

    def _in_use(self, holder: Mapping[str, Any] | None) -> IndexUnusableError:
        return IndexUnusableError(
            IndexFault.IN_USE,
            f"{self.connection.address}: 另一个进程正在写这个索引{shown(holder)}；"
            "请等它写完再试，或加 --wait 等它写完",
        )

    def generations(self) -> list[Generation]:
        """List what is kept, the one in use first."""
        return [self._described(one, not at) for at, one in enumerate(self.kept())]

    def _described(self, build: Build, is_in_use: bool) -> Generation:
        size, fault = 0, ""
        try:
            size = self.connection.bytes(self.index(build.name))
        except IndexUnusableError as error:
            fault = str(error)
        written = datetime.fromisoformat(build.written)
        return Generation(build.name, is_in_use, written, build.articles, size, fault)

    def chosen(self, wanted: str | None) -> Build:
        """Return a build by its place in the list, from 1, or how its name begins; None: the one before.

        Raises UsageError when there is none such.
        """
        builds = self.kept()
        if wanted is None:
            if len(builds) < 2:
                raise UsageError("只有在用的这一份索引，没有可换回的；重建时用 --keep N 可多留几份")
            return builds[1]
        if wanted.isdecimal() and len(wanted) <= 4:
            if not 0 < int(wanted) <= len(builds):
                raise UsageError(
                    "没有第 %(number)s 份索引，一共留着 %(count)s 份；zhengsou generations 列出各份",
                    number=wanted,
                    count=len(builds),
                )
            return builds[int(wanted) - 1]
        beginning = wanted.removeprefix("build-")
        found = [one for one in builds if one.name.removeprefix("build-").startswith(beginning)]
        if not beginning or len(found) != 1:
            raise UsageError(
                "名称以 %(wanted)s 开头的索引有 %(count)s 份；zhengsou generations 列出各份",
                wanted=wanted,
                count=len(found),
            )
        return found[0]


def _named_in(kept: Kept | None) -> list[Build]:
    return [Build(**one) for one in kept.content["builds"]] if kept else []


def _part_in(kept: Kept | None) -> PublicPart:
    return PublicPart(**kept.content) if kept else PublicPart()


def new_name() -> str:
    """Return what a build that is begun now is called."""
    return f"build-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
