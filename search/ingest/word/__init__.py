"""Word: which lines are in a Word file, new (.docx and its kin) or old (.doc)?

    package (opens a .docx) -> document -> text (what a paragraph shows: styles, equations, numbering)
    binary_streams (what a .doc holds) -> binary (binary_styles, binary_lists, binary_art)
    what both share: lists, fields, symbols, furniture, asides (what is passed over)
    -> lines.Rendering

Start with `document.read_docx`. What an article is nobody here knows.
Never imports: search.query, search.ingest.records, search.ingest.understanding, search.ingest.pdf
"""
