"""Records: which articles are in files that name their fields? JSON, XML, Markdown, and rows of tables.

    json_lines, json_file, xml_file -> object_tree -> record -> Article
    markdown (front_matter, markdown_head) -----------------> Article

Start with `record.read_record`. What the names of fields mean is in `fields`.
Never imports: search.query, search.ingest.tables, search.ingest.understanding, search.ingest.workers
"""
