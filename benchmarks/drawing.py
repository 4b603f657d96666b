"""Drawing: how is a chart drawn? By a module of its own, loaded before hours are spent measuring."""

from collections.abc import Callable
from importlib import import_module

import click


def load_draw(module: str) -> Callable[..., None]:
    """Return what a module of this folder draws with. Raises ClickException without matplotlib."""
    try:
        draw: Callable[..., None] = import_module(f".{module}", __package__).draw
    except ImportError as error:
        raise click.ClickException(f"no chart without matplotlib: {error}") from error
    return draw
