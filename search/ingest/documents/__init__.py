"""Documents: which lines are in a page, in pasted text, in a Word file, in a PDF?

    web_page (page_hints), mhtml, pasted_text, word_binary, pdf_document (pdf_layout),
    word_document (word_package opens it; word_text, what a paragraph shows, with word_styles,
    word_symbols, word_equations; word_numbering, word_furniture; word_asides, what is passed over)
    -> lines.Rendering

Start with `pasted_text`, the shortest. None of them knows what an article is.
Never imports: search.query, search.ingest.records, search.ingest.understanding
"""
