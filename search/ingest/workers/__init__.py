"""Workers: how are many files read at once, and a hostile one stopped?

    files -> readers (here) == pipe == reading_process (one each) -> corpus.read_file

Start with `readers.Readers`. A process that takes too long or too much is ended, its file rejected.
Never imports: search.query, search.text, search.ingest.documents, search.ingest.records
"""
