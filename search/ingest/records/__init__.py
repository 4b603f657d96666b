"""Records: files that name the fields of their articles; tables, JSON, Markdown."""
