"""Answering: which documents does a query find, and which come first?

    query -> evaluation -> narrowing (filters) -> ranking, groups -> matches
             postings, sparse, lookalikes, lexicon over snapshot

    snapshot -> ids, dates, metadata, articles, postings -> segments
                relations (copies, versions, validity) -> orders

Start with `evaluation`; a `snapshot` is one generation of the index, never changing.
Never imports: search.answer, search.ingest, search.engines.arrays.build, whoosh
"""
