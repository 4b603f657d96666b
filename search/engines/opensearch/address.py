"""Address: where is an index on a cluster, and how is one let in there?"""

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ...errors import UsageError

SCHEME = "opensearch"
DEFAULT_PORT = 9200
_MOST_PORT = 65_535
#: Begins the names of the variables that say how one is let in.
VARIABLES = "ZHENGSOU_CLUSTER_"
#: What stands in more articles takes more than ten seconds to list.
COUNTED = 20_000_000
_ADDRESS = re.compile(
    rf"{SCHEME}://(?P<hosts>[^/@\s]+)/(?P<name>[a-z0-9][a-z0-9_-]{{0,63}})/?", re.ASCII
)
_KEY = re.compile(r"[!-~]*")
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>\d{1,5}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes that are asked, each a host and a port, and the name of the index."""

    hosts: tuple[tuple[str, int], ...]
    name: str

    @classmethod
    def read(cls, location: str) -> Self:
        """Read opensearch://host:9200,host:9200/name. Raises UsageError, which never repeats a password."""
        match = _ADDRESS.fullmatch(location)
        hosts = [_HOST.fullmatch(one) for one in match["hosts"].split(",")] if match else []
        if match is None or not all(one and int(one["port"] or 0) <= _MOST_PORT for one in hosts):
            raise UsageError(
                "集群上索引的位置应写成 opensearch://主机:9200,主机:9200/名称，名称用小写字母、数字和 - _；"
                "用户名和密码不写在这里，写在 zhengsou.toml 的 [cluster] 或环境变量 %(variables)s 里",
                variables=f"{VARIABLES}USER、{VARIABLES}PASSWORD",
            )
        read = ((one["host"], int(one["port"] or DEFAULT_PORT)) for one in hosts if one)
        return cls(tuple(read), match["name"])

    def __str__(self) -> str:
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"{SCHEME}://{hosts}/{self.name}"


@dataclass(frozen=True, slots=True)
class Access:
    """How one is let in, how an index is spread over the nodes, and where readers keep their copies."""

    user: str = ""
    password: str = ""
    api_key: str = ""
    tls: bool = False
    certificates: str = ""  # a file of those that are believed; "": the system's
    shards: int = 1
    replicas: int = 1
    cache: str = ""  # a folder; "": the user's own
    counted: int = COUNTED  # articles: of what stands in more, only some are looked into

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the variables. Raises UsageError when one cannot be meant."""
        given = {
            name.removeprefix(VARIABLES).lower(): value
            for name, value in environment.items()
            if name.startswith(VARIABLES)
        }
        if not _KEY.fullmatch(given.get("api_key", "")):
            raise UsageError(
                "%(variable)s 里有密钥里没有的字符，是不是多了换行或空格",
                variable=f"{VARIABLES}API_KEY",
            )
        return cls(
            given.get("user", ""),
            given.get("password", ""),
            given.get("api_key", ""),
            given.get("tls", "").lower() in {"1", "true", "yes", "on"},
            given.get("certificates", ""),
            _number(given, "shards", 1, 1024),
            _number(given, "replicas", 0, 16),
            given.get("cache", ""),
            _number(given, "counted", 1, 2**31, COUNTED),
        )

    def authorization(self) -> str:
        """Return what is said to be let in; "": nothing. As RFC 7617 says, in UTF-8."""
        if self.api_key:
            return f"ApiKey {self.api_key}"
        if not self.user:
            return ""
        return f"Basic {base64.b64encode(f'{self.user}:{self.password}'.encode()).decode()}"

    def folder(self) -> Path:
        """Return where readers keep their copies."""
        usual = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(self.cache) if self.cache else Path(usual) / "zhengsou"


def _number(given: Mapping[str, str], name: str, least: int, most: int, usual: int = 1) -> int:
    written = given.get(name, str(usual))
    if not written.isdecimal() or not least <= int(written) <= most:
        raise UsageError(
            "%(variable)s 应是 %(least)s 到 %(most)s 的整数",
            variable=f"{VARIABLES}{name}".upper(),
            least=least,
            most=most,
        )
    return int(written)
