"""Processes: how does work get one of its own? So that the memory it takes is its own too."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_FAREWELL_S = 10  # given to a process that was interrupted, to clean up after itself


class ProcessFailedError(Exception):
    """The process ended without a result; it has said why on standard error."""


def in_own_process(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a fresh process, and return what it returns. Raises ProcessFailedError."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, work, args, kwargs))
    process.start()
    sender.close()
    try:
        result: T = receiver.recv()
    except EOFError as error:
        raise ProcessFailedError(f"{work.__name__} failed") from error
    finally:
        process.join(_FAREWELL_S)
        if process.is_alive():
            process.terminate()
            process.join()
    return result


def _work(
    sender: Connection, work: Callable[..., object], args: tuple[object], kwargs: dict[str, object]
) -> None:
    try:
        sender.send(work(*args, **kwargs))
    except KeyboardInterrupt:
        sys.exit(130)


def peak_memory_mb() -> float:
    """Return the most memory this process, and the largest it started, have taken so far."""
    # Not on Windows, where nothing else of the benchmarks needs it either.
    import resource  # noqa: PLC0415

    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    status = Path("/proc/self/status")
    if status.exists():
        # Linux hands on the peak of the process that started this one; this line is our own.
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        own = int(lines["VmHWM"].split()[0]) * 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    return round((own + children) / 1e6, 1)
