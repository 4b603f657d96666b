"""What all tests may use: the sample collection, a browser, programs; and the marks that follow."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from filelock import FileLock
from hypothesis import is_hypothesis_test, settings
from playwright.sync_api import Browser

from search.engine import Engine
from search.engines import open_engine
from search.query.picks import PicksFile
from search.upkeep.indexing import rebuild

from .browsers import installed_browser, launched, serving
from .clocks import Clock
from .cluster.nodes import Cluster, missing
from .examples import QUICK, examples
from .programs import Answer, Process, RunPython, StartPython, start

ROOT = Path(__file__).parents[1]
# Tests share the processors, so how long one example takes says nothing of it.
settings.register_profile("patient", settings(), deadline=None)
settings.register_profile(QUICK, settings(), deadline=None, max_examples=10)
settings.load_profile("patient")

#: What a test that uses one of these fixtures, however indirectly, is marked with.
MARKS = {
    "browser_path": "browser",
    "start_python": "subprocess",
    "small_batches": "subprocess",
    "shared_data": "shared",
    "cluster": "cluster",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test with what its fixtures start or need, before any is chosen by its marks.

    Those that need a cluster are left out unless they are asked for: it is started once for all.
    """
    for item in items:
        for fixture in set(MARKS) & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[fixture])
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            _make_few_examples(item.obj)
    if "cluster" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("cluster")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _make_few_examples(test: Callable[..., object]) -> None:
    """Let a quick run make fewer examples than a property says, too, not only than it need not say."""
    name = "_hypothesis_internal_use_settings"  # there is no other trace of what it says
    said: settings = getattr(test, name)
    if said.max_examples > settings().max_examples:
        setattr(test, name, settings(said, max_examples=examples(said.max_examples)))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: archives hold when they were made, so each process its own."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """Spare searches for garbage: leave out what stays, and look seldom; tests are short."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _disk_not_waited_for() -> Iterator[None]:
    """Let the system write when it likes: what tests write need not outlive a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture
def counting_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock by which requests and passwords are counted; who has which slot is always alike."""
    clock = Clock()
    monkeypatch.setattr("webui.counting.time", clock)
    monkeypatch.setattr("webui.counting.urandom", bytes)
    return clock


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Find the real data beside a development checkout; skip the test where it is not."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the real data beside a development checkout")
    return folder


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Index corpus/ once for all the processes that run tests; it is for reading only."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each has a folder in the one of all
        folder = folder.parent
    index = folder / "sample-index"
    with FileLock(folder / "sample-index.lock"):
        if not (index / "CURRENT").exists():
            rebuild(ROOT / "corpus", index)
    return index


@pytest.fixture(scope="session")
def sample_engine(sample_index: Path) -> Iterator[Engine]:
    """Open the index of corpus/."""
    with closing(open_engine(sample_index)) as engine:
        yield engine


@pytest.fixture(scope="session")
def address(sample_engine: Engine) -> Iterator[str]:
    """Serve the pages of corpus/, and give their address."""
    with serving(sample_engine, PicksFile(ROOT / "corpus" / "picks.toml")) as address:
        yield address


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Find the browser that is installed."""
    return installed_browser()


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Iterator[Browser]:
    """Start the browser once for all tests."""
    with launched(browser_path) as browser:
        yield browser


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a cluster of three nodes; skip the test where that cannot be, but where CI runs it."""
    if names := missing():
        reason = f"needs {', '.join(names)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with (
        pytest.MonkeyPatch.context() as patch,
        Cluster(tmp_path_factory.mktemp("nodes")) as started,
    ):
        patch.setenv("ZHENGSOU_CLUSTER_REPLICAS", "0")
        patch.setenv("ZHENGSOU_CLUSTER_CACHE", str(tmp_path_factory.mktemp("copies")))
        yield started


@pytest.fixture
def start_python() -> Iterator[StartPython]:
    """Give the way to start Python in a process of its own; none outlives the test."""
    started: list[Process] = []

    def start_one(*arguments: object, **environment: str) -> Process:
        started.append(start(*arguments, **environment))
        return started[-1]

    yield start_one
    for process in started:
        for one in _family(process):
            with suppress(psutil.NoSuchProcess):
                one.kill()  # also one that a test has stopped, which would hold the output open
        process.communicate()


def _family(process: Process) -> list[psutil.Process]:
    """Return a process that runs, and those that it has started."""
    if process.poll() is not None:
        return []
    itself = psutil.Process(process.pid)
    return [itself, *itself.children(recursive=True)]


@pytest.fixture
def run_python(start_python: StartPython) -> RunPython:
    """Give the way to run Python in a process of its own, and to read what it says."""

    def run_one(*arguments: object, **environment: str) -> Answer:
        process = start_python(*arguments, **environment)
        output, errors = process.communicate()
        return Answer(process.args, process.returncode, output, errors)

    return run_one
