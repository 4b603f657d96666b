"""Sites: which lines do the pages of one share? Learned from them: no list of words knows every site.

A line that stands in most pages of a site is its furniture, were it a whole sentence (a disclaimer,
an appeal). Sentences that articles themselves have in common are kept apart by `understanding`,
which cuts shared lines only where a text begins or ends.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..fields.dates import is_date
from ..lines.rendering import Rendering
from .body import find_body

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
_LINK = re.compile(rb"href=[\"']?https?://([\w-]{1,60}(?:\.[\w-]{1,60}){1,5})", re.IGNORECASE)
_SECOND_LEVEL = {b"com", b"gov", b"org", b"net", b"edu", b"ac"}
_FEWEST_LINKS, _MOST_LINKED = 10, 0.4
# 京ICP备05070218号: digits are the same bytes in every encoding but UTF-16.
_LICENCE = re.compile(rb"ICP[^0-9<>]{0,24}(\d{6,10})")
# What many documents begin or end with, and is part of them: a salutation, 特此通知, an annex.
_FORMULA = re.compile(
    r"[：:]$|^(?:特此|此复|此令|现予|妥否|请(?:遵照|认真|予)|以上|附件|附[:：]|抄送|[（(](?:此|本)件)"
)


def site_of(content: bytes) -> str | None:
    """Name the site of a page: the host it says it is from, else its ICP number, else whom it links to."""
    for pattern in _ADDRESS:
        if match := pattern.search(content):
            host = _host(match[1].decode("ascii", "replace"))
            if host:
                return host.lower().removeprefix("www.")
    licence = _LICENCE.search(content)
    return f"ICP {licence[1].decode()}" if licence else _most_linked(content)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname if "://" in address else address
    except ValueError:  # http://[ names no host
        return None


def _most_linked(content: bytes) -> str | None:
    """Return the domain that most absolute links of a page lead to: as a rule its own."""
    hosts = [host.lower().split(b".") for host in _LINK.findall(content)]
    domains = Counter(b".".join(host[-3 if host[-2] in _SECOND_LEVEL else -2 :]) for host in hosts)
    for domain, count in domains.most_common(1):
        if count >= _FEWEST_LINKS and count >= _MOST_LINKED * len(hosts):
            return domain.decode("ascii", "replace")
    return None


@dataclass(frozen=True, slots=True)
class PageLines:
    """What is learned from a page: each of its lines once, and the text of its body."""

    lines: tuple[str, ...]
    body: str


def lines_of(page: Rendering) -> PageLines:
    """Return what is learned from a page."""
    lines = page.lines
    body = "\n".join(lines[index].text for index in find_body(lines))
    return PageLines(tuple(dict.fromkeys(line.text for line in lines)), body)


def shared_lines(pages: Iterable[tuple[str, PageLines]]) -> SharedLines:
    """Return, by site, the lines that most of its pages have; sites of few pages are left out."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    bodies: defaultdict[str, set[str]] = defaultdict(set)
    for site, page in pages:
        if page.body not in bodies[site]:  # a page that was saved twice would share all of its text
            bodies[site].add(page.body)
            counts[site].update(page.lines)
    sizes = {site: len(texts) for site, texts in bodies.items()}
    return {
        site: frozenset(
            text
            for text, count in counts[site].items()
            if count >= _MOST * size and not _FORMULA.search(text) and not is_date(text)
        )
        for site, size in sizes.items()
        if size >= FEWEST_PAGES
    }
