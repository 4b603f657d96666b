"""Workers: how are many files read at once, and a hostile one stopped?"""
