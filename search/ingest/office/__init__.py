"""Office: which lines are in what other programs than Word write: OpenDocument, slides, RTF, books?

    files.parts -> open_document (open_styles), presentation, book -> lines.Rendering
    rich_text_words -> rich_text -> lines.Rendering

Start with `open_document.read_open_document`. What an article is nobody here knows.
Never imports: search.query, search.ingest.records, search.ingest.understanding, search.ingest.pdf
"""
