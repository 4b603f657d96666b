"""PDF: which lines are in a PDF with a text layer?

    objects -> characters, annotations (what is drawn) -> watermarks (set aside) -> directions (each upright)
    -> layout (page, tables, aligned, columns, notes) -> lines.Rendering

Start with `document.read_pdf`. What an article is nobody here knows.
Never imports: search.query, search.ingest.documents, search.ingest.records, search.ingest.understanding
"""
