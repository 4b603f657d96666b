"""Page answering: what does a page of some checkout take? Asked line by line, answered in JSON.

    PYTHON benchmarks/page_answering.py INDEX [--profile]

Imports nothing of this folder: the Python of another checkout runs it too, on that one's code. Each
line of standard input is the address of a page; each line of standard output says what it took. At
the end of the input it says, if asked, in which modules the time was spent.
"""

import argparse
import json
import signal
import sys
import time
import zlib
from collections import Counter
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType

from werkzeug.test import create_environ, run_wsgi_app

from search import open_engine
from webui import create_app

_SAMPLES_EVERY = 0.001  # seconds of processor time; the system's clock may tick more coarsely
_ROOMS = ("search", "webui")
_GZIP_LEVEL = 6


def place_of(frame: FrameType | None) -> str:
    """Name the innermost module or template of the project that a frame lies in."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        for room in _ROOMS:
            if room in path.parts and "site-packages" not in path.parts:
                at = len(path.parts) - 1 - path.parts[::-1].index(room)
                return "/".join(path.parts[at:])
        frame = frame.f_back
    return "elsewhere"


def main() -> None:
    """Answer until the input ends."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--profile", action="store_true", help="Say where the time is spent.")
    asked = parser.parse_args()
    engine = open_engine(asked.index)
    app = create_app(engine)
    with suppress(ImportError):  # a commit may have nothing to warm
        import_module("webui.warming").warm(app)
        import_module("webui.memory").keep_loaded()
    samples: Counter[str] = Counter()
    if asked.profile:
        signal.signal(signal.SIGPROF, lambda _, frame: samples.update([place_of(frame)]))
        signal.setitimer(signal.ITIMER_PROF, _SAMPLES_EVERY, _SAMPLES_EVERY)
    for line in sys.stdin:
        environ = create_environ(line.strip())
        begin, begin_cpu = time.perf_counter(), time.process_time()
        chunks, status, _ = run_wsgi_app(app, environ, buffered=True)
        took, took_cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
        answer = b"".join(chunks)
        said = {
            "status": int(status.split()[0]),
            "ms": took * 1000,
            "cpu_ms": took_cpu * 1000,
            "bytes": len(answer),
            "compressed": len(zlib.compress(answer, _GZIP_LEVEL)),
        }
        print(json.dumps(said), flush=True)
    if asked.profile:
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(json.dumps(samples), flush=True)
    engine.close()


if __name__ == "__main__":
    main()
