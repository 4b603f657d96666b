"""Growth: what does an index of so many documents cost to build, to open, to ask and to update?

By what `zhengsou rebuild`, `update` and `serve` use; only the documents come from `supply.py` instead of
files, and so are not read and understood.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from flask.testing import FlaskClient
from tqdm import tqdm

from search import Article, open_engine
from search.engine import IndexWriter
from search.engines import open_builder, open_updater
from search.ingest import CorpusFile, FileReading, Listing, ReadArticle
from search.text.segmentation import Segmenter
from search.upkeep.indexing import Indexing
from webui.app import create_app

from .memory import own_bytes
from .peers.zhengsou import Zhengsou
from .queries import Meaning, Question
from .supply import Supply
from .timing import Speed

#: Documents of a file of the corpus: so many does a record of it name.
_IN_FILE = 10_000
#: Queries after which an open index is weighed.
_FIRST_QUERIES = 100

#: Classes of queries that are asked through the page too.
_TYPED = ("word", "two_words", "phrase")

Questions = Mapping[str, Sequence[Question]]  # by the name of the class


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took."""

    seconds: float  # without making documents up
    generator_s: float  # making documents up, which the process that builds does besides
    commit_s: float  # of the seconds: after the last document was taken in
    processor_s: float  # of all processes, but for the generator
    characters: int
    index_bytes: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What an open index takes, and how fast it answers."""

    opening_s: float
    first_page_s: float  # of a process, all that is read once included
    opened_mb: float  # own memory, see `memory.py`
    asked_mb: float  # after `_FIRST_QUERIES` queries
    classes: dict[str, Speed]
    page: Speed


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update took."""

    seconds: float
    processor_s: float
    written_mb: float  # of files that are new or other ones


class _Timed:
    """Documents, and how long it took to make them up."""

    def __init__(self, documents: Iterable[Article]) -> None:
        self._documents = iter(documents)
        self.seconds = self.processor_s = 0.0
        self.characters = 0

    def __iter__(self) -> Iterator[Article]:
        while True:
            begin, processor = time.perf_counter(), time.process_time()
            document = next(self._documents, None)
            self.seconds += time.perf_counter() - begin
            self.processor_s += time.process_time() - processor
            if document is None:
                return
            self.characters += sum(map(len, document.texts()))
            yield document


def build_index(index: Path, supply: Path, size: int) -> Built:
    """Build an index of the first so many documents."""
    bar = tqdm(
        Supply(supply).documents(size), "building", size, leave=False, mininterval=2, disable=None
    )
    timed = _Timed(bar)
    begin = time.perf_counter()
    with open_builder(index, Segmenter(), keep=1) as writer:
        indexing = _read(writer, Indexing(writer, Listing(), _no_listener), timed, 0)
        read = time.perf_counter()
        writer.commit(indexing.corpus_record(index / "corpus", None))
        committed = time.perf_counter()
    seconds = time.perf_counter() - begin
    times = psutil.Process().cpu_times()
    all_processes = times.user + times.system + times.children_user + times.children_system
    return Built(
        seconds=seconds - timed.seconds,
        generator_s=timed.seconds,
        commit_s=committed - read,
        processor_s=all_processes - timed.processor_s,
        characters=timed.characters,
        index_bytes=sum(file.stat().st_size for file in index.rglob("*") if file.is_file()),
    )


def _no_listener(done: int, total: int, articles: int) -> None:
    """Listen to nothing."""


def _read(
    writer: IndexWriter, indexing: Indexing, documents: Iterable[Article], first_file: int
) -> Indexing:
    """Take documents in as if they came from files of so many."""
    left = iter(documents)
    number = first_file
    while first := next(left, None):
        file = CorpusFile(Path("no corpus"), f"{number:05}.jsonl", 0)
        own = (ReadArticle(one) for one in islice(left, _IN_FILE - 1))
        indexing.read(FileReading(file, ((one, 0) for one in (ReadArticle(first), *own))))
        number += 1
    return indexing


def ask_index(index: Path, questions: Questions, warm_up: Questions) -> Asked:
    """Open an index and ask it, then ask through the page."""
    asked = [question for of_class in warm_up.values() for question in of_class]
    begin = time.perf_counter()
    with closing(Zhengsou(index)) as zhengsou:
        opening, opened_mb = time.perf_counter() - begin, _own_mb()
        for question in asked[:_FIRST_QUERIES]:
            zhengsou.ask(question, Meaning.CHARACTERS)
        asked_mb = _own_mb()
        for question in asked[_FIRST_QUERIES:]:
            zhengsou.ask(question, Meaning.CHARACTERS)
        classes = {
            name: _speed(lambda one: zhengsou.ask(one, Meaning.CHARACTERS), of_class)
            for name, of_class in questions.items()
        }
    with closing(open_engine(index)) as engine:
        client = create_app(engine).test_client()
        pages = [_typed(one) for name in _TYPED for one in questions[name]]
        begin = time.perf_counter()
        _get(client, _typed(asked[0]))
        first_page = time.perf_counter() - begin
        for typed in [_typed(one) for name in _TYPED for one in warm_up[name]]:
            _get(client, typed)
        page = _speed(lambda typed: _get(client, typed), pages)
    return Asked(opening, first_page, opened_mb, asked_mb, classes, page)


def _own_mb() -> float:
    return round(own_bytes(psutil.Process()) / 1e6, 1)


def _get(client: FlaskClient, typed: str) -> None:
    if client.get("/search", query_string={"q": typed}).status_code != HTTPStatus.OK:
        raise RuntimeError(typed)


def _typed(question: Question) -> str:
    """Write a question as a person types it: a phrase in quotation marks."""
    longest = max(map(len, question.pieces))
    is_phrase = len(question.pieces) == 1 and longest > 2
    return f"“{question.pieces[0]}”" if is_phrase else " ".join(question.pieces)


def update_index(index: Path, supply: Path, size: int, count: int) -> Updated:
    """Add so many documents to an index of `size`."""
    documents = list(Supply(supply).documents(size + count, size))
    started = time.time()
    begin, processor = time.perf_counter(), time.process_time()
    with open_updater(index) as writer:
        with closing(open_engine(index)) as engine:
            old = engine.corpus_record()
        indexing = Indexing(writer, Listing(), _no_listener, old)
        _read(writer, indexing, documents, len(old.files))
        writer.commit(indexing.corpus_record(index / "corpus", None))
    seconds = time.perf_counter() - begin
    files = [file.stat() for file in index.rglob("*") if file.is_file()]
    return Updated(
        seconds=seconds,
        processor_s=time.process_time() - processor,
        written_mb=sum(file.st_size for file in files if file.st_mtime >= started) / 1e6,
    )


def _speed(ask: Callable[[Any], object], questions: Iterable[Any]) -> Speed:
    taken = []
    for question in questions:
        begin = time.perf_counter_ns()
        ask(question)
        taken.append(time.perf_counter_ns() - begin)
    median, p95 = np.percentile(np.array(taken) / 1e6, [50, 95])
    return Speed(round(float(median), 4), round(float(p95), 4))
