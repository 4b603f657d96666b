"""Wording: in which exact words is a thing said, where, since when, and how otherwise?

What staff do by hand with a text: each tool is a function of an engine and what is asked of it, and
returns values; pages, commands and tables show them.

    typed texts -> asked -> engine.tally  -> trend
                            engine.places -> occurrences -> context

    engine.coined -> newness                              what is new, found when the index is written

    draft -> passages -> sources, papers -> findings      a sentence as it is, or what is most like it
             quotations  resemblance, edits

Never imports: search.engines, search.ingest, search.upkeep, search.command, whoosh, flask
"""
