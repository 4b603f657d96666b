"""Checking: does the index hold what it promises? Every article of its folder, and every phrase exactly."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ..article import Article
from ..engine import Engine
from ..ingest import Listing, ReadArticle, Readers, list_files
from ..query.nodes import Phrase
from ..query.picks import PICKS_NAME, faults_of_picks
from ..request import MAX_RESULTS_DEPTH, SearchRequest
from ..text.normalization import normalize
from ..text.places import places

_PAGE = 1000


@dataclass(slots=True)
class CheckReport:
    """What a check looked at, and what was wrong; all is well when `faults` is empty."""

    articles: int = 0
    files: int = 0
    phrases: int = 0
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Stage(StrEnum):
    """What a check is at."""

    SUMS = "sums"  # the checksums of the index, in one step
    ARTICLES = "articles"  # those in the index
    FOLDER = "folder"  # the files of the articles
    PHRASES = "phrases"


#: Told after every step: of which stage how much of how much is done, and how many units that is.
CheckListener = Callable[[Stage, int, int, int], None]


def _no_listener(stage: Stage, done: int, total: int, items: int) -> None:
    """Listen to nothing."""


def check(
    engine: Engine,
    phrases: int,
    lengths: tuple[int, int],
    seed: int,
    listener: CheckListener = _no_listener,
) -> CheckReport:
    """Check an index against its folder, and random phrases against plain search through the texts.

    `lengths`: least and most characters of a phrase. The plain search shares nothing with the
    index but the definition of "the same text", `normalize`. Raises IndexUnusableError when a file
    of the index is damaged.
    """
    listener(Stage.SUMS, 0, 1, 0)
    engine.verify()
    listener(Stage.SUMS, 1, 1, 1)
    report, total = CheckReport(), engine.statistics().articles
    texts: dict[str, list[str]] = {}
    for article in engine.articles():
        texts[article.id] = _normalized(article)
        listener(Stage.ARTICLES, len(texts), total, len(texts))
    report.articles = len(texts)
    _check_folder(engine, texts, report, listener)
    _check_record(engine, texts, report)
    recorded = engine.corpus_record()
    if not recorded.is_public:  # where articles that an editor picks may lack
        report.faults += faults_of_picks(Path(recorded.corpus) / PICKS_NAME, texts)
    chosen = _random_phrases(texts, phrases, lengths, random.Random(seed))  # noqa: S311
    for number, phrase in enumerate(chosen, 1):
        _check_phrase(engine, texts, phrase, report)
        listener(Stage.PHRASES, number, len(chosen), number)
    report.phrases = len(chosen)
    return report


def _normalized(article: Article) -> list[str]:
    return [normalize(text) for text in article.texts()]


def _check_folder(
    engine: Engine, texts: dict[str, list[str]], report: CheckReport, listener: CheckListener
) -> None:
    """Read the folder again: each of its articles must be in the index, and no others.

    Of an index of what everyone may read only its own files and articles are looked at.
    """
    recorded = engine.corpus_record()
    folder = Path(recorded.corpus)
    if not folder.is_dir():
        report.warnings.append(f"文章文件夹 {folder} 不在了，未核对文件")
        return
    wanted: dict[str, str] = {}
    shared = {site: frozenset(lines) for site, lines in recorded.shared_lines.items()}
    listing = list_files(folder, recorded.follow_links)
    if recorded.is_public:
        own = [file for file in listing.files if file.path in recorded.files]
        listing = Listing(own, closed=listing.closed)
    report.warnings += map(str, listing.rejections)
    read, total = 0, sum(file.size for file in listing.files)
    unread: set[str] = set()  # files that give no article now: what they gave before is kept
    with Readers(shared) as readers:
        for reading in readers.read(listing.files):
            report.files += 1
            unread.add(reading.file.path)
            for item, _ in reading.items:
                if not isinstance(item, ReadArticle):
                    continue
                unread.discard(reading.file.path)
                if recorded.is_public and item.article.id not in texts:
                    continue
                if item.article.id not in wanted:
                    _check_article(item.article, reading.file.path, texts, report)
                    wanted[item.article.id] = reading.file.path
            read += reading.file.size
            listener(Stage.FOLDER, read, total, report.files)
    report.faults += [
        f"{path}: {identifier} 不在索引中，请运行 zhengsou update"
        for identifier, path in wanted.items()
        if identifier not in texts
    ]
    kept = {path: recorded.files[path].ids for path in unread & recorded.files.keys()}
    report.warnings += [
        f"{path}: 现在读不出文章，索引里仍是以前读出的 {len(ids)} 篇"
        for path, ids in sorted(kept.items())
        if ids
    ]
    hidden = {
        identifier
        for path, record in recorded.files.items()
        if listing.hides(path) or path in kept
        for identifier in record.ids
    }
    report.faults += [
        f"索引中的 {identifier} 已不在文件夹中，请运行 zhengsou update"
        for identifier in texts
        if identifier not in wanted and identifier not in hidden
    ]


def _check_article(
    article: Article, path: str, texts: dict[str, list[str]], report: CheckReport
) -> None:
    """An article must stand in the index as it stands in its file."""
    if article.id in texts and texts[article.id] != _normalized(article):
        report.faults.append(f"{path}: {article.id} 与索引中的文字不同，请运行 update")


def _check_record(engine: Engine, texts: dict[str, list[str]], report: CheckReport) -> None:
    """The record of files, which updates go by, must name the articles that are there."""
    files = engine.corpus_record().files
    recorded = {identifier for record in files.values() for identifier in record.ids}
    if files and recorded != set(texts) and not report.faults:
        report.faults.append("索引的文件清单与所收文章不一致，请运行 zhengsou rebuild")


def _random_phrases(
    texts: dict[str, list[str]], count: int, lengths: tuple[int, int], chance: random.Random
) -> list[str]:
    """Draw random parts of random texts."""
    pool = [text for own in texts.values() for text in own if text]
    phrases: list[str] = []
    while pool and len(phrases) < count:
        text = chance.choice(pool)
        length = min(len(text), chance.randint(*lengths))
        start = chance.randrange(len(text) - length + 1)
        phrase = normalize(text[start : start + length])
        if phrase:
            phrases.append(phrase)
    return phrases


def _check_phrase(
    engine: Engine, texts: dict[str, list[str]], phrase: str, report: CheckReport
) -> None:
    expected = {
        identifier: count
        for identifier, parts in texts.items()
        if (count := sum(1 for part in parts for _ in places(part, phrase)))
    }
    found: dict[str, int] = {}
    total = occurrences = 0
    for offset in range(0, MAX_RESULTS_DEPTH, _PAGE):
        matches = engine.find(SearchRequest(Phrase(phrase), offset=offset, limit=_PAGE))
        total, occurrences = matches.total, matches.occurrences
        found |= {match.id: match.occurrences for match in matches.matches}
        if offset + _PAGE >= total:
            break
    same_articles = found == expected or (
        total > MAX_RESULTS_DEPTH and found.items() <= expected.items()
    )
    if not (same_articles and total == len(expected) and occurrences == sum(expected.values())):
        report.faults.append(
            f"“{phrase}”: 索引得 {total} 篇 {occurrences} 处，"
            f"逐字查找得 {len(expected)} 篇 {sum(expected.values())} 处"
        )
