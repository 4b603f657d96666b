"""Suggestions: what else could be meant? Typos, pinyin, completion."""
