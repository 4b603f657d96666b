"""Site settings: what does a site say of itself? `zhengsou.toml`: name, colour, home page, footer."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from search.errors import SiteError, system_reason
from search.upkeep.audience_rules import rule_default, rule_paths

SITE_NAME = "zhengsou.toml"
LOGO_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
_MAX_TEXT = 500
_LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_WHITE, _DARK = "#ffffff", "#14181d"  # what the colour stands on, in light and in dark
_ICP_REGISTER = "https://beian.miit.gov.cn/"
_LANGUAGES = ("zh", "en")
_LOG_FORMATS = ("plain", "json")
_MOST_COUNTED = 1_000_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the footer."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Site:
    """What stands on every page; what is empty is not shown."""

    name: str = "政搜"
    subtitle: str = ""
    logo: Path | None = None
    colour: str = ""  # #rrggbb; empty: that of the style sheet
    base_url: str = ""  # https://search.example, without a slash at the end
    language: str = "zh"
    abbreviations: bool = True  # also look for the other names that the program knows
    home_text: tuple[str, ...] = ()  # paragraphs
    home_examples: tuple[str, ...] = ()  # queries
    organiser: str = ""
    icp: str = ""
    icp_url: str = _ICP_REGISTER
    police_record: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    links: tuple[Link, ...] = ()
    cors_origins: tuple[str, ...] = ()
    templates: Path | None = None
    hosts: tuple[str, ...] = ()  # that are answered; empty: every one
    prefix: str = ""  # /zs, without a slash at the end
    requests_per_minute: int = 0  # of one address; 0: any number
    access_log: Path | None = None  # "-": standard error
    log_format: str = "plain"
    slow_seconds: float = 1.0
    queries: Path | None = None  # where it is counted what people look for
    queries_days: int = 90
    public_paths: tuple[
        str, ...
    ] = ()  # these three are for `search.upkeep`, which makes rules of them
    internal_paths: tuple[str, ...] = ()
    audience_default: str = ""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()  # that are believed who asks them, and how

    def style_sheet(self) -> str:
        """Return the site's colour as a style sheet, with a lighter one for dark pages; maybe empty."""
        if not self.colour:
            return ""
        light = _lightened(self.colour)
        return (
            f":root{{--site:{self.colour};--bar:{self.colour}}}"
            "@media(prefers-color-scheme:dark)"
            f"{{:root{{--site:{light};--bar:{light}}}}}"
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the configuration."""

    name: str  # of the field of Site
    read: Callable[[Any, Path], Any]  # raises ValueError, saying in Chinese what it should be
    meaning: str  # for docs/site.md


def read_site(path: Path) -> Site:
    """Read a configuration. Raises SiteError: one line that says what is wrong, and where."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SiteError(f"{path}: {system_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise SiteError(f"{path}: 不是 UTF-8 编码，请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{path}: 不合 TOML 的写法（{error}）") from error
    values: dict[str, Any] = {}
    for table, entries in tables.items():
        keys = _known(SETTINGS, table, f"{path}: 没有 [{table}] 这一节")
        if not isinstance(entries, dict):
            raise SiteError(f"{path}: {table} 应写成一节：[{table}]")
        for name, value in entries.items():
            where = f"{path}: [{table}] {name}"
            key = _known(keys, name, f"{path}: [{table}] 里没有 {name} 这一项")
            try:
                values[key.name] = key.read(value, path.parent)
            except ValueError as error:
                raise SiteError(f"{where}: {error}") from error
    return Site(**values)


def _known(known: Mapping[str, Any], name: str, complaint: str) -> Any:
    if name in known:
        return known[name]
    near = get_close_matches(name, known, 1)
    hint = f"，是不是 {near[0]}？" if near else f"，可用 {'、'.join(known)}"
    raise SiteError(complaint + hint)


def _text(value: object, folder: Path) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise ValueError(f"应是一段文字，加引号，不超过 {_MAX_TEXT} 个字")
    return value.strip()


def _name(value: object, folder: Path) -> str:
    name = _text(value, folder)
    if not name:
        raise ValueError("不能是空的")
    return name


def _texts(value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError('应是几段文字，如 ["甲", "乙"]')
    return tuple(_text(item, folder) for item in value)


def _colour(value: object, folder: Path) -> str:
    colour = _text(value, folder).lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValueError("应写成 #rrggbb，如 #0b4f8a")
    ratio = contrast(colour, _WHITE)
    if ratio < _LEAST_CONTRAST:
        raise ValueError(
            f"与白色的对比度只有 {ratio:.1f}，至少要 {_LEAST_CONTRAST}（WCAG 2.2）；请用深一些的颜色"
        )
    return colour


def _web_address(value: object, folder: Path) -> str:
    url = _text(value, folder)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("应是完整的网址，如 https://search.example")
    return url


def _base(value: object, folder: Path) -> str:
    url = _web_address(value, folder)
    if urlsplit(url).path.strip("/") or urlsplit(url).query:
        raise ValueError("只写到域名，如 https://search.example")
    return url.rstrip("/")


def _target(value: object, folder: Path) -> str:
    url = _text(value, folder)
    is_own = url.startswith("/") and not url.startswith(("//", "/\\"))
    if is_own or re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", url):
        return url
    return _web_address(value, folder)


def _links(value: object, folder: Path) -> tuple[Link, ...]:
    if not isinstance(value, list) or any(
        not isinstance(item, dict) or set(item) != {"text", "url"} for item in value
    ):
        raise ValueError('应写成 [{ text = "…", url = "…" }]')
    return tuple(Link(_text(item["text"], folder), _target(item["url"], folder)) for item in value)


def _origins(value: object, folder: Path) -> tuple[str, ...]:
    origins = _texts(value, folder)
    for origin in origins:
        if origin != "*" and not re.fullmatch(r"https?://[^/\s?#@]+", origin):
            raise ValueError(f'"{origin}" 不是来源，应如 https://app.example，或 "*"')
    return origins


def _hosts(value: object, folder: Path) -> tuple[str, ...]:
    hosts = tuple(host.lower() for host in _texts(value, folder))
    for host in hosts:
        if not re.fullmatch(r"(?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:.]+\]", host):
            raise ValueError(f'"{host}" 不是主机名，应如 search.example 或 *.example，不写端口')
    return hosts


def _prefix(value: object, folder: Path) -> str:
    prefix = _text(value, folder).rstrip("/")
    if prefix and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", prefix):
        raise ValueError("应是路径，如 /zs")
    return prefix


def _networks(value: object, folder: Path) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(text) for text in _texts(value, folder))
    except ValueError as error:
        raise ValueError('应是几个地址或网段，如 ["127.0.0.1", "10.0.0.0/8"]') from error


def _count(value: object, folder: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_COUNTED:
        raise ValueError(f"应是 0 到 {_MOST_COUNTED} 的整数，不加引号")
    return value


def _seconds(value: object, folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 60:
        raise ValueError("应是 0 到 60 的秒数，不加引号")
    return float(value)


def _log_format(value: object, folder: Path) -> str:
    if value not in _LOG_FORMATS:
        raise ValueError(f"可用 {'、'.join(_LOG_FORMATS)}")
    return str(value)


def _new_file(value: object, folder: Path) -> Path:
    text = _text(value, folder)
    if text == "-":
        return Path(text)
    path = (folder / text).resolve()
    if not path.parent.is_dir() or path.is_dir():
        raise ValueError(
            f"没有这个文件夹：{path.parent}" if not path.parent.is_dir() else f"是文件夹：{path}"
        )
    return path


def _language(value: object, folder: Path) -> str:
    if value not in _LANGUAGES:
        raise ValueError(f"可用 {'、'.join(_LANGUAGES)}")
    return str(value)


def _switch(value: object, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("应写 true 或 false，不加引号")
    return value


def _logo(value: object, folder: Path) -> Path:
    path = (folder / _text(value, folder)).resolve()
    if path.suffix.lower() not in LOGO_TYPES:
        raise ValueError(f"应是图片：{'、'.join(LOGO_TYPES)}")
    if not path.is_file():
        raise ValueError(f"没有这个文件：{path}")
    return path


def _folder(value: object, folder: Path) -> Path:
    path = (folder / _text(value, folder)).resolve()
    if not path.is_dir():
        raise ValueError(f"没有这个文件夹：{path}")
    return path


def _paths(value: object, folder: Path) -> tuple[str, ...]:
    return rule_paths(value)


def _audience(value: object, folder: Path) -> str:
    return rule_default(value).value


#: What may be set, by section and name.
SETTINGS: dict[str, dict[str, Setting]] = {
    "site": {
        "name": Setting("name", _name, "on every page"),
        "subtitle": Setting("subtitle", _text, "on the home page"),
        "logo": Setting("logo", _logo, "a picture beside the file: SVG, PNG, JPEG or WebP"),
        "colour": Setting(
            "colour",
            _colour,
            "the main colour, `#rrggbb`; with white it must have a contrast of 4.5 (WCAG 2.2, 1.4.3);"
            " for dark pages a lighter one is made of it",
        ),
        "base_url": Setting(
            "base_url",
            _base,
            "for lasting links, feeds and the sitemap; without it the host that a browser asked",
        ),
        "language": Setting(
            "language", _language, "`zh` (default) or `en`, for browsers that ask for neither"
        ),
    },
    "search": {
        "abbreviations": Setting(
            "abbreviations",
            _switch,
            "`false`: names have no others but those of `synonyms.txt`; the program's list of"
            " abbreviations and everyday names is not used",
        )
    },
    "home": {
        "text": Setting("home_text", _texts, "paragraphs"),
        "examples": Setting("home_examples", _texts, "queries that can be clicked"),
    },
    "footer": {
        "organiser": Setting("organiser", _text, "who runs it; what is left out is not shown"),
        "icp": Setting("icp", _text, "the licence of the site (ICP备案)"),
        "icp_url": Setting("icp_url", _target, "where it leads; without it the public register"),
        "police_record": Setting("police_record", _text, "the record of the police (公安备案)"),
        "contact": Setting("contact", _text, "whom to ask"),
        "phone": Setting("phone", _text, "their number"),
        "email": Setting("email", _text, "their address for mail"),
        "address": Setting("address", _text, "where they are"),
        "links": Setting("links", _links, "links, a `text` and a `url` each"),
    },
    "api": {
        "cors_origins": Setting(
            "cors_origins", _origins, "sites whose pages may read `/api/`; none by default"
        )
    },
    "server": {
        "hosts": Setting(
            "hosts",
            _hosts,
            "the hosts that are answered, `*.example` for all below one; any other gets 400. By default"
            " every host is answered, but without `base_url` none that only a request names is written"
            " into a page",
        ),
        "requests_per_minute": Setting(
            "requests_per_minute",
            _count,
            "how often one address may ask, of IPv6 one network of 64 bits; `0`, the default: any number",
        ),
        "prefix": Setting(
            "prefix", _prefix, "the path that a proxy serves the page under, such as `/zs`"
        ),
        "trusted_proxies": Setting(
            "proxies",
            _networks,
            "addresses or networks of proxies whose `X-Forwarded-For`, `-Proto`, `-Host` and `-Prefix`"
            " are believed; nobody's by default",
        ),
    },
    "audience": {
        "public": Setting(
            "public_paths",
            _paths,
            "folders and files of the corpus that everyone may read ([audience.md](audience.md))",
        ),
        "internal": Setting(
            "internal_paths",
            _paths,
            "those that only the staff may read; of several the longest counts",
        ),
        "default": Setting(
            "audience_default",
            _audience,
            "who may read what none of these names: `internal`, once the section is there, or `public`",
        ),
    },
    "log": {
        "access": Setting(
            "access_log",
            _new_file,
            'a file for a line a request, `"-"` for standard error: when, what, how it was answered, how'
            " long it took; never who asked, nor for what, but where that was slow",
        ),
        "format": Setting("log_format", _log_format, "`plain` (default) or `json`"),
        "slow_seconds": Setting(
            "slow_seconds", _seconds, "from how many seconds on a request is slow; by default 1.0"
        ),
        "queries": Setting(
            "queries",
            _new_file,
            "a file that counts queries a day, for `zhengsou report`; without it nobody counts",
        ),
        "queries_days": Setting("queries_days", _count, "how long these are kept; by default 90"),
    },
    "templates": {
        "folder": Setting(
            "templates",
            _folder,
            "Jinja templates that take the place of those in `webui/templates`",
        )
    },
}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21: WCAG 2.2, contrast ratio and relative luminance."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lightened(colour: str) -> str:
    """Mix a colour with white until it can be read on dark."""
    channels = _channels(colour)
    for tenths in range(11):
        mixed = [value + (255 - value) * tenths // 10 for value in channels]
        light = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(light, _DARK) >= _LEAST_CONTRAST + 1:
            return light
    return _WHITE


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
