"""Budget: what may one request cost? All that its parts take is added up; past it, it is told what to leave out.

What costs time says so before, or right after, in about microseconds of a usual processor, reckoned
from the lengths of what is read; so the same request is refused on every machine, or on none. Nobody
measures time. Where no budget is open, as at a command line, everything is allowed.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..errors import UsageError
from ..saying import message

#: Ten usual pages, of an index of any size: what grows with it is allowed for each article.
MOST = 70_000
MOST_FOR_ARTICLE = 2
_FOR_HELP = 0.5  # of it, before what only helps is left out
_NAMED = 3  # of what costs most
_LENGTH = 24  # characters of each
_SHARE = 0.05  # of all, at least


class TooCostlyError(UsageError):
    """What was asked for costs too much; says what to leave out."""


class Budget:
    """What is left for one request."""

    def __init__(self, most: float = MOST) -> None:
        self._most = most
        self._grown = 0.0
        self._costs = defaultdict[str, float](float)
        self.spent = 0.0

    def allow_for(self, articles: int) -> None:
        """Allow what the size of an index makes each request cost."""
        self._grown = max(self._grown, MOST_FOR_ARTICLE * articles)

    def spend(self, cost: float, on: str) -> None:
        """Take a cost off, which a part of a query causes, if one does. Raises TooCostlyError."""
        self.spent += cost
        self._costs[on] += cost
        if self.left < 0:
            raise self._refusal()

    @property
    def left(self) -> float:
        """Return what may still be taken off."""
        return self._most + self._grown - self.spent

    def affords(self, cost: float) -> bool:
        """Say whether what only helps may cost so much: the rest is for what was asked."""
        return self.spent + cost <= _FOR_HELP * (self._most + self._grown)

    def _refusal(self) -> TooCostlyError:
        most = sorted(self._costs, key=self._costs.__getitem__, reverse=True)[:_NAMED]
        costly = [text for text in most if text and self._costs[text] > _SHARE * self.spent]
        named = "、".join(text[:_LENGTH] + "…" * (len(text) > _LENGTH) for text in costly)
        said = (
            message("这样查太费时，请去掉 %(costly)s 等再查", costly=named)
            if named
            else message("这样查太费时，请写短一些，或者少列几条")
        )
        return TooCostlyError(said.text, **dict(said.values))


_open: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def limited(budget: Budget) -> Iterator[Budget]:
    """Let all that is done here draw on a budget."""
    token = _open.set(budget)
    try:
        yield budget
    finally:
        _open.reset(token)


def spend(cost: float, on: str = "") -> None:
    """Take a cost off the budget that is open. Raises TooCostlyError."""
    if (budget := _open.get()) is not None:
        budget.spend(cost, on)


def affords(cost: float) -> bool:
    """Say whether the budget that is open allows so much for what only helps, and is left out otherwise."""
    budget = _open.get()
    return budget is None or budget.affords(cost)


def left() -> float:
    """Return what may still be taken off the budget that is open; without one, everything."""
    budget = _open.get()
    return math.inf if budget is None else budget.left


def spent() -> float:
    """Return what was taken off the budget that is open so far."""
    budget = _open.get()
    return 0.0 if budget is None else budget.spent


def allow_for(articles: int) -> None:
    """Allow, if a budget is open, what the size of an index makes each request cost."""
    if (budget := _open.get()) is not None:
        budget.allow_for(articles)
