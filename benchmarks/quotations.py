"""Quotations: is the source of a changed sentence found, and nothing said of one that was not changed?

    python -m benchmarks.quotations ARTICLES [--sentences N] [--seed N] [--json FILE] [--misses N]

ARTICLES is a folder of articles, or that of an index. Sentences are drawn from articles drawn at
random; what everybody says is passed over. Each other one is checked as it is, as a draft of one
sentence, and changed in each way that it allows: one or two characters put in the place of others,
的 added, a clause in the middle left out, two clauses exchanged. A changed sentence that stands in
the collection, too, is asked no more. The source
is right where an article is named in which the sentence stood. Then a draft of 20,000 characters is
checked, every other sentence of it changed.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from tqdm import tqdm

from search import Engine
from search.query.nodes import Phrase
from search.request import PlacesRequest
from search.text.normalization import normalize, normalize_texts
from search.wording.findings import Finding, Verdict
from search.wording.passages import PassageKind, sentences_in
from search.wording.quotations import MOST_CHARACTERS, check_draft

from .indexed import open_or_build

EXIT_WELL, EXIT_WORSE = 0, 1
LEAST_RIGHT, MOST_CALLED_CHANGED = 0.95, 0.01

_SEED = 19
_FREQUENT = "的一国不人在有中大为发展工作建设全市推进加强管理"
_TIMES = 3
_WAYS = ("one character", "two characters", "的 added", "a clause left out", "clauses exchanged")


@dataclass(slots=True)
class Way:
    """What was found of sentences changed in one way."""

    name: str
    sentences: int = 0
    right: int = 0  # called changed, with a source in which the sentence stood
    called_unknown: int = 0

    @property
    def share(self) -> float:
        """Return the share of which the right source was found."""
        return self.right / max(self.sentences, 1)


@dataclass(slots=True)
class Measured:
    """What was found of all."""

    articles: int
    unchanged: int
    called_changed: int
    passed_over: int  # everybody says so
    ways: tuple[Way, ...]
    draft_characters: int = 0
    draft_seconds: float = 0.0  # of processor time, the median of three

    @property
    def right(self) -> float:
        """Return the share of changed sentences of which the right source was found."""
        return sum(way.right for way in self.ways) / max(sum(way.sentences for way in self.ways), 1)

    @property
    def is_well(self) -> bool:
        """Say whether enough was right."""
        return (
            all(way.share >= LEAST_RIGHT for way in self.ways if way.sentences)
            and self.called_changed <= self.unchanged * MOST_CALLED_CHANGED
        )


@click.command()
@click.argument("articles", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--sentences", default=500, show_default=True, help="How many sentences.")
@click.option("--seed", default=_SEED, show_default=True, help="By which they are drawn.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write results here.")
@click.option("--misses", default=0, help="Show so many changed sentences whose source was missed.")
def main(articles: Path, sentences: int, seed: int, json_file: Path | None, misses: int) -> None:
    """Check sentences of ARTICLES, as they are and changed."""
    with open_or_build(articles) as engine:
        chance = random.Random(seed)
        drawn = list(_draw(engine, chance, sentences))
        measured = Measured(
            engine.statistics().articles, len(drawn), 0, 0, tuple(Way(name) for name in _WAYS)
        )
        missed: list[tuple[str, str]] = []
        for sentence in tqdm(drawn, unit=" sentences", leave=False, disable=None):
            found = _finding(engine, sentence)
            if found is None:
                measured.passed_over += 1
                continue
            measured.called_changed += found.verdict is Verdict.CHANGED
            for way, changed in zip(measured.ways, _changed(sentence, chance), strict=True):
                if changed and not _look_up(engine, way, sentence, changed):
                    missed.append((sentence, changed))
        _time_draft(engine, drawn, chance, measured)
    _tell(measured)
    for sentence, changed in missed[:misses]:
        click.echo(f"\n{sentence}\n{changed}")
    if json_file:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(asdict(measured), ensure_ascii=False, indent=1) + "\n")
    sys.exit(EXIT_WELL if measured.is_well else EXIT_WORSE)


def _draw(engine: Engine, chance: random.Random, count: int) -> Iterator[str]:
    """Draw sentences, each from an article drawn anew."""
    ids = list(engine.days())
    while count:
        (article,) = engine.fetch([chance.choice(ids)])
        text = chance.choice(article.blocks).text if article.blocks else ""
        if found := list(sentences_in(text)):
            count -= 1
            sentence = chance.choice(found)
            yield text[sentence.start : sentence.end]


def _changed(sentence: str, chance: random.Random) -> list[str]:
    """Change a sentence in each way; empty where it has no clause for it."""
    clauses = sentence.split("，")
    left_out = exchanged = ""
    if len(clauses) > 2:
        at = chance.randrange(1, len(clauses) - 1)
        left_out = "，".join(clauses[:at] + clauses[at + 1 :])
        at = chance.randrange(len(clauses) - 1)
        clauses[at : at + 2] = clauses[at + 1], clauses[at]
        exchanged = "，".join(clauses)
    at = chance.randrange(1, len(sentence))
    one = _mistyped(sentence, chance)
    added = f"{sentence[:at]}的{sentence[at:]}"
    return [one, _mistyped(one, chance), added, left_out, exchanged]


def _mistyped(sentence: str, chance: random.Random) -> str:
    at = chance.randrange(len(sentence))
    return sentence[:at] + chance.choice(_FREQUENT) + sentence[at + 1 :]


def _look_up(engine: Engine, way: Way, sentence: str, changed: str) -> bool:
    """Check a changed sentence; say whether that went well."""
    if engine.places(PlacesRequest(Phrase(normalize(changed)), limit=1)).total:
        return True
    way.sentences += 1
    found = _finding(engine, changed)
    is_right = bool(found and found.source and _has(engine, found.source.head.id, sentence))
    way.right += is_right
    way.called_unknown += found is not None and found.verdict is Verdict.UNKNOWN
    return is_right


def _has(engine: Engine, identifier: str, sentence: str) -> bool:
    (article,) = engine.fetch([identifier])
    lines = [article.title, *article.lines()]
    if any(sentence in line for line in lines):
        return True
    said = normalize(sentence)  # a copy may write its marks otherwise
    return said in normalize_texts(lines).text


def _finding(engine: Engine, sentence: str) -> Finding | None:
    """Return what is found of a draft of one sentence."""
    found = check_draft(engine, sentence).findings
    return next((one for one in found if one.kind is PassageKind.SENTENCE), None)


def _time_draft(
    engine: Engine, drawn: list[str], chance: random.Random, measured: Measured
) -> None:
    sentences = [
        _mistyped(sentence, chance) if number % 2 else sentence
        for number, sentence in enumerate(drawn)
    ]
    draft = "。\n".join(sentences)
    draft = (draft * (MOST_CHARACTERS // max(len(draft), 1) + 1))[:MOST_CHARACTERS]
    measured.draft_characters = len(draft)
    times = []
    for _ in range(_TIMES):
        start = time.process_time()
        check_draft(engine, draft)
        times.append(time.process_time() - start)
    measured.draft_seconds = round(statistics.median(times), 3)


def _tell(measured: Measured) -> None:
    click.echo(f"articles            {measured.articles:10,}")
    click.echo(f"unchanged sentences {measured.unchanged:10,}")
    click.echo(f"  called changed    {measured.called_changed:10,}")
    click.echo(f"  passed over       {measured.passed_over:10,}")
    for way in measured.ways:
        click.echo(
            f"{way.name:20}{way.sentences:10,}  right source {way.share:7.1%}"
            f"  called unknown {way.called_unknown:4,}"
        )
    click.echo(f"all                 {'':10}  right source {measured.right:7.1%}")
    click.echo(
        f"draft of {measured.draft_characters:,} characters: {measured.draft_seconds:.2f} s of processor time"
    )


if __name__ == "__main__":
    main()
