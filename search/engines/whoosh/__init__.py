"""An index on local disk, held by Whoosh.

    file/   how arrays and records lie in files       build/  articles and segments into arrays
    answer/ what a query finds, and what is better    store/  builds, generations, Whoosh itself

Each room imports only those before it: file, then build and answer, then store, then `engine.py`.
Only store/ imports whoosh.
"""

from .engine import WhooshEngine
from .store.writer import WhooshBuilder, WhooshUpdater

__all__ = ["WhooshBuilder", "WhooshEngine", "WhooshUpdater"]
