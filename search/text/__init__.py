"""Text: which characters are the same, and how does text become terms?

Normalisation comes first and is the definition of "the same text"; then words, to rank by, and
pieces and bigrams, to be exact. Indexing, queries and snippets all use this one analysis.

    text -> normalization -> runs -> cutters -> segmentation (words)
            (by folding)          -> latin_words, pieces (what must be found)

Start with `normalization.normalize`, then `analysis.analyze`. `cutters` alone imports a segmenter,
`folding` alone OpenCC.
Never imports: search.query, search.suggest, search.answer, search.engine, search.engines, search.ingest
"""
