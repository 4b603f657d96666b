"""How far is a long job? A bar with rate and time left on a terminal, plain lines elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from tqdm import tqdm

_SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Shows how far a job is, on standard error; use as a context, and tell it with `show`."""

    def __init__(self, name: str, total: int, unit: str) -> None:
        self._name, self._total, self._unit = name, total, unit
        self._begin = self._last_line = time.monotonic()
        self._on_terminal = sys.stderr.isatty()
        self._bar = tqdm(
            total=total,
            desc=name,
            disable=not self._on_terminal,
            bar_format="{desc} {percentage:3.0f}%|{bar}| {postfix} 已用 {elapsed} 剩余 {remaining}",
            leave=False,
        )

    def show(self, done: int, items: int) -> None:
        """Tell that `done` of the total, and `items` units, are done."""
        elapsed = time.monotonic() - self._begin
        rate = items / elapsed if elapsed else 0.0
        text = f"{items} {self._unit} {rate:.0f} {self._unit}/秒"
        if self._on_terminal:
            self._bar.set_postfix_str(text, refresh=False)
            self._bar.update(done - self._bar.n)
        elif time.monotonic() - self._last_line >= _SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            share = done / self._total if self._total else 1.0
            left = f"，剩余约 {elapsed / share - elapsed:.0f} 秒" if share else ""
            sys.stderr.write(f"{self._name} {share:.0%}，{text}{left}\n")

    def say(self, text: str) -> None:
        """Say what happens now that cannot be counted."""
        if self._on_terminal:
            self._bar.set_description_str(text)
        else:
            sys.stderr.write(f"{text}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.close()
