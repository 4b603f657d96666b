"""Chinese characters: which of them does a regular expression mean? Ranges to stand in its brackets.

`rf"[{HAN}]{{2,4}}"` is a name of two to four characters. The blocks are those of the Unicode Standard.
"""

#: The block that almost all print keeps to, simplified and traditional.
HAN = "\u4e00-\u9fff"
#: With the block of rarer ones before it, which stand in names of places and persons.
HAN_AND_RARE = "\u3400-\u9fff"
#: Whatever Unicode has: radicals, 々 and 〇, numerals, compatibility forms and the later planes too.
ALL_HAN = (
    "\u2e80-\u2fdf々-〇\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
)
#: Those that segmenters look up in their dictionary (jieba's own re_han_default).
SEGMENTABLE = "\u4e00-\u9fd5"
#: What shows nothing, and is no white space to a regular expression: joiners, marks of direction, fillers.
UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff"
