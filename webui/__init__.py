"""Web: the search page and the JSON API, over any engine. Knows nothing of what holds the index."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> object:
    """Load the application when it is asked for (PEP 562): who reads settings needs no Flask."""
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .app import create_app  # noqa: PLC0415

    globals()[name] = create_app
    return create_app
