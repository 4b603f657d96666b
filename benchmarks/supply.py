"""Supply: where do a million documents come from? Real articles cut, then new ones of their sentences.

Everything is drawn by the number of a document, so document 700,000 is the same whenever it is
asked for, and none but the one that is asked for is in memory.
"""

import mmap
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

import numpy as np
from tqdm import tqdm

from search import Article, Block, BlockKind, read_corpus
from search.partial_date import first_of
from search.text.sentences import sentence_ranges

#: Characters of a document.
SHORTEST, LONGEST = 300, 1200
#: Of documents made up, so many are copies of an earlier one, or versions of one.
COPIES, VERSIONS = 0.02, 0.01
REPEALS = 0.01  # and so many say that they repeal an earlier one

_HEADS, _SENTENCES, _STARTS = "articles.jsonl", "sentences.txt", "starts.npy"
_PART = 300  # characters; a longer sentence is cut
_SENTENCES_IN_PARAGRAPH = 4
_REAL_TITLE = 0.05  # of documents made up, so many have a title that others may have
_TITLE = (8, 40)  # characters of a title that is made of a sentence
_MOVED = 900  # days by which a document lies before or behind the article its day is from
_ABOUT = "关于"
_CLAUSE = re.compile(r"[，。；：！？、]")
_KIND, _FACTS, _TEXT, _PARTS = range(4)  # of a document, each drawn by itself
_DIGITS = re.compile(r"\d+(?=\D*$)")


def prepare(articles: Path, folder: Path) -> int:
    """Read a folder of articles and lay out what documents are made of; return how many articles.

    Raises UsageError when there is no such folder.
    """
    starts, end = [0], 0
    seen: set[str] = set()
    with (
        (folder / _HEADS).open("w", encoding="utf-8") as heads,
        (folder / _SENTENCES).open("wb") as sentences,
    ):
        for item in tqdm(
            read_corpus(articles), desc="reading", unit=" articles", leave=False, disable=None
        ):
            if not isinstance(item, Article) or item.id in seen:
                continue
            seen.add(item.id)
            heads.write(item.to_json() + "\n")
            for block in item.blocks:
                for sentence in _sentences(block.text):
                    encoded = sentence.encode("utf-8", "replace")
                    sentences.write(encoded)
                    end += len(encoded)
                    starts.append(end)
    np.save(folder / _STARTS, np.array(starts, np.int64))
    return len(seen)


