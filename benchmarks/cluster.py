"""Cluster: what does an index on three nodes cost, beside one on disk, in the same run?

    python -m benchmarks.cluster ARTICLES [--documents 5000,20000] [--shards 1,2,4] [--replicas 0,1]

The documents are those of `supply.py`; queries are drawn from them. All nodes run on this machine,
with 256 MB each, and share its processors with who asks them, and with whatever else runs: so each
question is asked on disk, then a search that finds nothing is made, then it is asked of the cluster.
Before, other questions of each class are asked for a minute, since a node that was just started is
slow, and as in earnest both compilers are at work. Times
are medians in milliseconds; processor time is that of all nodes together. What was measured of one
index is said, and with --json written, before the next is built. See docs/cluster.md.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from search import Engine, open_engine
from search.corpus_record import CorpusRecord
from search.engine import NO_PATIENCE
from search.engines import Location, open_builder
from search.engines.opensearch.address import VARIABLES, Address
from search.engines.opensearch.builds import Builds
from search.engines.opensearch.connection import Connection
from search.query.parser import parse_query
from search.request import SearchRequest
from search.text.segmentation import Segmenter
from tests.cluster.nodes import Cluster, missing
from webui.app import create_app

from .queries import Question, draw_questions
from .supply import Supply, prepare

_SEED = 7
_ASKED_ABOUT = 2000  # documents that questions are drawn from
_CLASSES = ("word", "two_words", "phrase")
_WARM = 30  # searches that find nothing, and questions of each class, before anything is measured
_WARM_SECONDS = 60.0  # for which they are asked again: what a node compiles last takes so long
_FLOORS = 3  # searches that find nothing, beside each question
_SECONDS = 1800.0  # until the copies of an index must be there


@dataclass(frozen=True, slots=True)
class Spread:
    """Over how many shards an index is spread, and how many more copies each has."""

    shards: int
    replicas: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What questions of a class, or pages, took: median milliseconds."""

    questions: int
    equal: int  # so many were answered alike on disk and on the cluster
    on_disk: float
    floor: float  # a search that finds nothing
    cluster: float
    processors: float  # of all nodes, a question
    floor_processors: float  # likewise, a search that finds nothing


@dataclass(frozen=True, slots=True)
class Measured:
    """What an index on the cluster took."""

    documents: int
    spread: Spread
    characters: int
    disk_build: float  # seconds
    disk_bytes: int
    build: float | None  # seconds; None where it was made of one that was there
    processors: float | None  # seconds of all nodes, likewise
    bytes: int
    copy_bytes: int  # of a reader
    asked: dict[str, Asked]

    def lines(self) -> Iterator[str]:
        """Say it."""
        spread = self.spread
        yield (
            f"{self.documents:,} documents, {spread.shards} shards, {spread.replicas} replicas:"
            f" {self.bytes / self.characters:.1f} bytes a character"
            f" (on disk {self.disk_bytes / self.characters:.1f}),"
            f" copy of a reader {self.copy_bytes / self.documents:.0f} bytes a document"
        )
        yield f"  on disk {self.documents / self.disk_build:.0f} documents a second"
        if self.build and self.processors:
            yield (
                f"  on the cluster {self.documents / self.build:.0f} documents a second,"
                f" nodes {self.processors / self.documents * 1e3:.1f} ms of processors each"
            )
        for name, asked in self.asked.items():
            yield (
                f"  {name:10} equal {asked.equal} of {asked.questions}, {asked.cluster:.1f} ms,"
                f" floor {asked.floor:.1f}, on disk {asked.on_disk:.2f},"
                f" {asked.processors:.1f} ms of processors, floor {asked.floor_processors:.1f}"
            )


def _numbers(context: click.Context, parameter: click.Parameter, value: str) -> list[int]:
    try:
        return [int(one) for one in value.split(",")]
    except ValueError as error:
        raise click.BadParameter("numbers with commas between") from error


