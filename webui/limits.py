"""Limits: how often may one address ask? So many times a minute, in all processes together."""

import time
from hashlib import blake2b
from ipaddress import ip_address
from multiprocessing import RawArray
from os import urandom

_SLOTS = 4096
_MINUTE = 60
#: Asked by who watches over a site, by whatever name and as often as it likes.
FREE = {"/healthz"}
_IPV6_NETWORK = 8  # bytes: one customer has at least so many addresses


class Limits:
    """Counts the requests of each address within a minute.

    Addresses are not kept: each is one of some thousand slots, by a hash that nobody else can make.
    Processes that are forked share them.
    """

    def __init__(self, per_minute: int) -> None:
        """Allow so many requests a minute; 0: any number."""
        self._most = per_minute
        self._counts = RawArray("L", _SLOTS)
        self._minutes = RawArray("L", _SLOTS)
        self._key = urandom(16)

    def allows(self, address: str, path: str) -> bool:
        """Count a request, and say whether it may be answered."""
        if not self._most or path in FREE:
            return True
        slot, minute = self._slot(address), int(time.time()) // _MINUTE
        if self._minutes[slot] != minute:
            self._minutes[slot], self._counts[slot] = minute, 0
        self._counts[slot] += 1
        return bool(self._counts[slot] <= self._most)

    def _slot(self, address: str) -> int:
        try:
            packed = ip_address(address).packed
        except ValueError:
            packed = address.encode()
        if len(packed) > 4:
            packed = packed[:_IPV6_NETWORK]
        return int.from_bytes(blake2b(packed, digest_size=4, key=self._key).digest()) % _SLOTS
