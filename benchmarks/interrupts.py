"""Interrupts: does Ctrl-C ever show a traceback, or leave a process behind? At random moments, once and twice.

python -m benchmarks.interrupts [CORPUS] [--trials 200] [--within 2.0]
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

_PAUSES = (0.0, 0.005, 0.2)  # seconds between the first and the second
_GONE_WITHIN = 5.0  # seconds, every worker too


def interrupted(arguments: list[str], moments: list[float]) -> tuple[int, str, bool]:
    """Run the command, interrupt its group at moments; return exit code, errors, and whether all ended."""
    process = subprocess.Popen(  # noqa: S603
        [Path(sys.executable).with_name("zhengsou"), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # a group of its own, as a terminal's job is
    )
    for moment in moments:
        time.sleep(moment)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate()
    return process.returncode, errors, _has_ended(process.pid)


def _has_ended(group: int) -> bool:
    until = time.monotonic() + _GONE_WITHIN
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def main() -> None:
    """Try, and print how the command ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("corpus"))
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--within", type=float, default=2.0)
    given = parser.parse_args()
    chance = random.Random(0)
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        index = str(Path(folder) / "index")
        for trial in range(given.trials):
            moments = [chance.uniform(0.02, given.within)]
            if trial % 2:
                moments.append(chance.choice(_PAUSES))
            arguments = [["rebuild", str(given.corpus)], ["serve", "--port", "0"]][trial % 4 // 2]
            code, errors, ended = interrupted([*arguments, "--index", index], moments)
            ends[f"exit code {code}"] += 1
            if "search/command" in errors:
                ends["traceback"] += 1
            elif "Traceback" in errors or code < 0:
                ends["Python was still starting"] += 1
            ends["left a process"] += not ended
            if ends["traceback"] or not ended:
                print(arguments[0], [f"{moment:.3f}" for moment in moments], code, errors)
    print(dict(ends))


if __name__ == "__main__":
    main()
