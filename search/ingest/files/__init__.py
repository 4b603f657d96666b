"""Files: which of a folder are articles, what is in an archive, in which encoding?

    folder -> listing (passing_over, sidecars) -> archives -> decoding -> text

Start with `listing.list_files`. Nothing is unpacked to disk, and nothing without bounds.
Never imports: search.ingest.documents, search.ingest.records, search.ingest.understanding
"""
