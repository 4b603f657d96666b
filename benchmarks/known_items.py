"""Known items: does what a person looks for by its name come first? Names, titles, questions.

python -m benchmarks.known_items ARTICLES FILE... [--json FILE] [--misses N]

ARTICLES is a folder of articles, or that of an index. A FILE has an item a line: `query`, `wanted`
(ids), and perhaps `kind`; without one its kind is told by the title of what is wanted: it is the
query (`title`), holds it (`part of a title`), or neither (`asked`). Copies of what is wanted, and
versions of it (the same title but for years and what stands in brackets), count as it. Each query is
asked as the page asks it. MRR is of the first ten (Craswell: Mean Reciprocal Rank, 2009).
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from tqdm import tqdm

from search import Engine, Question, run_query
from search.text.normalization import normalize

from .indexed import open_or_build

DEPTH = 10  # results looked at
_LEFT_OUT = re.compile(r"\([^)]*\)|(?:19|20)\d{2}年?")


@dataclass(frozen=True, slots=True)
class KnownItem:
    """Something looked for: what is typed, and the ids of what is wanted."""

    query: str
    wanted: tuple[str, ...]
    kind: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """Where an item was found: its place from 1, None if not among the first."""

    query: str
    kind: str
    place: int | None
    first: str  # the title of what came first


@dataclass(frozen=True, slots=True)
class Shares:
    """What share of the items of a kind came first, among the first three and ten; and MRR."""

    kind: str
    items: int
    first: float
    first_three: float
    first_ten: float
    mrr: float


def read_items(path: Path) -> list[KnownItem]:
    """Read items, one a line."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [KnownItem(item["query"], tuple(item["wanted"]), item.get("kind")) for item in lines]


def find_items(engine: Engine, items: Sequence[KnownItem]) -> Iterator[Found]:
    """Ask for each item."""
    versions = defaultdict(list)
    for article in engine.articles():
        versions[_bare(article.title)].append(article.id)
    for item in items:
        titles = [article.title for article in engine.fetch(item.wanted)]
        as_good = {
            copy
            for title in titles
            for version in versions[_bare(title)]
            for copy in (version, *engine.copies(version))
        }
        hits = run_query(engine, Question(item.query, size=DEPTH)).hits
        places = [
            place
            for place, hit in enumerate(hits, 1)
            if not as_good.isdisjoint((hit.article.id, *hit.copies, *hit.versions))
        ]
        first = hits[0].article.title if hits else ""
        kind = item.kind or _kind(item.query, titles)
        yield Found(item.query, kind, places[0] if places else None, first)


def shares(found: Sequence[Found]) -> list[Shares]:
    """Sum up by kind, all of them last."""
    kinds = sorted({item.kind for item in found})
    rows = [_shares(kind, [item for item in found if item.kind == kind]) for kind in kinds]
    return [*rows, _shares("all", found)]


def _shares(kind: str, found: Sequence[Found]) -> Shares:
    places = [item.place or DEPTH + 1 for item in found]
    within = {most: sum(place <= most for place in places) / len(places) for most in (1, 3, DEPTH)}
    mrr = sum(1 / place for place in places if place <= DEPTH) / len(places)
    return Shares(kind, len(found), within[1], within[3], within[DEPTH], mrr)


def _bare(title: str) -> str:
    """Return a title without what tells versions apart: years, and what stands in brackets."""
    return "".join(_LEFT_OUT.sub("", normalize(title)).split())


def _kind(query: str, titles: Sequence[str]) -> str:
    typed = normalize(query)
    if any(normalize(title) == typed for title in titles):
        return "title"
    return "part of a title" if any(typed in normalize(title) for title in titles) else "asked"


@click.command()
@click.argument("articles", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
@click.option(
    "--misses", type=int, default=20, help="List so many of those that did not come first."
)
def main(articles: Path, files: Sequence[Path], path: Path | None, misses: int) -> None:
    """Measure how often what is looked for by its name comes first."""
    items = [item for file in files for item in read_items(file)]
    with open_or_build(articles) as engine:
        found = list(tqdm(find_items(engine, items), total=len(items), leave=False, disable=None))
    click.echo(f"{'kind':18}{'items':>7}{'first':>8}{'three':>8}{'ten':>8}{'MRR':>8}")
    rows = shares(found)
    for row in rows:
        numbers = (row.first, row.first_three, row.first_ten, row.mrr)
        click.echo(f"{row.kind:18}{row.items:>7}" + "".join(f"{n:>8.3f}" for n in numbers))
    missed = [item for item in found if item.place != 1]
    for item in missed[:misses]:
        click.echo(f"{item.place or '-':>4}  {item.query}  (first: {item.first})")
    if path:
        content = {"kinds": [asdict(row) for row in rows], "items": [asdict(one) for one in found]}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
