"""Judged sets: which documents answer which query? Read from files, and indexed."""

import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search import Article, Block, BlockKind, Engine, open_engine
from search.corpus_record import CorpusRecord
from search.engines import open_builder
from search.text.segmentation import Segmenter


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a judged set."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Documents, queries by id, and which documents are relevant to which query."""

    name: str
    texts: list[Text]
    queries: dict[str, str]
    relevant: dict[str, dict[str, int]]


def read_set(folder: Path, most: int | None = None) -> JudgedSet:
    """Read a judged set; queries without a judged document that is there are left out."""
    packed = (folder / "corpus.jsonl.gz").exists()
    path = folder / ("corpus.jsonl.gz" if packed else "corpus.jsonl")
    with (gzip.open if packed else open)(path, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        texts = [Text(row["id"], row.get("title") or "", row["text"]) for row in rows]
    ids = {text.id for text in texts}
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, relevance = line.split("\t")
        if document in ids:
            relevant[query][document] = int(relevance)
    with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        queries = {row["qid"]: row["query"] for row in rows if row["qid"] in relevant}
    kept = dict(list(queries.items())[:most])
    return JudgedSet(folder.name, texts, kept, {query: relevant[query] for query in kept})


def build_index(texts: Sequence[Text], folder: Path) -> Engine:
    """Index the documents of a set in an empty folder."""
    with open_builder(folder, Segmenter()) as writer:
        for text in texts:
            writer.add(_article(text))
        writer.commit(CorpusRecord("", {}))
    return open_engine(folder)


def _article(text: Text) -> Article:
    blocks = (Block(BlockKind.PARAGRAPH, line) for line in text.text.splitlines() if line.strip())
    return Article(text.id, text.title, None, (), None, None, None, None, blocks=tuple(blocks))
