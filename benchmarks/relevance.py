"""Relevance: how good is the first page? Judged queries, asked of our ranking and of others.

python -m benchmarks.relevance SET_FOLDER... [--json FILE] [--queries N] [--matching all|most]

A set is a folder with `corpus.jsonl` or `corpus.jsonl.gz` (id, title, text), `queries.jsonl` (qid,
query) and `qrels.tsv` (qid, docid, relevance). The p-value is of a paired t-test, two-sided, of
nDCG@10 against BM25 over jieba words. Queries of traditional characters are asked converted to
simplified ones too, where a set has them.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import ir_measures
import numpy as np
from ir_measures import RR, R, ScoredDoc, nDCG
from scipy.stats import ttest_rel
from tqdm import tqdm

from search import Matching
from search.text.normalization import is_han, normalize

from .judged_sets import JudgedSet, read_set
from .rankers import BASELINE, Ranker, make_rankers

_MEASURES = {"nDCG@10": nDCG @ 10, "MRR@10": RR @ 10, "recall@100": R @ 100}
_CONVERTED = "zhengsou, queries simplified"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How well one ranker did on one set."""

    set: str
    ranker: str
    means: dict[str, float]  # by measure
    p_value: float | None  # None: the baseline itself
    median_ms: float
    p95_ms: float


def measure(judged: JudgedSet, matching: Matching | None = None) -> Iterator[Outcome]:
    """Ask every ranker every query, the baseline first."""
    with tempfile.TemporaryDirectory() as scratch:
        baseline: dict[str, float] = {}
        for name, ranker in make_rankers(judged.texts, Path(scratch), matching):
            outcome, by_query = _outcome(judged, name, ranker, judged.queries, baseline)
            if name == BASELINE:
                baseline = by_query
            yield outcome
            traditional = sum(map(_is_traditional, judged.queries.values()))
            if name == "zhengsou" and traditional > len(judged.queries) / 2:
                simplified = {
                    identifier: normalize(text) for identifier, text in judged.queries.items()
                }
                yield _outcome(judged, _CONVERTED, ranker, simplified, baseline)[0]


def _is_traditional(text: str) -> bool:
    return any(is_han(character) and normalize(character) != character for character in text)


def _outcome(
    judged: JudgedSet,
    name: str,
    ranker: Ranker,
    queries: dict[str, str],
    baseline: dict[str, float],
) -> tuple[Outcome, dict[str, float]]:
    runs, times = [], []
    for query in list(queries.values())[:20]:  # warm
        ranker.rank(query)
    for query, text in tqdm(
        queries.items(), desc=f"{judged.name}: {name}", leave=False, disable=None
    ):
        begin = time.perf_counter()
        ranked = ranker.rank(text)
        times.append((time.perf_counter() - begin) * 1000)
        # By place, not by score: what ties is in the order it was given in.
        runs += [
            ScoredDoc(query, document, -float(place)) for place, (document, _) in enumerate(ranked)
        ]
    found = {measure: dict.fromkeys(queries, 0.0) for measure in _MEASURES.values()}
    qrels = {query: judged.relevant[query] for query in queries}
    for metric in ir_measures.iter_calc(list(_MEASURES.values()), qrels, runs):
        found[metric.measure][metric.query_id] = metric.value
    by_query = found[_MEASURES["nDCG@10"]]
    p_value = None
    if baseline:
        ours, theirs = zip(*((by_query[query], baseline[query]) for query in queries), strict=True)
        p_value = float(ttest_rel(ours, theirs).pvalue)
    means = {label: float(np.mean(list(found[m].values()))) for label, m in _MEASURES.items()}
    median, p95 = np.percentile(times, [50, 95]).tolist()
    return Outcome(judged.name, name, means, p_value, median, p95), by_query


def _row(cells: Sequence[Any]) -> str:
    name, *others = cells
    return f"{name:32}" + "".join(f"{cell:>12}" for cell in others)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
@click.option("--queries", "most", type=int, default=None, help="Ask only the first so many.")
@click.option(
    "--matching", type=click.Choice([str(matching) for matching in Matching]), default=None
)
def main(
    folders: Sequence[Path], path: Path | None, most: int | None, matching: str | None
) -> None:
    """Measure rankings on judged sets."""
    outcomes = []
    for folder in folders:
        judged = read_set(folder, most)
        click.echo(f"\n{judged.name}: {len(judged.queries)} queries, {len(judged.texts)} documents")
        click.echo(_row(["", *_MEASURES, "p", "median ms", "p95 ms"]))
        for outcome in measure(judged, Matching(matching) if matching else None):
            outcomes.append(outcome)
            means = [f"{outcome.means[label]:.4f}" for label in _MEASURES]
            p_value = "" if outcome.p_value is None else f"{outcome.p_value:.2g}"
            click.echo(
                _row(
                    [
                        outcome.ranker,
                        *means,
                        p_value,
                        f"{outcome.median_ms:.2f}",
                        f"{outcome.p95_ms:.2f}",
                    ]
                )
            )
    if path:
        path.write_text(
            json.dumps([asdict(outcome) for outcome in outcomes], indent=1), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
