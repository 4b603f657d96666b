"""Coverage: how much of what a file holds was read? What is missing is said, not lost silently.

Characters in the source, counted a second, crude way, against those taken and those set aside by a
rule that has a name. A reader that overlooks a kind of text cannot count it either, unless the
second way is another one.
"""

from .rendering import Rendering

#: Below this share something was overlooked.
LEAST_COVERAGE = 0.9
_FEWEST = 20  # characters: of less a share tells nothing


def size_of(text: str) -> int:
    """Return how many characters a text has, without white space."""
    return sum(map(len, text.split()))


def loss(held: int, taken: int) -> str | None:
    """Say, in Chinese, how much of what a file holds was not read; None where that is little.

    `held` and `taken` are counts of characters; what was set aside by a rule counts as taken.
    """
    missing = held - taken
    if missing < _FEWEST or taken >= LEAST_COVERAGE * held:
        return None
    return f"只读出文件中文字的 {taken / held:.0%}：另有 {missing} 字不知在哪里，请对照原文"


def loss_of(rendering: Rendering) -> str | None:
    """Say how much of a document its lines lack; None where that is little, or nobody counted."""
    if rendering.held is None:
        return None
    lines = sum(size_of(line.text) for line in rendering.lines)
    return loss(rendering.held, lines + sum(part.characters for part in rendering.set_aside))
