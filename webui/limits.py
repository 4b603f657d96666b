"""Limits: how often may one address ask? So many times a minute, in all processes together."""

from ipaddress import ip_address

from .counting import Counts

_MINUTE = 60
#: Asked by who watches over a site, by whatever name and as often as it likes.
FREE = {"/healthz"}
_IPV6_NETWORK = 8  # bytes: one customer has at least so many addresses


class Limits:
    """Counts the requests of each address within a minute."""

    def __init__(self, per_minute: int) -> None:
        """Allow so many requests a minute; 0: any number."""
        self._most = per_minute
        self._asked = Counts(_MINUTE)

    def allows(self, address: str, path: str) -> bool:
        """Count a request, and say whether it may be answered."""
        if not self._most or path in FREE:
            return True
        return self._asked.add(_network(address)) <= self._most


def _network(address: str) -> bytes:
    try:
        packed = ip_address(address).packed
    except ValueError:
        packed = address.encode()
    return packed if len(packed) <= 4 else packed[:_IPV6_NETWORK]
