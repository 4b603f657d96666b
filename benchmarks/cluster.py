"""Cluster: what does an index on three nodes cost, beside one on disk, in the same run?

    python -m benchmarks.cluster ARTICLES [--documents 5000,20000] [--shards 1,2]

The documents are those of `supply.py`; queries are drawn from them. All nodes run on this machine,
with 256 MB each, and share its processors with who asks them. Times are medians in milliseconds;
processor time is that of all nodes together. See docs/cluster.md.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask.testing import FlaskClient

from search import Engine, open_engine
from search.corpus_record import CorpusRecord
from search.engine import Matches
from search.engines import Location, open_builder
from search.engines.opensearch.address import VARIABLES, Address
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
_FLOORS = 50  # searches that find nothing: what any search costs
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Asked:
    """How one engine answered the questions of a class."""

    answers: Sequence[tuple[int, int, tuple[str, ...]]]
    median_ms: float


@click.command()
@click.argument("articles", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--documents", default="5000,20000", show_default=True, help="How many, each time.")
@click.option("--shards", default="1,2", show_default=True, help="In how many parts, each time.")
@click.option("--replicas", default=0, show_default=True, help="Further copies of each part.")
@click.option("--queries", default=60, show_default=True, help="How many queries of each class.")
def main(articles: Path, documents: str, shards: str, replicas: int, queries: int) -> None:
    """Build indexes of documents made of ARTICLES on disk and on a cluster, and ask both the same."""
    if names := missing():
        sys.exit(f"not found: {', '.join(names)}")
    with TemporaryDirectory(prefix="cluster-") as temporary:
        work = Path(temporary)
        supply = work / "supply"
        supply.mkdir()
        prepare(articles, supply)
        os.environ[f"{VARIABLES}REPLICAS"] = str(replicas)
        os.environ[f"{VARIABLES}CACHE"] = str(work / "copies")
        with Cluster(work / "nodes") as cluster:
            for size in map(int, documents.split(",")):
                measure(cluster, supply, size, [*map(int, shards.split(","))], queries, work)


def measure(
    cluster: Cluster, supply: Path, size: int, shards: Sequence[int], queries: int, work: Path
) -> None:
    """Build indexes of so many documents, ask them, and print what it took."""
    every = max(size // _ASKED_ABOUT, 1)
    asked_about = [one for n, one in enumerate(Supply(supply).documents(size)) if n % every == 0]
    questions = draw_questions(asked_about, queries, _SEED)
    folder = work / f"disk-{size}"
    characters = sum(len(text) for one in Supply(supply).documents(size) for text in one.texts())
    seconds = _build(folder, supply, size)
    on_disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    click.echo(
        f"\n{size:,} documents, {characters / 1e6:.1f} million characters; on disk built in"
        f" {seconds:.0f} s, {on_disk / characters:.1f} bytes a character"
    )
    with closing(open_engine(folder)) as local:
        expected = {name: _ask(local, questions[name]) for name in _CLASSES}
        local_page = _page_ms(local, questions)
        for count in shards:
            os.environ[f"{VARIABLES}SHARDS"] = str(count)
            location = cluster.location(f"scale-{size}-{count}")
            before = cluster.processor_seconds()
            seconds = _build(location, supply, size)
            spent = cluster.processor_seconds() - before
            with closing(open_engine(location)) as engine:
                told = engine.statistics()
                copies = sum(
                    file.stat().st_size
                    for file in (work / "copies").glob(f"scale-{size}-{count}.*/*")
                )
                click.echo(
                    f"  {count} shards: built in {seconds:.0f} s ({size / seconds:.0f} documents/s, nodes"
                    f" {spent:.0f} s of processors), {told.bytes / characters:.1f} bytes a character,"
                    f" copy of a reader {copies / size:.0f} bytes a document"
                )
                _compare(cluster, location, engine, expected, questions, local_page)
            Connection(Address.read(location)).unmake(f"scale-{size}-{count}.*")


def _build(location: Location, supply: Path, size: int) -> float:
    begun = time.perf_counter()
    with open_builder(location, Segmenter(), keep=1) as writer:
        for document in Supply(supply).documents(size):
            writer.add(document)
        writer.commit(CorpusRecord(corpus="/no-corpus", files={}))
    return time.perf_counter() - begun


def _compare(
    cluster: Cluster,
    location: str,
    engine: Engine,
    expected: dict[str, Asked],
    questions: dict[str, list[Question]],
    local_page: float,
) -> None:
    floor, floor_cpu = _measured(cluster, lambda: _floor(location), _FLOORS)
    click.echo(f"    a search that finds nothing {floor:.1f} ms, {floor_cpu:.1f} ms of processors")
    for name, told in expected.items():
        own = questions[name]
        before = cluster.processor_seconds()
        asked = _ask(engine, own)
        spent = (cluster.processor_seconds() - before) / len(own) * 1e3
        equal = sum(a == b for a, b in zip(asked.answers, told.answers, strict=True))
        click.echo(
            f"    {name:10} equal {equal} of {len(own)}, {asked.median_ms:.1f} ms (on disk"
            f" {told.median_ms:.2f}), {spent:.1f} ms of processors"
        )
    click.echo(f"    page       {_page_ms(engine, questions):.1f} ms (on disk {local_page:.1f})")


def _floor(location: str) -> Callable[[], object]:
    connection = Connection(Address.read(location))
    (index,) = connection.indexes(f"{connection.address.name}.build-*")
    nothing = {"size": 0, "query": {"match_none": {}}}
    return lambda: connection.search_all(index, [nothing])


def _measured(
    cluster: Cluster, make: Callable[[], Callable[[], object]], times: int
) -> tuple[float, float]:
    call = make()
    call()
    before, taken = cluster.processor_seconds(), []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(taken), (cluster.processor_seconds() - before) / times * 1e3


def _ask(engine: Engine, questions: Sequence[Question]) -> Asked:
    taken, answers = [], []
    for question in questions:
        request = SearchRequest(parse_query(_typed(question)).query)
        begun = time.perf_counter()
        answers.append(_answer(engine.find(request)))
        taken.append((time.perf_counter() - begun) * 1e3)
    return Asked(answers, statistics.median(taken))


def _answer(found: Matches) -> tuple[int, int, tuple[str, ...]]:
    return found.total, found.occurrences, tuple(match.id for match in found.matches)


def _page_ms(engine: Engine, questions: dict[str, list[Question]]) -> float:
    client = create_app(engine).test_client()
    taken = []
    for question in (one for name in _CLASSES for one in reversed(questions[name])):
        begun = time.perf_counter()
        _get(client, _typed(question))
        taken.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(taken)


def _get(client: FlaskClient, typed: str) -> None:
    if client.get("/search", query_string={"q": typed}).status_code != 200:
        raise RuntimeError(typed)


def _typed(question: Question) -> str:
    """Write a question as a person types it: a phrase in quotation marks."""
    is_phrase = len(question.pieces) == 1 and len(question.pieces[0]) > 2
    return f"“{question.pieces[0]}”" if is_phrase else " ".join(question.pieces)


if __name__ == "__main__":
    main()
