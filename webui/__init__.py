"""Web: the search page and the JSON API, over any engine. Knows nothing of what holds the index."""

from .app import create_app

__all__ = ["create_app"]
