"""Recent: what was looked up last? A search asks for the same several times, as a whole and as parts."""

from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Found = TypeVar("_Found")

_MOST_BYTES = 4 << 20
_MOST_ENTRIES = 1024


class Recent(Generic[_Key, _Found]):
    """Keeps what was looked up in two halves: when one is full the other goes, and what it had that was not used.

    Threads may share it: at worst something is looked up twice.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES, most_entries: int = _MOST_ENTRIES) -> None:
        """Take how much a half may hold."""
        self._most_bytes, self._most_entries = most_bytes, most_entries
        self._newer: dict[_Key, tuple[_Found, int]] = {}
        self._older: dict[_Key, tuple[_Found, int]] = {}
        self._bytes = 0  # of the newer half

    def get(self, key: _Key) -> _Found | None:
        """Return what was kept, which is now used last."""
        if kept := self._newer.get(key):
            return kept[0]
        if kept := self._older.get(key):
            self.keep(key, *kept)
            return kept[0]
        return None

    def keep(self, key: _Key, found: _Found, size: int) -> None:
        """Keep what takes so many bytes, if it is not too large."""
        if size > self._most_bytes:
            return
        if self._bytes + size > self._most_bytes or len(self._newer) >= self._most_entries:
            self._older, self._newer, self._bytes = self._newer, {}, 0
        self._newer[key] = (found, size)
        self._bytes += size
