"""Progress: how far is a long job? A bar with rate and time left on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Mapping
from typing import Never, Self

from tqdm import tqdm

_SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Shows how far a job is, on standard error, from the first time it is told; use as a context."""

    def __init__(self, name: str, unit: str) -> None:
        self._name, self._unit = name, unit
        self._begin = self._last_line = 0.0
        self._bar: tqdm[Never] | None = None

    def show(self, done: int, total: int, items: int) -> None:
        """Tell that `done` of `total` is done, which makes `items` units."""
        now = time.monotonic()
        if self._bar is None:
            self._begin = self._last_line = now
            self._bar = tqdm(
                total=total,
                desc=self._name,
                disable=not sys.stderr.isatty(),
                bar_format="{desc} {percentage:3.0f}%|{bar}| {unit} 已用 {elapsed} 剩余 {remaining}",
            )
        elapsed = now - self._begin
        rate = f"{items / elapsed:,.0f} {self._unit}/秒" if elapsed else ""
        if not self._bar.disable:
            self._bar.unit = f"{items:,} {self._unit} {rate}"
            self._bar.update(done - self._bar.n)
            if done >= total:
                self._bar.refresh()
        elif now - self._last_line >= _SECONDS_BETWEEN_LINES:
            self._last_line = now
            left = f"，剩余约 {elapsed / done * (total - done):.0f} 秒" if done else ""
            share = done / total if total else 1.0
            sys.stderr.write(f"{self._name} {share:.0%}，{items:,} {self._unit}，{rate}{left}\n")

    def count(self, done: int, total: int) -> None:
        """Tell that `done` of `total` units are done."""
        self.show(done, total, done)

    def close(self) -> None:
        """Leave the bar as it is."""
        if self._bar is not None:
            self._bar.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


class Stages:
    """Shows how far each stage of a job is, one after another; use as a context."""

    def __init__(self, units: Mapping[str, tuple[str, str]]) -> None:
        """Take what each stage is called, and what it is counted in."""
        self._units = units
        self._stage = ""
        self._progress = Progress("", "")

    def show(self, stage: str, done: int, total: int, items: int) -> None:
        """Tell that `done` of `total` of a stage is done, which makes `items` units."""
        if stage != self._stage:
            self._progress.close()
            self._stage, self._progress = stage, Progress(*self._units[stage])
        self._progress.show(done, total, items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.close()
