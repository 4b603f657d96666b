"""Programs for the tests: the command in this process, and others in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import which

import pytest

from search.command.running import main

ROOT = Path(__file__).parents[1]
COMMAND = ("-m", "search.command")  # for Python

Answer = subprocess.CompletedProcess[str]
Process = subprocess.Popen[str]
#: Starts Python with arguments, and variables added to its environment.
StartPython = Callable[..., Process]
#: Does the same, and waits for its answer.
RunPython = Callable[..., Answer]


def run(*arguments: object, **environment: str) -> Answer:
    """Run the command in this process, as in one of its own but for starting it."""
    return run_here(main, *arguments, **environment)


def run_in_terminal(*arguments: object, **environment: str) -> Answer:
    """Run Python in a terminal of its own; skips the test where there are none to play."""
    pty = pytest.importorskip("pty", reason="no terminals to play here")
    leader, follower = pty.openpty()
    command, said = [sys.executable, *map(str, arguments)], b""
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, env=os.environ | environment, cwd=ROOT
    ) as process:
        os.close(follower)
        with suppress(OSError):  # Linux says so when nobody writes to it any more
            while part := os.read(leader, 4096):
                said += part
    os.close(leader)
    return subprocess.CompletedProcess(command, process.returncode, said.decode(), "")


def run_here(program: Callable[[], object], *arguments: object, **environment: str) -> Answer:
    """Call the main function of a program; return what it printed and its exit code."""
    command = ["zhengsou", *map(str, arguments)]
    output, errors = _stream(), _stream()
    code: object = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(output),
        redirect_stderr(errors),
    ):
        patch.setattr(sys, "argv", command)
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            program()
        except SystemExit as leaving:
            code = leaving.code or 0
    assert isinstance(code, int), code
    return subprocess.CompletedProcess(command, code, _content(output), _content(errors))


def _stream() -> "TextIOWrapper[BytesIO]":
    return TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)


def _content(stream: "TextIOWrapper[BytesIO]") -> str:
    return stream.buffer.getvalue().decode("utf-8")


def start(*arguments: object, **environment: str) -> Process:
    """Start Python in a process of its own, away from the terminal's Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def is_mounted(*arguments: object) -> bool:
    """Mount a file system, and say whether that may be done here."""
    program = which("mount")
    if program is None:
        return False
    command = [program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    """Let go of a file system, now or when nothing uses it any more."""
    subprocess.run([which("umount") or "umount", "-l", str(folder)], check=True)
