"""Wordings that a collection uses: words in a row, whatever goes with any wording beside them, and what is quoted."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.suggest.completion import complete
from search.suggest.lexicon import EntryKind
from search.suggest.vocabulary import SAMPLE_CHARACTERS, Sample
from search.suggest.wording_mining import mine_wordings, without_marks
from search.text.normalization import normalize
from search.text.segmentation import Segmenter

from .articles import article, build

#: Slogans stand in the same surroundings, but for verbs that go with any, and what is behind 的.
TEXTS = (
    "坚持以市民为先，{0}。构建三江生活共同体。促进“三河”工作，办好“两岸”。",
    "坚持以市民为先的理念，{0}。推动构建三江生活共同体。做好“三河”工作，建设“两岸”。",
    "全市坚持以市民为先的做法，{0}。共同构建三江生活共同体。加强“三河”工作，美化“两岸”。",
)
OTHERS = ("码头开放", "轮渡增班", "大桥通车", "公园亮灯", "书店迎客", "食堂添菜", "夜校招生")


def texts() -> list[str]:
    return [TEXTS[number % 3].format(other) for number, other in enumerate(OTHERS)]


def articles() -> Iterator[Article]:
    for number, text in enumerate(texts()):
        yield article(f"a{number}", f"第{number}期", text)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("index"), articles())) as engine:
        yield engine


def mined(texts: list[str]) -> dict[str, int]:
    found = mine_wordings(map(normalize, texts), Segmenter().words)
    return {wording.text: wording.documents for wording in found}


def completed(engine: Engine, typed: str) -> list[str]:
    return [entry.text for entry in complete(engine.lexicon(), typed, 8)]


@pytest.mark.parametrize(
    ("typed", "wording"),
    [
        ("以市民", "以市民为先"),  # behind 坚持, always
        ("三江生", "三江生活共同体"),  # behind 构建
        ("三河", "“三河”工作"),
        ("“三河", "“三河”工作"),
        ("“三河”工", "“三河”工作"),
        ("三河工", "“三河”工作"),
        ("两", "两岸"),  # only between quotation marks
    ],
)
def test_a_wording_is_offered_where_its_beginning_is_typed(
    engine: Engine, typed: str, wording: str
) -> None:
    assert wording in completed(engine, typed)


def test_the_same_word_behind_makes_a_longer_wording() -> None:
    found = mined([f"{other}，三江大桥通行，{other}。" for other in OTHERS])
    assert "三江大桥" not in found
    assert found["三江大桥通行"] == len(OTHERS)


def test_a_wording_neither_begins_nor_ends_with_a_function_word() -> None:
    found = mined([f"{other}，关于三江大桥的，{other}。" for other in OTHERS])
    assert found == {"三江大桥": len(OTHERS)}


def test_what_two_texts_say_is_no_wording() -> None:
    assert mined(["三江大桥。", "三江大桥，"]) == {}


def test_a_wording_is_known_by_its_characters() -> None:
    assert without_marks("“三河”工作") == without_marks(normalize("“三河”工作")) == "三河工作"


def test_of_a_large_collection_an_excerpt_of_each_of_many_articles_is_read() -> None:
    lengths = np.full(10_000, 6_000)
    sample = Sample.of(lengths)
    assert len(sample.articles) * sample.excerpt <= SAMPLE_CHARACTERS
    assert len(sample.articles) > 1_000


def test_a_small_collection_is_read_whole_and_counted() -> None:
    sample = Sample.of(np.array([50_000, 300, 300]))
    assert (sample.articles, sample.excerpt >= 50_000) == ([0, 1, 2], True)
    assert [sample.standing_in(excerpts) for excerpts in (1, 2, 3)] == [1, 2, 3]


def test_an_article_has_what_any_excerpt_of_it_may_have() -> None:
    sample = Sample.of(np.full(10_000, 6_000))  # three excerpts each
    half = len(sample.articles) // 2
    assert sample.standing_in(half) == pytest.approx(10_000 * 7 / 8, rel=0.01)


def test_a_wording_with_marks_is_a_phrase_that_is_typed_without(engine: Engine) -> None:
    (entry,) = complete(engine.lexicon(), "三河工作", 8)
    assert (entry.text, entry.kind) == ("“三河”工作", EntryKind.PHRASE)


def test_an_update_keeps_the_wordings(tmp_path: Path) -> None:
    many = [article(f"m{n}", f"第{n}号", text) for n, text in enumerate(texts() * 3)]
    build(tmp_path, many).close()
    with open_updater(tmp_path) as writer:
        writer.add(article("new", "新的一期", "全文。"))
        writer.commit(CorpusRecord(corpus="", files={}))
    with closing(open_engine(tmp_path)) as engine:
        assert "“三河”工作" in completed(engine, "三河")
