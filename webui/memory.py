"""Memory: what does a process that serves share with those it starts, and give back to the system?"""

import ctypes
import gc
import sys
from contextlib import suppress

_ARENAS = -8, 2  # M_ARENA_MAX of mallopt(3), and how many


def keep_loaded() -> None:
    """Spare what is loaded: looking through it for garbage would hold up a page for 0.1 s."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        # Else each thread has a heap of its own, which takes 70 MB more a process.
        with suppress(AttributeError):  # of a C library that has none
            ctypes.CDLL(None).mallopt(*_ARENAS)


def give_back() -> None:
    """Return to the system what lies free between what is used (malloc_trim(3)): a sixth, under load."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # musl has none
            ctypes.CDLL(None).malloc_trim(0)
