"""Which words of a query ask for what is new."""

from pathlib import Path

import pytest

from search import Question, Sort, run_query
from search.answer.as_json import page_json
from search.query.order_hints import find_order_hint
from webui import create_app

from .articles import article, build


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("最近 轮渡", "最近"),
        ("轮渡最新票价", "最新"),
        ("云江近期的工会活动", "近期"),
        ("Latest ferry fares", "Latest"),
    ],
)
def test_words_that_ask_for_what_is_new_are_found(text: str, typed: str) -> None:
    assert find_order_hint(text) == typed


@pytest.mark.parametrize(
    "text",
    ["“最近”", "《最新公报》", "标题:最新", "最近三年 轮渡", "最近12个月", "collateral", "工会"],
)
def test_nothing_is_offered_for_what_is_quoted_a_field_or_a_number_of_years(text: str) -> None:
    assert find_order_hint(text) is None


def test_the_order_by_date_is_offered_until_it_is_taken(tmp_path: Path) -> None:
    engine = build(tmp_path, [article("a", "最近的轮渡", "轮渡开航。")])
    page = run_query(engine, Question("最近 轮渡"))
    assert page_json(page)["order_hint"] == {"typed": "最近", "sort": "newest"}
    assert run_query(engine, Question("最近 轮渡", sort=Sort.NEWEST)).order_hint is None
    html = create_app(engine).test_client().get("/search?q=最近").get_data(as_text=True)
    assert "“最近”要看最新的？" in html
    assert "sort=newest" in html.partition("按日期排列")[0].rpartition("<a ")[2]
    engine.close()
