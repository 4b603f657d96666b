"""Worst: what may a stranger make one request cost? Processor time of the worst, beside that of a usual page.

    python -m benchmarks.worst INDEX [--beside CHECKOUT INDEX] [--json FILE]

Each address is asked once, by processes of their own as in `benchmarks.page`; what is past the
budget of a request is answered with one line, status 400.
"""

import json
import statistics
from collections.abc import Sequence
from pathlib import Path

import click

from search import open_engine

from .page import Answered, checkouts_at, draw_addresses
from .worst_requests import WorstRequests

_SEED = 18
_USUAL = 40  # pages of each class


def usual_ms(answers: Sequence[Answered]) -> float:
    """Return what a usual page takes."""
    return statistics.median(answer.cpu_ms for answer in answers)


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--beside",
    type=click.Path(path_type=Path, exists=True),
    nargs=2,
    default=None,
    metavar="CHECKOUT INDEX",
    help="Another commit, and an index it reads.",
)
@click.option("--only", default="", help="Those whose name has this.")
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
def main(index: Path, beside: tuple[Path, Path] | None, only: str, path: Path | None) -> None:
    """Measure what the worst requests cost."""
    engine = open_engine(index)
    worst = {name: one for name, one in WorstRequests(engine).addresses().items() if only in name}
    drawn = draw_addresses(engine, _USUAL, _SEED)
    engine.close()
    places: list[tuple[Path | None, Path]] = [(None, index)]
    if beside:
        places.append(beside)
    with checkouts_at(places) as opened:
        usual = [
            usual_ms([checkout.ask(one) for kind in drawn.values() for one in kind])
            for checkout in opened
        ]
        answers = {name: [one.ask(address) for one in opened] for name, address in worst.items()}
    click.echo(f"{'a usual page':34}" + "".join(f"{ms:10.1f} ms{'':9}" for ms in usual))
    for name, of_each in answers.items():
        columns = (
            f"{one.cpu_ms:10.1f} ms{one.cpu_ms / ms:6.1f} ×{'' if one.status == 200 else '!'}"
            for one, ms in zip(of_each, usual, strict=True)
        )
        click.echo(f"{name:34}" + "".join(map("{:22}".format, columns)))
    if path:
        table = {name: [one.cpu_ms for one in of_each] for name, of_each in answers.items()}
        path.write_text(json.dumps({"usual_ms": usual, "ms": table}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
