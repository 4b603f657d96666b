"""Page places: what does the markup call the place of a line: text, or what stands around it?"""

import re
from functools import lru_cache

# What sites call the place of the text, and of what stands around it, in their markup.
_TEXT_PLACE = re.compile(
    r"trs_|ucap-?content|^zoom|(?:^|[-_ ])(?:article|content|detail|zw|zhengwen|text|txt|news_?body)s?"
    r"(?:[-_ ]|$)|(?:article|news|detail|main|art|post)[-_]?(?:content|body|text|con|txt)|contenttext"
    r"|endtext|editor|textbody",
    re.IGNORECASE,
)
_OTHER_PLACE = re.compile(
    r"(?:^|[-_ ])(?:nav|menu|foot(?:er)?|head(?:er)?|top(?:bar)?|side(?:bar)?|aside|share|comment|"
    r"related|relate|relevant|hot|rank|recommend|copyright|crumbs?|breadcrumbs?|ad|ads|advert|login|"
    r"search|link|links|friend|tool|tools|toolbar|pop|popup|dialog|qrcode|ewm|keyword|tag|tags|"
    r"prev|next|pager?|editor-?name|statement|disclaimer|reply|tie|bbs)s?(?:[-_ \d]|$)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(
    r"crumb|(?:^|[-_ ])(?:(?:cur(?:rent)?[-_]?)?(?:position|location|pos|path|place)|dqwz|weizhi|dangqianweizhi|wz|mbx|"
    r"mianbaoxie|lujing|sitepath|bread|local)(?:[-_ \d]|$)",
    re.IGNORECASE,
)
_OTHER_ELEMENTS = frozenset("nav footer aside".split())
_WHOLE = frozenset(("html", "body"))
_TEXT_ELEMENTS = frozenset("article main ucapcontent".split())


def place_of(tag: str, name: str | None, classes: str | None) -> int:
    """Say what the markup tells of a place: 1 for text, -1 for what stands around it, 0 for nothing."""
    if tag in _TEXT_ELEMENTS:
        return 1
    if tag in _OTHER_ELEMENTS:
        return -1
    if not (name or classes) or tag in _WHOLE:
        return 0
    return _place_called(f"{name or ''} {classes or ''}".strip())


def is_crumbs(tag: str, name: str | None, classes: str | None) -> bool:
    """Say whether the markup calls a place that of a breadcrumb."""
    if not (name or classes) or tag in _WHOLE:
        return False
    return _called_crumbs(f"{name or ''} {classes or ''}".strip())


@lru_cache(maxsize=8192)
def _called_crumbs(name: str) -> bool:
    return _CRUMBS.search(name) is not None


@lru_cache(maxsize=8192)
def _place_called(name: str) -> int:
    if _OTHER_PLACE.search(name):
        return -1
    return 1 if _TEXT_PLACE.search(name) else 0
