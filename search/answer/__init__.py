"""Answers: what does a person get? Results, snippets, why nothing was found."""
