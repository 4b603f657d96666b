"""Building: how do articles become posting lists, and several segments one?"""
