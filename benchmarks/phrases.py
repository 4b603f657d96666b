"""Phrases: does our engine find every one, and nothing else? `python -m benchmarks.phrases FOLDER`.

Random parts of the texts are looked up in an index, and by plain search through all texts.
"""

import json
import random
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from tqdm import tqdm

from search import MAX_RESULTS_DEPTH, Engine, SearchRequest, open_engine
from search.query.nodes import Phrase
from search.text.normalization import normalize
from search.text.places import places

from .building import build
from .documents import read_documents, save_documents

EXIT_WELL, EXIT_DIFFERENT = 0, 1

_LENGTHS = (2, 20)
_SEED = 9
_SEPARATOR = "\n"


@dataclass(slots=True)
class Comparison:
    """What was looked up, and how the index differed from the texts."""

    documents: int
    phrases: int
    found_documents: int = 0
    found_occurrences: int = 0
    missed_documents: int = 0
    false_documents: int = 0
    missed_occurrences: int = 0
    false_occurrences: int = 0

    @property
    def is_exact(self) -> bool:
        """Say whether nothing was missed and nothing false."""
        return not (
            self.missed_documents
            or self.false_documents
            or self.missed_occurrences
            or self.false_occurrences
        )


class PlainSearch:
    """All texts of all documents in one line, looked through from its beginning to its end."""

    def __init__(self, ids: list[str], texts: list[str]) -> None:
        self._ids = ids
        self.line = _SEPARATOR.join(texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in texts[:-1])]

    def count(self, phrase: str) -> Counter[str]:
        """Count where a phrase stands, overlapping places too, by the document's id."""
        return Counter(
            self._ids[bisect_right(self._starts, place) - 1] for place in places(self.line, phrase)
        )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--documents", default=10_000, show_default=True, help="How many documents.")
@click.option("--phrases", default=1_000, show_default=True, help="How many phrases.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write results here.")
def main(folder: Path, documents: int, phrases: int, json_file: Path | None) -> None:
    """Look up random phrases of 2 to 20 characters in an index of FOLDER and in its texts."""
    articles = read_documents(folder)[:documents]
    plain = PlainSearch(
        [article.id for article in articles],
        [_SEPARATOR.join(normalize(text) for text in article.texts()) for article in articles],
    )
    comparison = Comparison(len(articles), phrases)
    with TemporaryDirectory(prefix="benchmarks-") as temporary:
        saved, index = Path(temporary) / "documents.jsonl", Path(temporary) / "index"
        save_documents(articles, saved)
        build("zhengsou", index, saved, len(articles))
        with closing(open_engine(index)) as engine:
            drawn = _draw(plain.line, phrases)
            for phrase in tqdm(drawn, total=phrases, unit=" phrases", leave=False, disable=None):
                _compare(engine, plain, phrase, comparison)
    result = asdict(comparison)
    for name, value in result.items():
        click.echo(f"{name.replace('_', ' '):20}{value:12,}")
    if json_file:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    sys.exit(EXIT_WELL if comparison.is_exact else EXIT_DIFFERENT)


def _draw(line: str, count: int) -> Iterator[str]:
    """Draw parts of texts: any characters, none of them the separator of two texts."""
    chance = random.Random(_SEED)
    while count:
        length = chance.randint(*_LENGTHS)
        start = chance.randrange(max(len(line) - length, 1))
        phrase = line[start : start + length]
        # A part that begins or ends with a space is typed, and so looked up, without it.
        if phrase == normalize(phrase) and len(phrase) == length and _SEPARATOR not in phrase:
            count -= 1
            yield phrase


def _compare(engine: Engine, plain: PlainSearch, phrase: str, comparison: Comparison) -> None:
    wanted = plain.count(phrase)
    matches = engine.find(SearchRequest(Phrase(phrase), limit=MAX_RESULTS_DEPTH))
    found = Counter({match.id: match.occurrences for match in matches.matches})
    comparison.found_documents += matches.total
    comparison.found_occurrences += matches.occurrences
    if matches.total > MAX_RESULTS_DEPTH:  # not all are named: compare those that are, and sums
        wanted_documents, wanted_occurrences = len(wanted), wanted.total()
        comparison.missed_documents += max(wanted_documents - matches.total, 0)
        comparison.false_documents += max(matches.total - wanted_documents, 0)
        comparison.missed_occurrences += max(wanted_occurrences - matches.occurrences, 0)
        wanted = Counter({identifier: wanted[identifier] for identifier in found})
    comparison.missed_documents += len(wanted.keys() - found.keys())
    comparison.false_documents += len(found.keys() - wanted.keys())
    comparison.missed_occurrences += (wanted - found).total()
    comparison.false_occurrences += (found - wanted).total()


if __name__ == "__main__":
    main()
