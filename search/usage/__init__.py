"""Usage: what was said, when first, how often, in which words? Counts and places of exact wordings.

    typed texts -> asked -> engine.tally  -> trend
                            engine.places -> occurrences -> context

Start with `trend.trend` and `context.context`: plain values, which page, JSON and terminal each show.
Never imports: search.engines, search.ingest, search.copies, search.upkeep, search.command, whoosh
"""
