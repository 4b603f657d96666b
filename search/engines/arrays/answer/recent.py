"""Recent: what was looked up last, since a search asks for the same several times, as whole and as parts."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")


class Recent(Generic[_Key, _Found]):
    """Keeps what was found for a key, so many and so many bytes of it: what was asked longest ago goes first.

    Threads may share it.
    """

    def __init__(self, most_bytes: int, most: int) -> None:
        self._most_bytes, self._most = most_bytes, most
        self._found: OrderedDict[_Key, tuple[_Found, int]] = OrderedDict()  # and its bytes
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: _Key) -> _Found | None:
        """Return what was kept."""
        with self._lock:
            if (kept := self._found.get(key)) is None:
                return None
            self._found.move_to_end(key)
            return kept[0]

    def keep(self, key: _Key, found: _Found, size: int) -> _Found:
        """Keep what was found, of so many bytes, unless that is more than all may have; return it."""
        if size > self._most_bytes:
            return found
        with self._lock:
            if (before := self._found.pop(key, None)) is not None:
                self._bytes -= before[1]
            self._found[key] = found, size
            self._bytes += size
            while self._bytes > self._most_bytes or len(self._found) > self._most:
                self._bytes -= self._found.popitem(last=False)[1][1]
        return found
