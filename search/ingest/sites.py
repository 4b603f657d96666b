"""Which lines do the pages of one site share? Learned from the pages: no list of words knows every site.

A line that stands in most pages of a site is its furniture, were it a whole sentence (a disclaimer,
an appeal). Sentences that articles themselves have in common are kept apart by `understanding`,
which cuts shared lines only where a text begins or ends.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from .dates import is_date
from .rendering import Rendering

#: The lines that the pages of a site share, by site.
SharedLines = Mapping[str, frozenset[str]]
#: Pages of a site that are looked at; more would tell little more.
PAGES_LOOKED_AT = 20
#: With fewer, nothing is known of a site.
FEWEST_PAGES = 4
_MOST = 0.6  # share of a site's pages that a line stands in
_ADDRESS = (
    re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{1,300})", re.IGNORECASE),
    re.compile(
        rb"<(?:link|meta)[^>]{0,100}(?:canonical|og:url|name=[\"']?url)[\"']?[^>]{0,20}?"
        rb"(?:href|content)=[\"']?(https?://[^\s\"'>]{1,300})",
        re.IGNORECASE,
    ),
    re.compile(
        rb"name=[\"']?SiteDomain[\"']?[^>]{0,20}content=[\"']?([\w.-]{4,100})", re.IGNORECASE
    ),
    re.compile(
        rb"^(?:Snapshot-)?Content-Location:\s*(https?://\S{1,300})", re.IGNORECASE | re.MULTILINE
    ),
)
# 京ICP备05070218号: digits are the same bytes in every encoding but UTF-16.
_LICENCE = re.compile(rb"ICP[^0-9<>]{0,24}(\d{6,10})")
# What many documents begin or end with, and is part of them: a salutation, 特此通知, an annex.
_FORMULA = re.compile(
    r"[：:]$|^(?:特此|此复|此令|现予|妥否|请(?:遵照|认真|予)|以上|附件|附[:：]|抄送|[（(](?:此|本)件)"
)


def site_of(content: bytes) -> str | None:
    """Name the site of a page: the host that it says it is from, else its ICP number."""
    for pattern in _ADDRESS:
        if match := pattern.search(content):
            address = match[1].decode("ascii", "replace")
            host = urlsplit(address).hostname if "://" in address else address
            if host:
                return host.lower().removeprefix("www.")
    licence = _LICENCE.search(content)
    return f"ICP {licence[1].decode()}" if licence else None


def shared_lines(pages: Iterable[tuple[str, Rendering]]) -> SharedLines:
    """Return, by site, the lines that most of its pages have; sites of few pages are left out."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for site, rendering in pages:
        sizes[site] += 1
        counts[site].update({line.text for line in rendering.lines})
    return {
        site: frozenset(
            text
            for text, count in counts[site].items()
            if count >= _MOST * size and not _FORMULA.search(text) and not is_date(text)
        )
        for site, size in sizes.items()
        if size >= FEWEST_PAGES
    }
