"""Throttle: how often may a password be guessed? Counted for a name and an address, in all processes together."""

import time
from hashlib import blake2b
from multiprocessing import RawArray
from os import urandom

_SLOTS = 4096
_WINDOW = 15 * 60  # seconds
_OF_BOTH, _OF_ADDRESS, _OF_NAME = 5, 20, 100  # wrong passwords within a window


class Throttle:
    """Counts wrong passwords. Names and addresses are not kept: each is a slot, by a hash of our own.

    A name alone is refused only after many, else whoever knows it could lock a person out.
    """

    def __init__(self) -> None:
        self._counts = RawArray("L", _SLOTS)
        self._windows = RawArray("L", _SLOTS)
        self._key = urandom(16)

    def allows(self, name: str, address: str) -> bool:
        """Say whether another try may be made."""
        return all(self._count(slot) < most for slot, most in self._slots(name, address))

    def note_wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        for slot, _ in self._slots(name, address):
            self._counts[slot] = self._count(slot) + 1

    def _slots(self, name: str, address: str) -> list[tuple[int, int]]:
        return [
            (self._slot(name, address), _OF_BOTH),
            (self._slot("", address), _OF_ADDRESS),
            (self._slot(name, ""), _OF_NAME),
        ]

    def _count(self, slot: int) -> int:
        window = int(time.time()) // _WINDOW
        if self._windows[slot] != window:
            self._windows[slot], self._counts[slot] = window, 0
        return int(self._counts[slot])

    def _slot(self, name: str, address: str) -> int:
        text = f"{name}\0{address}".encode("utf-8", "replace")
        return int.from_bytes(blake2b(text, digest_size=4, key=self._key).digest()) % _SLOTS
