"""Files are read in worker processes: in order, and a hostile one costs only itself."""

import ctypes
import gc
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import copy

import psutil
import pytest

from search.article import Article, Block, BlockKind
from search.ingest import (
    CorpusFile,
    ReadArticle,
    Rejection,
    SharedLines,
    learn_sites,
    list_files,
    read_file,
    read_page,
)
from search.ingest.workers.readers import Readers
from search.ingest.workers.reading_process import Limits
from search.ingest.workers.sent import Item
from search.upkeep.indexing import rebuild

from .files import HTML, PAGE_TEXT
from .programs import RunPython

pytestmark = pytest.mark.subprocess  # each starts workers of its own

CORPUS = Path(__file__).parents[1] / "corpus"
QUICK = Limits(seconds=3.0, memory=400 << 20)


class Harm:
    """Does what it likes in whoever unpickles it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self._path,)


def read_page_or_die(
    file: CorpusFile, shared: SharedLines, on_bytes: Callable[[int], None]
) -> Iterator[Item]:
    """Read a page, unless its name says that it crashes what parses it."""
    if "crashes" in file.path:
        ctypes.string_at(0)
    yield from read_page(file, shared, on_bytes)


def an_article(path: str, text: str = "夜校。") -> ReadArticle:
    block = Block(BlockKind.PARAGRAPH, text)
    return ReadArticle(Article(path, "夜校", None, (), None, None, None, None, blocks=(block,)))


def read_hostile(  # noqa: PLR0912 - a branch for each way to fail
    file: CorpusFile, shared: SharedLines, on_bytes: Callable[[int], None]
) -> Iterator[Item]:
    """Do what a file's name says; its articles have ids that say where they are from."""
    name = Path(file.path).stem
    with file.open() as stream:
        has_died = stream.read() == b"died"
    yield an_article(f"{name}-first", "夜校。" * 100_000)  # a chunk of its own
    if "hangs" in name:
        while True:
            pass
    elif "sleeps" in name:
        time.sleep(1000)
    elif "eats" in name:
        eaten = []
        while True:
            eaten.append(bytearray(os.urandom(1 << 20) * 16))
    elif "crashes" in name:
        ctypes.string_at(0)
    elif "exits" in name:
        os._exit(0)
    elif "dies" in name:
        yield an_article(f"{name}-second", "夜校。" * 100_000)
        if not has_died:
            os.kill(os.getpid(), signal.SIGKILL)
    elif "sends" in name:
        for one in gc.get_objects():  # as code in a file that has taken over what reads it could
            if isinstance(one, Connection):
                one.send(Harm(file.folder / "harmed"))
    elif "errs" in name:
        raise ValueError("夜校")
    elif "panics" in name:
        raise BaseException("as libraries in Rust do")
    elif "waits" in name:
        time.sleep(1.5)
    elif "slow" in name:
        for number in range(5):
            time.sleep(0.4)
            yield an_article(f"{name}-{number}")
    yield an_article(f"{name}-last")


def read_many(
    file: CorpusFile, shared: SharedLines, on_bytes: Callable[[int], None]
) -> Iterator[Item]:
    for number in range(3000):
        on_bytes(number)
        yield an_article(f"{file.path}-{number}", "夜校。" * 1000)


def corpus(folder: Path, *names: str) -> list[CorpusFile]:
    for name in names:
        (folder / name).write_bytes(b"x")
    return list_files(folder).files


def read(files: list[CorpusFile], limits: Limits = QUICK) -> list[str]:
    with Readers({}, read_hostile, limits) as readers:
        return [
            item.article.id if isinstance(item, ReadArticle) else str(item)
            for reading in readers.read(files)
            for item, _ in reading.items
        ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("hangs", "读取超过 3 秒，已停止"),
        ("sleeps", "读取超过 3 秒，已停止"),
        ("eats", "读取时内存超过 400 MB，已停止"),
        ("crashes", "读取时程序崩溃，读了两次都是如此"),
        ("exits", "读取时程序崩溃，读了两次都是如此"),
        ("sends", "读取它的进程传回的不是文章，已停止；文件可能有害"),
        ("errs", "读取时程序出错（ValueError）"),
        ("panics", "读取时程序出错（BaseException）"),
    ],
)
def test_a_hostile_file_is_rejected_and_the_others_are_read(
    tmp_path: Path, name: str, reason: str
) -> None:
    assert read(corpus(tmp_path, "a", name, "z")) == [
        "a-first",
        "a-last",
        f"{name}-first",
        f"{name}: {reason}",
        "z-first",
        "z-last",
    ]


def test_nothing_runs_here_that_a_reading_process_sends(tmp_path: Path) -> None:
    read(corpus(tmp_path, "sends"))
    assert not (tmp_path / "harmed").exists()


def test_a_file_whose_reader_was_killed_is_read_once_more(tmp_path: Path) -> None:
    given = []
    with Readers({}, read_hostile, QUICK) as readers:
        for reading in readers.read(corpus(tmp_path, "a", "dies", "z")):
            for item, _ in reading.items:
                assert isinstance(item, ReadArticle)
                given.append(item.article.id)
                if given[-1] == "dies-first":
                    (tmp_path / "dies").write_bytes(b"died")
    assert given == [
        "a-first",
        "a-last",
        "dies-first",
        "dies-second",
        "dies-last",
        "z-first",
        "z-last",
    ]


@pytest.mark.parametrize("name", ["hangs", "eats", "crashes", "errs"])
def test_what_time_memory_or_a_crash_cost_may_be_read_another_time(
    tmp_path: Path, name: str
) -> None:
    with Readers({}, read_hostile, QUICK) as readers:
        *_, rejection = [
            item for reading in readers.read(corpus(tmp_path, name)) for item, _ in reading.items
        ]
    assert isinstance(rejection, Rejection)
    assert rejection.may_pass


