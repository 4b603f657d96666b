"""Keeping: which builds does the cluster keep, are they sound, and how is an earlier one put in use again?"""

from ...engine import NO_PATIENCE, Generation
from ...errors import UsageError
from .address import Address
from .builds import Builds
from .connection import Connection
from .opening import open_build, verify_build


def builds_at(location: str) -> Builds:
    """Return the builds at a location. Raises UsageError."""
    return Builds(Connection(Address.read(location)))


def verify_kept(location: str, name: str) -> None:
    """Verify a build that is kept. Raises IndexUnusableError naming what has changed; UsageError."""
    builds = builds_at(location)
    verify_build(builds, builds.chosen(name))


def put_in_use_again(location: str, wanted: str | None = None) -> Generation:
    """Put a kept build in use again, once it has been found sound; see `search.engines.roll_back`."""
    builds = builds_at(location)
    builds.kept()  # else there is nothing to write
    with builds.writing(NO_PATIENCE) as lock:
        build = builds.chosen(wanted)
        if build == builds.kept()[0]:
            raise UsageError("%(name)s 已经在用", name=build.name)
        verify_build(builds, build)
        open_build(builds, build, None)
        lock.confirm()
        builds.put_in_use(build)
        return builds.generations()[0]
