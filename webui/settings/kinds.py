"""Kinds: what may be written as the value of a setting?

Each function reads a value of TOML, paths from the folder of the file it stands in, and raises
ValueError saying in Chinese what should be written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .colours import LEAST_CONTRAST, WHITE, contrast

LOGO_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
Kind = Callable[[Any, Path], Any]
Network = IPv4Network | IPv6Network
_MAX_TEXT = 500
LEAST_SECRET = 24  # characters


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the footer."""

    text: str
    url: str


def text(value: object, folder: Path) -> str:
    """Read a text, maybe empty."""
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise ValueError(f"应是一段文字，加引号，不超过 {_MAX_TEXT} 个字")
    return value.strip()


def name(value: object, folder: Path) -> str:
    """Read a text that says something."""
    read = text(value, folder)
    if not read:
        raise ValueError("不能是空的")
    return read


def texts(value: object, folder: Path) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list):
        raise ValueError('应是几段文字，如 ["甲", "乙"]')
    return tuple(text(item, folder) for item in value)


def colour(value: object, folder: Path) -> str:
    """Read #rrggbb that can be read on white."""
    read = text(value, folder).lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", read):
        raise ValueError("应写成 #rrggbb，如 #0b4f8a")
    ratio = contrast(read, WHITE)
    if ratio < LEAST_CONTRAST:
        raise ValueError(
            f"与白色的对比度只有 {ratio:.1f}，至少要 {LEAST_CONTRAST}（WCAG 2.2）；请用深一些的颜色"
        )
    return read


def base(value: object, folder: Path) -> str:
    """Read the address of a site, up to its host."""
    url = _web_address(value, folder)
    if urlsplit(url).path.strip("/") or urlsplit(url).query:
        raise ValueError("只写到域名，如 https://search.example")
    return url.rstrip("/")


def target(value: object, folder: Path) -> str:
    """Read where a link leads: an address, a path of this host, or mailto."""
    url = text(value, folder)
    is_own = url.startswith("/") and not url.startswith(("//", "/\\"))
    if is_own or re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", url):
        return url
    return _web_address(value, folder)


def _web_address(value: object, folder: Path) -> str:
    url = text(value, folder)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("应是完整的网址，如 https://search.example")
    return url


def links(value: object, folder: Path) -> tuple[Link, ...]:
    """Read links, a `text` and a `url` each."""
    if not isinstance(value, list) or any(
        not isinstance(item, dict) or set(item) != {"text", "url"} for item in value
    ):
        raise ValueError('应写成 [{ text = "…", url = "…" }]')
    return tuple(Link(text(item["text"], folder), target(item["url"], folder)) for item in value)


def origins(value: object, folder: Path) -> tuple[str, ...]:
    """Read origins of pages (RFC 6454), or "*"."""
    read = texts(value, folder)
    for origin in read:
        if origin != "*" and not re.fullmatch(r"https?://[^/\s?#@]+", origin):
            raise ValueError(f'"{origin}" 不是来源，应如 https://app.example，或 "*"')
    return read


def hosts(value: object, folder: Path) -> tuple[str, ...]:
    """Read names of hosts, *.example for all below one."""
    read = tuple(host.lower() for host in texts(value, folder))
    for host in read:
        if not re.fullmatch(r"(?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:.]+\]", host):
            raise ValueError(f'"{host}" 不是主机名，应如 search.example 或 *.example，不写端口')
    return read


def address(value: object, folder: Path) -> str:
    """Read the name or address of this machine that is listened on."""
    read = name(value, folder)
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", read):
        raise ValueError("应是本机的一个地址，如 127.0.0.1；所有地址写 0.0.0.0")
    return read


def secret(value: object, folder: Path) -> str:
    """Read what nobody can guess."""
    read = text(value, folder)
    if read and (len(read) < LEAST_SECRET or not read.isascii()):
        raise ValueError(f"至少 {LEAST_SECRET} 个字符，用 openssl rand -hex 24 之类生成")
    return read


def header(value: object, folder: Path) -> str:
    """Read the name of a header."""
    read = name(value, folder)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,63}", read):
        raise ValueError("应是报头的名称，如 X-Remote-User")
    return read


def prefix(value: object, folder: Path) -> str:
    """Read a path, without a slash at its end."""
    read = text(value, folder).rstrip("/")
    if read and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", read):
        raise ValueError("应是路径，如 /zs")
    return read


def networks(value: object, folder: Path) -> tuple[Network, ...]:
    """Read addresses and networks."""
    try:
        return tuple(ip_network(item) for item in texts(value, folder))
    except ValueError as error:
        raise ValueError('应是几个地址或网段，如 ["127.0.0.1", "10.0.0.0/8"]') from error


def whole(least: int, most: int) -> Kind:
    """Make the kind of whole numbers between two."""

    def read(value: object, folder: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"应是 {least} 到 {most} 的整数，不加引号")
        return value

    return read


def seconds(value: object, folder: Path) -> float:
    """Read seconds, at most a minute."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 60:
        raise ValueError("应是 0 到 60 的秒数，不加引号")
    return float(value)


def among(*choices: str) -> Kind:
    """Make the kind of a few words."""

    def read(value: object, folder: Path) -> str:
        if value not in choices:
            raise ValueError(f"可用 {'、'.join(choices)}")
        return str(value)

    return read


def switch(value: object, folder: Path) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError("应写 true 或 false，不加引号")
    return value


def logo(value: object, folder: Path) -> Path:
    """Read the path of a picture that is there."""
    path = (folder / text(value, folder)).resolve()
    if path.suffix.lower() not in LOGO_TYPES:
        raise ValueError(f"应是图片：{'、'.join(LOGO_TYPES)}")
    if not path.is_file():
        raise ValueError(f"没有这个文件：{path}")
    return path


def folder(value: object, folder: Path) -> Path:
    """Read the path of a folder that is there."""
    path = (folder / name(value, folder)).resolve()
    if not path.is_dir():
        raise ValueError(f"没有这个文件夹：{path}")
    return path


def paths_within(value: object, folder: Path) -> tuple[str, ...]:
    """Read paths within the folder of articles."""
    from search.upkeep.audience_rules import rule_paths  # noqa: PLC0415 - no page needs it

    return rule_paths(value)


def place(value: object, folder: Path) -> str:
    """Read where something is, or will be: a path, or an address (scheme://…) as it stands."""
    read = name(value, folder)
    return read if "://" in read else str(folder / read)


def new_file(value: object, folder: Path) -> Path:
    """Read the path of a file that may come to be in a folder that is there; or `-`."""
    read = text(value, folder)
    if read == "-":
        return Path(read)
    path = (folder / read).resolve()
    if not path.parent.is_dir() or path.is_dir():
        raise ValueError(
            f"没有这个文件夹：{path.parent}" if not path.parent.is_dir() else f"是文件夹：{path}"
        )
    return path
