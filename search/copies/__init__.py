"""Copies: which articles are republished, and which are versions of one another?"""
