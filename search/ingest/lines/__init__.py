"""Lines: what does a reader see of a document, from top to bottom?

    Rendering (lines, with what the markup says) -> labels, paths, page_furniture -> blocks

Start with `rendering.Rendering`: what every reader of documents makes, and all that is understood of.
Never imports: search.query, search.ingest.files, search.ingest.documents, search.ingest.understanding
"""
