"""Sections: what may be set in `zhengsou.toml`? Each setting once: its kind, its default, what it means.

A field of a section is a setting, as it is unless told; docs/settings.md and `zhengsou config` are made of this.
"""

from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated

from . import kinds
from .declared import Declared, Setting, settings_of
from .kinds import Link, Network

_ICP_REGISTER = "https://beian.miit.gov.cn/"
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Site:
    """What stands on every page; what is empty is not shown."""

    name: Annotated[str, Declared(kinds.name, "on every page")] = "政搜"
    subtitle: Annotated[str, Declared(kinds.text, "on the home page")] = ""
    logo: Annotated[
        Path | None, Declared(kinds.logo, "a picture beside the file: SVG, PNG, JPEG or WebP")
    ] = None
    colour: Annotated[
        str,
        Declared(
            kinds.colour,
            "the main colour, `#rrggbb`; with white it must have a contrast of 4.5 (WCAG 2.2, 1.4.3);"
            " for dark pages a lighter one is made of it",
        ),
    ] = ""
    base_url: Annotated[
        str,
        Declared(
            kinds.base,
            "for lasting links, feeds and the sitemap; without it the host that a browser asked",
        ),
    ] = ""
    language: Annotated[
        str, Declared(kinds.among("zh", "en"), "`zh` or `en`, for browsers that ask for neither")
    ] = "zh"


@dataclass(frozen=True, slots=True)
class Index:
    """Which articles, and which index of them."""

    folder: Annotated[
        str,
        Declared(
            kinds.place,
            "where the index is (`--index`, `ZHENGSOU_INDEX`)",
            variable="ZHENGSOU_INDEX",
        ),
    ] = "var/index"
    corpus: Annotated[
        str | None,
        Declared(
            kinds.place,
            "where the articles are, for `rebuild` and `update`; without it `corpus`, and what the index"
            " was built of",
        ),
    ] = None
    public: Annotated[
        str | None,
        Declared(
            kinds.place,
            "where an index of what everyone may read is kept beside it (`--public-index`)",
        ),
    ] = None
    keep: Annotated[
        int,
        Declared(
            kinds.whole(1, 1000), "how many builds `rebuild` keeps, the new one included (`--keep`)"
        ),
    ] = 2


@dataclass(frozen=True, slots=True)
class Cluster:
    """How an index on a cluster is reached, where `folder` is an address (docs/cluster.md)."""

    user: Annotated[str, Declared(kinds.text, "who is let in")] = ""
    password: Annotated[str, Declared(kinds.text, "and how", is_secret=True)] = ""
    api_key: Annotated[
        str,
        Declared(kinds.text, "or this instead: an API key, as the cluster gave it", is_secret=True),
    ] = ""
    tls: Annotated[
        bool,
        Declared(
            kinds.switch,
            "`true`: by TLS, and with no node of which the certificate is not believed",
        ),
    ] = False
    certificates: Annotated[
        str,
        Declared(
            kinds.place, "a file of the certificates that are believed; without it the system's"
        ),
    ] = ""
    shards: Annotated[
        int, Declared(kinds.whole(1, 1024), "parts of a build that `rebuild` makes")
    ] = 1
    replicas: Annotated[
        int,
        Declared(
            kinds.whole(0, 16), "copies of each part besides the first: so many nodes may be lost"
        ),
    ] = 1
    cache: Annotated[
        str,
        Declared(
            kinds.place,
            "a folder for the small files that each reader has a copy of; without it `zhengsou` in the"
            " user's folder for such (`XDG_CACHE_HOME`, `~/.cache`)",
        ),
    ] = ""
    counted: Annotated[
        int,
        Declared(
            kinds.whole(1, 2**31),
            "articles: of what stands in more, and has nothing rarer beside it, only some are looked"
            " into, and totals are told as at least so many; a trend of it has to be narrowed",
        ),
    ] = 20_000_000


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may read what (docs/audience.md). Raises ValueError where a path stands there twice."""

    public: Annotated[
        tuple[str, ...],
        Declared(
            kinds.paths_within,
            "folders and files of the corpus that everyone may read ([audience.md](audience.md)); these"
            " three count in the file alone, not in the environment",
            in_file_only=True,
        ),
    ] = ()
    internal: Annotated[
        tuple[str, ...],
        Declared(
            kinds.paths_within,
            "those that only the staff may read; of several that hold a file the longest counts",
            in_file_only=True,
        ),
    ] = ()
    default: Annotated[
        str,
        Declared(
            kinds.among("internal", "public"),
            "who may read what none of these names, once the section is there",
            in_file_only=True,
        ),
    ] = "internal"

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        for path, times in Counter((*self.public, *self.internal)).items():
            if times > 1:
                raise ValueError(f"“{path}”写了不止一次")


@dataclass(frozen=True, slots=True)
class Search:
    """How queries are read."""

    abbreviations: Annotated[
        bool,
        Declared(
            kinds.switch,
            "`false`: names have no others but those of `synonyms.txt`; the program's list of"
            " abbreviations and everyday names is not used",
        ),
    ] = True


@dataclass(frozen=True, slots=True)
class Home:
    """What stands on the home page."""

    text: Annotated[tuple[str, ...], Declared(kinds.texts, "paragraphs")] = ()
    examples: Annotated[tuple[str, ...], Declared(kinds.texts, "queries that can be clicked")] = ()


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the end of every page."""

    organiser: Annotated[
        str, Declared(kinds.text, "who runs it; what is left out is not shown")
    ] = ""
    icp: Annotated[str, Declared(kinds.text, "the licence of the site (ICP备案)")] = ""
    icp_url: Annotated[
        str, Declared(kinds.target, "where it leads; without it the public register")
    ] = _ICP_REGISTER
    police_record: Annotated[str, Declared(kinds.text, "the record of the police (公安备案)")] = ""
    contact: Annotated[str, Declared(kinds.text, "whom to ask")] = ""
    phone: Annotated[str, Declared(kinds.text, "their number")] = ""
    email: Annotated[str, Declared(kinds.text, "their address for mail")] = ""
    address: Annotated[str, Declared(kinds.text, "where they are")] = ""
    links: Annotated[
        tuple[Link, ...], Declared(kinds.links, "links, a `text` and a `url` each")
    ] = ()


