"""Arrays: how is a plan answered on arrays, whatever holds the posting lists?

    articles -> build -> file (arrays)
    request  -> engine -> answer -> file (arrays)

What both engines share: a generation is some array files and records beside them, in a folder.
Each room imports only those before it: file, then build and answer, then `engine.py`. Start with
`engine`, then docs/index-format.md.
Never imports: search.answer, search.ingest, search.upkeep, search.command, search.engines.whoosh
"""
