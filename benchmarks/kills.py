"""Kills: what is left of an index when whoever writes it is killed, at any moment?

    python -m benchmarks.kills [--kills 200] [--seed 0] [--large 1500000] [--scratch DIR]

On POSIX systems. Rebuilds, updates and updates that merge large segments are killed with SIGKILL
at random moments: the command itself, one of the processes that it has started, or all of them.
After each the index must open, be sound by its checksums, and hold every article of the last run
that finished and nothing of one that did not; after every fifth the next run must finish, leave no
file that does not belong to the index, and `zhengsou check` must find no fault.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import click
import psutil

from search import SearchRequest, open_engine
from search.query.nodes import Phrase

_COMMAND = (sys.executable, "-m", "search.command")
_KINDS, _VICTIMS = ("rebuild", "update", "merge"), ("the command", "a worker", "all")
_FILES = 12  # that hold an article each
_WORDS = "职工夜校河道治理渡轮停航公园开放图书馆借阅食堂菜价地铁延长路灯维修社区卫生春季招聘"
_UNTIL_GONE = 30.0  # seconds that processes have to notice that their parent is gone
_TIDY_EVERY = 5  # kills
_DONE = {0, 1}  # exit codes of a run that has changed the index


@dataclass(slots=True)
class Trial:
    """A folder of articles, its index, and what that must hold."""

    corpus: Path
    index: Path
    large: int  # characters
    chance: random.Random
    held: dict[str, str] = field(default_factory=dict)  # by id: a marker that only its text has
    lasted: dict[str, float] = field(default_factory=dict)  # seconds, by kind of run
    number: int = 0  # of changes to the folder

    def change(self, kind: str) -> dict[str, str]:
        """Change the folder, and return what the index must hold once a run has finished."""
        self.number += 1
        for path in self.chance.sample(sorted(self.corpus.glob("*.md")), 2):
            path.unlink()
        for file in range(2):
            self._write(f"f{self.number}-{file}")
        if kind == "merge" or not (self.corpus / "large.jsonl").exists():
            self._write_large()
        return self.wanted()

    def fill(self) -> None:
        """Make the first files."""
        self.corpus.mkdir(parents=True)
        for file in range(_FILES):
            self._write(f"f0-{file}")
        self._write_large()

    def wanted(self) -> dict[str, str]:
        """Return what is in the folder, by id."""
        small = {path.stem: _marker(path.stem) for path in self.corpus.glob("*.md")}
        lines = (self.corpus / "large.jsonl").read_text(encoding="utf-8").splitlines()
        return small | {name: _marker(name) for name in (json.loads(line)["id"] for line in lines)}

    def _write(self, name: str) -> None:
        text = f"---\nid: {name}\n---\n# {name} 通知\n\n{_marker(name)}{self._text(300)}\n"
        (self.corpus / f"{name}.md").write_text(text, encoding="utf-8")

    def _write_large(self) -> None:
        """Make articles that several processes invert."""
        size = max(self.large // 8, 100)
        with (self.corpus / "large.jsonl").open("w", encoding="utf-8") as file:
            for number in range(8):
                name = f"large{self.number}-{number}"
                text = _marker(name) + self._text(size)
                line = {"id": name, "title": f"{name} 汇编", "text": text}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _text(self, size: int) -> str:
        return "。".join("".join(self.chance.choices(_WORDS, k=20)) for _ in range(size // 20))


def _marker(name: str) -> str:
    """Return a word that stands in one article only, whatever its text is otherwise."""
    return f"标记{name.replace('-', '之')}终。"


def run(trial: Trial, kind: str) -> "subprocess.Popen[bytes]":
    """Start a run, with a group of processes of its own."""
    name = "rebuild" if kind == "rebuild" else "update"
    command = [*_COMMAND, name, str(trial.corpus), "--index", str(trial.index)]
    command += ["--accept-loss"] if kind == "rebuild" else []
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 - ours


def finish(trial: Trial, kind: str) -> None:
    """Run to the end. Raises RuntimeError when that does not succeed."""
    begun = time.monotonic()
    if (code := run(trial, kind).wait()) not in _DONE:
        raise RuntimeError(f"{kind} ended with {code}")
    trial.lasted[kind] = time.monotonic() - begun
    trial.held = trial.wanted()


def kill(trial: Trial, kind: str, victim: str) -> tuple[str, int]:
    """Kill a run at a random moment; return what was killed, and the exit code of the command."""
    process = run(trial, kind)
    time.sleep(trial.chance.uniform(0, trial.lasted[kind]))
    killed = "nothing: it had finished"
    if process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            workers = psutil.Process(process.pid).children(recursive=True)
            killed = victim
            if victim == "all":
                os.killpg(process.pid, signal.SIGKILL)
            elif victim == "a worker" and workers:
                trial.chance.choice(workers).kill()
            else:
                killed = "the command"
                process.kill()
    code = process.wait()
    wait_for_group(process.pid)
    return killed, code


def wait_for_group(group: int) -> None:
    """Wait until none of a group of processes is left. Raises RuntimeError when one stays."""
    until = time.monotonic() + _UNTIL_GONE
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    raise RuntimeError(f"a process of group {group} goes on without the one that started it")


def holds(trial: Trial, wanted: dict[str, str]) -> bool:
    """Say whether the index opens, is sound, and holds these articles, each found, and no others."""
    with closing(open_engine(trial.index)) as engine:
        engine.verify()
        if {article.id for article in engine.articles()} != set(wanted):
            return False
        for name, marker in wanted.items():
            found = engine.find(SearchRequest(Phrase(marker.rstrip("。"))))
            if [match.id for match in found.matches] != [name]:
                raise RuntimeError(f"{marker} finds {[match.id for match in found.matches]}")
    return True


def strays(index: Path) -> list[str]:
    """Return the files and folders that do not belong to an index, by its own records."""
    current = (index / "CURRENT").read_text(encoding="utf-8").splitlines()
    named = [line.split() for line in current[:-1]]
    kept = {index / "CURRENT", index / "LOCK"}
    for build, generation in named:
        manifest = index / build / f"MANIFEST-{generation}"
        files = json.loads(manifest.read_text(encoding="utf-8").splitlines()[0])["files"]
        kept |= {index / build, manifest, *(index / build / name for name in files)}
    return sorted(str(path) for path in index.rglob("*") if path not in kept)


def tidy(trial: Trial) -> None:
    """Let the next run finish, and look at what is left. Raises RuntimeError."""
    finish(trial, "update")
    if not holds(trial, trial.held):
        raise RuntimeError("the next run left out articles")
    if left := strays(trial.index):
        raise RuntimeError(f"the next run left {left}")
    command = [*_COMMAND, "check", "--index", str(trial.index), "--phrases", "20"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if checked.returncode:
        raise RuntimeError(checked.stderr)


def survive(trial: Trial, kind: str, victim: str) -> tuple[str, bool]:
    """Kill a run, and look at what is left; return what was killed, and whether it had changed the index.

    Raises RuntimeError, IndexUnusableError where the index is neither as it was nor as it was to be.
    """
    wanted = trial.change(kind)
    killed, code = kill(trial, kind, victim)
    if holds(trial, wanted):
        trial.held = wanted
        return killed, True
    if code in _DONE:
        raise RuntimeError(f"{kind} ended with {code} and changed nothing")
    if not holds(trial, trial.held):
        raise RuntimeError("neither what was there nor what was to be")
    return killed, False


@click.command()
@click.option("--kills", default=200)
@click.option("--seed", default=0)
@click.option("--large", default=1_500_000, help="Characters of articles that are merged.")
@click.option(
    "--scratch",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where to work; kept on failure.",
)
def main(kills: int, seed: int, large: int, scratch: Path | None) -> None:
    """Kill runs of the command, and count what became of the index."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    trial = Trial(folder / "corpus", folder / "index", large, random.Random(seed))
    trial.fill()
    finish(trial, "rebuild")
    trial.lasted = dict.fromkeys(_KINDS, trial.lasted["rebuild"])
    told: Counter[tuple[str, str, bool]] = Counter()
    for number in range(1, kills + 1):
        kind = trial.chance.choice(_KINDS)
        killed, has_changed = survive(trial, kind, trial.chance.choice(_VICTIMS))
        told[kind, killed, has_changed] += 1
        click.echo(f"\r{number} of {kills}", err=True, nl=False)
        if number % _TIDY_EVERY == 0 or number == kills:
            tidy(trial)
    for (kind, killed, has_changed), count in sorted(told.items()):
        left = "the new index" if has_changed else "the old index"
        click.echo(f"{kind:8} killed {killed:26} {left} {count:4}")
    click.echo(err=True)
    click.echo(f"{kills} runs killed: each left the old index or the new one, whole")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
