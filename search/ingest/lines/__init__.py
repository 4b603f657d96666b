"""Lines: what does a reader see of a document, from top to bottom?"""
