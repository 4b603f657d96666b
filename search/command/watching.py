"""Watching: how does an index follow its folder until it is stopped? A line an update."""

import json
import signal
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import FrameType

import click

from ..engines import Location, open_engine
from ..errors import ZhengsouError, system_reason
from ..upkeep.file_records import IndexingReport
from ..upkeep.publishing import Published
from ..upkeep.watching import changes
from .exit_codes import EXIT_WELL
from .reported import indexing_json, indexing_said, time_said
from .terminal import tell

_UNTIL_TRYING_AGAIN = 60.0  # seconds after an update that failed: another may have been writing

#: Brings an index up to date, and that of what everyone may read.
Renew = Callable[[], tuple[IndexingReport, Published | None]]


def watch(
    corpus: Path | None, index: Location, renew: Renew, poll: float | None, as_json: bool
) -> int:
    """Renew an index whenever its folder has changed, until interrupted."""
    with closing(open_engine(index)) as engine:
        folder = corpus or Path(engine.corpus_record().corpus)
    following = _Following(folder, renew, as_json)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        tell(f"看着 {folder}，有变动就更新，直到按 Ctrl-C。", err=as_json)
        for has_changed in changes(folder.absolute(), Path(index).absolute(), poll, _warn):
            following.look(has_changed)
    except KeyboardInterrupt:
        tell("已停止。", err=as_json)
    finally:
        signal.signal(signal.SIGTERM, before)
    return EXIT_WELL


class _Following:
    """Renews an index, and says what that did, unless it was nothing."""

    def __init__(self, folder: Path, renew: Renew, as_json: bool) -> None:
        self._folder = folder
        self._renew = renew
        self._as_json = as_json
        self._failure = ""  # as it was said
        self._try_again: float | None = None  # when, on the monotonic clock
        self._left_out: list[str] | None = None  # as it was said

    def look(self, has_changed: bool) -> None:
        """Update if the folder has changed, or if that failed a while ago."""
        if not has_changed and (self._try_again is None or time.monotonic() < self._try_again):
            return
        begun = time.monotonic()
        try:
            done, published = self._renew()
        except ZhengsouError as error:
            self._fail(str(error))
        except OSError as error:
            self._fail(f"{error.filename or self._folder}: {system_reason(error)}")
        else:
            self._failure, self._try_again = "", None
            self._say(done, published, time.monotonic() - begun)

    def _fail(self, reason: str) -> None:
        self._try_again = time.monotonic() + _UNTIL_TRYING_AGAIN
        if reason != self._failure:
            _warn(f"没有更新：{reason}")
        self._failure = reason

    def _say(self, done: IndexingReport, published: Published | None, seconds: float) -> None:
        warnings = done.warnings + (published.report.warnings if published else [])
        for warning in warnings:
            if warning not in (self._left_out or ()):
                _warn(warning)
        left_out = [*map(str, done.rejections), *warnings]
        has_changed = bool(done.added or done.removed) or left_out != self._left_out
        self._left_out = left_out
        if not has_changed:
            return
        if self._as_json:
            click.echo(
                json.dumps({"time": _now()} | indexing_json(done, published), ensure_ascii=False)
            )
        else:
            tell(f"{_now()} {indexing_said(done)}，用时 {time_said(seconds)}")


def _warn(text: str) -> None:
    tell(f"{_now()} 注意：{text}", err=True)


def _now() -> str:
    return datetime.now().isoformat(" ", "seconds")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
