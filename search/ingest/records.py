"""How does a record of named values, a row of a table or an object of JSON, become an article?"""

import re
from collections.abc import Mapping

from ..article import Article
from ..errors import UnreadableError
from .blocks import blocks_of_lines, without_title_echo
from .fields import ArticleFields, article_id, with_field_names, without_surrogates
from .web_page import render_html

_HTML = re.compile(r"\s*<(?:p|div|span|table|br|h[1-6]|ul|ol|html|body|!doctype)\b", re.IGNORECASE)


def article_of(values: Mapping[str, object], origin: str) -> Article:
    """Make an article of named values; a text in HTML is rendered. Raises UnreadableError."""
    fields = with_field_names(values)
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableError("没有正文 text")
    text = without_surrogates(text)
    known = ArticleFields.from_mapping(fields)
    if _HTML.match(text):
        lines = [line.text for line in render_html(text).lines]
    else:
        lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    lines = without_title_echo(lines, known.title)
    if not lines:
        raise UnreadableError("没有正文：text 只重复了标题")
    identifier = article_id(known.id, origin, known.title, str(known.published), text)
    return known.to_article(identifier, blocks_of_lines(lines))
