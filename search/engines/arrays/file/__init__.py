"""Files: how do posting lists, strings and columns lie in a segment's file?

    layout (names) -> arrays (a file of them, mapped) -> strings, name_starts, vocabulary -> segment

Start with `layout`, beside docs/index-format.md. `segment` finds words and phrases in one file.
Never imports: search.engine, search.engines.arrays.build, search.engines.whoosh.store, whoosh
"""
