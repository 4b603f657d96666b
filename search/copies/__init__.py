"""Copies: which articles are republished, and which are versions of one another?

Cheap sketches of all texts name the pairs that might be; those few are compared letter for letter.

    articles -> sketches -> candidates -> comparison -> groups
                                          differences    versions

Start with `comparison.is_copy`; why a version is no copy: docs/decisions/0006-copies.md;
which articles are versions of one paper: `versions.paper_of`, docs/decisions/0011-versions.md.
Never imports: search.query, search.suggest, search.answer, search.engine, search.engines, search.ingest
"""
