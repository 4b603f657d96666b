"""Query: what was asked, as a tree of nodes, and how is what was typed read?

Nothing that is typed is an error: what cannot be read otherwise is words, and a note says so.

    typed text -> scanner, signs -> chunks -> operands -> parser -> nodes
                                    needs, loosening (what need not match)
                                    synonyms, periods, date_hints, order_hints

Start with `nodes`, then `parser.parse_query`. The language is described in docs/query-language.md.
Never imports: search.suggest, search.answer, search.engine, search.engines, search.ingest
"""
