"""Terminal: what do all commands print in the same way? Never what a text would have a terminal do."""

import json
import os
import unicodedata
from collections.abc import Iterable
from typing import Any

import click

from .options import DEFAULT_INDEX

#: What moves a terminal's cursor, colours what follows or turns its direction: articles are not ours.
_CONTROLS = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    "\ufffd",
)


def visible(text: object) -> str:
    """Write a text so that a terminal shows all of it, and obeys none."""
    return str(text).translate(_CONTROLS)


def styled(text: object, **style: Any) -> str:
    """Return a visible text in a style of `click.style`."""
    return click.style(visible(text), **style)


def tell(text: object = "", err: bool = False, **style: Any) -> None:
    """Print a line, visible; a terminal shows it in a style of `click.style`."""
    click.echo(styled(text, **style), err=err)


def page_through(lines: Iterable[str]) -> None:
    """Let a person page through styled lines; what fits on the screen is printed."""
    os.environ.setdefault("LESS", "FRX")  # as git does: quit when it fits, colours, leave it there
    click.echo_via_pager(f"{line}\n" for line in lines)


def print_warnings(warnings: Iterable[str]) -> None:
    """Print what does not stop a command, but should be mended."""
    for warning in warnings:
        tell(f"注意：{warning}", err=True)


def facts(*known: object) -> str:
    """Return in one pale line what is known of an article, leaving out what is not."""
    return styled("  ".join(str(fact) for fact in known if fact), dim=True)


def print_json(value: object) -> None:
    """Print a value for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def next_step(command: str, index: object) -> str:
    """Say what to run next on an index, as it has to be typed."""
    return f"zhengsou {command}" + ("" if str(index) == DEFAULT_INDEX else f" --index {index}")


def padded(text: str, columns: int) -> str:
    """Pad to a width on the terminal, where a Chinese character takes two columns."""
    return text + " " * (columns - width_of(text))


def width_of(text: str) -> int:
    """Return how many columns a text takes on the terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def size_said(count: int) -> str:
    """Write a number of bytes as a person reads it."""
    for least, unit in ((1e9, "GB"), (1e6, "MB")):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count / 1e3:.0f} KB"


def minute_said(time: str) -> str:
    """Write a time that is kept as ISO 8601, without its seconds."""
    return time[:16].replace("T", " ")
