"""Store: how does Whoosh keep segments and generations? The only room that imports whoosh.

    writer -> codec (a segment's file) -> builds (folders, CURRENT)
    opening -> contents (which segments), builds -> answer.snapshot

Who only reads loads no Whoosh: `codec` does, which `writer` alone imports.

Start with `builds`: where the files lie, and how a new index takes the place of the old.
Never imports: search.query, search.answer, search.ingest, search.suggest
"""
