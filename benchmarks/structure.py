"""Structure: how many long papers have their headings and clauses? python -m benchmarks.structure FOLDER [--list N]

FOLDER is one that `rebuild` reads. Measured are papers of over 1,500 characters in which 一、 or 第一条
stands: one without structure has neither two headings nor two clauses nor two places where its
lines were cut, nor two paragraphs that are numbered; a wall is a block of over 1,500 characters.
Exit code 1 where more than 2 % have no structure.
"""

import re
from collections import Counter
from pathlib import Path

import click

from search import Article, BlockKind, read_corpus
from search.text.clauses import clause_places
from search.text.numbering import style_of

_LONG = 1500  # characters
_NUMBERED = re.compile("一、|第一条")
_LEAST = 2
_MOST_WITHOUT = 0.02


def structure_of(article: Article) -> str:
    """Name the best structure that an article has, or none."""
    blocks = article.blocks
    if sum(block.kind is BlockKind.HEADING for block in blocks) >= _LEAST:
        return "headings"
    if len(clause_places(blocks)) >= _LEAST:
        return "clauses"
    if sum(style_of(block.text) is not None for block in blocks) >= _LEAST:
        return "numbered"
    return "cut" if sum(block.joined for block in blocks) >= _LEAST else "none"


def is_measured(article: Article) -> bool:
    """Say whether an article is long and has what looks like numbers of parts."""
    lines = list(article.lines())
    return sum(map(len, lines)) > _LONG and any(_NUMBERED.search(line) for line in lines)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--list", "listed", default=0, help="name so many papers without structure")
def main(folder: Path, listed: int) -> None:
    """Measure the papers of a folder."""
    found: Counter[str] = Counter()
    walls = 0
    without = []
    for article in read_corpus(folder):
        if isinstance(article, Article) and is_measured(article):
            structure = structure_of(article)
            found[structure] += 1
            walls += any(len(block.text) > _LONG for block in article.blocks)
            if structure == "none":
                without.append(f"{article.id}  {article.title}")
    total = found.total()
    for name, count in found.most_common():
        click.echo(f"{name:10}{count:7}{count / total:8.1%}")
    click.echo(f"{'walls':10}{walls:7}{walls / max(total, 1):8.1%}  of {total} papers")
    for line in without[:listed]:
        click.echo(line)
    raise SystemExit(found["none"] > _MOST_WITHOUT * total)


if __name__ == "__main__":
    main()
