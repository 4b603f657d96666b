"""Wordings: what does it cost to tally one, to say where it stands, and to read what is around it?

    python -m benchmarks.wordings INDEX [QUERY...]

Processor time in milliseconds, the least of seven; a tally also the first time, when nothing of the
query was looked up before.
"""

import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from search.engine import Engine
from search.engines import open_engine
from search.query.nodes import Query
from search.query.parser import parse_query
from search.request import PlacesRequest, Sort, TallyRequest
from search.wording.occurrences import read_occurrences

QUERIES = ("“高质量发展”", "“工会”", "“以人民为中心”", "“以*为中心”", "“第?条”")
_TIMES = 7
_PLACES = 1000
_Answer = TypeVar("_Answer")


def main() -> None:
    """Print a row for each query."""
    print(
        "| | articles | places | tally, first | tally | 1,000 places | in articles | with lines |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with closing(open_engine(sys.argv[1])) as engine:
        engine.tally(TallyRequest(parse_query("“的”").query))  # what every tally needs is read
        for typed in sys.argv[2:] or QUERIES:
            print(f"| {typed} | {_row(engine, parse_query(typed).query)} |")


def _row(engine: Engine, query: Query) -> str:
    request = PlacesRequest(query, sort=Sort.NEWEST, limit=_PLACES)
    tally, first = _timed(lambda: engine.tally(TallyRequest(query)), times=1)
    _, again = _timed(lambda: engine.tally(TallyRequest(query)))
    found, finding = _timed(lambda: engine.places(request))
    _, reading = _timed(lambda: list(read_occurrences(engine, found)))
    articles = len({place.id for place in found.places})
    numbers = (tally.total.articles, tally.total.occurrences)
    times = (first, again, finding)
    return " | ".join(
        [
            *(f"{number:,}" for number in numbers),
            *(f"{spent:.1f}" for spent in times),
            f"{articles:,}",
            f"{finding + reading:.0f}",
        ]
    )


def _timed(act: Callable[[], _Answer], times: int = _TIMES) -> tuple[_Answer, float]:
    spent = []
    for _ in range(times):
        start = time.process_time()
        answer = act()
        spent.append((time.process_time() - start) * 1000)
    return answer, min(spent)


if __name__ == "__main__":
    main()
