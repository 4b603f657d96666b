"""Held numbers: what is said where no article bears a number."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from search import Question, run_query
from search.answer.as_json import page_json
from search.answer.held_numbers import HeldNumbers, find_held_numbers
from search.engine import Engine
from search.query.parser import parse_query

from .articles import article, build

NUMBERS = [f"云政发〔2024〕{serial}号" for serial in range(1, 31)]
OTHERS = [
    "云政发〔2023〕99号", "云财〔2024〕99号", "云江市人民政府令第16号",
    "云科区〔2017〕4号", "云江市人民政府令〔2012〕第18号",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        article(f"a{place:02}", "渡口通知", "渡口开放。", doc_number=number)
        for place, number in enumerate([*NUMBERS, *OTHERS])
    ]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as opened:
        yield opened


def held(engine: Engine, typed: str) -> tuple[HeldNumbers, ...]:
    return find_held_numbers(engine, parse_query(typed).query)


def test_the_nearest_numbers_of_the_issuer_and_year_are_told(engine: Engine) -> None:
    expected = HeldNumbers("云政发〔2024〕99号", tuple(NUMBERS[-10:]), 30)
    assert held(engine, "云政发[2024]99号") == (expected,)


def test_of_an_order_those_without_a_year_are_told(engine: Engine) -> None:
    expected = HeldNumbers("云江市人民政府令第17号", ("云江市人民政府令第16号",), 1)
    assert held(engine, "关于云江市政府令第17号的解读") == (expected,)


@pytest.mark.parametrize(
    "typed",
    ["云政发〔2024〕3号", "〔2024〕98号", "云卫〔2024〕3号", "-云政发〔2024〕98号", "渡口 2024 98"],
)
def test_nothing_is_told_of_what_is_held_or_of_no_known_issuer(engine: Engine, typed: str) -> None:
    assert held(engine, typed) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("云科区 2017 4", "云科区〔2017〕4号"),
        ("云科区　２０１７　４", "云科区〔2017〕4号"), ("云科区 2017-4", "云科区〔2017〕4号"),
        ("云江市人民政府令 2012 第18", "云江市人民政府令〔2012〕第18号"),
        ("云江市政府令 2012 18", "云江市人民政府令〔2012〕第18号"),
    ],
)  # fmt: skip
def test_a_number_that_is_held_is_offered_where_its_parts_were_typed_apart(
    engine: Engine, typed: str, meant: str
) -> None:
    assert run_query(engine, Question(typed)).suggestion == meant
    (hit,) = run_query(engine, Question(meant)).hits[:1]
    assert hit.article.doc_number == meant


@pytest.mark.parametrize(
    "typed", ["云科区 2017 5", "云科区 2018 4", "渡口 2017 4", "云政发 2024 7", "云科区 2017"]
)
def test_no_number_is_offered_that_is_not_held_or_was_read(engine: Engine, typed: str) -> None:
    assert run_query(engine, Question(typed)).suggestion is None


def test_the_json_of_a_page_tells_them(engine: Engine) -> None:
    page = page_json(run_query(engine, Question("云江市人民政府令第17号")))
    assert page["held_numbers"] == [
        {
            "asked": "云江市人民政府令第17号",
            "nearest": ["云江市人民政府令第16号"],
            "count": 1,
        }
    ]
