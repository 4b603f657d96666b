"""Files: how do posting lists, strings and columns lie in a segment's file?"""
