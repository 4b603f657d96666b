"""Fields: what is said of an article, apart from its text, and why is it believed?

    name -> names (which field?) -> values (checked), dates, sources -> evidence (from where, how sure?)

Start with `evidence.Evidence`: every field read has one.
Never imports: search.query, search.text.segmentation, search.ingest.files, search.ingest.lines, search.ingest.documents
"""
