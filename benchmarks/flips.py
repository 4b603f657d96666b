"""Flips: is a byte that changes on disk found, and what does an index answer until it is?

    python -m benchmarks.flips INDEX [--flips 500] [--questions 20] [--seed 0] [--json FILE]

Works on a copy, on Linux. One bit at a time is flipped: a third of them in files drawn alike,
whatever their size, a third in bytes drawn alike, a third in arrays drawn alike. What compares
checksums must name the file. Then the index is opened and asked by a process of its own, which may
take little memory and time: it answers as before, refuses, or answers otherwise, which only
checksums prevent.
"""

import hashlib
import json
import multiprocessing
import random
import resource
import shutil
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import click

from search import Article, Engine, IndexUnusableError, Question, open_engine, run_query
from search.answer.as_json import page_json
from search.engines import list_generations, lost_names, verify_generation

_MEMORY = 1 << 30  # bytes of its own that a process may take besides what this one has
_SECONDS = 60  # of processor time
_LONGEST = 6  # characters of a question
#: What becomes of a flip, from the best to the worst.
RIGHT, REFUSED, WRONG, FAILED = "right", "refused", "wrong", "failed"


class Asked(NamedTuple):
    """What an index answered."""

    outcome: str
    reason: str  # why it refused, or failed
    seconds: float  # of processor time, to open it, and for all questions
    answers: list[str]  # hashes


@dataclass(frozen=True, slots=True)
class Flip:
    """What became of one flipped bit."""

    file: str
    place: int
    bit: int
    is_found: bool
    outcome: str
    reason: str
    seconds: float


def files_of(index: Path) -> list[Path]:
    """Return all files that an index is made of; what holds its lock is none."""
    return sorted(path for path in index.rglob("*") if path.is_file() and path.name != "LOCK")


def draw_flips(index: Path, count: int, chance: random.Random) -> Iterator[tuple[Path, int, int]]:
    """Draw files, places and bits."""
    files = [(path, 0, path.stat().st_size) for path in files_of(index)]
    arrays = [
        (path, start, size) for path, _, _ in files for start, size in _arrays_in(path) if size
    ]
    for number in range(count):
        stretches = arrays if number % 3 == 2 else files
        weights = [size for _, _, size in files] if number % 3 == 1 else None
        path, start, size = chance.choices(stretches, weights)[0]
        yield path, start + chance.randrange(size), chance.randrange(8)


def _arrays_in(path: Path) -> list[tuple[int, int]]:
    """Return where in a file of arrays each begins, and its bytes; nothing of another file."""
    if path.suffix not in {".arrays", ".entries"}:
        return []
    content = path.read_bytes()
    offset, length, _, _ = struct.unpack("<QQI4x8s", content[-32:])
    table = json.loads(content[offset : offset + length]).values()
    return [(one["offset"], one["length"] * int(one["dtype"][-1])) for one in table]


def flip(path: Path, place: int, bit: int) -> None:
    """Flip a bit of a file; doing it again mends it."""
    with path.open("r+b") as stream:
        stream.seek(place)
        (byte,) = stream.read(1)
        stream.seek(place)
        stream.write(bytes([byte ^ 1 << bit]))


def draw_questions(articles: list[Article], count: int, chance: random.Random) -> list[str]:
    """Draw words and phrases from texts."""
    texts = [text for article in articles for text in article.texts()]
    drawn = []
    for number in range(count):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        part = text[start : start + chance.randint(1, _LONGEST)]
        drawn.append(f"“{part}”" if number % 2 else part)
    return drawn


def found(index: Path, path: Path) -> bool:
    """Say whether comparing the checksums of all that is kept names a file."""
    if lost := lost_names(index):
        return path.name in lost
    try:
        for kept in list_generations(index):
            verify_generation(index, kept.name)
    except IndexUnusableError as error:
        return path.name in str(error)
    return False


