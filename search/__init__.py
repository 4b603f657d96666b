"""Zhengsou's engine: from articles in a folder to a page of results. Knows nothing of the web."""
