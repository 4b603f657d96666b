"""Speed: how fast is our engine, beside others? `python -m benchmarks.speed FOLDER`; see docs/benchmarks.md."""

import json
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from search import ZhengsouError
from search.partial_date import first_of

from .building import BuildCost, build
from .documents import read_documents, save_documents
from .drawing import load_draw
from .peers import PEER_NAMES, load
from .processes import ProcessFailedError, in_own_process
from .queries import QUERY_CLASSES, Meaning, NothingToAskError, Question, draw_questions
from .timing import Agreement, Speed, compare, measure

EXIT_WELL, EXIT_MISMATCH = 0, 1

_SEED = 7
_WARM_UP_SEED = 8
_MISMATCHES_SHOWN = 10
_GROWTH = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the folder gave."""

    days: dict[str, int]  # of every document, by id, in their order
    questions: dict[str, list[Question]]
    warm_up: dict[str, list[Question]]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything measured with one number of documents."""

    documents: int
    builds: dict[str, BuildCost]
    agreements: dict[str, Agreement]
    classes: dict[str, dict[str, Speed]]

    @property
    def mismatches(self) -> int:
        """Count the answers that should have been the same and were not."""
        return sum(len(agreement.mismatches) for agreement in self.agreements.values())

    def to_json(self) -> dict[str, object]:
        """Return it as plain JSON values; docs/benchmarks.md describes them."""
        return {
            "documents": self.documents,
            "classes": {
                name: {row: speed.to_json() for row, speed in rows.items()}
                for name, rows in self.classes.items()
            },
            "totals": {name: agreement.to_json() for name, agreement in self.agreements.items()},
            "build": {name: cost.to_json() for name, cost in self.builds.items()},
        }


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--documents", default=10_000, show_default=True, help="How many documents.")
@click.option("--queries", default=200, show_default=True, help="How many queries of each class.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write results here.")
@click.option("--chart", type=click.Path(path_type=Path), help="Draw an SVG here.")
@click.option("--growth", is_flag=True, help="Measure at 1, 2, 4 and 8 times the documents.")
def main(
    folder: Path,
    documents: int,
    queries: int,
    json_file: Path | None,
    chart: Path | None,
    growth: bool,
) -> None:
    """Measure our engine and others on the articles in FOLDER."""
    draw = load_draw("chart") if chart else None
    with TemporaryDirectory(prefix="benchmarks-") as temporary:
        saved = Path(temporary) / "documents.jsonl"
        wanted = documents * (_GROWTH[-1] if growth else 1)
        try:
            prepared = in_own_process(_prepare, folder, wanted, documents, queries, saved)
        except ProcessFailedError as error:
            raise click.ClickException(str(error)) from error
        available = len(prepared.days)
        if available < wanted:
            click.echo(f"Asked for {wanted:,} documents, the folder has {available:,}.")
        times = _GROWTH if growth else (1,)
        sizes = sorted({min(documents * factor, available) for factor in times})
        results = [_run(size, prepared, saved, Path(temporary) / str(size)) for size in sizes]
    if growth:
        _print_growth(results)
    if json_file:
        answer = {**results[0].to_json(), "machine": _machine()}
        if growth:
            answer["growth"] = [result.to_json() for result in results]
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")
    if chart and draw:
        draw(results[-1].classes, results[-1].documents, chart)
    sys.exit(EXIT_MISMATCH if any(result.mismatches for result in results) else EXIT_WELL)


def _prepare(folder: Path, wanted: int, base: int, queries: int, saved: Path) -> Prepared:
    """Read the folder, keep as many documents as wanted, and draw questions from the first `base`."""
    try:
        documents = read_documents(folder)[:wanted]
        save_documents(documents, saved)
        return Prepared(
            days={d.id: first_of(d.day).toordinal() if d.day else 0 for d in documents},
            questions=draw_questions(documents[:base], queries, _SEED),
            warm_up=draw_questions(documents[:base], queries, _WARM_UP_SEED),
        )
    except (ZhengsouError, NothingToAskError) as error:
        sys.exit(str(error))


