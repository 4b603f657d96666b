"""Throttle: how often may a password be guessed? Counted for a name and an address, in all processes together."""

from collections.abc import Iterator

from ..counting import Counts

_WINDOW = 15 * 60  # seconds
_OF_BOTH, _OF_ADDRESS, _OF_NAME = 5, 20, 100  # wrong passwords within a window


class Throttle:
    """Counts wrong passwords.

    A name alone is refused only after many, else whoever knows it could lock a person out.
    """

    def __init__(self) -> None:
        # Each its own: what is counted often must not share a slot with what may be counted seldom.
        self._of_both, self._of_address, self._of_name = (Counts(_WINDOW) for _ in range(3))

    def allows(self, name: str, address: str) -> bool:
        """Say whether another try may be made."""
        return all(counts.of(key) < most for counts, key, most in self._counted(name, address))

    def note_wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        for counts, key, _ in self._counted(name, address):
            counts.add(key)

    def _counted(self, name: str, address: str) -> Iterator[tuple[Counts, bytes, int]]:
        yield self._of_both, _bytes(f"{name}\0{address}"), _OF_BOTH
        yield self._of_address, _bytes(address), _OF_ADDRESS
        yield self._of_name, _bytes(name), _OF_NAME


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
