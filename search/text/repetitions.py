"""Repetitions: what does a text repeat from its beginning to its end (哈哈哈, 是的是的是)?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repetition:
    """A text as what it repeats: `beginning` stands `times` in a row, each `step` after the last.

    They overlap by one character or more, so that two neighbours of the text stand in one of them.
    """

    beginning: str
    step: int  # characters
    times: int


def repetition_in(text: str) -> Repetition:
    """Find the shortest repetition in a text of two characters or more; without one it is all once."""
    most = (len(text) - 1) // 2
    step = next((n for n in range(1, most + 1) if text.startswith(text[n:])), len(text) - 1)
    times = (len(text) - 1) // step
    return Repetition(text[: len(text) - (times - 1) * step], step, times)
