"""Patience: how long does a question wait for nodes that do not answer? Over all that it asks of them."""

import threading
import time
from collections.abc import Collection, Mapping
from typing import Any

from opensearchpy import Urllib3HttpConnection
from opensearchpy.exceptions import ConnectionError, ConnectionTimeout, TransportError
from urllib3 import Timeout

from ...query.waiting import Waiting, waiting
from .faults import PASSING

#: A node that lets nobody in, not even to say so, is given up sooner than one that does not answer.
CONNECT_SECONDS, READ_SECONDS = 3, 10
#: Who asks so soon after another has waited in vain need not wait, too.
_SECONDS_UNTIL_TRYING_AGAIN = 1.0


class PatientNode(Urllib3HttpConnection):  # type: ignore[misc] # it has no types
    """A way to one node, on which a question waits no longer than it may still."""

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: Any = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Ask the node. Raises what the library does, where no time is left ConnectionTimeout."""
        asked = waiting()
        if asked is not None and timeout is None:
            if not asked.left:
                raise ConnectionTimeout("TIMEOUT", "no time is left", None)
            timeout = Timeout(
                total=asked.left,
                connect=min(CONNECT_SECONDS, asked.left),
                read=min(READ_SECONDS, asked.left),
            )
        begun = time.monotonic()
        try:
            return super().perform_request(method, url, params, body, timeout, ignore, headers)
        except TransportError as error:  # of which errors of the network are a kind
            if asked is not None and (
                isinstance(error, ConnectionError) or error.status_code in PASSING
            ):
                asked.waited(time.monotonic() - begun)
            raise


class Outage:
    """Whether a question has waited in vain: then one at a time tries again. Threads share it."""

    def __init__(self) -> None:
        self._last: Waiting | None = None  # of who has waited in vain, or tries again
        self._changing = threading.Lock()

    def refuses(self, question: Waiting) -> bool:
        """Say whether a question would wait in vain, too: it need not ask."""
        with self._changing:
            last = self._last
            if last is None or last is question:
                return False
            if last.ended is None:
                return True
            if last.left:
                self._last = None
                return False
            if time.monotonic() < last.ended + _SECONDS_UNTIL_TRYING_AGAIN:
                return True
            self._last = question
            return False

    def note(self, question: Waiting) -> None:
        """Take note where a question has waited in vain as long as it may."""
        if not question.left:
            with self._changing:
                self._last = question
