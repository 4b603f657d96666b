"""Completion: is a title offered before it is typed whole? Of the first characters of its everyday name.

python -m benchmarks.completion INDEX [--json FILE]

For each title of an index, what people call it (`search.text.names`) is cut after three, four and
five characters; told is the share of titles that are among the first eight completions, and the
first ten. Laws are titles that begin with 中华人民共和国.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from search import Engine, complete, open_engine
from search.text.names import name_of
from search.text.normalization import normalize

_CUTS = (3, 4, 5)
_FIRST = (8, 10)
_LAW = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Share:
    """How many titles were tried with so many characters, and which share was offered among the first so many."""

    titles: str  # all, or laws
    characters: int
    tried: int
    first_8: float
    first_10: float


def measure(engine: Engine) -> list[Share]:
    """Measure on all titles of an index."""
    titles = sorted({article.title for article in engine.fetch(list(engine.days()))})
    laws = [title for title in titles if title.startswith(_LAW)]
    return [
        _share(engine, label, chosen, characters)
        for label, chosen in (("all", titles), ("laws", laws))
        for characters in _CUTS
    ]


def _share(engine: Engine, label: str, titles: Sequence[str], characters: int) -> Share:
    beginnings = {title: name_of(normalize(title))[:characters] for title in titles}
    tried = {title: typed for title, typed in beginnings.items() if len(typed) == characters}
    offered = dict.fromkeys(_FIRST, 0)
    for title, typed in tried.items():
        for limit in _FIRST:
            found = complete(engine.lexicon(), typed, limit)
            offered[limit] += any(entry.text == title for entry in found)
    shares = (offered[limit] / max(1, len(tried)) for limit in _FIRST)
    return Share(label, characters, len(tried), *shares)


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
def main(index: Path, path: Path | None) -> None:
    """Measure which titles are offered."""
    with closing(open_engine(index)) as engine:
        shares = measure(engine)
    click.echo(f"{'titles':8}{'typed':>6}{'tried':>8}{'first 8':>9}{'first 10':>9}")
    for share in shares:
        click.echo(
            f"{share.titles:8}{share.characters:>6}{share.tried:>8}"
            f"{share.first_8:>9.3f}{share.first_10:>9.3f}"
        )
    if path:
        path.write_text(json.dumps([asdict(one) for one in shares], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
