"""Network: how are nodes parted from one another, and from who asks? By a firewall that drops, and says nothing.

All nodes run on this machine, so a packet tells by its group who has sent it, and by its port whom it
is for: each node runs in a group of its own. Only root can have it so.
"""

import os
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import permutations

#: Groups that nobody has; that of a node is so much more than its number.
_FIRST_GROUP = 61_200


@cache
def may_part() -> bool:
    """Say whether nodes can be parted here: by root, where the system lets it set up a firewall."""
    if os.geteuid() != 0:
        return False
    try:
        with _dropped([_from(0)]):
            pass
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def group_of(node: int) -> int | None:
    """Return the group that a node runs in; None: that of who starts it, where none can be parted."""
    return _FIRST_GROUP + node if may_part() else None


@dataclass(frozen=True, slots=True)
class Network:
    """What lies between the nodes of a cluster: their ports for people, and for one another."""

    http: Sequence[int]
    transport: Sequence[int]

    @contextmanager
    def parted(self, nodes: Collection[int], unreached: Collection[int] = ()) -> Iterator[None]:
        """Let nothing pass between some nodes and the others, nor from anybody who asks to those unreached."""
        everyone = range(len(self.transport))
        between = [
            [*_from(sender), *_to(self.transport[receiver])]
            for sender, receiver in permutations(everyone, 2)
            if (sender in nodes) != (receiver in nodes)
        ]
        with _dropped([*between, *(_to(self.http[node]) for node in unreached)]):
            yield


def _from(node: int) -> list[str]:
    return ["-m", "owner", "--gid-owner", str(_FIRST_GROUP + node)]


def _to(port: int) -> list[str]:
    return ["-p", "tcp", "--dport", str(port)]


@contextmanager
def _dropped(rules: Sequence[Sequence[str]]) -> Iterator[None]:
    """Drop packets like some until left."""
    chain = f"zhengsou-{os.getpid()}"
    try:
        _iptables("-N", chain)
        for rule in rules:
            _iptables("-A", chain, *rule, "-j", "DROP")
        _iptables("-I", "OUTPUT", "-j", chain)
        yield
    finally:
        for command in (["-D", "OUTPUT", "-j", chain], ["-F", chain], ["-X", chain]):
            with suppress(OSError, subprocess.CalledProcessError):
                _iptables(*command)


def _iptables(*arguments: str) -> None:
    subprocess.run([*"iptables -w".split(), *arguments], check=True, capture_output=True)
