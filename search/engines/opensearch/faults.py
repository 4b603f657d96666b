"""Faults: what is said where a cluster does not answer, only in part, or lets nobody in?"""

import re
from typing import Any

from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)
from urllib3.exceptions import ProtocolError

from ...errors import IndexFault, IndexUnusableError, how_to_rebuild
from .address import Access, Address

#: Answers of a node that has too much to do, or has lost the others: another may do better.
PASSING = (429, 502, 503, 504)
#: How the security plugin says what is missing.
_RIGHT = re.compile(r"no permissions for \[([a-z_:/\[\]*]{1,100}?)\] and", re.ASCII)


class Faults:
    """What is said of one cluster, each in one line."""

    def __init__(self, address: Address, access: Access) -> None:
        self._address = address
        self._tls = access.tls

    def told(self, error: OpenSearchException) -> IndexUnusableError:
        """Return what is said of what was raised."""
        match error:
            case AuthenticationException():
                return self._closed("用户名、密码或 API 密钥不对（401）")
            case TransportError() if _is_blocked(error):
                return self._read_only()
            case AuthorizationException():
                return self._forbidden(error.info)
            case SSLError():
                return self._closed(
                    "证书不可信，或对方不用 TLS；请核对 [cluster] 的 tls、certificates"
                )
            case NotFoundError():
                return self.missing()
            case ConnectionTimeout():
                return self.unreachable("没有在时限内答复")
            case ConnectionError() if isinstance(error.info, ProtocolError):
                hint = "" if self._tls else "（若集群只用 TLS，请设 [cluster] tls = true）"
                return self.unreachable(f"一个节点也连不上，连上的又断开了{hint}")
            case ConnectionError():
                return self.unreachable("一个节点也连不上")
            case TransportError() if isinstance(error.status_code, int):
                told = error.info if isinstance(error.info, dict) else {}
                return self.unusable(error.status_code, told.get("error", {}))
            case _:
                return self.unreachable(type(error).__name__)

    def unusable(self, status: int, told: Any) -> IndexUnusableError:
        """Return what is said of a status, and of what a node told with it."""
        kind = told.get("type", "") if isinstance(told, dict) else ""
        if is_block(told):
            return self._read_only()
        if kind == "security_exception":  # of one of several questions
            return self._forbidden(told)
        if status == 404 or kind == "index_not_found_exception":
            return self.missing()
        if status == 429:
            return self.unreachable("集群太忙，拒绝了请求（429）")
        return self.unreachable(f"集群答复 {status} {kind}".rstrip())

    def behind(self) -> IndexUnusableError:
        """Return the error that says that only nodes answer that lack what was committed last."""
        return self.unreachable("答复的节点缺少最近写入的内容，也许与其他节点断开了")

    def undecided(self) -> IndexUnusableError:
        """Return the error that says that the last step was sent, and nobody told what came of it."""
        return IndexUnusableError(
            IndexFault.UNREACHABLE,
            f"{self._address}: 最后一步没有得到答复，也许已改好，也许未改动；请稍后再运行一次",
        )

    def unreachable(self, why: str) -> IndexUnusableError:
        """Return the error that says that it cannot be asked now, and why."""
        return IndexUnusableError(
            IndexFault.UNREACHABLE, f"{self._address}: {why}；请稍后再试，索引未改动"
        )

    def missing(self) -> IndexUnusableError:
        """Return the error that says that there is no index."""
        return IndexUnusableError(
            IndexFault.MISSING, f"{self._address}: 没有索引；{how_to_rebuild(self._address)}"
        )

    def _read_only(self) -> IndexUnusableError:
        return self.unreachable(
            "集群现在只读，也许某个节点的磁盘将满，请清出空间并解除 read_only_allow_delete"
        )

    def _closed(self, why: str) -> IndexUnusableError:
        return IndexUnusableError(IndexFault.REFUSED, f"{self._address}: 集群不接受：{why}")

    def _forbidden(self, told: Any) -> IndexUnusableError:
        right = _RIGHT.search(str(told))
        return self._closed(f"这个用户没有权限（403{' ' + right[1] if right else ''}）")


def may_pass(error: OpenSearchException) -> bool:
    """Say whether the same may go well a little later."""
    if isinstance(error, SSLError):
        return False
    if isinstance(error, ConnectionError):
        return True
    is_busy = isinstance(error, TransportError) and error.status_code in PASSING
    return is_busy and not _is_blocked(error)


def _is_blocked(error: TransportError) -> bool:
    told = error.info if isinstance(error.info, dict) else {}
    return is_block(told.get("error"))


def is_block(told: Any) -> bool:
    """Say whether writing is refused to everybody, as it is where a disk is nearly full.

    What a node refuses that knows of no cluster manager passes, or goes well on another.
    """
    if not isinstance(told, dict) or told.get("type") != "cluster_block_exception":
        return False
    return "SERVICE_UNAVAILABLE" not in str(told.get("reason", ""))
