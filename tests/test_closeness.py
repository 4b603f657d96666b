"""Together, near, most of it, closest first: the same as plain search finds in the same texts."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.query.nodes import Near, Phrase, Query, Together, Unit
from search.query.parser import parse_query
from search.request import SearchRequest
from search.text.names import name_of
from search.text.normalization import normalize

from .articles import article, build

WORDS = ["深化", "改革", "工会", "职工", "工会改革", "夜校"]
texts = st.lists(
    st.sampled_from([*WORDS, "的", "了", "清淤", "，", "。", "；", "！"]), min_size=1, max_size=14
).map("".join)
documents = st.lists(
    st.tuples(texts, st.lists(texts, min_size=1, max_size=3)), min_size=1, max_size=8
)
wanted = st.lists(st.sampled_from(WORDS), min_size=2, max_size=3, unique=True)
words = wanted.filter(lambda parts: "工会改革" not in parts)  # each one piece of a query


@contextmanager
def collection(articles: Sequence[Article], in_two: bool = False) -> Iterator[Engine]:
    """Index articles, perhaps the second half later, so that documents are of two commits."""
    with TemporaryDirectory() as folder:
        half = len(articles) // 2 if in_two else len(articles)
        build(Path(folder), articles[:half]).close()
        if in_two:
            with open_updater(Path(folder)) as writer:
                for one in articles[half:]:
                    writer.add(one)
                writer.commit(CorpusRecord(corpus="", files={}))
        with closing(open_engine(Path(folder))) as engine:
            yield engine


def made(documents: Sequence[tuple[str, list[str]]]) -> list[Article]:
    return [article(f"a{i}", title, *rest) for i, (title, rest) in enumerate(documents)]


def found(engine: Engine, query: Query) -> list[str]:
    request = SearchRequest(query, limit=100, facets=())
    return [match.id for match in engine.find(request).matches]


def blocks(one: Article) -> list[str]:
    return [normalize(text) for text in one.texts()]


def starts(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]


def are_near(text: str, parts: Sequence[str], distance: int) -> bool:
    """Try all ways to choose one occurrence of each."""
    total = sum(map(len, parts))
    return any(
        max(at + len(part) for at, part in zip(places, parts, strict=True)) - min(places) - total
        <= distance
        for places in product(*(starts(text, part) for part in parts))
    )


@given(documents=documents, parts=wanted, distance=st.integers(0, 12), in_two=st.booleans())
@settings(max_examples=20, deadline=None)
def test_texts_near_one_another_are_found_as_plain_search_finds_them(
    documents: list[tuple[str, list[str]]], parts: list[str], distance: int, in_two: bool
) -> None:
    articles = made(documents)
    expected = {
        one.id for one in articles if any(are_near(t, parts, distance) for t in blocks(one))
    }
    with collection(articles, in_two) as engine:
        assert set(found(engine, Near(tuple(map(Phrase, parts)), distance))) == expected


@given(documents=documents, parts=wanted, in_two=st.booleans())
@settings(max_examples=20, deadline=None)
def test_texts_in_one_sentence_and_in_one_paragraph_are_found_as_plain_search_finds_them(
    documents: list[tuple[str, list[str]]], parts: list[str], in_two: bool
) -> None:
    articles = made(documents)
    phrases = tuple(map(Phrase, parts))

    def expected(splits: str) -> set[str]:
        return {
            one.id
            for one in articles
            if any(
                all(part in stretch for part in parts)
                for text in blocks(one)
                for stretch in re.split(splits, text)
            )
        }

    with collection(articles, in_two) as engine:
        assert set(found(engine, Together(Unit.SENTENCE, phrases))) == expected("[。!?;]")
        assert set(found(engine, Together(Unit.PARAGRAPH, phrases))) == expected("\n")


@given(documents=documents, parts=words)
@settings(max_examples=20, deadline=None)
def test_all_words_in_one_sentence_come_before_all_words_anywhere(
    documents: list[tuple[str, list[str]]], parts: list[str]
) -> None:
    articles = made(documents)
    by_id = {one.id: blocks(one) for one in articles}
    whole = normalize(" ".join(parts))

    def tier(identifier: str) -> int:
        stretches = [s for text in by_id[identifier] for s in re.split("[。!?;]", text)]
        is_called_so = name_of(by_id[identifier][0]) == name_of(whole)  # 改革。深化
        if is_called_so or any(whole in text for text in by_id[identifier]):
            return 0
        return 1 if any(all(part in s for part in parts) for s in stretches) else 2

    with collection(articles) as engine:
        tiers = [tier(one) for one in found(engine, parse_query(" ".join(parts)).query)]
    assert tiers == sorted(tiers)


@given(documents=documents, parts=words)
@settings(max_examples=20, deadline=None)
def test_what_has_most_words_holds_what_has_all_and_nothing_without_one(
    documents: list[tuple[str, list[str]]], parts: list[str]
) -> None:
    articles = made(documents)
    parsed = parse_query(" ".join(parts))
    assert parsed.loosened is not None
    with collection(articles) as engine:
        all_of = found(engine, parsed.query)
        most = found(engine, parsed.loosened)
    having = {one.id for one in articles if any(p in t for p in parts for t in blocks(one))}
    assert set(most[: len(all_of)]) == set(all_of)
    assert set(most) <= having


@given(
    titles=st.lists(
        st.sampled_from(["5G网络", "5g 网络", "5Ｇ網絡", "网络"]), min_size=1, max_size=6
    ),
    written=st.sampled_from(["5G", "5g", "網絡", "网络"]),
)
@settings(max_examples=15, deadline=None)
def test_the_exact_form_is_found_as_it_is_written(titles: list[str], written: str) -> None:
    articles = [article(f"a{i}", title, "全文。") for i, title in enumerate(titles)]
    with collection(articles) as engine:
        assert set(found(engine, parse_query(f"精确:{written}").query)) == {
            one.id for one in articles if written in one.title.replace(" ", "")
        }
