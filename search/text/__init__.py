"""Text: which characters are the same, and how does text become terms?"""
