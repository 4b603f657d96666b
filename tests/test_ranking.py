"""What comes first? BM25F against the formula in the book, and what people expect of an order."""

import math
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, BlockKind
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.plan import NAME_WEIGHT
from search.query.parser import parse_query
from search.request import Filters, SearchRequest, Sort
from search.text.normalization import normalize
from search.text.segmentation import Segmenter

from .articles import article, build

NO_FILES = CorpusRecord(corpus="", files={})


def ranked(engine: Engine, query: str) -> list[str]:
    request = SearchRequest(parse_query(query).query, limit=100)
    return [match.id for match in engine.find(request).matches]


def ranking(folder: Path, query: str, *articles: Article) -> list[str]:
    """Index articles and return the ids that a query finds, the best first."""
    with closing(build(folder, articles)) as engine:
        return ranked(engine, query)


def terms_of_blocks(one: Article, kind: BlockKind) -> list[str]:
    texts = [normalize(block.text) for block in one.blocks if block.kind is kind]
    return [term for text in texts for term in Segmenter().terms(text)]


def expected_score(articles: list[Article], one: Article, word: str) -> float:
    """Work out the BM25F score of one word, from the formula in search/engines/arrays/answer/ranking.py."""
    terms = Segmenter().terms
    fields: list[tuple[float, float, Callable[[Article], list[str]]]] = [
        (1.5, 0.5, lambda a: terms(normalize(a.title))),
        (1.25, 0.5, lambda a: terms_of_blocks(a, BlockKind.HEADING)),
        (1.0, 0.75, lambda a: terms_of_blocks(a, BlockKind.PARAGRAPH)),
    ]
    frequency = 0.0
    for weight, b, terms_of in fields:
        mean = sum(len(terms_of(other)) for other in articles) / len(articles)
        own = terms_of(one)
        if own:
            frequency += weight * own.count(word) / (1 - b + b * len(own) / mean)
    having = sum(any(word in terms_of(a) for _, _, terms_of in fields) for a in articles)
    idf = math.log(1 + (len(articles) - having + 0.5) / (having + 0.5))
    return idf * frequency * 2.0 / (1.0 + frequency)


def test_a_score_is_that_of_the_formula(tmp_path: Path) -> None:
    articles = [
        article("title", "夜校开班", "今天上午，课程开始了。"),
        article("heading", "本周要闻", "课程开始了。", headings=("夜校开班",)),
        article("body", "本周要闻", "夜校开班，夜校课程开始了。"),
        article("other", "河道清淤", "今天上午，工程开始了。", headings=("一期工程",)),
    ]
    with closing(build(tmp_path, articles)) as engine:
        matches = engine.find(SearchRequest(parse_query("夜校").query)).matches
    expected = {one.id: expected_score(articles, one, "夜校") for one in articles[:3]}
    expected["title"] += NAME_WEIGHT * 2 / 4  # of what it is called
    assert {m.id: m.score for m in matches} == pytest.approx(expected, abs=1e-3)


def test_every_score_is_a_number_though_some_articles_lack_headings_or_words(
    tmp_path: Path,
) -> None:
    articles = [
        article("heading", "本周要闻", "课程开始了。", headings=("夜校开班",)),
        article("bare", "夜校", "夜校。"),
        article("marks", "，", "——"),
    ]
    with closing(build(tmp_path, articles)) as engine:
        matches = engine.find(SearchRequest(parse_query("夜校").query)).matches
    assert all(match.score > 0 for match in matches)


def test_a_word_weighs_most_in_the_title_then_in_a_heading(tmp_path: Path) -> None:
    assert ranking(
        tmp_path,
        "清淤",
        article("body", "本周工程", "清淤今天动工。", headings=("今日工程",)),
        article("heading", "本周工程", "工程今天动工。", headings=("清淤工程",)),
        article("title", "清淤工程", "工程今天动工。", headings=("今日工程",)),
    ) == ["title", "heading", "body"]


def test_more_occurrences_rank_higher_in_texts_of_one_length(tmp_path: Path) -> None:
    assert ranking(
        tmp_path,
        "清淤",
        article("once", "题", "清淤，道路，桥梁，公园。"),
        article("thrice", "题", "清淤，清淤，清淤，公园。"),
    ) == ["thrice", "once"]


def test_a_shorter_text_ranks_higher_with_as_many_occurrences(tmp_path: Path) -> None:
    assert ranking(
        tmp_path,
        "清淤",
        article("long", "题", "清淤。" + "道路，桥梁，公园，码头，仓库。" * 5),
        article("short", "题", "清淤。道路。"),
    ) == ["short", "long"]


def test_a_rare_word_counts_more_than_a_common_one(tmp_path: Path) -> None:
    common = [article(f"c{i}", "题", "职工，道路，桥梁。") for i in range(8)]
    assert ranking(
        tmp_path,
        "职工|渡轮",
        *common,
        article("rare", "题", "渡轮，道路，桥梁。"),
    )[0] == "rare"  # fmt: skip


def test_of_alternatives_an_article_with_both_comes_first(tmp_path: Path) -> None:
    assert ranking(
        tmp_path,
        "清淤|渡轮",
        article("one", "题", "清淤，道路，桥梁。"),
        article("both", "题", "清淤，渡轮，桥梁。"),
        article("other", "题", "渡轮，道路，桥梁。"),
    )[0] == "both"  # fmt: skip


