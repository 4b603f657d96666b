"""Page hints: what does a page say of its article outside its lines? Meta tags, JSON-LD, its address.

The names of the first group are those that public sites must carry: GB/T 42147-2022, and before it
the General Office of the State Council's guide of 2017 (国办发〔2017〕47号, 附件 网页标签规范).
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from ...article_fields import FieldName
from ..fields.evidence import Evidence
from ..fields.values import web_address

_META = {
    "articletitle": (FieldName.TITLE, 0.99),
    "pubdate": (FieldName.DATE, 0.98),
    "contentsource": (FieldName.SOURCE, 0.95),
    "columnname": (FieldName.SECTION, 0.8),
    "author": (FieldName.AUTHOR, 0.6),
    "url": (FieldName.URL, 0.95),
    "publishdate": (FieldName.DATE, 0.95),
    "article:published_time": (FieldName.DATE, 0.95),
    "og:release_date": (FieldName.DATE, 0.9),
    "og:published_time": (FieldName.DATE, 0.9),
    "datepublished": (FieldName.DATE, 0.95),
    "bytedance:published_time": (FieldName.DATE, 0.9),
    "weibo: article:create_at": (FieldName.DATE, 0.9),
    "publish-date": (FieldName.DATE, 0.9),
    "source": (FieldName.SOURCE, 0.7),
    "mediaid": (FieldName.SOURCE, 0.6),
    "og:title": (FieldName.TITLE, 0.85),
    "og:url": (FieldName.URL, 0.9),
}
_LINKED_DATA = {
    "headline": FieldName.TITLE, "title": FieldName.TITLE, "datePublished": FieldName.DATE, "pubDate": FieldName.DATE,
}  # fmt: skip
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_MAX_META, _MAX_VALUE, _MAX_JSON = 500, 500, 100_000


def page_hints(root: etree._Element, text: str) -> tuple[Evidence, ...]:
    """Gather what the page says, the surest first."""
    hints = [
        *_metas(root), *_linked_data(root), *_title(root), *_times(root), *_addresses(root, text),
    ]  # fmt: skip
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
        for name, field in _LINKED_DATA.items():
            value = data.get(name) if isinstance(data, dict) else None
            if isinstance(value, str) and value.strip():
                yield Evidence(field, " ".join(value.split()), f"网页数据 {name}", 0.85)


def _title(root: etree._Element) -> Iterator[Evidence]:
    title = root.find(".//title")
    value = " ".join("".join(title.itertext()).split()) if title is not None else ""
    if value:
        yield Evidence(FieldName.TITLE, value[:_MAX_VALUE], "网页的 <title>", 0.5)


def _times(root: etree._Element) -> Iterator[Evidence]:
    """Take the first day that an element of its own tells: <time datetime="2024-03-08">."""
    for time in root.iter("time"):
        if value := (time.get("datetime") or "").strip():
            sure = 0.9 if time.get("pubdate") is not None else 0.76
            yield Evidence(FieldName.DATE, value[:_MAX_VALUE], "网页的 <time>", sure)
            return


def _addresses(root: etree._Element, text: str) -> Iterator[Evidence]:
    if match := _SAVED_FROM.search(text, 0, 4096):
        yield from _address(match[1], "浏览器保存的地址", 0.97)
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield from _address(link.get("href"), "网页的 canonical 链接", 0.9)


def _address(value: str | None, reason: str, confidence: float) -> Iterator[Evidence]:
    address = web_address((value or "").strip())
    if address and urlsplit(address).path.strip("/"):
        yield Evidence(FieldName.URL, address, reason, confidence)
