"""Recent: what was looked up last, since a search asks for the same several times, as whole and as parts."""

from collections.abc import Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")


class Recent(Generic[_Key, _Found]):
    """Keeps what was found for a key, so many and so many bytes of it. Threads may share it.

    When it is full all of it goes, so that nothing need be said of when each was used.
    """

    def __init__(self, most_bytes: int, most: int) -> None:
        self._most_bytes, self._most = most_bytes, most
        self._found: dict[_Key, _Found] = {}
        self._bytes = 0

    def get(self, key: _Key) -> _Found | None:
        """Return what was kept."""
        return self._found.get(key)

    def keep(self, key: _Key, found: _Found, size: int) -> _Found:
        """Keep what was found, of so many bytes, and return it. Two threads may: at worst it is kept twice."""
        if self._bytes + size > self._most_bytes or len(self._found) == self._most:
            self.clear()
        if size <= self._most_bytes:
            self._found[key] = found
            self._bytes += size
        return found

    def clear(self) -> None:
        """Let go of everything."""
        self._found, self._bytes = {}, 0
