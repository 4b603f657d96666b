"""Keeping: which builds are kept, are they sound, and how is an earlier one put in use again?"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ....engine import Generation, Patience
from ....errors import IndexUnusableError, UsageError
from ...arrays.answer.usable import usable_settings
from .builds import Build, current_build, finished_builds, lost_names, name_build, size_on_disk
from .lock import writing
from .opening import open_build, usable_manifest, verify_build

_PREFIX = "build-"
_MOST_DIGITS = 4  # of a place in the list; names begin with the year, month and day


def kept_generations(location: Path) -> list[Generation]:
    """List what is kept: the build in use, then those used before it. Raises IndexUnusableError when none is."""
    current = current_build(location)
    return [_described(build, build == current) for build in finished_builds(location)]


def _described(build: Build, is_in_use: bool) -> Generation:
    size = size_on_disk(build.folder)
    try:
        manifest = usable_manifest(build)
        usable_settings(manifest, None)
    except IndexUnusableError as error:
        return Generation(build.name, is_in_use, None, None, size, str(error))
    return Generation(build.name, is_in_use, manifest.written, manifest.articles, size)


def verify_kept(location: Path, name: str) -> None:
    """Compare the checksums of all files of a build that is kept.

    Raises IndexUnusableError naming the first that has changed; UsageError when none is called so.
    """
    current_build(location)
    verify_build(_called(finished_builds(location), name))


def roll_back(location: Path, wanted: str | None = None) -> Generation:
    """Put a kept build in use again, once it has been found sound; the others stay as they are.

    `wanted`: its place in the list, from 1, its name or how only that begins, without `build-`;
    None: the one in use before, or where it is not known which is in use, the one written last.
    Raises UsageError when there is none, IndexUnusableError when it is damaged or of another version,
    or another process writes the index.
    """
    current_build(location)  # else there is no index to hold the lock of
    with writing(location):
        current, builds = current_build(location), finished_builds(location)
        is_lost = bool(lost_names(location))
        build = current if is_lost and wanted is None else _chosen(builds, wanted)
        if build == current and not is_lost:
            raise UsageError("%(name)s 已经在用", name=build.name)
        verify_build(build)
        open_build(build, None)
        name_build(location, build)
    return _described(build, is_in_use=True)


def mend_names(location: Path, patience: Patience) -> None:
    """Where it is not known which build is in use, put the newest that is sound in use.

    Raises IndexUnusableError when another process writes the index, longer than `patience` waits.
    """
    if not lost_names(location):
        return
    with writing(location, patience):
        for build in finished_builds(location) if lost_names(location) else ():
            with suppress(IndexUnusableError):
                verify_build(build)
                open_build(build, None)
                name_build(location, build)
                return


def _chosen(builds: Sequence[Build], wanted: str | None) -> Build:
    if wanted is None:
        if len(builds) < 2:
            raise UsageError("只有在用的这一份索引，没有可换回的；重建时用 --keep N 可多留几份")
        return builds[1]
    if wanted.isdecimal() and len(wanted) <= _MOST_DIGITS:
        if not 0 < int(wanted) <= len(builds):
            raise UsageError(
                "没有第 %(number)s 份索引，一共留着 %(count)s 份；zhengsou generations 列出各份",
                number=wanted,
                count=len(builds),
            )
        return builds[int(wanted) - 1]
    return _called(builds, wanted)


def _called(builds: Sequence[Build], wanted: str) -> Build:
    beginning = wanted.removeprefix(_PREFIX)
    found = [build for build in builds if build.name.removeprefix(_PREFIX).startswith(beginning)]
    if not beginning or len(found) != 1:
        raise UsageError(
            "名称以 %(wanted)s 开头的索引有 %(count)s 份；zhengsou generations 列出各份",
            wanted=wanted,
            count=len(found),
        )
    return found[0]
