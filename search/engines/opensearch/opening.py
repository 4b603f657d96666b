"""Opening: can a generation on a cluster be used? Its files are copied, and what cannot be read is refused."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ...errors import IndexFault, IndexUnusableError, how_to_rebuild, system_reason
from ...text.dictionary import Dictionary
from ..arrays.answer.usable import usable_settings
from ..arrays.file.array_types import Marks
from ..arrays.file.arrays import ArrayFile, ArrayFileError
from ..arrays.file.durable import write_whole
from ..arrays.file.manifest import Manifest
from ..arrays.file.terms import Terms
from .builds import Build, Builds
from .contents import Contents
from .snapshot import ClusterSnapshot

#: Changes whenever what an index on a cluster keeps of an article does.
_VERSION = 2
# What is raised for files that are cut short or not theirs.
_BROKEN = (OSError, LookupError, ValueError, TypeError, ArrayFileError)


@dataclass(frozen=True, slots=True)
class Listed:
    """Which segments a generation is made of, the first documents' first, and which documents are gone."""

    segments: tuple[str, ...] = ()
    deleted: tuple[int, ...] = ()  # numbers, ascending


def listed_name(generation: int) -> str:
    """Return what the record of that is called."""
    return f"segments-{generation}.json"


def write_listed(manifest: Manifest, generation: int, listed: Listed) -> None:
    """Record which segments a generation is made of."""
    plain = {"version": _VERSION, "segments": listed.segments, "deleted": listed.deleted}
    write_whole(manifest.folder / listed_name(generation), [json.dumps(plain)])


def read_listed(manifest: Manifest) -> Listed:
    """Read which segments a generation is made of."""
    plain = json.loads(manifest.read(listed_name(manifest.generation)))
    if plain.get("version") != _VERSION:
        raise IndexUnusableError(
            IndexFault.OTHER_VERSION,
            f"{manifest.folder.name}: 索引由另一版建成；请用 zhengsou rebuild 重建",
        )
    return Listed(tuple(plain["segments"]), tuple(plain["deleted"]))


def read_segments(manifest: Manifest) -> list[tuple[ArrayFile, Marks]]:
    """Open the segments of a generation, each with marks for its live documents."""
    listed = read_listed(manifest)
    files = [ArrayFile(manifest.path(name)) for name in listed.segments]
    sizes = [Terms(file).size for file in files]
    live = np.ones(sum(sizes), bool)
    live[list(listed.deleted)] = False
    marks: Sequence[Marks] = np.split(live, np.cumsum(sizes)[:-1]) if sizes else []
    return list(zip(files, marks, strict=True))


def open_build(
    builds: Builds, build: Build, dictionary: Dictionary | None, today: date | None = None
) -> ClusterSnapshot:
    """Open a build that is kept. Raises IndexUnusableError.

    A copy of its files that is not as it was written is made once more.
    """
    contents = Contents(builds.connection, builds.index(build.name))
    try:
        return open_generation(contents, contents.manifest(build.generation), dictionary, today)
    except (IndexUnusableError, *_BROKEN) as error:
        if isinstance(error, IndexUnusableError) and error.fault is not IndexFault.DAMAGED:
            raise
    contents.forget()
    try:
        return open_generation(contents, contents.manifest(build.generation), dictionary, today)
    except (IndexUnusableError, *_BROKEN) as error:
        if isinstance(error, IndexUnusableError) and error.fault is not IndexFault.DAMAGED:
            raise
        location = builds.connection.address
        if isinstance(error, OSError):
            raise IndexUnusableError(
                IndexFault.NO_COPY,
                f"{location}: 本机的副本读写不了（{contents.folder}：{system_reason(error)}）；"
                "请腾出空间或改好权限，或用 [cluster] cache 另指一个能写的文件夹",
            ) from error
        raise IndexUnusableError(
            IndexFault.DAMAGED,
            f"{location}: {build.name} 已损坏；{how_to_rebuild(location)}，"
            f"留有以前的一份时也可先用 zhengsou rollback --index {location} 换回",
        ) from error


def open_generation(
    contents: Contents, manifest: Manifest, dictionary: Dictionary | None, today: date | None = None
) -> ClusterSnapshot:
    """Open a generation by the copy of its files."""
    settings = usable_settings(manifest, dictionary, contents.connection.address)
    segments = [(Terms(file), live) for file, live in read_segments(manifest)]
    return ClusterSnapshot(contents, manifest, settings, segments, today)


def verify_build(builds: Builds, build: Build) -> None:
    """Compare the checksums of a build's files, and count its articles.

    Raises IndexUnusableError saying what has changed.
    """
    contents = Contents(builds.connection, builds.index(build.name))
    manifest = contents.manifest(build.generation)
    contents.verify_files(manifest)
    listed, segments = read_listed(manifest), read_segments(manifest)
    size = sum(len(live) for _, live in segments)
    wanted = size - len(listed.deleted)
    if (there := contents.live(size, listed.deleted)) != wanted:
        location = builds.connection.address
        raise IndexUnusableError(
            IndexFault.DAMAGED,
            f"{location}: {build.name} 应有 {wanted} 篇，集群上有 {there} 篇；{how_to_rebuild(location)}",
        )