def _answers(engine: Engine, questions: list[str]) -> list[str]:
    """Answer questions, each with the first article that it finds, and statistics."""
    said: list[object] = [engine.statistics(), engine.days(), engine.corpus_record().corpus]
    for text in questions:
        page = run_query(engine, Question(text))
        said += [
            page_json(page) | {"took_ms": 0},
            engine.fetch([hit.article.id for hit in page.hits[:1]]),
        ]
    texts = (json.dumps(one, ensure_ascii=False, default=repr) for one in said)
    return [hashlib.blake2b(text.encode(), digest_size=8).hexdigest() for text in texts]


def _ask(sender: Connection, index: Path, questions: list[str], sound: list[str] | None) -> None:
    """Open an index and ask it, in this process; tell what became of that."""
    taken = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (taken + _MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS,) * 2)
    begun, answers = time.process_time(), []
    try:
        with closing(open_engine(index)) as engine:
            answers = _answers(engine, questions)
        outcome, reason = RIGHT if sound in (None, answers) else WRONG, ""
    except IndexUnusableError as error:
        outcome, reason = REFUSED, str(error)
    except Exception as error:
        outcome, reason = FAILED, f"{type(error).__name__}: {error}"
    sender.send(Asked(outcome, reason, time.process_time() - begun, answers))


def ask(index: Path, questions: list[str], sound: list[str] | None = None) -> Asked:
    """Have a process of its own ask an index, since it may die of what it reads."""
    context = multiprocessing.get_context("fork")  # all is loaded already, and it has no threads
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_ask, args=(sender, index, questions, sound))
    process.start()
    sender.close()
    try:
        told: Asked = receiver.recv()
    except EOFError:
        process.join()
        told = Asked(FAILED, f"exit code {process.exitcode}", _SECONDS, [])
    process.join()
    return told


def measure(index: Path, count: int, questions: int, seed: int) -> Iterator[Flip]:
    """Flip bits of an index, one at a time. Raises RuntimeError when it is not sound to begin with."""
    chance = random.Random(seed)
    with closing(open_engine(index)) as engine:
        asked = draw_questions(list(engine.articles()), questions, chance)
    sound = ask(index, asked)
    if sound.outcome != RIGHT or ask(index, asked, sound.answers).outcome != RIGHT:
        raise RuntimeError(f"{index} does not answer twice alike: {sound.reason}")
    for path, place, bit in draw_flips(index, count, chance):
        flip(path, place, bit)
        told = ask(index, asked, sound.answers)
        is_found = found(index, path)
        flip(path, place, bit)
        reason = told.reason.splitlines()[0] if told.reason else ""
        yield Flip(path.name, place, bit, is_found, told.outcome, reason, told.seconds)


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.option("--flips", default=500, help="How many bits are flipped.")
@click.option("--questions", default=20, help="How many questions are asked after each.")
@click.option("--seed", default=0)
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write all flips here.")
def main(index: Path, flips: int, questions: int, seed: int, file: Path | None) -> None:
    """Flip bits of a copy of INDEX, and count what is found and what is answered."""
    with tempfile.TemporaryDirectory() as scratch:
        copied = shutil.copytree(index, Path(scratch) / "index")
        made = list(measure(copied, flips, questions, seed))
    if file:
        file.write_text(json.dumps([asdict(one) for one in made], indent=1), encoding="utf-8")
    outcomes = Counter(one.outcome for one in made)
    click.echo(f"{sum(one.is_found for one in made)} of {len(made)} flips are found by checksums")
    for outcome in (RIGHT, REFUSED, WRONG, FAILED):
        slowest = max((one.seconds for one in made if one.outcome == outcome), default=0)
        click.echo(f"{outcome:8} {outcomes[outcome]:5}  slowest {slowest:.1f} s")
    for one in made:
        if one.outcome == FAILED or not one.is_found:
            click.echo(f"{one.file} byte {one.place} bit {one.bit}: {one.reason}")
    sys.exit(outcomes[FAILED] > 0 or not all(one.is_found for one in made))


if __name__ == "__main__":
    main()
