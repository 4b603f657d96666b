"""Page hints: what does a page say of its article outside its lines? Meta tags, JSON-LD, its address.

The names of the first group are those that public sites must carry: GB/T 42147-2022, and before it
the General Office of the State Council's guide of 2017 (国办发〔2017〕47号, 附件 网页标签规范).
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from ..fields.evidence import Evidence, Fact
from ..fields.values import web_address

_META = {
    "articletitle": (Fact.TITLE, 0.99),
    "pubdate": (Fact.DATE, 0.98),
    "contentsource": (Fact.SOURCE, 0.95),
    "columnname": (Fact.SECTION, 0.8),
    "author": (Fact.AUTHOR, 0.6),
    "url": (Fact.URL, 0.95),
    "publishdate": (Fact.DATE, 0.95),
    "article:published_time": (Fact.DATE, 0.95),
    "og:release_date": (Fact.DATE, 0.9),
    "og:published_time": (Fact.DATE, 0.9),
    "datepublished": (Fact.DATE, 0.95),
    "bytedance:published_time": (Fact.DATE, 0.9),
    "weibo: article:create_at": (Fact.DATE, 0.9),
    "publish-date": (Fact.DATE, 0.9),
    "source": (Fact.SOURCE, 0.7),
    "mediaid": (Fact.SOURCE, 0.6),
    "og:title": (Fact.TITLE, 0.85),
    "og:url": (Fact.URL, 0.9),
}
_LINKED_DATA = {
    "headline": Fact.TITLE, "title": Fact.TITLE, "datePublished": Fact.DATE, "pubDate": Fact.DATE,
}  # fmt: skip
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_MAX_META, _MAX_VALUE, _MAX_JSON = 500, 500, 100_000


def page_hints(root: etree._Element, text: str) -> tuple[Evidence, ...]:
    """Gather what the page says, the surest first."""
    hints = [*_metas(root), *_linked_data(root), *_title(root), *_addresses(root, text)]
    return tuple(sorted(hints, key=lambda hint: -hint.confidence))


def _metas(root: etree._Element) -> Iterator[Evidence]:
    for number, meta in enumerate(root.iter("meta")):
        if number >= _MAX_META:
            return
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        value = " ".join((meta.get("content") or "").split())
        known = _META.get(name.strip().lower())
        if known and value and len(value) <= _MAX_VALUE:
            yield Evidence(known[0], value, f"网页标签 {name.strip()}", known[1])


def _linked_data(root: etree._Element) -> Iterator[Evidence]:
    for script in root.iter("script"):
        content = script.text or ""
        if script.get("type") != "application/ld+json" or len(content) > _MAX_JSON:
            continue
        try:
            data = json.loads(content, strict=False)
        except (ValueError, RecursionError):
            continue
        for name, fact in _LINKED_DATA.items():
            value = data.get(name) if isinstance(data, dict) else None
            if isinstance(value, str) and value.strip():
                yield Evidence(fact, " ".join(value.split()), f"网页数据 {name}", 0.85)


def _title(root: etree._Element) -> Iterator[Evidence]:
    title = root.find(".//title")
    value = " ".join("".join(title.itertext()).split()) if title is not None else ""
    if value:
        yield Evidence(Fact.TITLE, value[:_MAX_VALUE], "网页的 <title>", 0.5)


def _addresses(root: etree._Element, text: str) -> Iterator[Evidence]:
    if match := _SAVED_FROM.search(text, 0, 4096):
        yield from _address(match[1], "浏览器保存的地址", 0.97)
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield from _address(link.get("href"), "网页的 canonical 链接", 0.9)


def _address(value: str | None, reason: str, confidence: float) -> Iterator[Evidence]:
    address = web_address((value or "").strip())
    if address and urlsplit(address).path.strip("/"):
        yield Evidence(Fact.URL, address, reason, confidence)
