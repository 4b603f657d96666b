"""Records: which articles are in files that name their fields? Tables, JSON, Markdown.

    tables (table_header), json_lines, json_file -> record -> Article
    markdown -----------------------------------------------> Article

Start with `record.read_record`. What the names of fields mean is in `fields`.
Never imports: search.query, search.ingest.understanding, search.ingest.workers
"""
