"""Features: what does each way of understanding a query add to its time?

python -m benchmarks.features INDEX [--json FILE] [--queries N]

Queries are two words of one article, and runs of two to five words. Each row is the median time,
in milliseconds, of the same queries without and with a feature, asked in turn; where there is no
query without it, of the feature alone.
"""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
import numpy as np

from search import (
    Engine,
    Question,
    SearchRequest,
    Sort,
    Synonyms,
    complete,
    explain,
    open_engine,
    parse_query,
    run_query,
)
from search.answer.matching import find_as_read
from search.query.date_hints import find_date_hint
from search.query.nodes import AllOf, AnyOf, Near, Phrase, Query, Together, Unit
from search.suggest.did_you_mean import suggest
from search.text.pieces import pieces
from search.text.pinyin import spelling
from search.text.segmentation import Segmenter

from .typos import Typist, runs_of_words

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of a query without a feature (None: there is none) and with it."""

    feature: str
    without: float | None
    with_it: float
    p95: float  # with it
    most: float


def measure(engine: Engine, runs: Sequence[str]) -> list[Cost]:
    """Measure every feature on runs of words."""
    words = [[piece.text for piece in pieces(run)][:2] for run in runs]
    pairs = [[Phrase(word) for word in two] for two in words if len(set(two)) == 2]
    typed = [" ".join(phrase.text for phrase in pair) for pair in pairs]
    lexicon = engine.lexicon()

    def find(query: Query, sort: Sort = Sort.RELEVANCE) -> None:
        engine.find(SearchRequest(query, sort=sort))

    def bag(run: str) -> None:
        find(AnyOf(tuple(dict.fromkeys(Phrase(piece.text) for piece in pieces(run)))))

    def as_read(run: str) -> None:
        find_as_read(engine, parse_query(run), None, SearchRequest())

    hits = {run: engine.find(SearchRequest(parse_query(run).query, limit=1)) for run in runs}
    first = {run: found.matches[0].id for run, found in hits.items() if found.matches}
    typist = Typist(engine, seed=7)
    typos = [typo for run in runs if (typo := typist.same_sound(run))]
    names = Synonyms({two[0]: (two[1],) for two in words[:50] if len(set(two)) == 2})
    letters = [spelling(run, Segmenter().words)[0] for run in runs]
    beginnings = [text[:length] for text in (*runs, *letters) for length in (1, 2, 3, 5)]
    return [
        _compare("bigrams, tiers, most or all of a run", runs, bag, as_read),
        _compare(
            "tiers of two words",
            pairs,
            lambda pair: find(AnyOf((AllOf(tuple(pair)),))),
            lambda pair: find(AllOf(tuple(pair))),
        ),
        _compare(
            "in one sentence",
            pairs,
            lambda pair: find(AllOf(tuple(pair))),
            lambda pair: find(Together(Unit.SENTENCE, tuple(pair))),
        ),
        _compare(
            "within 10 characters",
            pairs,
            lambda pair: find(AllOf(tuple(pair))),
            lambda pair: find(Near(tuple(pair), 10)),
        ),
        _compare(
            "recent articles preferred",
            pairs,
            lambda pair: find(AllOf(tuple(pair))),
            lambda pair: find(AllOf(tuple(pair)), Sort.RECENT),
        ),
        _compare(
            "synonyms",
            typed,
            lambda text: find(parse_query(text).query),
            lambda text: find(parse_query(text, names).query),
        ),
        _compare("date hint", runs, None, lambda run: find_date_hint(run, date(2025, 5, 17))),
        _compare("suggestion for a typo", typos, None, lambda typo: suggest(lexicon, typo)),
        _compare("suggestion for pinyin", letters, None, lambda spelled: suggest(lexicon, spelled)),
        _compare("completion", beginnings, None, lambda beginning: complete(lexicon, beginning)),
        _compare(
            "explanation", list(first), None, lambda run: explain(engine, Question(run), first[run])
        ),
        _compare(
            "a whole page, as typed", runs, None, lambda run: run_query(engine, Question(run))
        ),
        _compare(
            "a whole page, a typo", typos, None, lambda text: run_query(engine, Question(text))
        ),
    ]


def _compare(
    feature: str,
    queries: Sequence[Any],
    without: Callable[[Any], object] | None,
    with_it: Callable[[Any], object],
) -> Cost:
    times: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(_ROUNDS):
        for query in queries:
            for has_it, ask in ((False, without), (True, with_it)):
                if ask is not None:
                    begin = time.perf_counter()
                    ask(query)
                    times[has_it].append((time.perf_counter() - begin) * 1000)
    asked = times[True][len(queries) :]  # the first round warms
    plain = float(np.median(times[False][len(queries) :])) if without else None
    median, p95, most = np.percentile(asked, [50, 95, 100]).tolist()
    return Cost(feature, plain, median, p95, most)


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
@click.option("--queries", type=int, default=200)
def main(index: Path, path: Path | None, queries: int) -> None:
    """Measure what features add."""
    with closing(open_engine(index)) as engine:
        costs = measure(engine, runs_of_words(engine, queries))
    click.echo(f"{'':38}{'without':>9}{'with':>9}{'p95':>9}{'most':>9}  ms")
    for cost in costs:
        without = "" if cost.without is None else f"{cost.without:.2f}"
        click.echo(
            f"{cost.feature:38}{without:>9}{cost.with_it:>9.2f}{cost.p95:>9.2f}{cost.most:>9.2f}"
        )
    if path:
        path.write_text(json.dumps([asdict(cost) for cost in costs], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
