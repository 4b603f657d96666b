"""Documents: which lines are in a page, in pasted text, in a Word file, in a PDF?

    web_page (page_hints), mhtml, pasted_text, word_document (word_numbering),
    word_binary, pdf_document -> lines.Rendering
    pdf_characters -> pdf_watermarks -> pdf_directions -> pdf_layout (pdf_page, pdf_columns,
    pdf_tables, pdf_notes): from what a PDF draws to its lines

Start with `pasted_text`, the shortest. None of them knows what an article is.
Never imports: search.query, search.ingest.records, search.ingest.understanding
"""
