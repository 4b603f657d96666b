"""The same documents, terms and queries in stock Whoosh: the same found, the same BM25 scores."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from whoosh import analysis, fields, index, query, scoring
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.engines.whoosh.store import writer as whoosh_writer
from search.ingest import read_corpus
from search.query.nodes import AllOf, AnyOf, Not, Phrase, Query, Word
from search.request import SearchRequest
from search.scoring import FIELD_WEIGHTS, K1, idf
from search.text.analysis import Analysis, analyze
from search.text.normalization import TEXT_SEPARATOR
from search.text.segmentation import Segmenter

from .articles import article, build
from .examples import examples
from .whoosh_readers import let_whoosh_read

CORPUS = Path(__file__).parents[1] / "corpus"
NO_FILES = CorpusRecord(corpus="", files={})


class Bigrams(analysis.Tokenizer):  # type: ignore[misc]
    """Cuts a line of characters into pairs, none over the end of a text."""

    def __call__(self, value: str, **_: object) -> Iterator[analysis.Token]:
        token = analysis.Token(positions=True)
        for position, pair in enumerate(pairs(value)):
            if TEXT_SEPARATOR not in pair:
                token.text, token.pos, token.boost = pair, position, 1.0
                yield token


def pairs(characters: str) -> list[str]:
    return [characters[at : at + 2] for at in range(len(characters) - 1)]


def stock_index(folder: Path, analyses: dict[str, Analysis]) -> Any:
    """Index terms with stock Whoosh and its stock codec."""
    schema = fields.Schema(
        id=fields.STORED(),
        **{name: fields.TEXT(phrase=False) for name in ("words", *FIELD_WEIGHTS)},
        bigrams=fields.TEXT(Bigrams()),
    )
    folder.mkdir()
    made = index.create_in(str(folder), schema)
    writer = made.writer()
    for identifier, one in analyses.items():
        writer.add_document(
            id=identifier,
            words=one.title_terms + one.heading_terms + one.body_terms,
            title=one.title_terms,
            heading=one.heading_terms,
            body=one.body_terms,
            bigrams=one.characters,
        )
    writer.commit()
    return made


def in_stock_whoosh(node: Query) -> Any:
    """Say a query in Whoosh's own classes."""
    match node:
        case Word(text):
            return query.Term("words", text)
        case Phrase(text) if len(text) == 2:
            return query.Term("bigrams", text)
        case Phrase(text):
            return query.Phrase("bigrams", pairs(text))
        case AllOf(nodes):
            return query.And([in_stock_whoosh(one) for one in nodes])
        case AnyOf(nodes):
            return query.Or([in_stock_whoosh(one) for one in nodes])
        case Not(inner):
            return query.And([query.Every(), query.Not(in_stock_whoosh(inner))])
        case _:
            raise NotImplementedError


def random_query(chance: random.Random, analyses: list[Analysis], depth: int = 3) -> Query:
    kind = chance.choice(
        ["word", "phrase"] if depth == 0 else ["word", "phrase", "and", "or", "not"]
    )
    one = chance.choice(analyses)
    if kind == "word":
        return Word(chance.choice(one.body_terms or one.title_terms))
    if kind == "phrase":
        text = chance.choice(
            [text for text in one.characters.split(TEXT_SEPARATOR) if len(text) > 1]
        )
        length = min(chance.randint(2, 6), len(text))
        start = chance.randrange(len(text) - length + 1)
        return Phrase(text[start : start + length])
    if kind == "not":
        return Not(random_query(chance, analyses, depth - 1))
    nodes = tuple(random_query(chance, analyses, depth - 1) for _ in range(chance.randint(2, 3)))
    return AllOf(nodes) if kind == "and" else AnyOf(nodes)


@pytest.fixture(scope="module")
def sample() -> dict[str, Article]:
    return {item.id: item for item in read_corpus(CORPUS) if isinstance(item, Article)}


@pytest.fixture(scope="module")
def analyses(sample: dict[str, Article]) -> dict[str, Analysis]:
    return {one.id: analyze(one, Segmenter()) for one in sample.values()}


