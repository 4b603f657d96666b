"""Entry: what stands between Ctrl-C and a traceback? This, from the first moment; then the command is loaded.

`zhengsou` and `python -m search.command` begin here. Nothing that takes time is imported first.
"""

import os
import signal
import sys

_EXIT_INTERRUPTED = 130  # as in exit_codes, which is not loaded yet


def _leave(number: int = 0, frame: object = None) -> None:
    """End at once: while the command is being loaded, or when Ctrl-C comes once more."""
    try:
        print("\n已中断。索引完好：没有写完的改动不算。", file=sys.stderr, flush=True)
    finally:
        os._exit(_EXIT_INTERRUPTED)  # workers see that their parent has gone, and end


def _interrupt(number: int, frame: object) -> None:
    """Let what is under way be undone, or finished; a second time it is left."""
    signal.signal(signal.SIGINT, _leave)
    raise KeyboardInterrupt


def start() -> None:
    """Run the command in a process of its own."""
    signal.signal(signal.SIGINT, _leave)
    from .running import start as run  # noqa: PLC0415 - takes a while

    signal.signal(signal.SIGINT, _interrupt)
    try:
        run()
    except BaseException as ending:
        if signal.getsignal(signal.SIGINT) is _interrupt:
            raise
        # Interrupted: a library that was being loaded may have made another error of it, and
        # Python itself, if it was running a text (as dataclasses does), ends by the signal.
        if not isinstance(ending, SystemExit) or not isinstance(ending.code, int):
            _leave()
        else:
            sys.stdout.flush()
            os._exit(ending.code)


if __name__ == "__main__":
    start()
