"""Files: which of a folder are articles, what is in an archive, in which encoding?"""
