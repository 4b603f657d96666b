"""Signs: which marks did the models mean? In Chinese text those of Chinese type, and none twice."""

import re
from collections.abc import Sequence

from ...text.characters import HAN

_WIDE = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_HAN = re.compile(rf"[{HAN}〇》」』”）】〕]")
_YEAR = re.compile(r"[〔\[［【]{1,2}((?:19|20)\d{2})[〕\]］】]{1,2}")


def with_usual_signs(text: str, places: Sequence[float]) -> tuple[str, tuple[float, ...]]:
    """Return a line, and where its characters stand, with the marks that are usual there."""
    kept = list(zip(text, places, strict=True))
    for match in reversed(list(_YEAR.finditer(text))):  # as a document number has it: 〔2024〕
        (begin, end), (first, last) = match.span(), match.span(1)
        kept[last:end] = [("〕", kept[end - 1][1])]
        kept[begin:first] = [("〔", kept[begin][1])]
    signs = "".join(character for character, _ in kept)
    wide = [_widened(signs, at) for at in range(len(signs))]
    return "".join(wide), tuple(place for _, place in kept)


def _widened(text: str, at: int) -> str:
    """Return a mark as Chinese type has it, where what stands before it, or in its brackets, is Chinese."""
    sign = text[at]
    if sign not in _WIDE:
        return sign
    before = text[at - 1 : at]
    if sign == "(":
        inside = re.split("[)）]", text[at + 1 :], maxsplit=1)[0]
        return "（" if any(map(_HAN.match, (before, inside[:1], inside[-1:]))) else sign
    if sign == ")" and "（" in text[:at]:
        return "）"
    return _WIDE[sign] if _HAN.match(before) else sign
