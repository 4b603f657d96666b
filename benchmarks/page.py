"""Page: what does a page cost? Processor time and weight, of one checkout or of two, query by query.

    python -m benchmarks.page INDEX [--queries N] [--beside CHECKOUT INDEX] [--profile] [--json FILE]

Pages are made by the application itself in a process of its own, one after another, each asked
once. CHECKOUT is another commit with an environment of its own in `.venv`, and its index: both are
asked for the same pages, in turns.
"""

import json
import random
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import click
from tqdm import tqdm

from search import Engine, open_engine
from search.article import Article
from search.text.analysis import analyze
from search.text.characters import HAN
from search.text.segmentation import Segmenter

_ANSWERING = Path(__file__).with_name("page_answering.py")
_SENTENCE = re.compile(f"[{HAN}]{{4,}}")
_WORD = re.compile(f"[{HAN}]{{2,4}}")
_LENGTHS = (2, 12)  # characters of a piece of a sentence
_ARTICLES = 2000  # looked at for what to ask
_WARMING = 20  # pages of each class that are asked before, and do not count


@dataclass(frozen=True, slots=True)
class Cost:
    """What pages took: processor time in ms, and their weight in bytes, plain and compressed."""

    pages: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    median_bytes: int
    most_bytes: int
    median_compressed: int
    most_compressed: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What one page took."""

    status: int
    ms: float
    cpu_ms: float
    bytes: int
    compressed: int


def draw_addresses(engine: Engine, count: int, seed: int) -> dict[str, list[str]]:
    """Draw pages of every class, always the same for the same index."""
    chance = random.Random(seed)
    articles = list(engine.articles())
    sample = chance.sample(articles, min(_ARTICLES, len(articles)))
    fragments = list(_pieces(sample, count, chance))
    phrases = [f"“{piece}”" for piece in _pieces(sample, count, chance)]
    words = _frequent_words(sample, count)
    pairs = [f"{chance.choice(words)} {chance.choice(words)}" for _ in range(count)]
    return {
        "fragments": [_search(typed) for typed in fragments],
        "phrases": [_search(typed) for typed in phrases],
        "common words": [_search(word) for word in words],
        "two words": [_search(pair) for pair in pairs],
        "articles": [f"/articles/{quote(one.id)}" for one in chance.sample(sample, min(count, len(sample)))],
    }  # fmt: skip


def _pieces(articles: Sequence[Article], count: int, chance: random.Random) -> Iterator[str]:
    runs = [run for one in articles for text in one.texts() for run in _SENTENCE.findall(text)]
    for run in chance.choices(runs, k=count):
        length = chance.randint(*_LENGTHS)
        start = chance.randrange(max(1, len(run) - length + 1))
        yield run[start : start + length]


def _frequent_words(articles: Sequence[Article], count: int) -> list[str]:
    """Return the words that stand in most articles."""
    segmenter, found = Segmenter(), Counter[str]()
    for article in articles:
        analysis = analyze(article, segmenter)
        terms = {*analysis.title_terms, *analysis.heading_terms, *analysis.body_terms}
        found.update(term for term in terms if _WORD.fullmatch(term))
    return sorted(found, key=lambda word: (-found[word], word))[:count]


def _search(typed: str) -> str:
    return f"/search?q={quote(typed)}"


class Checkout:
    """A process that makes pages with the code of a checkout."""

    def __init__(self, folder: Path | None, index: Path, profile: bool) -> None:
        python = folder.resolve() / ".venv" / "bin" / "python" if folder else sys.executable
        command = [str(python), str(_ANSWERING), str(index.resolve())]
        self._process = subprocess.Popen(  # noqa: S603 - what the person at the keyboard named
            [*command, "--profile"] if profile else command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )

    def ask(self, address: str) -> Answered:
        """Ask for a page. Raises ClickException when the process has ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(address + "\n")
            self._process.stdin.flush()
            return Answered(**json.loads(self._line()))
        except (OSError, ValueError) as error:
            raise click.ClickException("the process that makes pages has ended") from error

    def end(self) -> dict[str, int]:
        """Let it end; return how often each module was seen at work, if that was asked."""
        line, _ = self._process.communicate()
        samples: dict[str, int] = json.loads(line) if line else {}
        return samples

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def checkouts_at(
    places: Sequence[tuple[Path | None, Path]], profile: bool = False
) -> Iterator[list[Checkout]]:
    """Open a process for each checkout and its index; None is this one."""
    opened = [Checkout(folder, index, profile) for folder, index in places]
    try:
        yield opened
    finally:
        for checkout in opened:
            checkout.kill()


