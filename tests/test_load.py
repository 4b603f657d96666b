"""The benchmark of load: it asks, counts, and ends."""

import json
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.load import kinds_of_addresses, main, mixed
from search.engine import Engine

from .programs import StartPython, run_here


def test_addresses_are_the_same_each_time_and_each_asked_once(sample_engine: Engine) -> None:
    kinds = kinds_of_addresses(sample_engine, seed=1)
    first, again = (list(islice(mixed(kinds, 0.0, seed=1), 500)) for _ in range(2))
    assert first == again
    assert len(set(first)) == 500
    some = list(islice(mixed(kinds, 0.9, seed=1), 500))
    assert len(set(some)) < 150


@pytest.mark.parametrize("beside", ["--updates", "--rebuilds"])
def test_a_server_is_asked_and_what_it_took_is_written_down(
    sample_index: Path, tmp_path: Path, start_python: StartPython, beside: str
) -> None:
    written = tmp_path / "load.json"
    options = ("--workers", 2, "--clients", 4, "--seconds", 1, beside, "--json", written)
    answer = run_here(lambda: main([str(sample_index), *map(str, options)]))
    assert answer.returncode == 0
    (run,) = json.loads(written.read_text(encoding="utf-8"))
    assert run["pages"] > 0
    assert run["errors"] == {}
    assert len(run["own_mb"]) == 3
