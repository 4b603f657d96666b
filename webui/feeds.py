"""Feeds: how do other programs follow the site? Atom of any query, OpenSearch, suggestions, a sitemap."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask_babel import gettext as _
from lxml import etree
from lxml.builder import ElementMaker

from search import Engine, Hit, ResultPage, Sort, SynonymsFile, complete, run_query
from search.answer.as_table import NOT_IN_XML
from search.partial_date import first_of

from .asked.addresses import QuestionAddress
from .asked.paths import absolute, canonical_address
from .shown.facet_lists import said_value
from .templating import render_template

_ENTRIES = 20
_SHOWN = 3  # on the page before a feed
_SITEMAP_ENTRIES = 5_000  # a sitemap, of at most 50,000 that the protocol allows
_SUGGESTIONS = 8
_ATOM = "http://www.w3.org/2005/Atom"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_URL, _LOC, _LASTMOD = (f"{{{_SITEMAP}}}{name}" for name in ("url", "loc", "lastmod"))
_PLACE = "-of-this-article-"  # in an address, where an id will stand


def make_blueprint(engine: Engine, synonyms: SynonymsFile) -> Blueprint:
    """Make the feeds over an engine."""
    blueprint = Blueprint("feeds", __name__)

    @blueprint.get("/feed.atom")
    def atom() -> Response:
        """Answer with the articles of a query that were added last: RFC 4287."""
        typed = QuestionAddress.of(request.args)
        question = replace(typed, sort=Sort.ADDED.value, page="", size=str(_ENTRIES)).checked()
        result = run_query(engine, question, synonyms.current())
        added = engine.added([hit.article.id for hit in result.hits])
        feed = _feed(result, added, _moment(engine.corpus_record().built))
        return _xml(feed, "application/atom+xml")

    @blueprint.get("/subscribe")
    def subscribe() -> str:
        """Say what a feed is, and where this one is: browsers show a feed itself as bare XML."""
        typed = QuestionAddress.of(request.args)
        question = replace(typed, sort=Sort.ADDED.value, page="", size=str(_SHOWN)).checked()
        address = replace(typed, page="", size="")
        return render_template(
            "subscribe.html",
            address=address,
            asked=_asked(address),
            feed=absolute("feeds.atom", **address.parameters()),
            entries=_ENTRIES,
            result=run_query(engine, question, synonyms.current()),
        )

    @blueprint.get("/opensearch.xml")
    def opensearch() -> Response:
        """Describe the search to browsers: OpenSearch 1.1."""
        return _xml(_description(), "application/opensearchdescription+xml")

    @blueprint.get("/suggestions.json")
    def suggestions() -> Response:
        """Complete what is typed in a browser's own search field: OpenSearch Suggestions 1.1."""
        typed = request.args.get("q", "")
        texts = [
            entry.text
            for entry in complete(engine.lexicon(), typed, _SUGGESTIONS, synonyms.current())
        ]
        answer = jsonify([typed, texts])
        answer.mimetype = "application/x-suggestions+json"
        return answer

    @blueprint.get("/sitemap.xml")
    def sitemaps() -> Response:
        """List the sitemaps, which name full addresses only: https://www.sitemaps.org/protocol.html."""
        if not _is_known_where():
            abort(404, description=_("请在 zhengsou.toml 里写明 base_url。"))
        count = -(-engine.statistics().articles // _SITEMAP_ENTRIES)
        make = ElementMaker(namespace=_SITEMAP, nsmap={None: _SITEMAP})
        addresses = [
            canonical_address("feeds.sitemap", number=number) for number in range(1, count + 1)
        ]
        index = make.sitemapindex(*(make.sitemap(make.loc(address)) for address in addresses))
        return _xml(index, "application/xml")

    @blueprint.get("/sitemap-<int:number>.xml")
    def sitemap(number: int) -> Response:
        return _xml(_sitemap(engine, number), "application/xml")

    @blueprint.get("/robots.txt")
    def robots() -> Response:
        """Keep robots to the articles: results and what leads to them have no end."""
        kept_out = (
            "search",
            "facet",
            "timeline",
            "export.",
            "api/",
            "why/",
            "advanced",
            "feed.atom",
            "subscribe",
        )
        lines = ["User-agent: *", *(f"Disallow: /{path}" for path in kept_out)]
        if _is_known_where():
            lines.append(f"Sitemap: {canonical_address('feeds.sitemaps')}")
        return Response("\n".join(lines) + "\n", mimetype="text/plain")

    return blueprint


def _feed(result: ResultPage, added: dict[str, datetime], built: datetime) -> etree._Element:
    """Make a feed; what was added one does not know when was so when the index was built."""
    make = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    address = QuestionAddress.of(request.args)
    site = current_app.jinja_env.globals["site_name"]
    itself = canonical_address("feeds.atom", **address.parameters())
    moments = [added.get(hit.article.id, built) for hit in result.hits]
    return make.feed(
        make.id(_name(itself)),
        make.title(_clean(f"{_asked(address)} - {site}")),
        make.updated(_written(max(added.values(), default=built))),
        make.link(rel="self", type="application/atom+xml", href=itself),
        make.link(
            rel="alternate",
            type="text/html",
            href=canonical_address("pages.search", **address.parameters()),
        ),
        make.author(make.name(_clean(str(site)))),
        *(_entry(make, *one) for one in zip(result.hits, moments, strict=True)),
    )


def _is_known_where() -> bool:
    """Say whether full addresses can be told, without those that only a request names."""
    return not canonical_address("pages.home").startswith("/")


def _name(address: str) -> str:
    """Name what has an address; an Atom id is one in full (RFC 4287, 4.2.6), whatever the host."""
    return f"urn:zhengsou:{address}" if address.startswith("/") else address


def _asked(address: QuestionAddress) -> str:
    """Name what is followed: the words, and what narrows them."""
    chosen = [said_value(name, value) for name, value in address.facets]
    return " ".join(part for part in (address.text, *chosen) if part) or str(_("全部文章"))


def _entry(make: ElementMaker, hit: Hit, added: datetime) -> etree._Element:
    article = hit.article
    address = canonical_address("pages.article", identifier=article.id)
    author = article.issuer or article.source or article.author
    entry = make.entry(
        make.id(_name(address)),
        make.title(_clean(article.title)),
        make.updated(_written(added)),
        make.link(rel="alternate", type="text/html", href=address),
        make.summary(_clean(hit.snippets[0].text if hit.snippets else "")),
        *(make.category(term=_clean(name)) for name in article.section),
    )
    if article.day:
        day = datetime.combine(first_of(article.day), time(), UTC)
        entry.append(make.published(_written(day)))
    if author:
        entry.append(make.author(make.name(_clean(author))))
    return entry


def _description() -> etree._Element:
    make = ElementMaker(namespace=_OPENSEARCH, nsmap={None: _OPENSEARCH})
    site = str(current_app.jinja_env.globals["site_name"])

    def template(endpoint: str) -> str:
        return f"{absolute(endpoint)}?q={{searchTerms}}"

    return make.OpenSearchDescription(
        make.ShortName(_clean(site)[:16]),  # at most 16 characters, says the specification
        make.Description(_clean(_("在%(site)s检索文章", site=site))[:1024]),
        make.InputEncoding("UTF-8"),
        make.Image(absolute("static", filename="favicon.svg"), type="image/svg+xml"),
        make.Url(type="text/html", method="get", template=template("pages.search")),
        make.Url(type="application/atom+xml", template=template("feeds.atom")),
        make.Url(type="application/x-suggestions+json", template=template("feeds.suggestions")),
    )


def _sitemap(engine: Engine, number: int) -> etree._Element:
    days = engine.days(max(0, number - 1) * _SITEMAP_ENTRIES, _SITEMAP_ENTRIES)
    if not days or not number or not _is_known_where():
        abort(404)
    places, today = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP}), date.today()
    address = canonical_address("pages.article", identifier=_PLACE)
    for identifier, day in days.items():
        place = etree.SubElement(places, _URL)
        etree.SubElement(place, _LOC).text = address.replace(_PLACE, quote(identifier, safe=""))
        if day and first_of(day) <= today:
            etree.SubElement(place, _LASTMOD).text = day.isoformat()
    return places


def _moment(written: str) -> datetime:
    """Read when an index was built; where that is not recorded, it is now."""
    return datetime.fromisoformat(written).astimezone(UTC) if written else datetime.now(UTC)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)


def _xml(root: etree._Element, kind: str) -> Response:
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return Response(body, mimetype=kind)
