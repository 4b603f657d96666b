"""Figures: what was answered, of which kind, how, and how fast? Counted by each process, read for all of them."""

import threading
from bisect import bisect_left
from collections.abc import Iterator, MutableSequence, Sequence

#: What is asked for, by how its path begins; the last is everything else.
_KINDS = (
    ("search", ("/search", "/facet", "/timeline", "/why/", "/passages/")),
    ("article", ("/articles/",)),
    ("api", ("/api/",)),
    ("export", ("/export.", "/feed.atom")),
    ("other", ("/",)),
)
_STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
_OF_A_KIND = len(_STATUSES) + len(_BOUNDS) + 2  # the last two: longer ones, and the sum of seconds
#: How many numbers a process needs.
WIDTH = len(_KINDS) * _OF_A_KIND


class Figures:
    """The row of one process among the numbers of all."""

    def __init__(self, values: MutableSequence[float], place: int) -> None:
        """Count into the row at a place."""
        self._values = values
        self._first = place * WIDTH
        self._lock = threading.Lock()

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count an answer."""
        at = self._first + _kind_of(path) * _OF_A_KIND
        bound = at + len(_STATUSES) + bisect_left(_BOUNDS, seconds)
        with self._lock:
            self._values[at + min(max(status // 100, 1), 5) - 1] += 1
            self._values[bound] += 1
            self._values[at + _OF_A_KIND - 1] += seconds


def _kind_of(path: str) -> int:
    return next(
        (n for n, (_, starts) in enumerate(_KINDS) if path.startswith(starts)), len(_KINDS) - 1
    )


def as_text(values: Sequence[float]) -> Iterator[str]:
    """Yield the lines of what all processes have counted, as Prometheus reads them.

    The format: https://prometheus.io/docs/instrumenting/exposition_formats/.
    """
    totals = [sum(values[column::WIDTH]) for column in range(WIDTH)]
    rows = [totals[at : at + _OF_A_KIND] for at in range(0, WIDTH, _OF_A_KIND)]
    yield "# HELP zhengsou_requests_total Requests answered."
    yield "# TYPE zhengsou_requests_total counter"
    for (kind, _), row in zip(_KINDS, rows, strict=True):
        for status, count in zip(_STATUSES, row, strict=False):
            yield f'zhengsou_requests_total{{kind="{kind}",status="{status}"}} {count:.0f}'
    yield "# HELP zhengsou_request_seconds Time until an answer was sent."
    yield "# TYPE zhengsou_request_seconds histogram"
    for (kind, _), row in zip(_KINDS, rows, strict=True):
        count = 0.0
        for bound, more in zip((*_BOUNDS, "+Inf"), row[len(_STATUSES) : -1], strict=True):
            count += more
            yield f'zhengsou_request_seconds_bucket{{kind="{kind}",le="{bound}"}} {count:.0f}'
        yield f'zhengsou_request_seconds_sum{{kind="{kind}"}} {row[-1]:.6f}'
        yield f'zhengsou_request_seconds_count{{kind="{kind}"}} {count:.0f}'