def cost(answers: Sequence[Answered]) -> Cost:
    """Sum up what pages took."""
    times = sorted(answer.cpu_ms for answer in answers)
    sizes = [answer.bytes for answer in answers]
    compressed = [answer.compressed for answer in answers]
    return Cost(
        len(answers),
        round(statistics.median(times), 2),
        round(times[int(len(times) * 0.95)], 2),
        round(times[-1], 2),
        int(statistics.median(sizes)),
        max(sizes),
        int(statistics.median(compressed)),
        max(compressed),
    )


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--queries", type=click.IntRange(1), default=200, show_default=True, help="Of each class."
)
@click.option("--seed", type=int, default=17, show_default=True)
@click.option(
    "--beside",
    type=click.Path(path_type=Path, exists=True),
    nargs=2,
    default=None,
    metavar="CHECKOUT INDEX",
    help="Another commit, and an index it reads.",
)
@click.option("--profile", is_flag=True, help="Say in which modules the time is spent.")
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
def main(
    index: Path, queries: int, seed: int, beside: tuple[Path, Path] | None, profile: bool, path: Path | None
) -> None:  # fmt: skip
    """Measure what pages cost."""
    engine = open_engine(index)
    counted = draw_addresses(engine, queries, seed)
    warming = draw_addresses(engine, _WARMING, seed + 1)
    engine.close()
    places: list[tuple[Path | None, Path]] = [(None, index)]
    if beside:
        places.append(beside)
    names = ["here", *(["beside"] if beside else [])]
    with checkouts_at(places, profile) as checkouts:
        firsts = [checkout.ask(counted["fragments"][0]).cpu_ms for checkout in checkouts]
        answers = _ask_in_turns(checkouts, warming, counted)
        samples = [checkout.end() for checkout in checkouts]
    costs = {
        kind: {name: cost(of_each[at]) for at, name in enumerate(names)}
        for kind, of_each in answers.items()
    }
    for name, first in zip(names, firsts, strict=True):
        click.echo(f"first page of a process, {name}: {first:.1f} ms")
    click.echo(
        f"{'':14}{'':8}{'p50':>8}{'p95':>8}{'worst':>8} ms{'HTML':>9}{'most':>9}{'packed':>8}{'most':>8}"
    )
    for kind, of_each_name in costs.items():
        for name, one in of_each_name.items():
            click.echo(
                f"{kind:14}{name:8}{one.median_ms:8.1f}{one.p95_ms:8.1f}{one.worst_ms:8.1f}   "
                f"{one.median_bytes:9,}{one.most_bytes:9,}{one.median_compressed:8,}{one.most_compressed:8,}"
            )
    for name, seen in zip(names, samples, strict=True):
        _say_where(name, seen)
    if path:
        table = {kind: {n: asdict(c) for n, c in of.items()} for kind, of in costs.items()}
        path.write_text(
            json.dumps({"first_ms": firsts, "pages": table}, indent=1), encoding="utf-8"
        )


def _ask_in_turns(
    checkouts: Sequence[Checkout],
    warming: dict[str, list[str]],
    counted: dict[str, list[str]],
) -> dict[str, list[list[Answered]]]:
    for addresses in warming.values():
        for address in addresses:
            for checkout in checkouts:
                checkout.ask(address)
    total = sum(map(len, counted.values()))
    found: dict[str, list[list[Answered]]] = {}
    with tqdm(total=total, leave=False, disable=None) as progress:
        for kind, addresses in counted.items():
            found[kind] = [[] for _ in checkouts]
            for address in addresses:
                for own, checkout in zip(found[kind], checkouts, strict=True):
                    own.append(checkout.ask(address))
                progress.update()
    return found


def _say_where(name: str, samples: dict[str, int]) -> None:
    total = sum(samples.values())
    for place, seen in sorted(samples.items(), key=lambda pair: -pair[1])[:25]:
        click.echo(f"{name:8}{seen / total:7.1%}  {place}")


if __name__ == "__main__":
    main()
