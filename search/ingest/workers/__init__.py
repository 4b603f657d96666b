"""Workers: how are many files read at once, and a hostile one stopped?

    files -> readers (here) == pipe == reading_process (one each) -> corpus.read_file

Start with `readers.Readers`. A process that takes too long or too much is ended, its file rejected.
It is given files opened (`handing_over`), and on Linux may do nothing but read them (`shutting_in`).
Never imports: search.query, search.text, search.ingest.documents, search.ingest.records
"""
