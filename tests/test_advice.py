"""Where nothing is found, what is advised fits what was typed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from search.answer.advice import Advice, advise
from search.engine import Engine
from search.query.parser import parse_query
from webui import create_app

from .articles import article, build

FIRST, LAST = date(2022, 1, 9), date(2024, 3, 8)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        article(
            "a", "夜校开班", "坚持以职工为中心，夜校设电梯课，covid-19 期间停课。", published=FIRST
        ),
        article(
            "b",
            "清淤",
            "三江善治从清淤开始，共 13500 方。",
            published=LAST,
            source="云江日报",
            doc_number="云水〔2024〕7号",
        ),
    ]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as built:
        yield built


def advice(engine: Engine, text: str) -> tuple[Advice, ...]:
    return advise(engine, parse_query(text), FIRST, LAST)


@pytest.mark.parametrize(
    ("text", "said", "query"),
    [
        ("标题:电梯", "不限标题", "电梯"),
        ("来源: 电梯", "不限来源", "电梯"),
        ("-清淤 标题:电梯", "不限标题", "-清淤 电梯"),
        ("“夜校以职工”", "引号里的字逐字查找", "夜校以职工"),
        ("350", "数字按整个数查找", "“350”"),
        ("ovid", "英文按整个单词查找", "“ovid”"),
        ("cov", "只记得开头", "cov*"),
        ("精确:COVID-19", "不必这样严", "covid-19"),
        ("“夜校 中心”~1", "不限这些词相距多远", "夜校 中心"),
        ("云水〔2024〕8号", "同一机关同一年的文号", "文号:云水〔2024〕"),
        ("云水〔2025〕7号", "同一机关的文号", "文号:云水"),
    ],
)
def test_another_query_is_advised_that_finds_something(
    engine: Engine, text: str, said: str, query: str
) -> None:
    found = {one.query: one for one in advice(engine, text)}
    assert said in str(found[query].text)
    assert found[query].articles == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gonghui", "若是拼音，请写汉字"),
        ("氹", "没有“氹”这个字"),
        ("轮渡", "没有“轮渡”：核对用字"),
        ("日期:1999", "这里没有这些日子的文章"),
        ("日期:2023", "放宽日期"),
        ("云政发〔2024〕7号", "没有这个文号：请核对"),
        ("相似:没有", "文章的编号"),
        ("轮渡 票价", "没有“票价”：核对用字"),
        ("night school", "若是外文，请写中文"),
        ("“夜校” “清淤” “轮渡”", "少写几个词"),
        ("，。", "只有标点"),
    ],
)
def test_what_is_advised_fits_what_was_typed(engine: Engine, text: str, said: str) -> None:
    assert any(said in str(one.text) for one in advice(engine, text))


@pytest.mark.parametrize(
    "text",
    ["轮渡", "轮渡 票价", "gonghui", "night school", "云卫〔2024〕7号", "350", "日期:1999", "氹"],
)
def test_nothing_is_advised_of_what_was_not_typed(engine: Engine, text: str) -> None:
    said = "".join(str(one.text) for one in advice(engine, text))
    assert [sign for sign in ("引号里", "竖线", "少写", "拆成") if sign in said] == []


@pytest.mark.parametrize(
    "text",
    ["作者:宁晓舟 电梯", "电梯 -电梯", "标题:氹 电梯", "电梯 轮渡", "电 轮渡", "covid-19 轮渡"],
)
def test_what_is_found_alone_is_not_said_to_be_missing(engine: Engine, text: str) -> None:
    said = "".join(str(one.text) for one in advice(engine, text))
    assert [word for word in ("“电梯”", "“电”", "拼音") if word in said] == []


@pytest.mark.parametrize(
    "text", ["天 " * 400, "（" * 900, "-" * 900, "标题:甲 " * 200, "“甲”" * 300]
)
def test_whatever_is_typed_little_is_advised(engine: Engine, text: str) -> None:
    assert len(advice(engine, text)) <= 4


def test_the_page_links_what_is_advised(engine: Engine) -> None:
    client = create_app(engine).test_client()
    page = client.get("/search?q=标题:电梯").get_data(as_text=True)
    tail = page.partition("不限标题：")[2]
    assert tail.startswith('<a href="/search?q=电梯"')
    assert "（1 篇）" in tail
    assert "不限" not in client.get("/search?q=标题:夜校&from=1999&to=1999").get_data(as_text=True)
