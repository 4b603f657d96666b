"""Signs: what do the parts of the query language look like? Quotes, brackets, names of fields, numbers."""

import re

from .nodes import VALUE_FIELDS, Field, Unit

QUOTES = {'"': '"', "＂": "＂", "“": "”", "「": "」", "『": "』"}
LONE_QUOTES = "”」』"  # what opens a quotation is never part of a chunk
TITLE_OPEN, TITLE_CLOSE = "《", "》"
OPEN, CLOSE = "(（", ")）"
OR, MINUS = "|｜", "-－"
COLONS = ":："
FIELDS = {
    "标题": Field.TITLE,
    "title": Field.TITLE,
    "来源": Field.SOURCE,
    "source": Field.SOURCE,
    "栏目": Field.SECTION,
    "section": Field.SECTION,
    "文号": Field.DOC_NUMBER,
    "number": Field.DOC_NUMBER,
}
DATE_FIELDS = {"日期", "date"}
UNITS = {
    "同句": Unit.SENTENCE,
    "sentence": Unit.SENTENCE,
    "同段": Unit.PARAGRAPH,
    "paragraph": Unit.PARAGRAPH,
}
EXACT_FIELDS, LIKE_FIELDS = {"精确", "exact"}, {"相似", "like"}
#: Names before a colon: of what is looked for as words, and of what is looked up as it stands.
WORD_NAMES = (*(name for name, field in FIELDS.items() if field not in VALUE_FIELDS), *UNITS)
VALUE_NAMES = (
    *(name for name, field in FIELDS.items() if field in VALUE_FIELDS),
    *sorted(DATE_FIELDS | EXACT_FIELDS | LIKE_FIELDS),
)
NEAR = re.compile(r"[~～]([0-9０-９]{1,3})(?![0-9０-９])")
STARS = "*＊"
FIELD_PREFIX = re.compile(
    rf"(?P<name>{'|'.join(WORD_NAMES + VALUE_NAMES)})[{COLONS}]", re.IGNORECASE
)
OR_WORD = re.compile(r"OR(?=[\s(（\"“「『《]|$)")
DATE_VALUE = re.compile(r"[0-9０-９年月日.\-－/]+")
CHUNK_END = set(OPEN + CLOSE + OR + '"＂“「『')