class Supply:
    """Documents, the real ones first; see `prepare` for what must lie in the folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _HEADS
        with (folder / _SENTENCES).open("rb") as stream:
            self._sentences = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._starts = np.load(folder / _STARTS, mmap_mode="r")
        self._count = len(self._starts) - 1
        self._heads: list[Article] = []  # articles without their texts
        self._places: list[int] = []  # where each stands in the file
        with self._path.open("rb") as lines:
            place = 0
            for line in lines:
                article = Article.from_json(line.decode())
                self._heads.append(replace(article, blocks=()))
                self._places.append(place)
                place += len(line)

    def documents(self, count: int, first: int = 0) -> Iterator[Article]:
        """Yield documents by their numbers, from `first` on: real ones, then those made up."""
        return islice(chain(self._real(), self._made_up()), first, count)

    @cached_property
    def real(self) -> int:
        """Count the documents that real articles give."""
        return sum(1 for _ in self._real())

    def _real(self) -> Iterator[Article]:
        """Cut the articles, in an order that is drawn once."""
        order = list(range(len(self._heads)))
        random.Random(0).shuffle(order)
        with self._path.open("rb") as lines:
            for number in order:
                lines.seek(self._places[number])
                yield from cut(Article.from_json(lines.readline().decode()))

    def _made_up(self) -> Iterator[Article]:
        number = 0
        while True:
            yield self.made_up(number)
            number += 1

    def made_up(self, number: int) -> Article:
        """Make up a document: new, or a copy or a version of an earlier one."""
        chance = _chance(number, _KIND)
        kind = chance.random()
        if number == 0 or kind >= COPIES + VERSIONS:
            return self._new(number)
        earlier = self._new(chance.randrange(number))
        day = self._day(chance)
        own = replace(earlier, id=_id(number), published=day, repeals=())
        if kind < COPIES:
            return replace(own, source=chance.choice(self._heads).source)
        kept = earlier.blocks[: len(earlier.blocks) // 2]
        taken = sum(len(block.text) for block in kept)
        number_of = _number(chance, earlier.doc_number)
        return replace(own, doc_number=number_of, blocks=kept + self._blocks(chance, taken))

    def _new(self, number: int) -> Article:
        """Make up a document that has nothing to do with others but sentences."""
        facts = self._facts(number)
        chance = _chance(number, _TEXT)
        head = facts.head
        cites: tuple[str, ...] = ()
        repeals: tuple[str, ...] = ()
        if number and head.cites and (cited := self._earlier(chance, number).doc_number):
            cites = (cited,)
        if number and chance.random() < REPEALS:
            repeals = (self._earlier(chance, number).title,)
        return replace(
            head,
            id=_id(number),
            title=facts.title,
            published=self._day(chance),
            signed=None,
            doc_number=facts.doc_number,
            cites=cites,
            repeals=repeals,
            url=f"{head.url}?{number}" if head.url else None,
            blocks=self._blocks(chance),
        )

    def _earlier(self, chance: random.Random, number: int) -> "_Facts":
        return self._facts(chance.randrange(number))

    def _facts(self, number: int) -> "_Facts":
        """Draw what others may say of a document: its title and number."""
        chance = _chance(number, _FACTS)
        head = chance.choice(self._heads)
        return _Facts(head, self._title(chance, head), _number(chance, head.doc_number))

    def _title(self, chance: random.Random, head: Article) -> str:
        """Keep a title, put halves of two together, or take the clause of a sentence."""
        if chance.random() < _REAL_TITLE:
            return head.title
        issuer, about, _ = head.title.partition(_ABOUT)
        other = chance.choice(self._heads).title.partition(_ABOUT)
        if about and other[1]:
            return issuer + _ABOUT + other[2]
        while True:
            for clause in _CLAUSE.split(self._sentence(chance)):
                if _TITLE[0] <= len(clause) <= _TITLE[1] and not clause.startswith("第"):
                    return clause

    def _day(self, chance: random.Random) -> date | None:
        day = chance.choice(self._heads).day
        if day is None:
            return None
        return first_of(day) - timedelta(days=chance.randrange(_MOVED))

    def _blocks(self, chance: random.Random, taken: int = 0) -> tuple[Block, ...]:
        """Fill a document, of which so many characters are taken, with paragraphs of sentences."""
        blocks: list[Block] = []
        room = chance.randint(SHORTEST, LONGEST) - taken
        while room > 0:
            count = 1 + int(chance.random() * _SENTENCES_IN_PARAGRAPH)
            text = "".join(self._sentence(chance) for _ in range(count))[:room]
            blocks.append(Block(BlockKind.PARAGRAPH, text))
            room -= len(text)
        return tuple(blocks)

    def _sentence(self, chance: random.Random) -> str:
        number = int(chance.random() * self._count)
        start, end = self._starts[number : number + 2].tolist()
        return self._sentences[start:end].decode()


@dataclass(frozen=True, slots=True)
class _Facts:
    head: Article  # whose section, source and issuer it has
    title: str
    doc_number: str | None


def cut(article: Article) -> Iterator[Article]:
    """Cut an article into documents, between blocks or sentences; what is too short at its end is left out.

    The first has the article's title, others are called by how they begin.
    """
    chance = random.Random(article.id)
    number = 0
    blocks: list[Block] = []
    size, room = 0, chance.randint(SHORTEST, LONGEST)
    for block in article.blocks:
        for position, sentence in enumerate(_sentences(block.text)):
            if size >= room or size + len(sentence) > LONGEST:
                yield _piece(article, number, blocks)
                blocks, size, room = [], 0, chance.randint(SHORTEST, LONGEST)
                number += 1
            if position and blocks:
                blocks[-1] = replace(blocks[-1], text=blocks[-1].text + sentence)
            else:
                blocks.append(Block(block.kind, sentence))
            size += len(sentence)
    if size >= SHORTEST:
        yield _piece(article, number, blocks)


def _piece(article: Article, number: int, blocks: list[Block]) -> Article:
    if number == 0:
        return replace(article, blocks=tuple(blocks))
    return replace(
        article,
        id=f"{article.id}#{number}",
        title=blocks[0].text[: _TITLE[1]],
        doc_number=None,
        repeals=(),
        blocks=tuple(blocks),
    )


def _sentences(text: str) -> Iterator[str]:
    for start, end in sentence_ranges(text):
        for begin in range(start, end, _PART):
            yield text[begin : min(begin + _PART, end)]


def _number(chance: random.Random, doc_number: str | None) -> str | None:
    """Give a document number another serial number."""
    return _DIGITS.sub(str(chance.randrange(1, 5000)), doc_number) if doc_number else None


def _chance(number: int, of: int) -> random.Random:
    """Return what one part of a document is drawn by."""
    return random.Random(number * _PARTS + of)


def _id(number: int) -> str:
    return f"made-up-{number:07}"
