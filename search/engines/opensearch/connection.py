"""Connection: how is a cluster asked?

Only here, in `patience` and in `faults` opensearchpy is imported. What may be tried again is: on another
node, and where the cluster has too much to do a little later.
"""

import os
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConflictError,
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    RequestError,
    TransportError,
)
from urllib3 import Timeout

from ...errors import IndexFault, IndexUnusableError, system_reason
from ...query.waiting import waiting
from .address import Access, Address
from .faults import PASSING, Faults, is_block, may_pass
from .patience import CONNECT_SECONDS, READ_SECONDS, Outage, PatientNode

_Answer = TypeVar("_Answer")
Json = Mapping[str, Any]

_CONFLICT = 409
_TRIED_AGAIN_TIMES = 2
#: A reader waits so long for a node, a writer for what may take its time.
_SECONDS = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
_WRITERS_SECONDS = Timeout(connect=CONNECT_SECONDS, read=60)
#: A node waits so long for a part that moves to another, where it is left to it a minute.
_MOVING = "8s"
#: Between tries where the cluster has too much to do; a writer has more of them.
_PAUSES = (0.2, 1.0)
_WRITERS_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_WRITERS_PATIENCE = 300.0  # seconds, after which nothing is tried again
#: A node may be behind the others: so many are asked before that is said.
NODES_TRIED = 3
_LEAST_VERSION = (2, 11)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is replaced only by who has seen it."""

    content: Json
    seq_no: int
    primary_term: int

    def is_before(self, other: "Kept") -> bool:
        """Say whether it is what another has replaced, or may be."""
        return (self.primary_term, self.seq_no) < (other.primary_term, other.seq_no)


class Connection:
    """A way to a cluster. Threads and forked processes may share it."""

    def __init__(self, address: Address, access: Access | None = None) -> None:
        """Connect to nothing yet. Raises UsageError when what says how one is let in cannot be meant."""
        self.address = address
        self.access = access or Access.of()
        self.faults = Faults(address, self.access)
        self._opened: tuple[int, OpenSearch] | None = None  # by which process
        self._opening = threading.Lock()
        self._outage = Outage()
        self._newest: dict[tuple[str, str], Kept] = {}  # what was told of kept documents

    @property
    def _client(self) -> OpenSearch:
        with self._opening:
            if self._opened is None or self._opened[0] != os.getpid():
                self._opened = os.getpid(), self._open()
            return self._opened[1]

    def _open(self) -> OpenSearch:
        access = self.access
        more: dict[str, Any] = {}
        if access.tls:
            more |= {"use_ssl": True, "ssl_context": self._believed()}
        if said := access.authorization():
            more["headers"] = {"Authorization": said}
        return OpenSearch(
            hosts=[{"host": host.strip("[]"), "port": port} for host, port in self.address.hosts],
            connection_class=PatientNode,
            timeout=_SECONDS,
            max_retries=_TRIED_AGAIN_TIMES,
            retry_on_timeout=True,
            retry_on_status=PASSING,
            pool_maxsize=32,
            **more,
        )

    def _believed(self) -> ssl.SSLContext:
        """Return which certificates are believed: those of a file, else the system's."""
        path = self.access.certificates
        try:
            return ssl.create_default_context(cafile=path or None)
        except OSError as error:  # of which errors of TLS are a kind
            raise IndexUnusableError(
                IndexFault.REFUSED,
                f"{self.address}: 读不了证书文件 {path}（{system_reason(error)}）；"
                "请核对 [cluster] 的 certificates",
            ) from error

    def close(self) -> None:
        """Let go of what is open."""
        with self._opening:
            if self._opened is not None and self._opened[0] == os.getpid():
                self._opened[1].close()
            self._opened = None

    def check_version(self) -> None:
        """Raise IndexUnusableError when the cluster is too old to be understood."""
        told = self._ask(lambda client: client.info())["version"]
        number = str(told["number"])
        read = tuple(int(part) for part in number.split(".")[:2] if part.isdecimal())
        if told.get("distribution") != "opensearch" or read < _LEAST_VERSION:
            least = ".".join(map(str, _LEAST_VERSION))
            raise IndexUnusableError(
                IndexFault.OTHER_VERSION,
                f"{self.address}: 集群是 {told.get('distribution', '')} {number}，"
                f"需要 OpenSearch {least} 或更新的版本",
            )

    def search_all(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """Answer several searches of one index in one round trip, each by all of its shards, or not at all."""
        lines: list[Json] = []
        for body in bodies:
            lines += [{"index": index, "allow_partial_search_results": False}, body]
        if not bodies:
            return []
        answers = self._ask(lambda client: client.msearch(body=lines))["responses"]
        for answer in answers:
            if "error" in answer:
                raise self.faults.unusable(int(answer.get("status", 500)), answer["error"])
            if answer["timed_out"] or answer["_shards"]["failed"]:
                raise self.faults.unreachable("有一部分没有答复")
        return list(answers)

    def read(self, index: str, ids: Sequence[str]) -> dict[str, Json]:
        """Return documents by their ids, without those that are not there.

        Whole, as they lie there: to take some fields out of them costs more than to send the others.
        """
        if not ids:
            return {}
        found = self._ask(lambda client: client.mget(index=index, body={"ids": list(ids)}))["docs"]
        for one in found:
            if "error" in one:
                raise self.faults.unusable(500, one["error"])
        return {one["_id"]: one["_source"] for one in found if one["found"]}

    def count(self, index: str, query: Json) -> int:
        """Count the documents that match, in all shards."""
        body = {"size": 0, "track_total_hits": True, "query": query}
        (answer,) = self.search_all(index, [body])
        return int(answer["hits"]["total"]["value"])

    def kept(self, index: str, identifier: str) -> Kept | None:
        """Return a document as it is now, None where it, or its index, is not there.

        A node that the network has parted from the others may tell what was before: others are asked
        where that is known, and where a node has nothing.
        """
        told = self._newest.get((index, identifier))
        for _ in range(NODES_TRIED):
            found = self._kept(index, identifier)
            if found is not None and (told is None or not found.is_before(told)):
                break
        if found is not None:
            self._newest[index, identifier] = found
        return found

    def _kept(self, index: str, identifier: str) -> Kept | None:
        try:
            found = self._ask(lambda client: client.get(index=index, id=identifier), missing=True)
        except NotFoundError:
            return None
        return Kept(found["_source"], found["_seq_no"], found["_primary_term"])

    def keep(self, index: str, identifier: str, content: Json, seen: Kept | None) -> Kept | None:
        """Put a document in the place of the one seen, or of none; return it, None where that was not so any more.

        What nobody else would put there must be in it: an answer may be lost.
        """
        if seen is None:
            condition: dict[str, Any] = {"op_type": "create"}
        else:
            condition = {"if_seq_no": seen.seq_no, "if_primary_term": seen.primary_term}
        try:
            told = self._write(
                lambda client: client.index(
                    index=index,
                    id=identifier,
                    body=dict(content),
                    timeout=_MOVING,
                    request_timeout=_SECONDS,
                    **condition,
                )
            )
        except ConflictError:
            now = self.kept(index, identifier)  # perhaps our own, of which the answer was lost
            return now if now is not None and now.content == content else None
        return Kept(content, told["_seq_no"], told["_primary_term"])

    def make(self, index: str, settings: Json, mappings: Json, copies: int = 1) -> None:
        """Make an index, unless it is there, and wait for a while until it has so many copies.

        What is written before the second is there is lost with the node of the first.
        """
        body = {"settings": settings, "mappings": mappings}
        try:
            self._write(
                lambda client: client.indices.create(
                    index=index,
                    body=body,
                    wait_for_active_shards=str(copies),
                    request_timeout=_WRITERS_SECONDS,
                )
            )
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise self.faults.told(error) from error

    def unmake(self, index: str) -> None:
        """Remove an index, if it is there."""
        self._write(lambda client: client.indices.delete(index=index, ignore_unavailable=True))

    def indexes(self, pattern: str) -> list[str]:
        """Name the indexes like a pattern, ascending."""
        found = self._ask(lambda client: client.indices.get(index=pattern, allow_no_indices=True))
        return sorted(found)

    def bytes(self, index: str) -> int:
        """Return what an index takes on all nodes."""
        told = self._ask(lambda client: client.indices.stats(index=index, metric="store"))
        return int(told["_all"]["total"]["store"]["size_in_bytes"])

    def write(self, index: str, documents: Iterable[tuple[str, Json | None]]) -> None:
        """Make documents by their ids, or remove them (None); then all copies that are there have it.

        What the cluster refuses because it has too much to do is sent again. Raises IndexUnusableError,
        also (IN_USE) where another has made such a document.
        """
        waiting = dict(documents)
        for pause in _WRITERS_PAUSES:
            if not waiting:
                return
            waiting, refusal = self._send(index, waiting)
            time.sleep(pause if waiting else 0)
        if waiting:
            raise self.faults.unusable(*refusal)

    def _send(
        self, index: str, documents: Mapping[str, Json | None]
    ) -> tuple[dict[str, Json | None], tuple[int, Json]]:
        """Send documents; return those that were refused for now, and why.

        Raises IndexUnusableError for what was refused for good.
        """
        lines: list[Json] = []
        for identifier, content in documents.items():
            is_gone = content is None
            lines.append({"delete" if is_gone else "create": {"_id": identifier}})
            lines += [content] if content is not None else []
        answer = self._write(
            lambda client: client.bulk(
                index=index, body=lines, timeout=_MOVING, request_timeout=_WRITERS_SECONDS
            )
        )
        refused: dict[str, Json | None] = {}
        refusal: tuple[int, Json] = 500, {}
        there: dict[str, Json | None] = {}
        for (item,) in (one.values() for one in answer["items"]):
            if item["status"] == _CONFLICT:
                there[item["_id"]] = documents[item["_id"]]
            elif "error" in item:
                refusal = item["status"], item["error"]
                if item["status"] not in PASSING or is_block(item["error"]):
                    raise self.faults.unusable(*refusal)
                refused[item["_id"]] = documents[item["_id"]]
        self._refuse_others(index, there)
        return refused, refusal

    def _refuse_others(self, index: str, documents: Mapping[str, Json | None]) -> None:
        """Raise IndexUnusableError unless what is there is what was sent, of which the answer was lost."""
        kept = ["stored", "file"]
        found = self.read(index, list(documents))
        for identifier, content in documents.items():
            there, sent = (
                {name: value for name, value in (one or {}).items() if name in kept}
                for one in (found.get(identifier), content)
            )
            if there != sent:
                raise IndexUnusableError(
                    IndexFault.IN_USE, f"{self.address}: 另一个进程也在写这个索引；请再运行一次"
                )

    def refresh(self, index: str) -> None:
        """Let all that was written be found, by every copy that is there."""
        told = self._write(
            lambda client: client.indices.refresh(index=index, request_timeout=_WRITERS_SECONDS)
        )
        if told["_shards"]["failed"]:
            raise self.faults.unreachable("有一部分没有答复")

    def _ask(self, question: Callable[[OpenSearch], _Answer], missing: bool = False) -> _Answer:
        asked = waiting()
        if asked is None:
            return self._patiently(question, _PAUSES, missing, waits=False)
        if self._outage.refuses(asked):
            raise self.faults.unreachable("刚才没有在时限内答复")
        try:
            return self._patiently(question, _PAUSES, missing, waits=False)
        finally:
            self._outage.note(asked)

    def _write(self, deed: Callable[[OpenSearch], _Answer], missing: bool = False) -> _Answer:
        return self._patiently(deed, _WRITERS_PAUSES, missing, waits=True)

    def _patiently(
        self,
        call: Callable[[OpenSearch], _Answer],
        pauses: Sequence[float],
        missing: bool,
        waits: bool,
    ) -> _Answer:
        """Call, and once more after each pause where the cluster has too much to do, or cannot be reached.

        Who `waits` goes on where a time has run out, too: another node may be about to take over.
        """
        until = time.monotonic() + _WRITERS_PATIENCE
        for pause in pauses:
            try:
                return call(self._client)
            except (ConnectionError, TransportError) as error:
                is_late = isinstance(error, ConnectionTimeout)
                if not may_pass(error) or (is_late and not waits) or time.monotonic() > until:
                    self._raise(error, missing)
            time.sleep(pause)
        try:
            return call(self._client)
        except OpenSearchException as error:
            self._raise(error, missing)

    def _raise(self, error: OpenSearchException, missing: bool) -> NoReturn:
        if isinstance(error, ConflictError | RequestError) or (
            missing and isinstance(error, NotFoundError)
        ):
            raise error
        raise self.faults.told(error) from error