@click.command()
@click.argument("articles", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--documents", default="5000,20000", show_default=True, callback=_numbers)
@click.option("--shards", default="1,2,4", show_default=True, callback=_numbers)
@click.option("--replicas", default="0,1", show_default=True, callback=_numbers)
@click.option("--queries", default=40, show_default=True, help="How many queries of each class.")
@click.option("--split", is_flag=True, help="Build once for each size; split and copy that.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Add a line for each index.")
def main(
    articles: Path,
    documents: list[int],
    shards: list[int],
    replicas: list[int],
    queries: int,
    split: bool,
    file: Path | None,
) -> None:
    """Build indexes of documents made of ARTICLES on disk and on a cluster, and ask both the same."""
    if names := missing():
        sys.exit(f"not found: {', '.join(names)}")
    spreads = [Spread(one, copies) for one in shards for copies in replicas]
    with TemporaryDirectory(prefix="cluster-") as temporary:
        work = Path(temporary)
        supply = work / "supply"
        supply.mkdir()
        prepare(articles, supply)
        os.environ[f"{VARIABLES}CACHE"] = str(work / "copies")
        with Cluster(work / "nodes", lasts=True) as cluster:
            for size in documents:
                for measured in measure(cluster, supply, size, spreads, queries, work, split):
                    for line in measured.lines():
                        print(line, flush=True)
                    if file:
                        with file.open("a", encoding="utf-8") as stream:
                            stream.write(json.dumps(asdict(measured)) + "\n")


def measure(
    cluster: Cluster,
    supply: Path,
    size: int,
    spreads: Sequence[Spread],
    queries: int,
    work: Path,
    split: bool = False,
    warm: float = _WARM_SECONDS,
) -> Iterator[Measured]:
    """Build indexes of so many documents, ask each, and yield what it took."""
    every = max(size // _ASKED_ABOUT, 1)
    asked_about = [one for n, one in enumerate(Supply(supply).documents(size)) if n % every == 0]
    questions = draw_questions(asked_about, queries, _SEED)
    others = draw_questions(asked_about, _WARM, _SEED + 1)
    folder = work / f"disk-{size}"
    disk_build = _build(folder, supply, size)
    before: str | None = None  # the index that others are made of
    for spread in spreads:
        os.environ[f"{VARIABLES}SHARDS"] = str(spread.shards)
        os.environ[f"{VARIABLES}REPLICAS"] = str(spread.replicas)
        location = cluster.location(f"scale-{size}-{spread.shards}-{spread.replicas}")
        build = spent = None
        if before is None:
            spent_before = cluster.processor_seconds()
            build = _build(location, supply, size)
            spent = cluster.processor_seconds() - spent_before
            if split:
                before = location
        else:
            _split(cluster, before, location, spread)
        floor = _floor(location)
        _warm(location, [_typed(one) for name in _CLASSES for one in others[name]], floor, warm)
        with closing(open_engine(folder)) as local, closing(open_engine(location)) as engine:
            told = engine.statistics()
            both = _finding(local), _finding(engine)
            asked = {name: _compare(cluster, floor, questions[name], *both) for name in _CLASSES}
        # Opened anew: nothing of what was found is kept.
        with closing(open_engine(folder)) as local, closing(open_engine(location)) as engine:
            pages = [one for name in _CLASSES for one in questions[name]]
            both = _showing(local), _showing(engine)
            asked["page"] = _compare(cluster, floor, pages, *both)
        copies = (work / "copies" / _index(location)).iterdir()
        yield Measured(
            documents=size,
            spread=spread,
            characters=told.characters,
            disk_build=disk_build,
            disk_bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
            build=build,
            processors=spent,
            bytes=told.bytes,
            copy_bytes=sum(file.stat().st_size for file in copies),
            asked=asked,
        )
        if location != before:
            _connection(location).unmake(_index(location))


def _build(location: Location, supply: Path, size: int) -> float:
    begun = time.perf_counter()
    with open_builder(location, Segmenter(), keep=1) as writer:
        for document in Supply(supply).documents(size):
            writer.add(document)
        writer.commit(CorpusRecord(corpus="/no-corpus", files={}))
    return time.perf_counter() - begun


def _connection(location: str) -> Connection:
    return Connection(Address.read(location))


def _index(location: str) -> str:
    builds = Builds(_connection(location))
    return builds.index(builds.kept()[0].name)


def _split(cluster: Cluster, before: str, location: str, spread: Spread) -> None:
    """Make an index of one that was built, with more shards, and put it in use under its own name."""
    built, builds = Builds(_connection(before)).kept()[0], Builds(_connection(location))
    source, target = _index(before), builds.index(built.name)
    cluster.tell("PUT", f"/{source}/_settings", {"index.blocks.write": True})
    settings = {
        "index.number_of_shards": spread.shards,
        "index.number_of_replicas": 0,
        "index.blocks.write": None,
    }
    deed = "_clone" if spread.shards == 1 else "_split"
    cluster.tell("PUT", f"/{source}/{deed}/{target}", {"settings": settings})
    cluster.wait(seconds=_SECONDS)
    # What another shard has is only marked as gone.
    cluster.tell("POST", f"/{target}/_forcemerge?only_expunge_deletes=true", {})
    cluster.tell("POST", f"/{target}/_refresh", {})
    copies = {"index.number_of_replicas": spread.replicas}
    cluster.tell("PUT", f"/{target}/_settings", copies)
    cluster.wait(seconds=_SECONDS)
    with builds.writing(NO_PATIENCE):
        builds.put_in_use(built, keep=1)


def _floor(location: str) -> Callable[[], object]:
    connection, index = _connection(location), _index(location)
    nothing = {"size": 0, "query": {"match_none": {}}}
    return lambda: connection.search_all(index, [nothing])


def _warm(location: str, typed: Sequence[str], floor: Callable[[], object], seconds: float) -> None:
    """Ask for so long: each time anew, for what is kept is not asked for again."""
    until = time.monotonic() + seconds
    while True:
        with closing(open_engine(location)) as engine:
            find = _finding(engine)
            for one in typed:
                floor()
                find(one)
        if time.monotonic() > until:
            break


def _compare(
    cluster: Cluster,
    floor: Callable[[], object],
    questions: Sequence[Question],
    on_disk: Callable[[str], object],
    on_cluster: Callable[[str], object],
) -> Asked:
    """Ask each question on disk, then nothing, then on the cluster."""
    taken: list[tuple[float, float, float]] = []
    equal, spent, spent_on_nothing = 0, 0.0, 0.0
    for typed in map(_typed, questions):
        wanted, own = _timed(partial(on_disk, typed))
        begun = cluster.processor_seconds()
        nothing = statistics.median(_timed(floor)[1] for _ in range(_FLOORS))
        before = cluster.processor_seconds()
        told, asked = _timed(partial(on_cluster, typed))
        spent += cluster.processor_seconds() - before
        spent_on_nothing += (before - begun) / _FLOORS
        equal += told == wanted
        taken.append((own, nothing, asked))
    own, nothing, asked = (statistics.median(column) for column in zip(*taken, strict=True))
    each = 1e3 / len(questions)
    return Asked(len(questions), equal, own, nothing, asked, spent * each, spent_on_nothing * each)


def _timed(call: Callable[[], object]) -> tuple[object, float]:
    begun = time.perf_counter()
    answer = call()
    return answer, (time.perf_counter() - begun) * 1e3


def _finding(engine: Engine) -> Callable[[str], object]:
    def find(typed: str) -> tuple[int, int, tuple[str, ...]]:
        found = engine.find(SearchRequest(parse_query(typed).query))
        return found.total, found.occurrences, tuple(match.id for match in found.matches)

    return find


def _showing(engine: Engine) -> Callable[[str], object]:
    client = create_app(engine).test_client()

    def show(typed: str) -> int:
        status = client.get("/search", query_string={"q": typed}).status_code
        assert status == HTTPStatus.OK, typed
        return status

    return show


def _typed(question: Question) -> str:
    """Write a question as a person types it: a phrase in quotation marks."""
    is_phrase = len(question.pieces) == 1 and len(question.pieces[0]) > 2
    return f"“{question.pieces[0]}”" if is_phrase else " ".join(question.pieces)


if __name__ == "__main__":
    main()
