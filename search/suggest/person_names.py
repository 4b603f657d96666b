"""Person names: does a text read as somebody's name? Then it was hardly typed for something else."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class _Characters:
    """What names are made of."""

    surnames: frozenset[str]  # of one character, or of two
    given: frozenset[str]


def reads_as_name(text: str) -> bool:
    """Say whether a text is a surname and one or two characters that given names are made of."""
    known = _characters()
    return any(
        text[:length] in known.surnames
        and 1 <= len(text) - length <= 2
        and known.given.issuperset(text[length:])
        for length in (1, 2)
    )


@cache
def _characters() -> _Characters:
    text = files(__package__).joinpath("name_characters.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    surnames, _, given = " ".join(lines).removeprefix("surnames").partition("given")
    words = surnames.split()
    return _Characters(
        frozenset(word for word in words if len(word) == 2).union(
            *(word for word in words if len(word) > 2)
        ),
        frozenset("".join(given.split())),
    )
