"""Once: what is worked out when it is first asked for, and kept.

As `functools.cached_property`, which takes a lock up to Python 3.11: five times as long as the rest
of it, and a page asks for some seventy. Where two threads ask at once, both work it out.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

_Owner = TypeVar("_Owner")
_Value = TypeVar("_Value")


class once(Generic[_Owner, _Value]):  # noqa: N801 - a decorator, as `property`
    """A property that is worked out once."""

    def __init__(self, work_out: Callable[[_Owner], _Value]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, one: _Owner, owner: type[_Owner]) -> _Value:
        """Work it out: then what is kept under its name is found before this."""
        value = self._work_out(one)
        one.__dict__[self._name] = value
        return value
