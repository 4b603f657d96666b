"""Building: how do articles become posting lists, and several segments one?

    articles -> batches (workers) -> inversion -> merging -> one array file
    sketches -> grouping (copies)    vocabulary_building

Start with `inversion`: one batch becomes a file with the layout of a segment.
Never imports: search.query, search.engine, search.engines.arrays.answer
"""
