"""Shown: what does a page say of a result, or of an article?"""
