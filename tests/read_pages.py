"""Pages, as a test reads them: a tree, and what a person reads in a part of it."""

import re

from lxml import html
from werkzeug.test import TestResponse


def page(answer: TestResponse, status: int = 200) -> html.HtmlElement:
    """Read an answer that must have a status."""
    assert answer.status_code == status
    return html.document_fromstring(answer.text)


def text(node: html.HtmlElement) -> str:
    """Return what is read in a part of a page, its white space as one space."""
    return re.sub(r"\s+", " ", str(node.text_content())).strip()
