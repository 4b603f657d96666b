"""Answering: which documents does a query find, and which come first?"""