def _run(size: int, prepared: Prepared, saved: Path, folder: Path) -> Result:
    """Build, compare and time with the first `size` documents, printing as it goes."""
    folder.mkdir()
    builds: dict[str, BuildCost] = {}
    for name in PEER_NAMES:
        try:
            load(name)
        except ImportError as error:
            click.echo(f"{name} is left out: {error}")
            continue
        builds[name] = build(name, folder / name, saved, size)
    indexes = {name: folder / name for name in builds}
    agreements = compare(indexes, prepared.days, prepared.questions)
    click.echo(f"\n{size:,} documents\n")
    _print_builds(builds)
    _print_agreements(agreements, len(next(iter(prepared.questions.values()))))
    classes = measure(indexes, prepared.warm_up, prepared.questions, _SEED)
    _print_speeds(classes)
    return Result(size, builds, agreements, classes)


def _print_builds(builds: dict[str, BuildCost]) -> None:
    click.echo(
        f"{'build':24}{'docs/s':>10}{'without segm.':>15}{'segm. s':>10}"
        f"{'index MB':>10}{'peak MB':>9}{'at start':>10}"
    )
    for name, cost in builds.items():
        click.echo(
            f"{name:24}{cost.documents_per_second:10,.0f}"
            f"{cost.documents_per_second_without_segmentation:15,.0f}{cost.segmentation_s:10.1f}"
            f"{cost.index_mb:10.1f}{cost.peak_rss_mb:9.0f}{cost.start_rss_mb:10.0f}"
        )


def _print_agreements(agreements: dict[str, Agreement], queries: int) -> None:
    click.echo(
        f"\n{'documents found a query':24}{'literally':>12}{'as words':>12}{'differing':>12}"
    )
    for name, agreement in agreements.items():
        means = [agreement.totals.get(m) for m in Meaning]
        shown = "".join(f"{'-' if n is None else f'{n / queries:,.1f}':>12}" for n in means)
        click.echo(f"{name:24}{shown}{len(agreement.mismatches):12}")
    for name, agreement in agreements.items():
        for mismatch in agreement.mismatches[:_MISMATCHES_SHOWN]:
            click.echo(f"MISMATCH in {name}: {mismatch}")


def _print_speeds(classes: dict[str, dict[str, Speed]]) -> None:
    for query_class in QUERY_CLASSES:
        click.echo(
            f"\n{query_class.name:24}{'median ms':>11}{'p95 ms':>10}{'ratio':>9}{'p95 ratio':>11}"
            f"  meaning"
        )
        speeds = classes[query_class.name]
        ours = speeds["zhengsou"]
        for row in query_class.rows:
            if row.name in speeds:
                speed = speeds[row.name]
                click.echo(
                    f"{row.name:24}{speed.median_ms:11.3f}{speed.p95_ms:10.3f}"
                    f"{speed.median_ms / ours.median_ms:9.2f}{speed.p95_ms / ours.p95_ms:11.2f}"
                    f"  {row.meaning}"
                )


def _print_growth(results: list[Result]) -> None:
    click.echo("\nmedian ms".ljust(45) + "".join(f"{r.documents:>12,}" for r in results))
    for query_class in QUERY_CLASSES:
        for row in query_class.rows:
            speeds = [result.classes[query_class.name].get(row.name) for result in results]
            if all(speeds):
                shown = "".join(f"{speed.median_ms:12.3f}" for speed in speeds if speed)
                click.echo(f"{query_class.name:20}{row.name:24}{shown}")
    for name in results[0].builds:
        shown = "".join(f"{r.builds[name].documents_per_second:12,.0f}" for r in results)
        click.echo(f"{'build, documents/s':20}{name:24}{shown}")


def _machine() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


if __name__ == "__main__":
    main()
