"""Documents without named fields, read as lines: pages, pasted text, Word, PDF."""
