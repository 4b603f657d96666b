"""Documents: which lines are in a page, in pasted text, in a Word file, in a PDF?

    web_page (page_hints), mhtml, pasted_text, pdf_document -> lines.Rendering
    word_document (word_package opens it; word_text, what a paragraph shows, with word_styles,
    word_equations and word_numbering), word_binary (word_binary_streams and what they hold), and what
    both kinds of Word share: word_lists, word_fields, word_symbols, word_furniture, word_asides -> lines.Rendering
    what a PDF draws becomes lines by pdf_characters, pdf_annotations -> pdf_watermarks ->
    pdf_directions -> pdf_layout (pdf_page, pdf_tables, pdf_aligned, pdf_columns, pdf_notes)

Start with `pasted_text`, the shortest. None of them knows what an article is.
Never imports: search.query, search.ingest.records, search.ingest.understanding
"""
