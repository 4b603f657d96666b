"""Watching: when has a folder changed? Told once it has been still for a moment, or has gone, or come back."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch

_STILL = 1.0  # second without a change: until then a file may be half written
_AT_LATEST = 60.0  # seconds after the first of changes that do not end
_LOOKS_UNTIL_STILL = 2  # where it is looked at now and then
_LOOKING_EVERY = 10.0  # seconds, where the system cannot tell of so many folders
_STEP = 50  # milliseconds between looks at what the system has told
_LONGEST_GROUP = 1000  # milliseconds that it is gathered

logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it would tell of each change


def changes(
    folder: Path, index: Path, look_every: float | None, say: Callable[[str], None]
) -> Iterator[bool]:
    """Yield about once a second whether a folder has changed, and is still again.

    So it has at first, when it goes away and when it comes back. The system tells, or it is looked
    at so many seconds apart; where it is too large for the system, `say` is told, and it is looked
    at. What changes in `index` does not count.
    """
    while True:
        place = _place(folder)
        if place is None:
            time.sleep(_STILL)
            yield False
            continue
        since: float | None = time.monotonic()
        for paths in _rounds(folder, look_every, say):
            if _place(folder) != place:
                break
            is_still = all(path.is_relative_to(index) for path in paths)
            now = time.monotonic()
            if since is None and not is_still:
                since = now
            has_changed = since is not None and (is_still or now - since >= _AT_LATEST)
            if has_changed:
                since = None
            yield has_changed
        yield True


def _rounds(
    folder: Path, look_every: float | None, say: Callable[[str], None]
) -> Iterator[list[Path]]:
    """Yield what has changed, and nothing when it was still; end when the folder is not there."""
    still = _STILL if look_every is None else max(_STILL, look_every * _LOOKS_UNTIL_STILL)
    try:
        for found in watch(
            folder,
            watch_filter=None,
            debounce=_LONGEST_GROUP,
            step=_STEP,
            rust_timeout=round(still * 1000),
            yield_on_timeout=True,
            force_polling=look_every is not None,
            poll_delay_ms=round((look_every or _LOOKING_EVERY) * 1000),
            # Told by the system, it would hide that there are too many folders, too.
            ignore_permission_denied=look_every is not None,
        ):
            yield [Path(path) for _, path in found]
    except FileNotFoundError:
        return
    except (OSError, RuntimeError) as error:  # a RuntimeError is of the watcher itself
        if look_every is not None:
            raise
        say(_too_much_for_the_system(error))
        yield from _rounds(folder, _LOOKING_EVERY, say)


def _too_much_for_the_system(error: Exception) -> str:
    return (
        f"系统不能通知这个文件夹的变动（{error}），改为每 {_LOOKING_EVERY:.0f} 秒看一遍；"
        "文件夹太多时可调大 fs.inotify.max_user_watches"
    )


def _place(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another that is mounted, or made, in its place; None: it is away."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
