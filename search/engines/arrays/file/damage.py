"""Damage: what is said of files of an index that are gone, cut short or not ours?"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ....errors import IndexFault, IndexUnusableError, how_to_rebuild
from .stored import ARTICLE_DAMAGE


class OfBuild(Protocol):
    """What answers from a build."""

    def damaged(self) -> IndexUnusableError:
        """Return the error that says that it is damaged."""


_Answerer = TypeVar("_Answerer", bound=OfBuild)
_Answer = TypeVar("_Answer")
_Asked = ParamSpec("_Asked")


def telling_damage(
    answer: Callable[Concatenate[_Answerer, _Asked], _Answer],
) -> Callable[Concatenate[_Answerer, _Asked], _Answer]:
    """Let a method raise IndexUnusableError where numbers lead nowhere, or bytes are no text."""

    @wraps(answer)
    def answered(one: _Answerer, /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        try:
            return answer(one, *given, **named)
        except ARTICLE_DAMAGE as error:
            raise one.damaged() from error

    return answered


def damaged(build: Path, name: str = "") -> IndexUnusableError:
    """Return the error that says so of a file of a build, or of it all, and how to mend it."""
    location = build.parent
    what_to_do = how_to_rebuild(location)
    if any(other != build for other in location.glob("build-*")):
        what_to_do += f"；留有以前的一份，可先用 zhengsou rollback --index {location} 换回"
    return IndexUnusableError(IndexFault.DAMAGED, f"{build / name}: 索引已损坏；{what_to_do}")


def damaged_copy(location: object, build: Path, name: str = "") -> IndexUnusableError:
    """Return the error that says so of a copy, on this machine, of a build that lies elsewhere."""
    return IndexUnusableError(
        IndexFault.DAMAGED,
        f"{location}: 在本机的副本 {build / name} 已损坏；请删去 {build} 再启动，会重新取得；"
        f"仍如此时{how_to_rebuild(location)}",
    )
