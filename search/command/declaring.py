"""Declaring: how is a command told apart from what does it? It is loaded when it is called."""

import gc
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any


def done_in(
    module: str, at_once: bool = False
) -> Callable[[Callable[[], None]], Callable[..., int]]:
    """Let a command be done by the function of its name in a module of this room, loaded when called.

    So help and completion need not wait for what reads files or opens an index. One that is done
    `at_once` collects no garbage: it would take a seventh of its time.
    """

    def decorate(declared: Callable[[], None]) -> Callable[..., int]:
        @wraps(declared)
        def call(**given: Any) -> int:
            if not at_once:
                gc.enable()
            done = getattr(import_module(f".{module}", __package__), declared.__name__)
            code: int = done(**given)
            return code

        return call

    return decorate
