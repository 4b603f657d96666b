"""Scale: what does a million articles need? `python -m benchmarks.scale ARTICLES`; see docs/benchmarks.md."""

import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

import click

from search import ZhengsouError

from .drawing import load_draw
from .growth import (
    Asked,
    Built,
    Questions,
    Updated,
    ask_index,
    build_index,
    update_index,
)
from .memory import Watch
from .processes import ProcessFailedError, in_own_process
from .queries import QUERY_CLASSES, NothingToAskError, draw_questions
from .supply import LONGEST, SHORTEST, Supply, prepare

P = ParamSpec("P")
T = TypeVar("T")

_SEED, _WARM_UP_SEED = 7, 8
_STEPS = 8, 4, 2, 1  # so many parts of all documents
_ASKED_ABOUT = 2000  # documents that questions are drawn from, spread over the smallest step
_UPDATED = 100  # documents
#: Besides an index, room for what is being written: batches, and the arrays of the new segment.
_ROOM = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is asked of an index of any size, and of how many documents the articles are."""

    real: int
    questions: Questions
    warm_up: Questions


@dataclass(frozen=True, slots=True)
class Step:
    """Everything measured with one number of documents. Memory is that of all processes of their own."""

    documents: int
    built: Built
    build_mb: float
    asked: Asked
    updated: Updated
    update_mb: float


@click.command()
@click.argument("articles", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--documents", default=1_000_000, show_default=True, help="How many in the end.")
@click.option(
    "--steps", help="Numbers of documents, parted by commas; else an eighth, a quarter, half, all."
)
@click.option("--queries", default=100, show_default=True, help="How many queries of each class.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write results here.")
@click.option("--chart", type=click.Path(path_type=Path), help="Draw an SVG here.")
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Work here; a temporary one if not given."
)
@click.option("--keep", is_flag=True, help="Keep the largest index in the folder.")
def main(
    articles: Path,
    documents: int,
    steps: str | None,
    queries: int,
    json_file: Path | None,
    chart: Path | None,
    folder: Path | None,
    keep: bool,
) -> None:
    """Build indexes of more and more documents made of ARTICLES, open, ask and update each."""
    draw = load_draw("scale_chart") if chart else None
    sizes = sorted(map(int, steps.split(","))) if steps else [documents // part for part in _STEPS]
    measured: list[Step] = []
    with _working(folder) as work:
        supply = work / "supply"
        try:
            drawn = in_own_process(_prepare, articles, supply, sizes[0], queries)
            click.echo(
                f"{drawn.real:,} documents of {SHORTEST} to {LONGEST} characters are cut from articles;"
                " more are made up of their sentences, shuffled."
            )
            for size in sizes:
                index = work / str(size)
                measured.append(_step(index, supply, size, drawn))
                if not (keep and size == sizes[-1]):
                    shutil.rmtree(index)
        except ProcessFailedError as error:
            raise click.ClickException(str(error)) from error
        if not keep:
            shutil.rmtree(supply, ignore_errors=True)
    _print(measured)
    if json_file:
        machine = {"python": platform.python_version(), "system": platform.platform()}
        answer = {"machine": machine, "steps": [asdict(step) for step in measured]}
        json_file.write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")
    if chart and draw:
        draw(measured, chart)


@contextmanager
def _working(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with TemporaryDirectory(prefix="scale-") as temporary:
        yield Path(temporary)


def _prepare(articles: Path, folder: Path, smallest: int, queries: int) -> Drawn:
    """Lay out what documents are made of, and draw questions from the smallest step's."""
    try:
        folder.mkdir(exist_ok=True)
        prepare(articles, folder)
        supply = Supply(folder)
        every = max(smallest // _ASKED_ABOUT, 1)
        asked_about = [
            document
            for number, document in enumerate(supply.documents(smallest))
            if number % every == 0
        ]
        return Drawn(
            real=supply.real,
            questions=draw_questions(asked_about, queries, _SEED),
            warm_up=draw_questions(asked_about, max(queries // 2, 20), _WARM_UP_SEED),
        )
    except (ZhengsouError, NothingToAskError) as error:
        sys.exit(str(error) or type(error).__name__)


def _step(index: Path, supply: Path, size: int, drawn: Drawn) -> Step:
    """Measure one number of documents, saying so as it goes."""
    built, build_mb = _watched(build_index, index, supply, size)
    click.echo(f"{size:,}: built in {built.seconds:,.0f} s, {build_mb:,.0f} MB")
    asked = in_own_process(ask_index, index, drawn.questions, drawn.warm_up)
    click.echo(f"{size:,}: a page in {asked.page.median_ms:.1f} ms")
    updated, update_mb = _watched(update_index, index, supply, size, _UPDATED)
    click.echo(f"{size:,}: updated in {updated.seconds:.1f} s, {update_mb:,.0f} MB")
    return Step(size, built, build_mb, asked, updated, update_mb)


def _watched(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, float]:
    """Call a function in a fresh process; return what it returns, and the megabytes it took at most."""
    with Watch() as watch:
        result = in_own_process(work, *args, **kwargs)
    return result, round(watch.peak / 1e6, 1)


def _print(steps: Sequence[Step]) -> None:
    """Print a table: a line for what was measured, a column for each number of documents."""

    def line(name: str, value: Callable[[Step], float], form: str) -> None:
        click.echo(f"{name:36}" + "".join(f"{value(step):>14{form}}" for step in steps))

    click.echo()
    line("documents", lambda step: step.documents, ",d")
    line("characters, millions", lambda step: step.built.characters / 1e6, ",.0f")
    line("build, documents/s", lambda step: step.documents / step.built.seconds, ",.0f")
    line("  with making them up", _with_generator, ",.0f")
    line("build, thousand characters/s", _thousand_characters, ",.0f")
    line("  per processor second", _per_processor, ",.0f")
    line("build, s", lambda step: step.built.seconds, ",.0f")
    line("  commit, s", lambda step: step.built.commit_s, ",.0f")
    line("build, MB", lambda step: step.build_mb, ",.0f")
    line("index, bytes a character", _bytes_a_character, ",.2f")
    line("opening, s", lambda step: step.asked.opening_s, ",.2f")
    line("first page, s", lambda step: step.asked.first_page_s, ",.2f")
    line("open, MB", lambda step: step.asked.opened_mb, ",.0f")
    line("after 100 queries, MB", lambda step: step.asked.asked_mb, ",.0f")
    for query_class in QUERY_CLASSES:
        name = query_class.name
        line(f"{name}, ms", lambda step, name=name: step.asked.classes[name].median_ms, ",.2f")  # type: ignore[misc]
        line("  p95", lambda step, name=name: step.asked.classes[name].p95_ms, ",.2f")  # type: ignore[misc]
    line("page, ms", lambda step: step.asked.page.median_ms, ",.1f")
    line("  p95", lambda step: step.asked.page.p95_ms, ",.1f")
    line(f"update of {_UPDATED}, s", lambda step: step.updated.seconds, ",.1f")
    line("  processor, s", lambda step: step.updated.processor_s, ",.1f")
    line("  MB", lambda step: step.update_mb, ",.0f")
    line("  written, MB", lambda step: step.updated.written_mb, ",.0f")


def _with_generator(step: Step) -> float:
    return step.documents / (step.built.seconds + step.built.generator_s)


def _thousand_characters(step: Step) -> float:
    return step.built.characters / step.built.seconds / 1000


def _per_processor(step: Step) -> float:
    return step.built.characters / step.built.processor_s / 1000


def _bytes_a_character(step: Step) -> float:
    return step.built.index_bytes / step.built.characters


if __name__ == "__main__":
    main()
