"""Whatever is typed is read; how, is told."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import Engine
from search.query import AllOf, Nothing, Phrase, Run, Word, describe, literals
from search.query_parser import MAX_DEPTH, MAX_LITERALS, MAX_QUERY_LENGTH, parse_query
from search.results import Question, run_query

from .articles import article, build

operators = st.text(
    alphabet='"“”「」『』《》()（）|｜-－:： OR标题来源日期:2024..05工会改革a1😀，\x00\u200b',
    max_size=40,
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [article("a", "工会改革", "a1 工会 改革 2024。😀"), article("b", "标题", "来源日期")]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield engine


@given(text=st.one_of(st.text(max_size=60), operators))
@settings(max_examples=400, deadline=None)
def test_any_string_gives_a_page_of_results(engine: Engine, text: str) -> None:
    page = run_query(engine, Question(text))
    assert page.total >= len(page.hits) >= 0
    assert page.reading
    assert page.to_json()["query"] == text


@given(text=operators)
@settings(max_examples=200, deadline=None)
def test_what_is_found_holds_every_literal_that_must_be_there(engine: Engine, text: str) -> None:
    query = parse_query(text).query
    if isinstance(query, Run | Word | Phrase):
        page = run_query(engine, Question(text))
        assert page.occurrences >= page.total * len(literals(query))


def test_a_quoted_text_is_one_phrase() -> None:
    assert parse_query("“以职工为中心”").query == Phrase("以职工为中心")


def test_a_run_is_cut_into_pieces_and_kept_whole() -> None:
    assert parse_query("职工夜校").query == Run(
        Phrase("职工夜校"), (Phrase("职工"), Phrase("夜校"))
    )


def test_single_characters_left_over_stay_one_piece() -> None:
    assert parse_query("张国清").query == Phrase("张国清")


def test_a_hyphen_within_a_word_is_no_minus() -> None:
    assert parse_query("covid-19").query == Word("covid-19")


def test_the_same_word_twice_is_asked_for_once() -> None:
    assert parse_query("工会 工会").query == Phrase("工会")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_typed_asks_for_everything(text: str) -> None:
    assert describe(parse_query(text).query) == "全部文章"


@pytest.mark.parametrize("text", ["，。", "“”", "()", "|", "《》", "）"])
def test_typed_marks_alone_ask_for_nothing(text: str) -> None:
    assert parse_query(text).query == Nothing()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("工" * (MAX_QUERY_LENGTH + 1), "查询过长"),
        ("甲 " * 400 + " ".join(f"w{i}" for i in range(MAX_LITERALS)), "词语过多"),
        ("(" * (MAX_DEPTH + 1) + "甲" + ")" * (MAX_DEPTH + 1), "括号超过"),
    ],
)
def test_what_is_too_much_is_cut_and_told(text: str, note: str) -> None:
    assert any(note in told for told in parse_query(text).notes)


def test_a_query_has_at_most_so_many_literals() -> None:
    query = parse_query(" ".join(f"w{i}" for i in range(200))).query
    assert isinstance(query, AllOf)
    assert len(literals(query)) == MAX_LITERALS


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("工会 -疫情", "“工会” 并且 除去“疫情”"),
        ("标题:改革|创新", "标题含“改革” 或 “创新”"),
        ("日期:2024-02", "发布日期2024-02-01 至 2024-02-29"),
        ("职工夜校", "“职工”、“夜校”（连在一起的在前）"),
    ],
)
def test_a_query_reads_back_in_words(text: str, reading: str) -> None:
    assert describe(parse_query(text).query) == reading
