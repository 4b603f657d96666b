"""Understanding: what article is in a document? One set of rules for all of them.

    lines -> findings, breadcrumb -> titles -> body -> head_matter, endings -> Article
             joins (lines that are one), orders (what they issue), bodies (who signed), notes (when a law was adopted)
             sites (lines that pages share), citations (document numbers)

Start with `article.understand`, which takes these steps in order.
Never imports: search.query, search.ingest.files, search.ingest.documents, search.ingest.records
"""
