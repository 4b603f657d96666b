"""Builds: where does an index lie, and how is a new one put in the place of the old?

    var/index/
      CURRENT   the build in use and its generation, then those used before, the newest first
      LOCK      held by the process that writes (`lock.py`)
      build-…/  one Whoosh index, its records (`file/records.py`), and what files it is made of
                (`file/manifest.py`)

What CURRENT names is the index, so replacing it is the one step by which a new build, or a new
generation of the one in use, takes the place of the old. All files are on disk before, and none is
removed until CURRENT is on disk, too. What it does not name, or the manifest of what it names, was
never finished or is no longer wanted, and the next writer removes it. So whoever is killed, or cut
off from power, leaves the index as it was. Where CURRENT itself is lost or damaged, the builds
that are whole stand in for it, the one written last first, until a writer writes it anew.
"""

import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ....errors import IndexFault, IndexUnusableError, how_to_rebuild, system_reason
from ...arrays.file.durable import sealed, sync, unsealed, write_whole
from ...arrays.file.manifest import Manifest, manifest_name, newest_whole, read_manifest

_CURRENT = "CURRENT"
_PUBLIC = "PUBLIC"  # a file without content: this is an index of what everyone may read
_STAMP = "%Y%m%d%H%M%S"
_BUILD_NAME = re.compile(r"build-(\d{14})-[0-9a-f]{6}")
_BEFORE_MANIFESTS = 0  # the generation of builds of which a CURRENT of older versions tells none


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: in use now, or once and kept."""

    folder: Path
    generation: int

    @property
    def name(self) -> str:
        """Return what CURRENT calls it."""
        return self.folder.name

    @property
    def begun(self) -> datetime:
        """Return when it was begun, to the second, UTC."""
        stamp = self.name.split("-")[1]
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Named:
    """The builds that are kept, the one in use first; and why CURRENT does not say so, where it does not."""

    builds: list[Build]
    lost: str = ""


def finished_builds(location: Path) -> list[Build]:
    """List the builds that are kept: the one in use, then those before it, the newest first."""
    return [build for build in _named(location).builds if build.folder.is_dir()]


def current_build(location: Path) -> Build:
    """Return the build in use. Raises IndexUnusableError when there is none."""
    named = _named(location)
    if named.builds:
        return named.builds[0]
    if not (location / _CURRENT).exists():
        raise IndexUnusableError(
            IndexFault.MISSING,
            f"{location}: 没有索引；请先运行 zhengsou rebuild 文章文件夹 --index {location}",
        )
    raise IndexUnusableError(
        IndexFault.DAMAGED, f"{location / _CURRENT}: 索引不完整；{how_to_rebuild(location)}"
    )


def lost_names(location: Path, answering: Build | None = None) -> str:
    """Say that CURRENT is lost, what answers instead, and how to mend it; nothing where it is as it should be.

    `answering`: what does, where that is not the build written last.
    """
    named = _named(location)
    if not named.lost or not named.builds:
        return ""
    name = (answering or named.builds[0]).name
    return (
        f"{location / _CURRENT}: {named.lost}，不知道该用哪一份索引，现由 {name} 回答；"
        f"请运行 zhengsou rollback {name} --index {location} 写回，update、rebuild 也会写回"
    )


def _named(location: Path) -> _Named:
    """Read which builds are kept; where CURRENT does not say, those that are whole."""
    try:
        named = _read(location)
        if not named[0].folder.is_dir():
            named = _read(location)  # a writer may have replaced it, and removed what it named
    except (OSError, ValueError) as error:
        return _Named(_standing_in(location), _why(error))
    if named[0].folder.is_dir():
        return _Named(named)
    there = [build for build in named if build.folder.is_dir()]
    return _Named(there or _standing_in(location), f"写的 {named[0].name} 不在了")


def _why(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "不见了"
        case OSError():
            return f"读不出（{system_reason(error)}）"
        case ValueError():
            return "已损坏"


def _read(location: Path) -> list[Build]:
    """Read what CURRENT says. Raises OSError, ValueError when it is not as it was written."""
    content = (location / _CURRENT).read_bytes()
    try:
        lines = unsealed(content).splitlines()
        named = [(name, int(number)) for name, number in map(str.split, lines)]
    except ValueError:
        named = [(name, _BEFORE_MANIFESTS) for name in content.decode().split()]
    if not named or not all(_BUILD_NAME.fullmatch(name) for name, _ in named):
        raise ValueError("no names of builds")
    return [Build(location / name, generation) for name, generation in named]


def _standing_in(location: Path) -> list[Build]:
    """List the builds that are whole, by their newest generation, the one written last first.

    Of what everyone may read there is none but if there is only one: in an older one may be what was
    taken back from them.
    """
    folders = [path for path in location.glob("build-*") if _BUILD_NAME.fullmatch(path.name)]
    whole = [manifest for folder in folders if (manifest := newest_whole(folder))]
    if is_marked_public(location) and len(whole) > 1:
        return []
    whole.sort(key=_when_written, reverse=True)
    return [Build(one.folder, one.generation) for one in whole]


def _when_written(manifest: Manifest) -> tuple[object, int]:
    moment = 0  # finer than what it says itself, which is to the second
    with suppress(OSError):
        moment = (manifest.folder / manifest_name(manifest.generation)).stat().st_mtime_ns
    return manifest.written, moment


def mark_public(location: Path) -> None:
    """Mark where an index of what everyone may read is kept, for as long as the place is there."""
    location.mkdir(parents=True, exist_ok=True)
    (location / _PUBLIC).touch()


def is_marked_public(location: Path) -> bool:
    """Say whether such an index is kept there, also when it does not open."""
    return (location / _PUBLIC).exists()


def new_build(location: Path) -> Path:
    """Make an empty build folder, once what others have left is removed. Needs the lock."""
    location.mkdir(parents=True, exist_ok=True)
    remove_leftovers(location)
    build = location / f"build-{datetime.now(UTC):{_STAMP}}-{secrets.token_hex(3)}"
    build.mkdir()
    return build


def name_build(location: Path, build: Build, keep: int | None = None) -> None:
    """Put a finished build in use, or a new generation of the one that is; its files are on disk.

    At most `keep` builds stay named, the one in use included; None: all that are.
    """
    earlier = [kept for kept in finished_builds(location) if kept.folder != build.folder]
    # Those without a manifest are of another version, which tells CURRENT otherwise.
    named = [build, *(kept for kept in earlier if kept.generation != _BEFORE_MANIFESTS)][:keep]
    sync(build.folder)
    sync(location)
    lines = "\n".join(f"{named.name} {named.generation}" for named in named)
    write_whole(location / _CURRENT, [sealed(lines)])
    sync(location)


def is_in_use(location: Path, folder: Path) -> bool:
    """Say whether the build in a folder is the one in use."""
    try:
        return current_build(location).folder == folder
    except IndexUnusableError:
        return False


def remove_leftovers(location: Path) -> None:
    """Remove all that does not belong to the builds that CURRENT names, nor in them to their generations.

    Needs the lock. Where an open file cannot be removed, it goes next time.
    """
    for path in location.glob("*.new"):  # CURRENT, not yet in its place
        path.unlink(missing_ok=True)
    kept = {build.folder: build for build in finished_builds(location)}
    for folder in location.glob("build-*"):
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            with suppress(IndexUnusableError):  # of another version, or damaged: let alone
                _remove_unnamed_files(kept[folder])


def _remove_unnamed_files(build: Build) -> None:
    names = {*read_manifest(build.folder, build.generation).files, manifest_name(build.generation)}
    for path in build.folder.iterdir():
        if path.name not in names:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


def last_change(location: Path) -> tuple[int, int]:
    """Return numbers that differ once another build is in use, or a new generation of this one.

    The cheapest thing to ask, since it is asked before every query. Raises OSError.
    """
    status = os.stat(f"{location}/{_CURRENT}")  # noqa: PTH116 - three times as fast as Path.stat
    return status.st_mtime_ns, status.st_ino


def size_on_disk(build: Path) -> int:
    """Return the bytes of all files of a build; another process may be removing some."""
    size = 0
    for folder, _, names in os.walk(build):
        for name in names:
            with suppress(FileNotFoundError):
                size += Path(folder, name).stat().st_size
    return size
