"""Order hints: does a query ask for what is new (最近)? The order by date is offered, never applied."""

import re

from ..text.function_words import RECENCY_WORDS
from .date_hints import is_plain

_HINT = re.compile(
    rf"(?:{'|'.join(RECENCY_WORDS)})(?![0-9一二两三四五六七八九十]{{1,2}}(?:年|个月))"
    r"|(?<![a-z0-9])(?:latest|newest|recent)(?![a-z0-9])",
    re.IGNORECASE,
)


def find_order_hint(text: str) -> str | None:
    """Find the first word that asks for what is new, outside quotes and fields; of days speaks 最近三年."""
    for match in _HINT.finditer(text):
        if is_plain(text, match.start()):
            return match[0]
    return None
