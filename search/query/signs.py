"""Signs: what do the parts of the query language look like? Quotes, brackets, names of fields, numbers."""

import re
from collections.abc import Iterable

from ..text.characters import HAN_AND_RARE
from ..text.numerals import MAX_NUMERAL, NUMERALS
from .nodes import VALUE_FIELDS, Field, Unit

QUOTES = {'"': '"', "＂": "＂", "“": "”", "「": "」", "『": "』"}
LONE_QUOTES = "”」』"  # what opens a quotation is never part of a chunk
TITLE_OPEN, TITLE_CLOSE = "《", "》"
OPEN, CLOSE = "(（", ")）"
OR, AND, MINUS, PLUS, EXCLAMATIONS = "|｜", "&＆", "-－", "+＋", "!！"
COLONS = ":："
ENGLISH = ("AND", "OR", "NOT", "ＡＮＤ", "ＯＲ", "ＮＯＴ")  # operators, in small letters too
FIELDS = {
    **dict.fromkeys(("标题", "题名", "title", "intitle"), Field.TITLE),
    **dict.fromkeys(("来源", "source"), Field.SOURCE),
    **dict.fromkeys(("栏目", "section"), Field.SECTION),
    **dict.fromkeys(("作者", "author"), Field.AUTHOR),
    **dict.fromkeys(("发文机关", "发文单位", "issuer"), Field.ISSUER),
    **dict.fromkeys(("文号", "发文字号", "number"), Field.DOC_NUMBER),
}
DATE_FIELDS = {"日期", "发布日期", "date"}
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
NEAR = re.compile(r"[~～]([0-9０-９]+)")
STARS = "*＊"
BEGINNINGS = OPEN + TITLE_OPEN + "".join(QUOTES)  # of what is no plain word
#: The traditional forms of characters that names before a colon have.
_TRADITIONAL = dict(
    zip(
        "标题来栏发布机关单号确门构类别种体级键词内编网链时间区",
        "標題來欄發佈機關單號確門構類別種體級鍵詞內編網鏈時間區",
        strict=True,
    )
)


def in_either_script(names: Iterable[str]) -> str:
    """Write the expression that matches any of some names, traditional characters for simplified ones, too."""
    return "|".join(
        "".join(f"[{c}{_TRADITIONAL[c]}]" if c in _TRADITIONAL else c for c in name)
        for name in names
    )


FIELD_PREFIX = re.compile(
    rf"(?P<name>{in_either_script(WORD_NAMES + VALUE_NAMES)})\s*[{COLONS}]\s*", re.IGNORECASE
)
#: What else people put before a colon to narrow by: with any colon, these; with a narrow one right
#: before a word, whatever is as short. 主题：… and 10:30 are text.
_OTHER_NAMES = """
    地区 地域 区域 省份 城市 部门 单位 机构 发布机构 类型 类别 分类 文种 体裁 级别 年份 年度 月份
    关键词 关键字 主题词 正文 内容 全文 摘要 索引号 编号 网址 链接 成文日期 发布时间
    site inurl intext filetype url domain keyword keywords type category region content body
""".split()
UNKNOWN_FIELD = re.compile(  # what is Chinese has no case: to look for one takes long
    rf"(?P<name>(?i:{in_either_script(_OTHER_NAMES)}))[{COLONS}](?!//)|"
    rf"(?P<other>[A-Za-z]{{3,12}}|[{HAN_AND_RARE}]{{2,4}}):(?=[^\s/:\\])"
)
#: The value of a field of days: with what words say between two of them, or without.
DATE_VALUES = tuple(
    re.compile(rf"[0-9０-９年月日.\-－—–/{more}]+") for more in ("号~～至到今以来现在", "~～", "")
)
CHUNK_END = set(OPEN + CLOSE + OR + '"＂“「『')
_NUMERAL = rf"\s?[{NUMERALS}０-９]{{1,{MAX_NUMERAL}}}\s?"
#: The address of a clause, before and within which spaces may stand.
CLAUSE = re.compile(
    rf"\s{{0,3}}第{_NUMERAL}[条條](?:\s?之{_NUMERAL})?"
    rf"(?:\s{{0,3}}第?{_NUMERAL}款)?(?:\s{{0,3}}第?\s?[（(]?{_NUMERAL}[）)]?\s?[项項])?"
)
#: Text in which no clause, bracket, operator or space begins.
PLAIN = re.compile(
    rf"[^\s第{''.join(sorted(CHUNK_END))}{OR}{AND}{''.join(name[0] + name[0].lower() for name in ENGLISH)}]+"
)
_QUOTE = "".join(QUOTES) + LONE_QUOTES
#: Brackets written onto text, around plain text, no mere quotation: a part of it, as in 解释（二）, 办法（试行）.
BRACKETED = re.compile(
    rf"[{OPEN}](?![{MINUS}{PLUS}{EXCLAMATIONS}]|[{_QUOTE}][^{_QUOTE}]*[{_QUOTE}][{CLOSE}])"
    rf"[^\s{OPEN}{CLOSE}{OR}{AND}{STARS}{COLONS}]{{1,40}}[{CLOSE}]"
)
#: A bracket written onto text that never closes, before plain text: likewise.
UNCLOSED = re.compile(
    rf"[{OPEN}](?![{MINUS}{PLUS}{EXCLAMATIONS}])"
    rf"[^\s{OPEN}{CLOSE}{OR}{AND}{STARS}{COLONS}{_QUOTE}]{{1,40}}"
    rf"(?=\s|$)(?![^{CLOSE}]*[{CLOSE}])"
)
#: What goes on with a sentence behind what is quoted at its beginning.
GOES_ON = re.compile(
    rf"[、，；：。！？—…]{{0,2}}[\w{TITLE_OPEN}]|[、，；：。！？—…]{{1,2}}[{_QUOTE}]"
)
#: What shows that a word beside an operator is a part of a query, not of English text.
NOT_IN_ENGLISH = OPEN + CLOSE + OR + COLONS + TITLE_OPEN + TITLE_CLOSE + '"＂“”「」『』'
