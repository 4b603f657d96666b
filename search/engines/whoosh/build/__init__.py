"""Building: how do articles become segments, and segments one?"""
