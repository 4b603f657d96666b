"""Store: how does Whoosh keep segments and generations? The only room that imports whoosh.

    writer -> codec (a segment's file) -> storage (folders, CURRENT)
    opening -> storage -> answer.snapshot

Start with `storage`: where the files lie, and how a new index takes the place of the old.
Never imports: search.query, search.answer, search.ingest, search.suggest
"""
