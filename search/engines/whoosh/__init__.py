"""Whoosh: an index on local disk. Only its room store/ imports whoosh.

    articles -> build -> file (arrays) -> store (segments, generations)
    request  -> engine -> answer -> file (arrays)

Whoosh keeps segments, generations and locks; posting lists are arrays of our own, which queries
are worked out on directly. Each room imports only those before it: file, then build and answer,
then store, then `engine.py`. Start with `engine`, then docs/index-format.md.
Never imports: search.answer, search.ingest, search.upkeep, search.command
"""
