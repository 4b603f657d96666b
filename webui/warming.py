"""Warming: what would the first who asks have to wait for? Asked here, before the port opens."""

from flask import Flask

from search.text import normalization
from search.text.segmentation import Segmenter

from .memory import keep_loaded
from .staff.door import INSIDE

# Whatever the collection: every kind of page, a word, a typo in quotes, an abbreviation, a day, a
# number, a rare character, what is not there; each language.
_ADDRESSES = (
    "/",
    "/?lang=en",
    "/search?q=政",
    "/search?q=政&lang=en",
    "/search?q=“政府工坐报告”",
    "/search?q=zhengfu",
    "/search?q=社保+2023年",
    "/search?q=安全生产法第四条",
    "/search?q=国发〔2025〕5号",
    "/search?q=𠮷",
    "/search?q=政&sort=oldest&from=2019",
    "/api/",
    "/api/search?q=政府",
    "/api/complete?q=政",
    "/advanced",
    "/help",
    "/sections/",
    "/feed.atom",
    "/healthz",
)


def warm(app: Flask) -> None:
    """Ask for pages of every kind, so that what they need is loaded, and stays."""
    Segmenter().load()
    normalization.load()
    client = app.test_client()
    for address in _ADDRESSES:
        client.get(address, environ_overrides={INSIDE: True}).close()
    keep_loaded()
