"""OFD: which lines are in a fixed-layout document of GB/T 33190-2016, the format of official papers?

    files.parts -> document (its documents, pages, attachments, what it says of itself)
    -> page (what a page draws: text_objects, shapes) -> pdf.pages -> lines.Rendering

Pages are drawn as those of a PDF are, so all that makes lines of them is in the room of PDF.
Start with `document.read_ofd`. What an article is nobody here knows.
Never imports: search.query, search.ingest.documents, search.ingest.records, search.ingest.understanding
"""