runs = st.lists(
    st.sampled_from(["高质量", "发展", "高质量发展", "，", "质量", "清淤。"]),
    min_size=1,
    max_size=8,
).map("".join)


@given(bodies=st.lists(runs, min_size=2, max_size=8))
@settings(max_examples=25, deadline=None)
def test_wherever_the_whole_run_stands_comes_before_its_scattered_pieces(bodies: list[str]) -> None:
    articles = [article(f"a{i}", "题目", body) for i, body in enumerate(bodies)]
    with TemporaryDirectory() as folder:
        order = ranking(Path(folder), "高质量发展", *articles)
    whole = ["高质量发展" in bodies[int(identifier[1:])] for identifier in order]
    assert whole == sorted(whole, reverse=True)


@pytest.mark.parametrize("query", ["版图", "“版图”", "版图 -清淤", "版图|渡轮"])
def test_characters_that_only_straddle_two_words_come_last(tmp_path: Path, query: str) -> None:
    assert ranking(
        tmp_path,
        query,
        article("straddle", "外文版图书目录", "外文版图书，外文版图书。", published=date(2024, 1, 1)),
        article("word", "旧地图", "城市的版图，" + "从江北扩展到江南，" * 20),
    ) == ["word", "straddle"]  # fmt: skip


def test_articles_that_straddle_only_are_found_though_no_word_is(tmp_path: Path) -> None:
    order = ranking(
        tmp_path, "版图", article("a", "外文版图书", "外借。"), article("b", "题", "文")
    )
    assert order == ["a"]


def test_equal_articles_come_newest_first_without_a_date_last_then_by_id(tmp_path: Path) -> None:
    assert ranking(
        tmp_path,
        "清淤",
        article("undated", "题", "清淤。"),
        article("old", "题", "清淤。", published=date(2015, 1, 1)),
        article("b", "题", "清淤。", published=date(2024, 1, 1)),
        article("a", "题", "清淤。", published=date(2024, 1, 1)),
    ) == ["a", "b", "old", "undated"]


def test_recent_articles_are_preferred_only_where_that_is_asked_for(tmp_path: Path) -> None:
    articles = [
        article("old", "题", "清淤，道路。", published=date(2010, 1, 1)),
        article("new", "题", "清淤，公园，道路，桥梁。", published=date(2025, 1, 1)),
        article("undated", "题", "清淤，公园，道路，桥梁。"),
    ]
    query = parse_query("清淤").query
    with closing(build(tmp_path, articles)) as engine:
        by_sort = {
            sort: [match.id for match in engine.find(SearchRequest(query, sort=sort)).matches]
            for sort in (Sort.RELEVANCE, Sort.RECENT)
        }
    assert by_sort[Sort.RELEVANCE] == ["old", "new", "undated"]
    assert by_sort[Sort.RECENT] == ["new", "old", "undated"]


def test_what_was_typed_stands_closer_comes_before_what_is_recent(tmp_path: Path) -> None:
    articles = [
        article("exact", "题", "河道清淤开始。", published=date(2001, 1, 1)),
        article("apart", "题", "河道，清淤，河道，清淤。", published=date(2025, 1, 1)),
    ]
    with closing(build(tmp_path, articles)) as engine:
        request = SearchRequest(parse_query("河道清淤").query, sort=Sort.RECENT)
        assert [match.id for match in engine.find(request).matches] == ["exact", "apart"]


def test_what_is_excluded_or_only_filters_does_not_change_scores(tmp_path: Path) -> None:
    articles = [
        article(f"a{i}", "题", "清淤。" * (i + 1), published=date(2020, 1, 1), source="云江日报")
        for i in range(4)
    ]
    with closing(build(tmp_path, articles)) as engine:
        plain = engine.find(SearchRequest(parse_query("清淤").query)).matches
        narrowed = parse_query("清淤 -渡轮 日期:2020 来源:日报").query
        filters = Filters({"source": ("云江日报",)}, first=date(2019, 1, 1))
        assert engine.find(SearchRequest(narrowed, filters)).matches == plain


def test_removed_articles_leave_no_trace_in_scores(tmp_path: Path) -> None:
    kept = [article(f"a{i}", "题", "清淤，道路。" * (i + 1)) for i in range(3)]
    gone = [article(f"b{i}", "清淤", "清淤，渡轮，很长的话。" * 9) for i in range(5)]
    build(tmp_path / "one", kept + gone).close()
    with open_updater(tmp_path / "one") as writer:
        writer.remove(one.id for one in gone)
        writer.commit(NO_FILES)
    request = SearchRequest(parse_query("清淤").query)
    with (
        closing(open_engine(tmp_path / "one")) as left,
        closing(build(tmp_path / "two", kept)) as fresh,
    ):
        assert left.find(request) == fresh.find(request)  # fmt: skip


def test_a_name_that_is_no_word_is_ranked_by_its_own_occurrences(tmp_path: Path) -> None:
    assert ranking(
        tmp_path,
        "罗小禾",
        article("body", "本周要闻", "罗小禾获奖，道路，桥梁。"),
        article("title", "罗小禾获奖", "道路，桥梁，公园。"),
    ) == ["title", "body"]
