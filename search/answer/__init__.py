"""Answers: what does a person get? Results, snippets, and why nothing was found.

Plain values, which the page, JSON and the terminal show each in its way.

    typed texts -> question -> matching -> engine -> hits -> result_page -> as_json
                                           snippets, instead, absence, advice, marking

Start with `results.run_query`: it is the whole way in one function.
Never imports: search.engines, search.ingest, search.copies, search.upkeep, search.command, whoosh
"""