def test_many_hostile_files_among_many_are_each_rejected(tmp_path: Path) -> None:
    names = [f"{n:03}{'crashes' if n % 10 == 3 else ''}" for n in range(60)]
    given = read(corpus(tmp_path, *names))
    assert [line for line in given if "crashes" not in line] == [
        f"{name}-{which}" for name in names if len(name) == 3 for which in ("first", "last")
    ]
    assert sum("程序崩溃" in line for line in given) == 6


def test_a_slow_file_that_gives_signs_is_read_to_its_end(tmp_path: Path) -> None:
    expected = ["slow-first", *(f"slow-{n}" for n in range(5)), "slow-last"]
    assert read(corpus(tmp_path, "slow")) == expected


def test_a_file_is_not_late_because_others_have_the_processor(tmp_path: Path) -> None:
    limits = replace(QUICK, seconds=1.0)
    assert read(corpus(tmp_path, "waits"), limits) == ["waits-first", "waits-last"]


def test_a_reader_that_is_slow_to_take_does_not_make_a_file_overdue(tmp_path: Path) -> None:
    taken = 0
    with Readers({}, read_many, QUICK) as readers:
        for reading in readers.read(corpus(tmp_path, "a")):
            for number, _ in enumerate(reading.items):
                taken += 1
                if number == 100:
                    time.sleep(3.5)
    assert taken == 3000


def test_items_of_a_file_come_in_order_with_the_bytes_done(tmp_path: Path) -> None:
    with Readers({}, read_many) as readers:
        for reading in readers.read(corpus(tmp_path, "a", "b")):
            items = list(reading.items)
            assert [done for _, done in items] == list(range(3000))
            assert isinstance(items[-1][0], ReadArticle)
            assert items[-1][0].article.id == f"{reading.file.path}-2999"


def test_many_files_come_in_the_order_they_were_given(tmp_path: Path) -> None:
    names = [f"{number:04}" for number in range(100)]
    files = corpus(tmp_path, *names)
    with Readers({}, read_hostile) as readers:
        assert [reading.file for reading in readers.read(files)] == files


def test_what_is_read_in_workers_is_what_is_read_here(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.html").write_text(HTML, encoding="utf-8")
        (tmp_path / f"{number}.txt").write_text(PAGE_TEXT[number:], encoding="gb18030")
    (tmp_path / "3.html.meta.toml").write_text('title = "夜校续报"', encoding="utf-8")
    for path in [*(CORPUS / "documents").iterdir(), *(CORPUS / "exports").iterdir()]:
        copy(path, tmp_path)
    files = list_files(tmp_path).files
    with Readers() as readers:
        there = [item for reading in readers.read(files) for item, _ in reading.items]
    assert there == [item for file in files for item in read_file(file)]
    assert {type(item) for item in there} == {ReadArticle, Rejection}


def test_nobody_is_started_for_an_empty_folder() -> None:
    before = psutil.Process().children(recursive=True)
    with Readers({}, read_hostile) as readers:
        assert list(readers.read([])) == []
        assert psutil.Process().children(recursive=True) == before


def test_leaving_early_ends_the_workers(tmp_path: Path) -> None:
    read(corpus(tmp_path, "a"))  # what all processes of Python's share is started by the first
    before = set(psutil.Process().children(recursive=True))
    with Readers({}, read_hostile) as readers:
        next(readers.read(corpus(tmp_path, "hangs", "z")))
    _, alive = psutil.wait_procs(set(psutil.Process().children(recursive=True)) - before, 60)
    assert alive == []


def test_a_rebuild_names_each_hostile_file_once(tmp_path: Path) -> None:
    files = {
        "a.html": HTML.encode(),
        "bomb.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',
        "b.zip": b"PK\x03\x04" + bytes(1000),
        "c.json": b"[" * 1_000_000,
        "d.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
        "e.xlsx": b"PK\x05\x06" + bytes(18),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    report = rebuild(tmp_path, tmp_path / ".index")
    assert report.added == 1
    assert [rejection.path for rejection in report.rejections] == sorted(files)[1:]


def test_a_page_that_crashes_its_parser_costs_only_itself_when_sites_are_learned(
    tmp_path: Path,
) -> None:
    for number in range(6):
        name = "crashes.html" if number == 3 else f"{number}.html"
        text = f"<p>夜校第{number}期在云江市工人文化宫开班。</p><p>云江市总工会网站工作人员值班电话</p>"
        saved = f"<!-- saved from url=(0031)http://www.yunjiang.example/a/{number}.html -->"
        (tmp_path / name).write_text(f"{saved}<h1>夜校{number}</h1>{text}", encoding="utf-8")

    def read(files: Sequence[CorpusFile]) -> Iterator[Iterator[object]]:
        with Readers(read=read_page_or_die) as readers:
            for reading in readers.read(files):
                yield (item for item, _ in reading.items)

    shared = learn_sites(list_files(tmp_path).files, {}, read)
    assert "云江市总工会网站工作人员值班电话" in shared["yunjiang.example"]


def test_a_file_that_is_inspected_is_read_in_a_worker(run_python: RunPython) -> None:
    program = (
        "import sys; from search.command.cli import cli\n"
        "cli.main(['inspect', sys.argv[1]], standalone_mode=False)\n"
        "print([name for name in sys.modules if name.startswith('search.ingest.word.')])"
    )
    (file,) = (CORPUS / "documents").glob("*.docx")
    answer = run_python("-c", program, file)
    assert answer.returncode == 0
    assert answer.stdout.splitlines()[-1] == "[]"
