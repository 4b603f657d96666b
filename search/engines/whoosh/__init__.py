"""Whoosh: an index on local disk. The only folder that imports whoosh.

    articles -> build -> file (arrays) -> store (segments, generations)
    request  -> engine -> answer -> file (arrays)

Whoosh keeps segments, generations and locks; posting lists are arrays of our own, which queries
are worked out on directly. Start with `engine`, then docs/index-format.md.
Never imports: search.answer, search.ingest, search.upkeep, search.command
"""

import warnings

with warnings.catch_warnings():
    # Whoosh 2.7.4 is frozen; newer Pythons warn of some of its string literals when compiling it.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    import whoosh.index
    import whoosh.writing  # noqa: F401 - compiled here, so that the warnings end here

from .engine import WhooshEngine
from .store.writer import WhooshBuilder, WhooshUpdater

__all__ = ["WhooshBuilder", "WhooshEngine", "WhooshUpdater"]
