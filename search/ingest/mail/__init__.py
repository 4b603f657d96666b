"""Mail: which lines are in a message, .eml or .msg, and which files are attached to it?

    message (RFC 5322), outlook ([MS-OXMSG]) -> letter -> lines.Rendering, and what is beside it

Start with `message.read_message`. What an article is nobody here knows.
Never imports: search.query, search.ingest.records, search.ingest.understanding, search.ingest.pdf
"""
