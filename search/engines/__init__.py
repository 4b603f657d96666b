"""Engines: what holds the index? One folder or file for each engine.

    search.engine (what an engine must do) <- engines/whoosh (on local disk)

Start with `search.engine.Engine`, the protocol; then `whoosh.engine`.
Never imports: search.answer, search.ingest, search.upkeep, search.command, webui, flask
"""
