"""Completion: is a title, or a wording, offered before it is typed whole?

python -m benchmarks.completion INDEX [--json FILE]

For each title of an index, what people call it (`search.text.names`) is cut after three, four and
five characters; told is the share of titles that are among the first eight completions, and the
first ten. Laws are titles that begin with 中华人民共和国.

Wordings are counted here anew: the commonest runs of two to five words, of four to eight
characters, in every third article; no run of which most articles have one that is a word longer,
or that begins or ends with a function word. Told is how many of the first 300 are among the first
five completions once half of their characters are typed, and how many of 300 of those that follow.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import click

from search import Engine, complete, open_engine
from search.text.analysis import characters_of
from search.text.characters import HAN
from search.text.function_words import FUNCTION_WORDS
from search.text.names import name_of
from search.text.normalization import normalize
from search.text.segmentation import Segmenter

_CUTS = (3, 4, 5)
_FIRST = (8, 10)
_LAW = "中华人民共和国"
_EVERY, _FEWEST = 3, 0.006  # articles that are read; share of them that a wording stands in
_MOST_WORDS, _LENGTHS = 5, range(4, 9)
_GOES_ON = 0.75  # of the articles with a wording, that have it with a word more
_ASKED, _STEP = 300, 9  # wordings; of those that follow, one of so many
_NUMBERED = re.compile("[〇零一二两三四五六七八九十百千万亿几年月日条款项第号]")
_Words = tuple[str, ...]


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


def commonest_wordings(engine: Engine) -> list[str]:
    """Return the wordings that stand in most articles, these first."""
    cut = Segmenter().words
    read = list(islice(engine.articles(), 0, None, _EVERY))
    runs = [
        [cut(run) for run in re.findall(f"[{HAN}]{{2,}}", characters_of(article))]
        for article in read
    ]
    articles: dict[_Words, int] = {}
    for length in range(2, _MOST_WORDS + 1):
        counted: Counter[_Words] = Counter()
        for of_article in runs:
            counted.update({part for words in of_article for part in _in_a_row(words, length)})
        kept = {words: count for words, count in counted.items() if count >= _FEWEST * len(read)}
        articles |= kept
        runs = [[words for words in of_article if len(words) > length] for of_article in runs]
    longer: Counter[_Words] = Counter()
    for words, count in articles.items():
        for part in (words[1:], words[:-1]):
            longer[part] = max(longer[part], count)
    found = sorted(articles, key=lambda words: (-articles[words], words))
    return [
        "".join(words)
        for words in found
        if len("".join(words)) in _LENGTHS
        and FUNCTION_WORDS.isdisjoint((words[0], words[-1]))
        and not _NUMBERED.search("".join(words))
        and longer[words] < _GOES_ON * articles[words]
    ]


def _in_a_row(words: Sequence[str], length: int) -> Iterator[_Words]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _offered(engine: Engine, wordings: Sequence[str]) -> int:
    """Count the wordings that are among the first five completions of their first half."""
    lexicon = engine.lexicon()
    return sum(
        wording
        in [entry.text for entry in complete(lexicon, wording[: -(-len(wording) // 2)], 8)[:5]]
        for wording in wordings
    )


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
def main(index: Path, path: Path | None) -> None:
    """Measure which titles are offered."""
    with closing(open_engine(index)) as engine:
        shares = measure(engine)
        wordings = commonest_wordings(engine)
        commonest, others = wordings[:_ASKED], wordings[_ASKED::_STEP][:_ASKED]
        offered = _offered(engine, commonest), _offered(engine, others)
    click.echo(f"{'titles':8}{'typed':>6}{'tried':>8}{'first 8':>9}{'first 10':>9}")
    for share in shares:
        click.echo(
            f"{share.titles:8}{share.characters:>6}{share.tried:>8}"
            f"{share.first_8:>9.3f}{share.first_10:>9.3f}"
        )
    for label, asked, count in zip(
        ("commonest", "others"), (commonest, others), offered, strict=True
    ):
        click.echo(f"wordings, {label}: {count} of {len(asked)}")
    if path:
        path.write_text(json.dumps([asdict(one) for one in shares], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