@pytest.fixture(scope="module", params=["one segment", "many segments"])
def engine(
    sample: dict[str, Article], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:  # fmt: skip
    folder, articles = tmp_path_factory.mktemp("index"), list(sample.values())
    if request.param == "one segment":
        build(folder, articles).close()
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(whoosh_writer, "_SMALL", 0)
            patch.setattr(whoosh_writer, "_GROWTH", 0)
            changed = [article(one.id, "旧题", "旧文。") for one in articles[:9]]
            build(folder, changed + articles[9:30]).close()
            for part in (articles[30:31], articles[31:50], articles[50:]):
                add(folder, part, remove=[])
            add(folder, articles[:9], remove=[one.id for one in articles[:9]])
    assert len(list(folder.glob("*/*.arrays"))) == (1 if request.param == "one segment" else 4)
    with closing(open_engine(folder)) as opened:
        yield opened


def add(folder: Path, articles: list[Article], remove: list[str]) -> None:
    with open_updater(folder) as writer:
        writer.remove(remove)
        for one in articles:
            writer.add(one)
        writer.commit(NO_FILES)


@pytest.fixture(scope="module")
def expected(
    analyses: dict[str, Analysis], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Query, set[str]]]:
    """Ask stock Whoosh a thousand queries."""
    chance, listed = random.Random(3), list(analyses.values())
    asked = [random_query(chance, listed) for _ in range(examples(1000))]
    with stock_index(tmp_path_factory.mktemp("whoosh") / "stock", analyses).searcher() as stock:
        return [
            (each, {hit["id"] for hit in stock.search(in_stock_whoosh(each), limit=None)})
            for each in asked
        ]


def test_a_thousand_boolean_queries_find_the_same(
    engine: Engine, expected: list[tuple[Query, set[str]]]
) -> None:
    for asked, ids in expected:
        matches = engine.find(SearchRequest(asked, limit=1000))
        assert {match.id for match in matches.matches} == ids, asked
        assert matches.total == len(ids)
    assert sum(bool(ids) for _, ids in expected) > len(expected) / 2


class SameIdf(scoring.BM25F):  # type: ignore[misc]
    """Stock BM25 with the form of idf that is never negative, as ours has it."""

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        return idf(searcher.doc_count_all(), searcher.doc_frequency(fieldname, text))


def with_text_in(field: str, identifier: str, text: str) -> Article:
    match field:
        case "title":
            return article(identifier, text)
        case "heading":
            return article(identifier, "题", headings=(text,))
        case _:
            return article(identifier, "题", text)


@pytest.mark.parametrize("field", list(FIELD_WEIGHTS))
def test_scores_of_a_field_are_those_of_stock_bm25(tmp_path: Path, field: str) -> None:
    # A field's weight w in BM25F is a k1 of k1 / w in BM25, but for a constant factor.
    weight = FIELD_WEIGHTS[field]
    factor = (K1 + 1) / (K1 / weight.weight + 1)
    chance = random.Random(5)
    # Stock Whoosh keeps lengths in a byte; these it keeps exactly.
    lengths = [n for n in range(1, 120) if byte_to_length(length_to_byte(n)) == n]
    words = [f"w{number}" for number in range(60)]
    texts = {
        f"a{i:03}": " ".join(chance.choices(words, k=chance.choice(lengths))) for i in range(200)
    }
    articles = [with_text_in(field, identifier, text) for identifier, text in texts.items()]
    analyses = {one.id: analyze(one, Segmenter()) for one in articles}
    stock = SameIdf(B=weight.b, K1=K1 / weight.weight)
    asked_for: list[Word | AnyOf | AllOf] = [Word(word) for word in words]
    asked_for += [AnyOf((Word("w1"), Word("w2"))), AllOf((Word("w3"), Word("w4")))]
    with (
        closing(build(tmp_path / "ours", articles)) as engine,
        stock_index(tmp_path / "stock", analyses).searcher(weighting=stock) as searcher,
    ):
        for asked in asked_for:
            nodes = asked.nodes if isinstance(asked, AllOf | AnyOf) else (asked,)
            terms = [query.Term(field, node.text) for node in nodes if isinstance(node, Word)]
            kind = query.And if isinstance(asked, AllOf) else query.Or
            hits = searcher.search(kind(terms), limit=None)
            expected = {hit["id"]: hit.score * factor for hit in hits}
            matches = engine.find(SearchRequest(AnyOf((asked,)), limit=1000)).matches  # no tiers
            scores = {match.id: match.score for match in matches}
            assert scores == pytest.approx(expected, rel=1e-4, abs=6e-5), asked


def test_stock_whoosh_reads_our_segments(
    sample: dict[str, Article],
    analyses: dict[str, Analysis],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoosh's own queries, over our codec, find what they find over theirs."""
    let_whoosh_read(monkeypatch)
    build(tmp_path, sample.values()).close()
    (folder,) = tmp_path.glob("build-*")
    ids = [one.id for one in sample.values()]
    chance, listed = random.Random(4), list(analyses.values())
    with (
        stock_index(tmp_path / "stock", analyses).searcher() as stock,
        index.open_dir(str(folder)).searcher() as ours,
    ):
        for _ in range(examples(150)):
            asked = in_stock_whoosh(random_query(chance, listed, depth=1))
            expected = {hit["id"] for hit in stock.search(asked, limit=None)}
            assert {ids[n] for n in ours.docs_for_query(asked)} == expected, asked
