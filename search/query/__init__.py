"""Query: what was asked, as a tree of nodes, and how is what was typed read?"""
