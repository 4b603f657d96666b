"""Counts: how often has each of many done something within a stretch of time? In all processes together."""

import time
from hashlib import blake2b
from multiprocessing import RawArray
from os import urandom

_SLOTS = 1 << 16  # a stranger shares the slot of somebody else once in so many times


class Counts:
    """A count for each key, begun anew with every window. Processes that are forked share them.

    Keys are not kept: each is a slot, by a hash that nobody else can make.
    """

    def __init__(self, window: int) -> None:
        """Count within windows of so many seconds."""
        self._window = window
        self._counts = RawArray("I", _SLOTS)
        self._windows = RawArray("I", _SLOTS)
        self._key = urandom(16)

    def of(self, key: bytes) -> int:
        """How often within this window."""
        return int(self._counts[self._slot(key)])

    def add(self, key: bytes) -> int:
        """Count once more, and say how often that makes."""
        slot = self._slot(key)
        self._counts[slot] += 1
        return int(self._counts[slot])

    def _slot(self, key: bytes) -> int:
        digest = blake2b(key, digest_size=4, key=self._key).digest()
        slot, window = int.from_bytes(digest) % _SLOTS, int(time.time()) // self._window
        if self._windows[slot] != window:
            self._windows[slot], self._counts[slot] = window, 0
        return slot