@dataclass(frozen=True, slots=True)
class Api:
    """Who may ask the API."""

    cors_origins: Annotated[
        tuple[str, ...],
        Declared(kinds.origins, "sites whose pages may read `/api/`; none by default"),
    ] = ()


@dataclass(frozen=True, slots=True)
class Server:
    """Who is answered, where, and by how many."""

    host: Annotated[str, Declared(kinds.address, "the address that is listened on (`--host`)")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Declared(kinds.whole(0, 65535), "the port (`--port`)")] = 8000
    workers: Annotated[
        int | None,
        Declared(
            kinds.whole(1, 64), "processes (`--workers`); without it one a core, at most eight"
        ),
    ] = None
    threads: Annotated[
        int, Declared(kinds.whole(1, 256), "threads of each process (`--threads`)")
    ] = 16
    metrics_port: Annotated[
        int | None,
        Declared(kinds.whole(0, 65535), "a port for `/metrics` and `/healthz` (`--metrics-port`)"),
    ] = None
    hosts: Annotated[
        tuple[str, ...],
        Declared(
            kinds.hosts,
            "the hosts that are answered, `*.example` for all below one; any other gets 400. By default"
            " every host is answered, but without `base_url` none that only a request names is written"
            " into a page",
        ),
    ] = ()
    requests_per_minute: Annotated[
        int,
        Declared(
            kinds.whole(0, _MOST),
            "how often one address may ask, of IPv6 one network of 64 bits; `0`: any number",
        ),
    ] = 0
    prefix: Annotated[
        str, Declared(kinds.prefix, "the path that a proxy serves the page under, such as `/zs`")
    ] = ""
    trusted_proxies: Annotated[
        tuple[Network, ...],
        Declared(
            kinds.networks,
            "addresses or networks of proxies whose `X-Forwarded-For`, `-Proto`, `-Host` and `-Prefix`"
            " are believed; nobody's by default",
        ),
    ] = ()


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is let in by `serve --staff` (docs/audience.md)."""

    passwords: Annotated[
        Path | None,
        Declared(kinds.new_file, "a file of names and passwords, which `zhengsou password` writes"),
    ] = None
    secret: Annotated[
        str,
        Declared(
            kinds.secret,
            "what a proxy that has asked who it is says in `X-Zhengsou-Secret`; it counts only from"
            " `trusted_proxies`",
            is_secret=True,
        ),
    ] = ""
    user_header: Annotated[
        str, Declared(kinds.header, "the header in which that proxy names who asks")
    ] = "X-Remote-User"
    administrators: Annotated[
        tuple[str, ...], Declared(kinds.texts, "the names of those who may use the desk (`/desk`)")
    ] = ()
    hours: Annotated[int, Declared(kinds.whole(1, 720), "how long a login lasts")] = 12


@dataclass(frozen=True, slots=True)
class Log:
    """What is written down."""

    access: Annotated[
        Path | None,
        Declared(
            kinds.new_file,
            'a file for a line a request, `"-"` for standard error: when, what, how it was answered, how'
            " long it took; never who asked, nor for what, but where that was slow",
        ),
    ] = None
    format: Annotated[str, Declared(kinds.among("plain", "json"), "`plain` or `json`")] = "plain"
    slow_seconds: Annotated[
        float, Declared(kinds.seconds, "from how many seconds on a request is slow")
    ] = 1.0
    audit: Annotated[
        Path | None,
        Declared(
            kinds.new_file,
            "a file for a line for each act at the administrator's desk: when, who, what; without it"
            " they go to standard error",
        ),
    ] = None
    queries: Annotated[
        Path | None,
        Declared(
            kinds.new_file,
            "a file that counts queries a day, for `zhengsou report`; without it nobody counts",
        ),
    ] = None
    queries_days: Annotated[int, Declared(kinds.whole(0, _MOST), "how long these are kept")] = 90


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates of one's own."""

    folder: Annotated[
        Path | None,
        Declared(kinds.folder, "Jinja templates that take the place of those in `webui/templates`"),
    ] = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a site is told, section by section."""

    site: Site = Site()
    index: Index = Index()
    cluster: Cluster = Cluster()
    audience: Audience = Audience()
    search: Search = Search()
    home: Home = Home()
    footer: Footer = Footer()
    api: Api = Api()
    server: Server = Server()
    staff: Staff = Staff()
    log: Log = Log()
    templates: Templates = Templates()


#: What may be set, by section and key.
SETTINGS: dict[str, dict[str, Setting]] = {
    section.name: {one.key: one for one in settings_of(section.name, section.default)}
    for section in fields(Settings)
}
