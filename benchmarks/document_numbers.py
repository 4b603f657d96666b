"""Document numbers: does a number find the article that bears it, and all that cite it? Do links lead somewhere?

python -m benchmarks.document_numbers ARTICLES [--most N] [--json FILE] [--misses N]

ARTICLES is a folder of articles, or that of an index. Numbers that articles bear and cite are asked
for as they are written there, and in other writings. An own number counts as found where an article
that bears it comes first, or is one result with what does; a cited number where all articles that
cite it are found; a link (the number as the article's page asks for it) where it finds anything.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from tqdm import tqdm

from search import (
    Engine,
    Matching,
    Question,
    SearchRequest,
    Sort,
    run_query,
)
from search.document_numbers import canonical_number, numeral

from .indexed import open_or_build

_MOST_CITING = 5000  # articles looked at for one number
_SEED = 1
_YEARLY = re.compile(r"(?P<issuer>.+?)〔(?P<year>\d{4})〕第?(?P<serial>\d+)号")
_ORDER = re.compile(r"(?P<issuer>.+)令第?(?P<serial>\d+)号")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Asked:
    """A number in one writing, and whether what was wanted was found."""

    kind: str  # own, cited, link
    writing: str
    query: str
    found: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many numbers were asked for in a writing, and what share was found."""

    kind: str
    writing: str
    numbers: int
    found: float


def writings(number: str) -> dict[str, str]:
    """Return a number in several writings, by what is told of each; as it is where no form is known."""
    plain = {"plain": number, "full-width digits": number.translate(_FULL_WIDTH)}
    if match := _YEARLY.fullmatch(number):
        issuer, year, serial = match["issuer"], match["year"], match["serial"]
        return plain | {
            "[2024]": f"{issuer}[{year}]{serial}号",
            "（2024）": f"{issuer}（{year}）{serial}号",
            "【2024】": f"{issuer}【{year}】{serial}号",
            "第": f"{issuer}〔{year}〕第{serial}号",
            "no brackets": f"{issuer}{year}年第{serial}号",
            "leading zero": f"{issuer}〔{year}〕0{serial}号",
            "numerals": f"{issuer}〔{year.translate(_NUMERALS)}〕{numeral(int(serial))}号",
            "in a sentence": f"关于{number}的解读",
        }
    if match := _ORDER.fullmatch(number):
        issuer, serial = match["issuer"], match["serial"]
        return plain | {
            "no 第": f"{issuer}令{serial}号",
            "（第5号）": f"{issuer}令（第{serial}号）",
            "第5号令": f"{issuer}第{serial}号令",
            "leading zero": f"{issuer}令第0{serial}号",
            "numerals": f"{issuer}令第{numeral(int(serial))}号",
            "in a sentence": f"关于{number}的解读",
        }
    return plain


def ask_numbers(engine: Engine, most: int) -> Iterator[Asked]:
    """Ask for a sample of the numbers of an index, in every writing."""
    bearing: defaultdict[str, set[str]] = defaultdict(set)
    citing: defaultdict[str, set[str]] = defaultdict(set)
    for article in engine.articles():
        if article.doc_number:
            bearing[canonical_number(article.doc_number)].add(article.id)
        for number in article.cites:
            citing[canonical_number(number)].add(article.id)
    for number, wanted in _sample(bearing, most):
        for writing, query in writings(number).items():
            yield Asked("own", writing, query, _comes_first(engine, query, wanted))
    for number, wanted in _sample(citing, most):
        yield Asked("link", "as the page asks", number, _ids(engine, number) != set())
        for writing, query in writings(number).items():
            yield Asked("cited", writing, query, wanted <= _ids(engine, query))


def shares(asked: list[Asked]) -> list[Share]:
    """Sum up by kind and writing, then by kind."""
    rows: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in asked:
        rows[one.kind, one.writing].append(one.found)
    for one in asked:
        rows[one.kind, "all"].append(one.found)
    return [Share(*names, len(found), sum(found) / len(found)) for names, found in rows.items()]


def _sample(numbers: Mapping[str, set[str]], most: int) -> list[tuple[str, set[str]]]:
    listed = sorted(numbers.items())
    return listed if len(listed) <= most else random.Random(_SEED).sample(listed, most)


def _comes_first(engine: Engine, query: str, wanted: set[str]) -> bool:
    hits = run_query(engine, Question(query, size=1)).hits
    return any(not wanted.isdisjoint((hit.article.id, *hit.copies, *hit.versions)) for hit in hits)


def _ids(engine: Engine, query: str) -> set[str]:
    question = Question(query, matching=Matching.ALL, size=1)  # not what has some of the words
    asked = run_query(engine, question).query
    request = SearchRequest(asked, sort=Sort.NEWEST, limit=_MOST_CITING, facets=())
    return {match.id for match in engine.find(request).matches}


@click.command()
@click.argument("articles", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--most", type=int, default=10_000, help="Ask for so many own and cited numbers.")
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
@click.option("--misses", type=int, default=20, help="List so many that were not found.")
def main(articles: Path, most: int, path: Path | None, misses: int) -> None:
    """Measure how many document numbers find what bears and what cites them."""
    with open_or_build(articles) as engine:
        asked = list(tqdm(ask_numbers(engine, most), leave=False, disable=None))
    rows = shares(asked)
    click.echo(f"{'kind':8}{'writing':20}{'numbers':>9}{'found':>8}")
    for row in rows:
        click.echo(f"{row.kind:8}{row.writing:20}{row.numbers:>9}{row.found:>8.4f}")
    missed = [one for one in asked if not one.found]
    for one in missed[:misses]:
        click.echo(f"{one.kind:8}{one.writing:20}{one.query}")
    if path:
        content = {"shares": [asdict(row) for row in rows], "missed": [asdict(m) for m in missed]}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
