"""Store: how does Whoosh keep segments and generations? The only room that imports whoosh.

    writer -> codec (a segment's file) -> builds (folders, CURRENT)
    opening -> builds -> answer.snapshot

Start with `builds`: where the files lie, and how a new index takes the place of the old.
Never imports: search.query, search.answer, search.ingest, search.suggest
"""

import warnings

with warnings.catch_warnings():
    # Whoosh 2.7.4 is frozen; newer Pythons warn of some of its string literals when compiling it.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    import whoosh.index
    import whoosh.writing  # noqa: F401 - compiled here, so that the warnings end here
