"""Documents: which lines are in a page, as it was saved, or copied out of it?

    web_page (page_hints; page_lines, page_places; page_styles tells what is hidden, by
    style_rules and declarations), mhtml, pasted_text -> lines.Rendering

Start with `pasted_text`, the shortest. None of them knows what an article is.
Never imports: search.query, search.ingest.records, search.ingest.understanding
"""
