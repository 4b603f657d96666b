"""Checking: does the index hold what it promises? Every article of its folder, and every phrase exactly."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ..article import Article
from ..engine import Engine
from ..ingest import Listing, ReadArticle, Readers, ScanMemory, list_files
from ..query.nodes import Phrase
from ..query.picks import PICKS_NAME, faults_of_picks
from ..request import MAX_RESULTS_DEPTH, SearchRequest, Sort
from ..text.normalization import TEXT_SEPARATOR, normalize, normalize_texts
from ..text.places import places

_PAGE = 1000
_Texts = dict[str, bytes]  # a hash of the texts of each article, by id


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
    index but the definition of "the same text", `normalize`. Texts are read twice, one article at
    a time: of each a hash is kept. Raises IndexUnusableError when a file of the index is damaged.
    """
    listener(Stage.SUMS, 0, 1, 0)
    engine.verify()
    listener(Stage.SUMS, 1, 1, 1)
    report, total = CheckReport(), engine.statistics().articles
    drawn = _Draw(phrases, lengths, total, random.Random(seed))  # noqa: S311
    texts: _Texts = {}
    for article in engine.articles():
        own = _normalized(article)
        drawn.look_at(len(texts), own)
        texts[article.id] = _hash(own)
        listener(Stage.ARTICLES, len(texts), total, len(texts))
    report.articles = len(texts)
    _check_folder(engine, texts, report, listener)
    _check_record(engine, texts, report)
    recorded = engine.corpus_record()
    if not recorded.is_public:  # where articles that an editor picks may lack
        report.faults += faults_of_picks(Path(recorded.corpus) / PICKS_NAME, texts)
    report.phrases = len(drawn.phrases)
    report.faults += _check_phrases(engine, drawn.phrases, total, listener)
    return report


def _normalized(article: Article) -> str:
    """Return the texts of an article, normalised, a line break between two: none has one in it."""
    return normalize_texts([*article.texts()]).text


def _hash(texts: str) -> bytes:
    return hashlib.blake2b(texts.encode("utf-8", "replace"), digest_size=16).digest()


def _check_folder(
    engine: Engine, texts: _Texts, report: CheckReport, listener: CheckListener
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
    with Readers(shared, scans=ScanMemory()) as readers:
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


def _check_article(article: Article, path: str, texts: _Texts, report: CheckReport) -> None:
    """An article must stand in the index as it stands in its file."""
    if article.id in texts and texts[article.id] != _hash(_normalized(article)):
        report.faults.append(f"{path}: {article.id} 与索引中的文字不同，请运行 update")


def _check_record(engine: Engine, texts: _Texts, report: CheckReport) -> None:
    """The record of files, which updates go by, must name the articles that are there."""
    files = engine.corpus_record().files
    recorded = {identifier for record in files.values() for identifier in record.ids}
    if files and recorded != set(texts) and not report.faults:
        report.faults.append("索引的文件清单与所收文章不一致，请运行 zhengsou rebuild")


class _Draw:
    """Draws random parts of random articles, which come one after another."""

    def __init__(
        self, count: int, lengths: tuple[int, int], articles: int, chance: random.Random
    ) -> None:
        self.phrases: list[str] = []
        self._lengths = lengths
        self._chance = chance
        self._wanted = Counter(chance.randrange(articles) for _ in range(count if articles else 0))
        self._owed = 0  # so far; more than of one where an article before had no text

    def look_at(self, number: int, texts: str) -> None:
        """Draw what is wanted of an article, by its number in the order of the index."""
        self._owed += self._wanted[number]
        own = [text for text in texts.split(TEXT_SEPARATOR) if text] if self._owed else []
        while own and self._owed:
            text = self._chance.choice(own)
            length = min(len(text), self._chance.randint(*self._lengths))
            start = self._chance.randrange(len(text) - length + 1)
            phrase = normalize(text[start : start + length])
            if not phrase:
                return  # let the next article have one more
            self.phrases.append(phrase)
            self._owed -= 1


class _Phrase:
    """What an index finds of a phrase, and what plain search through one article after another does."""

    def __init__(self, engine: Engine, phrase: str) -> None:
        self._phrase = phrase
        self._found: dict[str, int] = {}  # that plain search has not come to yet
        self._total = self._occurrences = 0
        for offset in range(0, MAX_RESULTS_DEPTH, _PAGE):
            request = SearchRequest(
                Phrase(phrase), sort=Sort.NEWEST, offset=offset, limit=_PAGE, facets=()
            )
            matches = engine.find(request)
            self._total, self._occurrences = matches.total, matches.occurrences
            self._found |= {match.id: match.occurrences for match in matches.matches}
            if offset + _PAGE >= self._total:
                break
        self._articles = self._places = 0  # by plain search
        self._agrees = True

    def look_at(self, identifier: str, texts: str) -> None:
        """Search an article: a phrase has no line break, so none runs from one text into the next."""
        count = sum(1 for _ in places(texts, self._phrase))
        if count:
            self._articles += 1
            self._places += count
        is_beyond = self._total > MAX_RESULTS_DEPTH  # no page reaches all of them
        found = self._found.pop(identifier, count if is_beyond else 0)
        self._agrees &= found == count

    def fault(self) -> str | None:
        """Say what does not agree, when all articles were searched."""
        index, plain = (self._total, self._occurrences), (self._articles, self._places)
        if self._agrees and not self._found and index == plain:
            return None
        return (
            f"“{self._phrase}”: 索引得 {self._total} 篇 {self._occurrences} 处，"
            f"逐字查找得 {self._articles} 篇 {self._places} 处"
        )


def _check_phrases(
    engine: Engine, phrases: list[str], total: int, listener: CheckListener
) -> list[str]:
    """Compare what the index finds of phrases with plain search."""
    if not phrases:
        return []
    asked = [_Phrase(engine, phrase) for phrase in phrases]
    for number, article in enumerate(engine.articles(), 1):
        texts = _normalized(article)
        for phrase in asked:
            phrase.look_at(article.id, texts)
        listener(Stage.PHRASES, number, total, number)
    return [fault for phrase in asked if (fault := phrase.fault())]
