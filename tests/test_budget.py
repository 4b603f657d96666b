"""What one request may cost: all that its parts take is added up, past it one line says what to leave out."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Question, SearchRequest, run_query
from search.answer.as_table import exported_hits
from search.engine import Engine, Matches
from search.engines.whoosh.engine import WhooshEngine
from search.query.article_text import ArticleText
from search.query.budget import (
    MOST_FOR_ARTICLE,
    Budget,
    TooCostlyError,
    affords,
    limited,
    spend,
)
from search.query.nodes import Literal
from search.query.synonyms import NO_SYNONYMS
from webui import create_app

from .articles import article, build

COMMON = "的一是在有和人大中为"
NEAR = "|".join(f"“{one} {other}”~999" for one, other in combinations(COMMON, 2))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    long = "云江市的工会在青屿区有一个人民大会堂和市中心，是为大家办的。"
    articles = [
        *(article(f"n{i:03}", f"简讯{i}", "青屿区的轮渡在夜里停航。") for i in range(300)),
        article("long", "长卷", *[long * 40] * 200),
    ]
    with closing(build(folder, articles)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


class Counting(WhooshEngine):
    """Counts what it is asked."""

    found = read = 0

    def find(self, request: SearchRequest) -> Matches:
        self.found += 1
        return super().find(request)

    def texts(
        self,
        ids: Sequence[str],
        literals: Sequence[Literal],
        beside: Sequence[str] | None = None,
    ) -> list[ArticleText]:
        self.read += len(ids)
        return [*super().texts(ids, literals, beside)]


@pytest.fixture
def counting(engine: Engine, folder: Path) -> Iterator[Counting]:
    with closing(Counting(folder)) as opened:
        yield opened


def cost(engine: Engine, question: Question) -> float:
    with limited(Budget(1e12)) as budget:
        run_query(engine, question, NO_SYNONYMS)
    return budget.spent


def test_all_that_a_request_does_is_added_up() -> None:
    with limited(Budget(100)) as budget:
        spend(60, "工会")
        spend(30, "夜校")
        assert budget.spent == 90
        with pytest.raises(TooCostlyError, match="工会、夜校"):
            spend(20, "夜校")


def test_who_has_no_budget_may_do_everything(engine: Engine) -> None:
    spend(1e12, "工会")
    assert run_query(engine, Question(NEAR), NO_SYNONYMS).total == 301


def test_a_budget_ends_with_its_request() -> None:
    with limited(Budget(10)), limited(Budget(100)) as inner:
        spend(50)
        assert inner.spent == 50


def test_of_a_larger_index_a_request_may_cost_more() -> None:
    budget = Budget(100)
    budget.allow_for(1_000)
    budget.spend(1_000, "工会")
    with pytest.raises(TooCostlyError):
        budget.spend(10_000, "工会")


@pytest.mark.parametrize("address", ["/search", "/export.csv", "/export.xlsx", "/export.json", "/feed.atom",
                                     "/facet?name=section", "/timeline", "/why/long", "/api/search",
                                     "/passages/long"])  # fmt: skip
def test_what_costs_too_much_is_answered_with_one_line_that_says_what_to_leave_out(
    client: FlaskClient, address: str
) -> None:
    mark = "&" if "?" in address else "?"
    answer = client.get(f"{address}{mark}q={NEAR}")
    assert answer.status_code == 400
    assert "这样查太费时，请去掉 “" in answer.text


def test_why_a_long_article_is_found_is_said_of_each_of_many_words(client: FlaskClient) -> None:
    said = client.get("/why/long?q=工会 青屿区 市中心")
    assert said.status_code == 200
    assert "正文里有 8,000 处“青屿区”" in said.text


def test_an_exact_form_is_looked_for_in_hundreds_of_articles(client: FlaskClient) -> None:
    assert client.get("/search?q=精确:轮渡").status_code == 200
    answer = client.get("/api/search?q=精确:轮渡").get_json()
    assert (answer["total"], answer["occurrences"]) == (300, 300)


def test_what_is_too_much_to_read_for_exact_forms_is_told_with_a_way_out(
    client: FlaskClient,
) -> None:
    forms = "|".join(f"精确:{form}" for form in ("轮渡", "夜里", "停航", "的轮", "在夜", "里停"))
    refused = client.get(f"/search?q={forms}")
    assert refused.status_code == 400
    assert re.search(
        r"要逐篇核对 300 篇，这里最多 \d+ 篇；可到“上下文”里查，核对得更多，", refused.text
    )
    assert "或去掉“精确:”" in refused.text
    assert client.get(f"/context?q={forms}").status_code == 200
    assert (
        client.get("/search?q=精确:轮渡 精确:夜里 精确:停航 精确:的轮 精确:在夜 简讯7").status_code
        == 200
    )


def test_it_is_said_in_english_too(client: FlaskClient) -> None:
    assert "This search takes too long" in client.get(f"/search?q={NEAR}&lang=en").text


@pytest.mark.parametrize("query", ["轮渡", "青屿区 轮渡", "“青屿区的轮渡”", "“青屿区 停航”~20", "同句:(轮渡 停航)",
                                   "轮*", "青屿区的轮渡什么时候停航", "-夜里 轮渡|工会"])  # fmt: skip
def test_what_people_ask_is_answered(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?q={query}&size=100").status_code == 200
    assert client.get(f"/export.csv?q={query}").status_code == 200


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (Question("|".join(COMMON)), Question("的")),  # terms
        (Question(" ".join(f"{one}*" for one in COMMON)), Question("的*")),  # prefixes
        (Question("“工会 大会”~99|“人民 中心”~99"), Question("“工会 大会”~99")),  # closeness
        (Question("轮渡", size=100), Question("轮渡", size=10)),  # how many are shown
        (Question("((轮渡|工会) 夜里)|停航"), Question("轮渡|停航")),  # what is within what
    ],
)
def test_each_part_of_a_request_draws_on_the_budget(
    engine: Engine, more: Question, less: Question
) -> None:
    assert cost(engine, more) > cost(engine, less)


def test_a_query_is_evaluated_once_however_many_hits_are_exported(counting: Counting) -> None:
    run_query(counting, Question("轮渡 夜里", size=1), NO_SYNONYMS)
    for_a_page, counting.found = counting.found, 0
    _, hits = exported_hits(counting, Question("轮渡 夜里"), NO_SYNONYMS)
    assert len([*hits]) == 300
    assert counting.found <= for_a_page


def test_what_nobody_waits_for_is_not_made(counting: Counting) -> None:
    client = create_app(counting).test_client()
    with closing(client.get("/export.csv?q=轮渡", buffered=False)) as answer:
        assert next(iter(answer.iter_encoded()))
    assert 0 < counting.read < 100


def test_what_is_made_while_it_is_sent_is_reckoned_before(engine: Engine) -> None:
    question = Question("|".join(COMMON))
    with limited(Budget(1e12)) as whole:
        exported_hits(engine, question, NO_SYNONYMS)
    with limited(Budget(whole.spent - 301 * MOST_FOR_ARTICLE - 1)), pytest.raises(TooCostlyError):
        exported_hits(engine, question, NO_SYNONYMS)


def test_what_only_helps_is_left_out_where_it_would_cost_too_much(engine: Engine) -> None:
    mistyped = Question("“夜理停航”")
    with limited(Budget(1e6)):
        assert run_query(engine, mistyped, NO_SYNONYMS).suggestion
    with limited(Budget(10_000)) as budget:
        assert run_query(engine, mistyped, NO_SYNONYMS).suggestion is None
    assert budget.spent < 10_000


def test_where_no_budget_is_open_everything_that_helps_is_done() -> None:
    assert affords(1e12)
    with limited(Budget(100)):
        spend(45)
        assert affords(5)
        assert not affords(50)  # there must be left something for what was asked


def test_an_article_of_which_too_much_would_be_marked_is_shown_without_marks(
    client: FlaskClient,
) -> None:
    page = client.get(f"/articles/long?q={'|'.join(COMMON)}|云江市|青屿区|人民大会堂|市中心|大家")
    assert page.status_code == 200
    assert "正文没有标出命中处" in page.text
    assert "<mark" in client.get("/articles/long?q=人民大会堂").text


def test_of_a_query_only_so_much_is_read_that_reading_is_cheap(engine: Engine) -> None:
    assert cost(engine, Question("轮渡 " * 100)) < 2 * cost(engine, Question("轮渡 " * 20))
