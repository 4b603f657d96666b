"""Documents: which does every engine index? Articles of a folder, long ones cut into pieces."""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from search import Article, Block, read_corpus
from search.facets import FACETS
from search.partial_date import first_of
from search.text.analysis import Analysis, analyze
from search.text.segmentation import Segmenter

#: The facets that every engine counts.
COUNTED_FACETS = ("section", "year")
#: How many characters a piece of a long article has, about.
PIECE_CHARACTERS = 1200

_SEED = 20240517
_NO_DAY = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine is fed: the terms of one article, and what narrows results."""

    id: str
    words: list[str]  # of title, headings and body, with repetitions
    texts: list[str]  # normalised: no phrase reaches from one into the next
    facets: dict[str, tuple[str, ...]]  # by the names in COUNTED_FACETS
    day: int  # the date as a proleptic ordinal, 0 without one


def read_documents(folder: Path) -> list[Article]:
    """Read a folder and cut what is long; shuffled, always alike, so that any part is from all files."""
    articles: dict[str, Article] = {}
    for item in tqdm(
        read_corpus(folder), desc="reading", unit=" articles", leave=False, disable=None
    ):
        if isinstance(item, Article):
            articles.setdefault(item.id, item)
    documents = [piece for article in articles.values() for piece in pieces(article)]
    random.Random(_SEED).shuffle(documents)
    return documents


def pieces(article: Article) -> list[Article]:
    """Cut an article into pieces of about PIECE_CHARACTERS, between blocks where that is possible."""
    filled: list[list[Block]] = [[]]
    room = PIECE_CHARACTERS
    for block in _short_blocks(article):
        if len(block.text) > room and filled[-1]:
            filled.append([])
            room = PIECE_CHARACTERS
        filled[-1].append(block)
        room -= len(block.text)
    if len(filled) == 1:
        return [article]
    return [
        replace(article, id=f"{article.id}#{number}", blocks=tuple(blocks))
        for number, blocks in enumerate(filled, 1)
    ]


def _short_blocks(article: Article) -> Iterator[Block]:
    for block in article.blocks:
        for start in range(0, len(block.text), PIECE_CHARACTERS):
            yield replace(block, text=block.text[start : start + PIECE_CHARACTERS])


def save_documents(documents: list[Article], path: Path) -> None:
    """Write documents, one a line."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(document.to_json() + "\n" for document in documents)


class Feed:
    """Hands saved documents to an engine one by one, so that only the engine needs memory.

    What is not the engine's work is timed apart: reading, which never counts, and segmentation.
    """

    def __init__(self, path: Path, size: int, name: str) -> None:
        self._path, self._size, self._name = path, size, name
        self._segmenter = Segmenter()
        self.reading_s = 0.0
        self.segmentation_s = 0.0

    def articles(self) -> Iterator[Article]:
        """Yield the documents as they are, for an engine that analyses by itself."""
        with (
            self._path.open(encoding="utf-8") as lines,
            tqdm(
                total=self._size, desc=self._name, unit=" documents", leave=False, disable=None
            ) as bar,
        ):
            for _ in range(self._size):
                begin = time.perf_counter()
                article = Article.from_json(next(lines))
                bar.update()
                self.reading_s += time.perf_counter() - begin
                yield article

    def documents(self) -> Iterator[Document]:
        """Yield the documents analysed, as `search.text.analysis` does for all engines."""
        for article in self.articles():
            begin = time.perf_counter()
            analysis = analyze(article, self._segmenter)
            self.segmentation_s += time.perf_counter() - begin
            yield make_document(article, analysis)


def make_document(article: Article, analysis: Analysis) -> Document:
    """Put together what an engine is fed."""
    return Document(
        id=article.id,
        words=analysis.title_terms + analysis.heading_terms + analysis.body_terms,
        texts=analysis.characters.split("\n"),
        facets={f.name: f.values(article) for f in FACETS if f.name in COUNTED_FACETS},
        day=first_of(article.day).toordinal() if article.day else _NO_DAY,
    )


def save_ids(ids: list[str], folder: Path) -> None:
    """Keep the ids of documents by number, for an engine that answers in numbers."""
    (folder / "ids.json").write_text(json.dumps(ids), encoding="utf-8")


def load_ids(folder: Path) -> list[str]:
    """Return what `save_ids` kept."""
    ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
    return ids
