"""Terminal: what do all commands print in the same way?"""

import json
import unicodedata
from collections.abc import Iterable

import click


def print_warnings(warnings: Iterable[str]) -> None:
    """Print what does not stop a command, but should be mended."""
    for warning in warnings:
        click.echo(f"注意：{warning}", err=True)


def print_facts(indent: str, *facts: object) -> None:
    """Print what is known of an article in one line, leaving out what is not."""
    click.secho(indent + "  ".join(str(fact) for fact in facts if fact), dim=True)


def print_json(value: object) -> None:
    """Print a value for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def padded(text: str, columns: int) -> str:
    """Pad to a width on the terminal, where a Chinese character takes two columns."""
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * (columns - width)
