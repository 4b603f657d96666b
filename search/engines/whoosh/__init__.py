"""Whoosh: an index on local disk. Only its room store/ imports whoosh.

    articles -> arrays.build -> store (segments, generations)
    request  -> engine -> arrays.engine

Whoosh keeps segments, generations and locks; posting lists are arrays of our own, which queries
are worked out on directly. Start with `store.builds`, then docs/index-format.md.
Never imports: search.answer, search.ingest, search.upkeep, search.command
"""
