"""A phrase finds every literal occurrence and nothing else: the index against plain search."""

import random
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.ingest import read_corpus
from search.query.literals import literals
from search.query.nodes import Phrase, Word
from search.query.parser import parse_query
from search.request import SearchRequest
from search.text.dictionary import Dictionary
from search.text.normalization import normalize
from search.text.pieces import is_single_character

from .articles import article, build

CORPUS = Path(__file__).parents[1] / "corpus"
NO_FILES = CorpusRecord(corpus="", files={})

# Few characters, so that phrases recur and overlap; with every kind that normalising treats apart.
texts = st.text(
    alphabet="工会会總总Ａａa1１，,。 \n\u3000“”\u200b😀Ⅱi…—é\u0301", min_size=1, max_size=30
)


@cache
def normalized_texts(one: Article) -> tuple[str, ...]:
    """Normalise the title and each block, every one on its own."""
    return tuple(normalize(text) for text in one.texts())


def plain_counts(articles: list[Article], phrase: str) -> dict[str, int]:
    """Count the places of a phrase in each article, without any index."""
    counts = {}
    for one in articles:
        places = 0
        for text in normalized_texts(one):
            place = text.find(phrase)
            while place >= 0:
                places, place = places + 1, text.find(phrase, place + 1)
        if places:
            counts[one.id] = places
    return counts


def index_counts(engine: Engine, phrase: str) -> dict[str, int]:
    """Count them by the index, checking that the totals are the sums."""
    matches = engine.find(SearchRequest(Phrase(phrase), limit=1000))
    counts = {match.id: match.occurrences for match in matches.matches}
    assert matches.total == len(counts)
    assert matches.occurrences == sum(counts.values())
    return counts


@given(
    bodies=st.lists(st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=4),
    phrases=st.lists(texts, min_size=1, max_size=8),
)
@settings(max_examples=25, deadline=None)
def test_made_up_phrases_are_counted_as_plain_search_counts_them(
    bodies: list[list[str]], phrases: list[str]
) -> None:
    articles = [article(f"a{i}", body[0], *body[1:]) for i, body in enumerate(bodies)]
    wanted = {normalize(phrase) for phrase in phrases}
    wanted |= {
        text[:n]
        for one in articles
        for t in one.texts()
        for n in (1, 2, 3, 5)
        if (text := normalize(t))
    }
    with TemporaryDirectory() as folder, closing(build(Path(folder), articles)) as engine:
        for phrase in wanted - {""}:
            assert index_counts(engine, phrase) == plain_counts(articles, phrase), phrase


@given(
    bodies=st.lists(texts, min_size=4, max_size=8),
    gone=st.sets(st.integers(0, 7)),
    cuts=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    phrases=st.lists(texts, min_size=1, max_size=8),
)
@settings(max_examples=25, deadline=None)
def test_made_up_phrases_are_counted_so_over_segments_with_deletions(
    bodies: list[str], gone: set[int], cuts: list[int], phrases: list[str]
) -> None:
    articles = [article(f"a{i}", "题目", body) for i, body in enumerate(bodies)]
    left = [one for i, one in enumerate(articles) if i not in gone]
    with TemporaryDirectory() as folder:
        build(Path(folder), articles[:2]).close()
        write_in_parts(Path(folder), articles[2:], cuts, gone={f"a{i}" for i in gone})
        with closing(open_engine(Path(folder))) as engine:
            for phrase in {normalize(phrase) for phrase in phrases + bodies} - {""}:
                assert index_counts(engine, phrase) == plain_counts(left, phrase), phrase


def write_in_parts(folder: Path, articles: list[Article], cuts: list[int], gone: set[str]) -> None:
    """Add articles in several updates, and remove some in one more."""
    for size in [*cuts, len(articles)]:
        part, articles = articles[:size], articles[size:]
        with open_updater(folder) as writer:
            for one in part:
                writer.add(one)
            writer.commit(NO_FILES)
    with open_updater(folder) as writer:
        writer.remove(gone)
        writer.commit(NO_FILES)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Article], Path]:
    articles = [item for item in read_corpus(CORPUS) if isinstance(item, Article)]
    folder = tmp_path_factory.mktemp("sample")
    build(folder, articles).close()
    return articles, folder


