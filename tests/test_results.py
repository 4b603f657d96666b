"""What a person gets: a page of plain values, and errors that say in Chinese what to mend."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.answer.as_json import article_json, page_json
from search.answer.marking import CountedText, count_texts, mark_article
from search.answer.question import Question, TypedQuestion
from search.answer.result_page import ResultPage
from search.answer.results import run_query
from search.engine import Engine
from search.errors import UsageError
from search.facets import FACET_NAMES
from search.request import Filters, Sort

from .articles import article, build
from .contract.samples import versioned_collection
from .republished import NOTICE

SCHOOL = replace(
    article(
        "school",
        "职工夜校开班",
        "夜校面向职工。😀夜校周三开课。",
        headings=("夜校\n课程",),
        published=date(2024, 3, 8),
        section=("新闻中心", "工会要闻"),
        source="云江工会网",
        doc_number="云工发〔2024〕1号",
    ),
    author="罗小禾",
    url="https://example.org/school",
)
RIVER = article("river", "河道清淤", "职工清淤。")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    more = [article(f"n{i:02}", "简讯", "义诊。") for i in range(23)]
    with closing(build(tmp_path_factory.mktemp("results"), [SCHOOL, RIVER, *more])) as engine:
        yield engine


def ask(engine: Engine, text: str, **typed: str) -> ResultPage:
    return run_query(engine, TypedQuestion(text, **typed).checked())  # type: ignore[arg-type]


def test_the_json_of_a_page_lists_the_newest_two_hundred_months(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monthly = [
        article(f"m{i}", "月报", published=date(2000 + i // 12, 1 + i % 12, 1)) for i in range(250)
    ]
    with closing(build(tmp_path_factory.mktemp("months"), monthly)) as engine:
        found: Any = page_json(ask(engine, "月报"))["facets"]
    months = [entry["value"] for entry in found["month"]]
    assert (months[0], len(months)) == ("2020-10", 200)
    assert months == sorted(months, reverse=True)


def test_the_json_of_a_page_has_the_names_that_scripts_rely_on(engine: Engine) -> None:
    page = page_json(ask(engine, "夜校"))
    assert page.keys() >= {
        "query", "total", "occurrences", "page", "size", "took_ms", "hits", "facets", "suggestion",
    }  # fmt: skip
    assert (page["query"], page["total"], page["occurrences"]) == ("夜校", 1, 4)
    assert (page["page"], page["size"], page["suggestion"]) == (1, 10, None)
    assert isinstance(page["took_ms"], float)


def test_the_json_of_a_hit_is_the_article_and_where_it_matches(engine: Engine) -> None:
    hits = json.loads(json.dumps(page_json(ask(engine, "夜校")), allow_nan=False))["hits"]
    score, snippets = hits[0].pop("score"), hits[0].pop("snippets")
    assert hits == [
        {
            "id": "school",
            "title": "职工夜校开班",
            "title_highlights": [[2, 4]],
            "date": "2024-03-08",
            "date_kind": "published",
            "date_precision": "day",
            "section": ["新闻中心", "工会要闻"],
            "source": "云江工会网",
            "author": "罗小禾",
            "doc_number": "云工发〔2024〕1号",
            "validity": None,
            "effective": None,
            "expires": None,
            "replaced_by": None,
            "tier": None,
            "url": "https://example.org/school",
            "occurrences": 4,
            "copies": [],
            "copy_count": 0,
            "clause": None,
            "versions": [],
            "version_count": 0,
        }
    ]
    assert score > 0
    assert all(snippet.keys() >= {"text", "highlights"} for snippet in snippets)


def test_highlights_are_pairs_of_code_points_in_the_snippet(engine: Engine) -> None:
    snippets = json.loads(json.dumps(page_json(ask(engine, "夜校"))["hits"]))[0]["snippets"]
    texts = [s["text"][start:end] for s in snippets for start, end in s["highlights"]]
    assert texts == ["夜校", "夜校", "夜校"]


def test_every_facet_is_there_even_when_it_counts_nothing(engine: Engine) -> None:
    facets = page_json(ask(engine, "没有这样的文章"))["facets"]
    assert facets == {name: [] for name in FACET_NAMES}


def test_a_facet_is_a_list_of_values_and_counts(engine: Engine) -> None:
    facets = page_json(ask(engine, "夜校"))["facets"]
    assert facets == {
        "section": [{"value": "新闻中心", "count": 1}, {"value": "新闻中心/工会要闻", "count": 1}],
        "year": [{"value": "2024", "count": 1}],
        "month": [{"value": "2024-03", "count": 1}],
        "source": [{"value": "云江工会网", "count": 1}],
        "type": [],
        "validity": [],
    }


def test_what_an_article_lacks_is_null(engine: Engine) -> None:
    hit = json.loads(json.dumps(page_json(ask(engine, "清淤"))["hits"]))[0]
    assert [hit[name] for name in ("date", "source", "author", "doc_number", "url")] == [None] * 5
    assert hit["section"] == []


def test_notes_and_reading_say_how_it_was_read(engine: Engine) -> None:
    page = page_json(ask(engine, "（夜校"))
    assert page["reading"] == "“夜校”"
    assert page["notes"] == ["括号不成对，按到末尾理解"]


def test_an_article_as_json_holds_its_blocks_with_their_hard_wraps() -> None:
    assert article_json(SCHOOL)["blocks"] == [
        {"kind": "heading", "text": "夜校\n课程"},
        {"kind": "paragraph", "text": "夜校面向职工。😀夜校周三开课。"},
    ]


def test_pages_follow_one_another_without_gap_or_repetition(engine: Engine) -> None:
    pages = [ask(engine, "义诊", page=str(number), size="5") for number in range(1, 7)]
    ids = [hit.article.id for page in pages for hit in page.hits]
    assert sorted(ids) == [f"n{i:02}" for i in range(23)]
    assert {(page.total, page.pages) for page in pages} == {(23, 5)}


def test_a_page_behind_the_last_is_empty_but_knows_the_total(engine: Engine) -> None:
    page = ask(engine, "义诊", page="99")
    assert (page.total, page.hits) == (23, ())


def test_nothing_found_makes_no_pages(engine: Engine) -> None:
    assert ask(engine, "没有这样的文章").pages == 0


def test_a_page_too_deep_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="最多只能翻到第 10000 条"):
        ask(engine, "义诊", page="101", size="100")


def test_what_is_not_typed_has_its_default() -> None:
    assert TypedQuestion().checked() == Question("", Filters(), Sort.RELEVANCE, 1, 10)


def test_a_month_means_its_first_day_from_and_its_last_day_to() -> None:
    filters = TypedQuestion(first="2024-02", last="2024-02").checked().filters
    assert (filters.first, filters.last) == (date(2024, 2, 1), date(2024, 2, 29))


def test_a_value_chosen_twice_is_chosen_once() -> None:
    typed = TypedQuestion(facets=(("source", "云江日报"), ("source", "云江日报")))
    assert typed.checked().filters.facets == {"source": ("云江日报",)}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (TypedQuestion(first="昨天"), '起始日期不是日期: "昨天"，应如 2024-05-17、2024-05 或 2024'),
        (TypedQuestion(last="2024-02-30"), '截止日期不是日期: "2024-02-30"'),
        (TypedQuestion(first="2024.."), "起始日期不是日期"),
        (TypedQuestion(first="..2024"), "起始日期不是日期"),
        (TypedQuestion(last="2023..2024"), "截止日期不是日期"),
        (
            TypedQuestion(sort="best"),
            '没有这种排序: "best"，可用 relevance、recent、newest、oldest',
        ),
        (TypedQuestion(page="一"), '页码不是数字: "一"'),
        (TypedQuestion(page="0"), "页码应为 1 或更大: 0"),
        (TypedQuestion(page="-1"), "页码不是数字"),
        (TypedQuestion(page="９"), "页码不是数字"),
        (TypedQuestion(page="1" * 40), "页码不是数字"),
        (TypedQuestion(size="0"), "每页条数应为 1 到 100: 0"),
        (TypedQuestion(size="101"), "每页条数应为 1 到 100: 101"),
        (TypedQuestion(size="1.5"), "每页条数不是数字"),
        (TypedQuestion(facets=(("colour", "红"),)), "没有这种筛选: colour"),
    ],
)
def test_what_cannot_be_read_is_named_in_chinese(typed: TypedQuestion, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        typed.checked()
    assert str(refused.value).startswith(says)


def test_an_error_shows_only_the_beginning_of_what_was_typed() -> None:
    with pytest.raises(UsageError) as refused:
        TypedQuestion(first="很" * 5000).checked()
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("name", ["first", "last", "sort", "page", "size"])
def test_an_error_is_one_line_though_what_was_typed_is_two(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        TypedQuestion(**{name: "一\n二"}).checked()  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)


typed_values = st.text(max_size=12) | st.sampled_from(["1", "2024", "2024-05", "newest", "..", "-"])


@given(values=st.lists(typed_values, min_size=6, max_size=6))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_gives_a_page_or_a_usage_error(engine: Engine, values: list[str]) -> None:
    text, first, last, sort, page, size = values
    try:
        found = ask(engine, text, first=first, last=last, sort=sort, page=page, size=size)
    except UsageError as error:
        assert str(error)
    else:
        assert json.loads(json.dumps(page_json(found), allow_nan=False))["total"] == found.total


def test_a_marked_article_shows_each_place_of_the_query() -> None:
    marked = mark_article(SCHOOL, "夜校 标题:开班")
    assert marked.title.highlights == ((2, 4), (4, 6))
    assert [block.highlights for block in marked.lines] == [((0, 2),), ((0, 2), (8, 10))]
    assert marked.highlight_count == 5


def test_an_article_marked_with_no_words_is_as_it_was() -> None:
    assert mark_article(SCHOOL, "").highlight_count == 0


def test_texts_are_counted_each_by_itself_in_title_and_lines() -> None:
    texts = ["夜校", "校", "食堂"]
    marked = [mark_article(SCHOOL, f"“{text}”") for text in texts]
    titles = [len(one.title.highlights) for one in marked]
    counts = zip(titles, (one.highlight_count for one in marked), strict=True)
    counted = count_texts(SCHOOL, texts)
    assert counted == [CountedText(title, every - title) for title, every in counts]
    assert counted is not None
    assert counted[0] == CountedText(in_title=1, in_lines=3)


def test_a_book_is_too_long_to_count_in() -> None:
    assert count_texts(article("book", "三江市志", "夜校开班。" * 100_000), ["夜校"]) is None


@pytest.fixture(scope="module")
def reprinted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        article(f"r{i}", "夜校的通知", *NOTICE, published=date(2023, 3, 1 + i)) for i in range(3)
    ]
    with closing(build(tmp_path_factory.mktemp("reprinted"), [*articles, SCHOOL])) as engine:
        yield engine


def test_copies_are_one_hit_and_a_page_counts_hits(reprinted: Engine) -> None:
    page = ask(reprinted, "夜校", size="1")
    assert (page.total, page.groups, page.pages, len(page.hits)) == (4, 2, 2, 1)
    hit = next(hit for hit in ask(reprinted, "夜校").hits if hit.copies)
    assert (hit.article.id, hit.copies, hit.copy_count) == ("r0", ("r1", "r2"), 2)


def test_copies_are_hits_of_their_own_when_listed_separately(reprinted: Engine) -> None:
    page = ask(reprinted, "夜校", copies="separate")
    assert (page.total, page.groups, len(page.hits)) == (4, 4, 4)
    assert not any(hit.copies for hit in page.hits)


def test_the_json_of_merged_copies_names_them(reprinted: Engine) -> None:
    page = json.loads(json.dumps(page_json(ask(reprinted, "便利报名"))))
    assert (page["total"], page["groups"], page["copies"]) == (3, 1, "merged")
    assert [(hit["copies"], hit["copy_count"]) for hit in page["hits"]] == [(["r1", "r2"], 2)]


def test_the_json_of_versions_names_them(tmp_path: Path) -> None:
    with closing(build(tmp_path, versioned_collection())) as engine:
        page = page_json(ask(engine, "云江市夜校办法"))
    hits = json.loads(json.dumps(page["hits"]))
    assert (hits[0]["id"], hits[0]["validity"]) == ("v3", "in_force")
    assert (hits[0]["versions"], hits[0]["version_count"]) == (["v4", "v2", "v1"], 3)


def test_an_unknown_way_to_list_copies_is_wrong_usage(engine: Engine) -> None:
    with pytest.raises(UsageError, match="没有这种列法"):
        ask(engine, "夜校", copies="no")
