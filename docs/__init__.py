"""Docs: the pages, and what writes their generated blocks and pictures."""
