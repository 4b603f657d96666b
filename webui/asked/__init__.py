"""Asked: which address shows which result, in which language?"""
