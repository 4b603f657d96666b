"""Plain markup: what do tags and entities say that a page left in a plain value (<em>, &nbsp;, <br>)?

Exports hold them as they stood in the page, or escaped once or twice. A < that opens no element of
HTML is a character of the text: 工资<3000元, a<b.
"""

import html
import re
from collections.abc import Set

_INLINE = (
    "a abbr b bdi bdo big cite code del em font i ins kbd label mark nobr q s samp small span strike "
    "strong sub sup tt u var img wbr"
)
_BLOCK = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html iframe li link main meta nav noscript object ol "
    "p pre ruby script section style summary table tbody td tfoot th thead title tr ul video audio"
)
_BLOCKS = frozenset(_BLOCK.split())
_KNOWN = _BLOCKS | frozenset(_INLINE.split()) | {"br"}
_VOID = frozenset("br hr img link meta wbr".split())
_MAY_STAY_OPEN = frozenset("p li dt dd tr td th html body head div".split())
_FLAGS = "hidden|nowrap|noshade|controls|disabled|checked|open|reversed|allowfullscreen"
_ATTRIBUTE = (
    r"""\s{1,99}(?:[\w:.-]{1,60}\s{0,9}=\s{0,9}(?:"[^"]*"|'[^']*'|[^\s"'<>]+)"""
    rf"""|(?:{_FLAGS})(?=[\s/>]))"""
)
_TAG = re.compile(
    rf"<(/?)([A-Za-z][A-Za-z0-9]{{0,11}}(?::[A-Za-z]{{1,30}})?)((?:{_ATTRIBUTE}){{0,40}})\s{{0,99}}/?>"
)
_HIDES = re.compile(r"display\s{0,9}:\s{0,9}none|\shidden[\s/>=]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TIMES_ESCAPED = 3
_WRAPPED, _WRAPPED_END = "<![CDATA[", "]]>"


def plain_line(text: str) -> str:
    """Return a value of one line as a page would show it."""
    return " ".join(plain_text(text).split("\n")) if _may_hold_markup(text) else text


def plain_text(text: str) -> str:
    """Return a text as a page would show it, a line break for <br>; its own line breaks stay."""
    if not _may_hold_markup(text):
        return text
    opened, names = _opened(text)

    def shown(tag: re.Match[str]) -> str:
        if tag[2].lower() not in names:
            return tag[0]
        return "\n" if tag[2].lower() == "br" else ""

    return _unescaped(_TAG.sub(shown, opened)).replace("\xa0", " ") if names else opened


def markup_of(text: str) -> str | None:
    """Return a text as HTML where it has blocks, or hides some of itself; None for any other.

    A < in it that is a character of the text is escaped.
    """
    if not _may_hold_markup(text):
        return None
    opened, names = _opened(text)
    has_blocks = not _BLOCKS.isdisjoint(names)
    if not has_blocks and not (names and _HIDES.search(opened)):
        return None
    parts = []
    end = 0
    for tag in _TAG.finditer(opened):
        if tag[2].lower() in names:
            parts += [opened[end : tag.start()].replace("<", "&lt;"), tag[0]]
            end = tag.end()
    parts.append(opened[end:].replace("<", "&lt;"))
    markup = "".join(parts)
    return markup if has_blocks else markup.replace("\n", "<br>")


def is_tag(text: str) -> bool:
    """Say whether a text is a tag of HTML, or a comment, and nothing else."""
    tag = _TAG.fullmatch(text)
    name = tag[2].lower() if tag else ""
    return name in _KNOWN or ":" in name or text.startswith(("<!--", "<?", "<![CDATA["))


def _may_hold_markup(text: str) -> bool:
    return "<" in text or ("&" in text and ";" in text)


def _opened(text: str) -> tuple[str, Set[str]]:
    """Return a text whose elements stand in it as such, and their names; none when it has none."""
    text = _without_comments(_without_wrapping(text))
    for _ in range(_TIMES_ESCAPED):
        unescaped = _unescaped(text, times=1)
        if (names := _elements(text)) or unescaped == text:
            return text, names
        text = unescaped
    return text, _elements(text)


def _elements(text: str) -> Set[str]:
    """Return the names of the elements in a text: void, or opened and closed, or at its beginning."""
    opened: set[str] = set()
    closed: set[str] = set()
    for tag in _TAG.finditer(text):
        (closed if tag[1] else opened).add(tag[2].lower())
    first = _TAG.match(text.lstrip())
    begins = {first[2].lower()} & _MAY_STAY_OPEN if first else frozenset()
    whole = {name for name in opened & closed if name in _KNOWN or ":" in name}  # o:p is Word's
    return whole | (opened & _VOID) | begins


def _without_wrapping(text: str) -> str:
    stripped = text.strip()
    if stripped.startswith(_WRAPPED) and stripped.endswith(_WRAPPED_END):
        return stripped[len(_WRAPPED) : -len(_WRAPPED_END)]
    return text


def _without_comments(text: str) -> str:
    parts = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


def _unescaped(text: str, times: int = _TIMES_ESCAPED) -> str:
    """Put characters for entities that end in a semicolon: &copy in an address is none."""
    for _ in range(times):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text
