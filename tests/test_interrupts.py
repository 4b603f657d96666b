"""Ctrl-C: one line, no traceback and nobody left behind, from the first moment to the last."""

import os
import signal
import time
from pathlib import Path

import pytest

from .clocks import PATIENCE
from .programs import COMMAND, RunPython, StartPython

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals")

LINE = "\n已中断。索引完好：没有写完的改动不算。\n"
INTERRUPTS = "import os, signal; os.kill(os.getpid(), signal.SIGINT)\n"
ENTRY = (
    "from search.command import __main__ as entry, running; running.start = run; entry.start()\n"
)
#: An end that takes its time, as that of a server which lets requests be finished.
SLOW = f"""
import time
def run():
    try:
        print("runs", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("ends", flush=True)
        time.sleep(60)
{ENTRY}
"""
#: What some libraries make of an interruption while they are loaded.
OTHERWISE = f"""
def run():
    try:
        {INTERRUPTS}
    except KeyboardInterrupt:
        raise ImportError("initialization failed")
{ENTRY}
"""


def test_while_the_command_is_being_loaded_it_ends_with_a_line(
    tmp_path: Path, run_python: RunPython
) -> None:
    (tmp_path / "click.py").write_text(INTERRUPTS, encoding="utf-8")  # loaded in place of click
    answer = run_python(*COMMAND, "--help", PYTHONPATH=str(tmp_path))
    assert (answer.returncode, answer.stdout, answer.stderr) == (130, "", LINE)


def test_another_error_that_a_library_makes_of_it_is_not_shown(run_python: RunPython) -> None:
    answer = run_python("-c", OTHERWISE)
    assert (answer.returncode, answer.stderr) == (130, LINE)


def test_a_second_time_it_ends_at_once(start_python: StartPython) -> None:
    process = start_python("-c", SLOW)
    assert process.stdout
    for line in ("runs\n", "ends\n"):
        assert process.stdout.readline() == line
        process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (130, LINE)


def test_however_often_it_comes_nobody_is_left_behind(
    tmp_path: Path, start_python: StartPython
) -> None:
    process = start_python(*COMMAND, "rebuild", "corpus", "--index", tmp_path / "index")
    while not list(tmp_path.glob("index/build-*")):
        assert process.poll() is None
        time.sleep(0.01)
    while process.poll() is None:  # to the whole group, as a terminal does
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.01)
    _, errors = process.communicate()  # ends when everyone has let go of its output
    assert process.returncode == 130
    assert errors.endswith(LINE.lstrip("\n"))
    assert "Traceback" not in errors
