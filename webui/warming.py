"""Warming: what would the first who asks have to wait for? Asked here, before the port opens."""

from urllib.parse import quote

from flask import Flask
from werkzeug.test import TestResponse

from search.text import normalization
from search.text.segmentation import Segmenter

from .front import INSIDE
from .memory import keep_loaded

# Whatever the collection: every kind of page that is often asked for, a word, a typo in quotes, an
# abbreviation, a day, a number, a rare character, what is not there; each language.
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
    "/facet?name=section",
    "/timeline",
    "/feed.atom",
    "/healthz",
)


def warm(app: Flask) -> None:
    """Ask for pages of every kind, so that what they need is loaded, and stays."""
    Segmenter().load()
    normalization.load()
    client = app.test_client()

    def ask(address: str) -> TestResponse:
        return client.get(address, environ_overrides={INSIDE: True})

    for address in _ADDRESSES:
        ask(address).close()
    # It may be that nothing can be asked just now: then it is as good as it gets.
    for hit in ask("/api/search?size=1").get_json().get("hits", ()):
        identifier = quote(hit["id"], safe="")
        ask(f"/articles/{identifier}?q=政").close()
        ask(f"/why/{identifier}?q=政").close()
    keep_loaded()
