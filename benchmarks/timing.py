"""Timing: who answers alike, and how fast? First totals are compared, then engines are timed in turn."""

import gc
import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Never

import numpy as np
from tqdm import tqdm

from .peers import Peer, load
from .queries import QUERY_CLASSES, Answer, Meaning, QueryClass, Question, Row

_QUERIES_IN_TURN = 10

Questions = Mapping[str, list[Question]]  # by the name of the class


@dataclass(slots=True)
class Agreement:
    """Whether all engines gave the same answers in one class of queries."""

    totals: dict[Meaning, int] = field(default_factory=dict)  # summed over the queries
    mismatches: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, int]:
        """Return the totals by meaning, and how many answers differed, as plain JSON values."""
        return {**{str(m): n for m, n in self.totals.items()}, "mismatches": len(self.mismatches)}


@dataclass(frozen=True, slots=True)
class Speed:
    """How long the answers of one row took."""

    median_ms: float
    p95_ms: float

    def to_json(self) -> dict[str, float]:
        """Return it as plain JSON values."""
        return {"median_ms": self.median_ms, "p95_ms": self.p95_ms}


def compare(
    indexes: Mapping[str, Path], days: Mapping[str, int], questions: Questions
) -> dict[str, Agreement]:
    """Ask everyone everything: totals and facet counts must agree wherever the meaning is the same.

    The newest ten must have the same days too; documents of one day may come in any order.
    """
    agreements = {query_class.name: Agreement() for query_class in QUERY_CLASSES}
    with _Open(indexes) as peers, _bar(questions, "comparing totals") as bar:
        for query_class in QUERY_CLASSES:
            for question in questions[query_class.name]:
                answers: dict[Row, Answer] = {}
                for row in peers.rows(query_class):
                    answers[row] = peers.ask(row, question)
                _note(agreements[query_class.name], question, answers, days)
                bar.update()
    return agreements


def measure(
    indexes: Mapping[str, Path], warm_up: Questions, questions: Questions, seed: int
) -> dict[str, dict[str, Speed]]:
    """Time every answer. Engines take turns of ten queries, in random order.

    In a turn an engine works with its own code in the processor's caches, as it does in a server.

    The warm-up asks other questions of the same kinds: files are then in memory, but no engine
    has met the words or phrases it is timed with, unless they are frequent.
    """
    chance = random.Random(seed)
    with _Open(indexes) as peers:
        with _bar(warm_up, "warming up") as bar:
            _time_all(peers, warm_up, chance, bar)
        gc.collect()
        gc.freeze()  # what one engine keeps is not walked through on another's time
        with _bar(questions, "timing") as bar:
            taken = _time_all(peers, questions, chance, bar)
        gc.unfreeze()
    return {
        name: {row: _speed(times) for row, times in rows.items()} for name, rows in taken.items()
    }


class _Open:
    """All indexes, open at the same time."""

    def __init__(self, indexes: Mapping[str, Path]) -> None:
        self._indexes = indexes
        self._peers: dict[str, Peer] = {}
        self._opened = ExitStack()

    def __enter__(self) -> "_Open":
        for name, folder in self._indexes.items():
            self._peers[name] = self._opened.enter_context(closing(load(name).open_index(folder)))
        return self

    def __exit__(self, *_: object) -> None:
        self._peers.clear()
        self._opened.close()

    def rows(self, query_class: QueryClass) -> list[Row]:
        """List the rows of a class whose engine is here."""
        return [row for row in query_class.rows if row.peer in self._peers]

    def ask(self, row: Row, question: Question) -> Answer:
        """Let a row's engine answer."""
        return self._peers[row.peer].ask(question, row.meaning)


def _time_all(
    peers: _Open, questions: Questions, chance: random.Random, bar: "tqdm[Never]"
) -> dict[str, dict[str, list[int]]]:
    """Return nanoseconds by class and row."""
    taken: dict[str, dict[str, list[int]]] = {}
    for query_class in QUERY_CLASSES:
        rows = peers.rows(query_class)
        times: dict[str, list[int]] = {row.name: [] for row in rows}
        asked = questions[query_class.name]
        for first in range(0, len(asked), _QUERIES_IN_TURN):
            turn = asked[first : first + _QUERIES_IN_TURN]
            for row in chance.sample(rows, len(rows)):
                for question in turn:
                    begin = time.perf_counter_ns()
                    peers.ask(row, question)
                    times[row.name].append(time.perf_counter_ns() - begin)
            bar.update(len(turn))
        taken[query_class.name] = times
    return taken


def _speed(nanoseconds: Iterable[int]) -> Speed:
    median, p95 = np.percentile(np.array(list(nanoseconds)) / 1e6, [50, 95])
    return Speed(round(float(median), 4), round(float(p95), 4))


def _bar(questions: Questions, name: str) -> "tqdm[Never]":
    count = sum(len(of_class) for of_class in questions.values())
    return tqdm(total=count, desc=name, unit=" queries", leave=False, disable=None)


def _note(
    agreement: Agreement, question: Question, answers: Mapping[Row, Answer], days: Mapping[str, int]
) -> None:
    """Add one question's answers to what is known of its class."""
    for meaning in Meaning:
        said = {row.name: answer for row, answer in answers.items() if row.meaning is meaning}
        if not said:
            continue
        first = next(iter(said.values()))
        agreement.totals[meaning] = agreement.totals.get(meaning, 0) + first.total
        essentials = {name: _essence(a, question, days) for name, a in said.items()}
        if any(essence != essentials[next(iter(said))] for essence in essentials.values()):
            told = "; ".join(f"{name} {essence}" for name, essence in essentials.items())
            agreement.mismatches.append(f"{' '.join(question.pieces)} ({meaning}): {told}")


def _essence(answer: Answer, question: Question, days: Mapping[str, int]) -> list[object]:
    """Keep of an answer what must be the same whoever gives it."""
    essence: list[object] = [answer.total, len(answer.ids)]
    if question.newest_first:
        essence.append([days[identifier] for identifier in answer.ids])
    # Of several values with the tenth highest count, any may be named: so compare the counts,
    # and the names of those above.
    for name, counts in (answer.facets or {}).items():
        lowest = min((count for _, count in counts), default=0)
        above = Counter({value: count for value, count in counts if count > lowest})
        essence.append((name, [count for _, count in counts], sorted(above.items())))
    return essence