def random_phrases(articles: list[Article], count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    pool = [text for one in articles for text in normalized_texts(one) if text]
    phrases: list[str] = []
    while len(phrases) < count:
        text, length = chance.choice(pool), chance.randint(1, 20)
        start = chance.randrange(len(text))
        phrases.append(normalize(text[start : start + length]))
    return [phrase for phrase in phrases if phrase]


def test_random_parts_of_the_sample_articles_are_found_exactly(
    sample: tuple[list[Article], Path],
) -> None:
    articles, folder = sample
    with closing(open_engine(folder)) as engine:
        for phrase in random_phrases(articles, 400, seed=1):
            assert index_counts(engine, phrase) == plain_counts(articles, phrase), phrase


def test_phrases_are_exact_over_several_segments_with_deletions(tmp_path: Path) -> None:
    articles = [item for item in read_corpus(CORPUS) if isinstance(item, Article)]
    build(tmp_path, articles[:40]).close()
    gone = {one.id for one in articles[:12]}
    with open_updater(tmp_path) as writer:
        writer.remove(gone)
        for one in articles[40:]:
            writer.add(one)
        writer.commit(NO_FILES)
    left = [one for one in articles if one.id not in gone]
    with closing(open_engine(tmp_path)) as engine:
        assert engine.statistics().articles == len(left)
        for phrase in random_phrases(articles, 200, seed=2):
            assert index_counts(engine, phrase) == plain_counts(left, phrase), phrase


@pytest.mark.parametrize("phrase", ["云", "，", "1", "三江善治", "Ａpp", "雲江", "。", "—"])
def test_a_typed_phrase_means_its_normalised_characters(
    sample: tuple[list[Article], Path], phrase: str
) -> None:
    articles, folder = sample
    with closing(open_engine(folder)) as engine:
        found = engine.find(SearchRequest(parse_query(f"“{phrase}”").query, limit=100))
    assert {m.id for m in found.matches} == set(plain_counts(articles, normalize(phrase)))


def test_overlapping_places_count_each(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "哈哈哈哈")])) as engine:
        assert index_counts(engine, "哈哈") == {"a": 3}


def test_a_phrase_never_runs_from_one_block_into_the_next(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "题目", "前一段", "后一段")])) as engine:
        assert index_counts(engine, "段后") == {}
        assert index_counts(engine, "目前") == {}


def test_a_phrase_is_found_across_a_hard_wrap(tmp_path: Path) -> None:
    wrapped = article("a", "题目", "正文。", headings=("筑牢团结\n奋斗的\n基础",))
    with closing(build(tmp_path, [wrapped])) as engine:
        assert index_counts(engine, "团结奋斗的基础") == {"a": 1}


QUERIES = [
    "高质量发展",
    "云江市总工会",
    "三江善治",
    "张小满",
    "新就业形态劳动者",
    "5G 车间",
    "外文版图书",
    "职工夜校 -补贴",
    "标题:工作会议|讲话",
    "全市河道治理",
    "夜校",
    "宁晓舟",
    "（职工|居民） 标题:通知",
    "“安心工作、舒心生活”",
]


@pytest.fixture(scope="module")
def cut_otherwise(
    sample: tuple[list[Article], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Index the same articles with words that cut the queries in other places."""
    words = ("高质量发展", "云江市总工会", "三江", "善治", "新就业", "版图书", "工夜", "张小满")
    folder = tmp_path_factory.mktemp("otherwise")
    build(folder, sample[0], Dictionary(tuple((word, 100000) for word in words))).close()
    return folder


@pytest.mark.parametrize("query", QUERIES)
def test_totals_do_not_change_with_the_dictionary(
    sample: tuple[list[Article], Path], cut_otherwise: Path, query: str
) -> None:
    request = SearchRequest(parse_query(query).query, limit=100)
    with closing(open_engine(sample[1])) as engine, closing(open_engine(cut_otherwise)) as other:
        one, two = engine.find(request), other.find(request)
    assert one.total == two.total
    if not looks_for_character_words(query):  # these are counted as words
        assert one.occurrences == two.occurrences
    assert {m.id for m in one.matches} == {m.id for m in two.matches}
    assert one.facets == two.facets


@given(
    bodies=st.lists(st.text(alphabet="高质量发展总工会", min_size=1, max_size=12), min_size=1, max_size=5),
    words=st.sets(st.text(alphabet="高质量发展总工会", min_size=2, max_size=4), max_size=4),
    queries=st.lists(st.text(alphabet="高质量发展总工会 ", min_size=1, max_size=8), min_size=1, max_size=6),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_whatever_the_dictionary_the_same_is_found(
    bodies: list[str], words: set[str], queries: list[str]
) -> None:
    articles = [article(f"a{i}", "题目", body) for i, body in enumerate(bodies)]
    dictionary = Dictionary(tuple((word, 100000) for word in sorted(words)))
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        plain, other = build(Path(one), articles), build(Path(two), articles, dictionary)
        with closing(plain), closing(other):
            for query in queries:
                if looks_for_character_words(query):
                    continue
                assert found_by(plain, query) == found_by(other, query), query


def looks_for_character_words(query: str) -> bool:
    """Say whether a single character is looked for as a word, which a dictionary may make part of another."""
    looked_for = literals(parse_query(query).query)
    return any(isinstance(one, Word) and is_single_character(one.text) for one in looked_for)


def found_by(engine: Engine, query: str) -> tuple[int, int, dict[str, int]]:
    """Return the totals, and the occurrences in each article, whatever their order."""
    matches = engine.find(SearchRequest(parse_query(query).query, limit=100))
    counts = {match.id: match.occurrences for match in matches.matches}
    return matches.total, matches.occurrences, counts
