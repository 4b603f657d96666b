"""Asked version: a clause of the version of a year that is named is shown, or it is told that it is another's."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from search.answer.question import CopyMode, Question
from search.answer.result_page import ResultPage
from search.answer.results import run_query
from search.article import Article
from search.text.clauses import cited_clause
from search.text.normalization import normalize
from search.validity import Validity
from webui import create_app

from .articles import article, build
from .contract.reference import ReferenceEngine

_OTHERS = (
    "第一条 为了办好三江市的夜校，方便职工在下班以后学习文化和技术，制定本法。",
    "第三条 夜校的教室由所在街道提供，桌椅、灯具和黑板应当齐全，每学期检查一次。",
    "第四条 夜校每周一、三、五晚上七点开课，九点下课，遇到台风可以停课，停课以后应当补课。",
    "第五条 夜校的教师应当有三年以上的工作经验，由市教育局会同市总工会聘任，聘期两年。",
    "第六条 学满一年、考试合格的学员，由夜校发给结业证书，用人单位应当承认。",
)
_TOLD = "所示条文出自其他版本"


def _version(identifier: str, title: str, year: int, hours: str, validity: Validity) -> Article:
    first, *rest = _OTHERS
    clause = f"第二条 学员每年上课不少于{hours}课时。"
    day = date(year, 3, 1)
    return article(identifier, title, first, clause, *rest, published=day, validity=validity)


LAW = [
    _version("v14", "三江市夜校法", 2014, "八十", Validity.AMENDED),
    _version("v18", "三江市夜校法", 2018, "九十", Validity.AMENDED),
    _version("v21", "三江市夜校法", 2021, "一百", Validity.IN_FORCE),
]


def _shown(typed: str, copies: CopyMode = CopyMode.MERGED) -> list[tuple[str, str]]:
    hits = run_query(ReferenceEngine(LAW), Question(typed, copies=copies)).hits
    return [(hit.article.id, hit.clause.text) for hit in hits if hit.clause]


def _is_told(page: ResultPage) -> bool:
    return any(_TOLD in str(note) for note in page.notes) and _TOLD in str(page.foremost)


@pytest.mark.parametrize(
    "typed",
    [
        "三江市夜校法（2014年修正）第二条",
        "《三江市夜校法》（2014修正）第二条",
        "三江市夜校法2014年修正第2条",
        "三江市夜校法第二条（2014年修正）",
        "2014年三江市夜校法第二条",
        "2014版《三江市夜校法》第二条",
    ],
)
def test_the_version_of_the_year_that_is_named_stands_for_the_law(typed: str) -> None:
    page = run_query(ReferenceEngine(LAW), Question(typed))
    assert _shown(typed) == [("v14", "第二条 学员每年上课不少于八十课时。")]
    (hit,) = page.hits
    assert (hit.versions, hit.version_count) == (("v21", "v18"), 2)
    assert hit.snippets[0].text == "第二条 学员每年上课不少于八十课时。"
    assert not _is_told(page)


def test_without_a_year_the_version_in_force_is_shown() -> None:
    assert _shown("三江市夜校法第二条") == [("v21", "第二条 学员每年上课不少于一百课时。")]


def test_where_versions_are_listed_one_by_one_the_clause_is_that_of_the_year() -> None:
    typed = "三江市夜校法（2018年修正）第二条"
    shown = _shown(typed, copies=CopyMode.SEPARATE)
    assert shown == [("v18", "第二条 学员每年上课不少于九十课时。")]


def test_that_no_version_of_the_year_is_held_is_told() -> None:
    page = run_query(ReferenceEngine(LAW), Question("三江市夜校法（2009年修正）第二条"))
    assert [hit.article.id for hit in page.hits if hit.clause] == ["v21"]
    assert _is_told(page)


def test_the_occurrences_are_those_of_the_version_shown() -> None:
    typed, engine = "三江市夜校法（2014年修正）第二条", ReferenceEngine(LAW)
    apart = run_query(engine, Question(typed, copies=CopyMode.SEPARATE)).hits
    (merged,) = run_query(engine, Question(typed)).hits
    assert merged.occurrences == next(hit.occurrences for hit in apart if hit.article.id == "v14")


def test_the_title_tells_the_year_before_the_day() -> None:
    held = [
        _version("early", "三江市夜校法（2014年修正）", 2015, "八十", Validity.AMENDED),
        _version("late", "三江市夜校法", 2021, "一百", Validity.IN_FORCE),
    ]
    engine = ReferenceEngine(held)
    assert not _is_told(run_query(engine, Question("三江市夜校法（2014年修正）第二条")))
    assert _is_told(run_query(engine, Question("三江市夜校法（2015年修正）第二条")))


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("夜校法（1993年通过 2018年10月26日修正）第二条", 2018),
        ("夜校法（试行）第二条", 0),
        ("夜校法（2018年草案）第二条", 0),
        ("2018年办学按照夜校法第二条", 0),
        ("关于2018年度工作的意见和夜校法第二条", 0),
        ("夜校法第二条 2018年", 0),
    ],
)
def test_a_year_is_that_of_a_version_where_it_stands_at_the_name(typed: str, year: int) -> None:
    cited = cited_clause(normalize(typed))
    assert cited is not None
    assert cited.year == year


def test_the_page_leads_to_the_clause_of_the_version_and_tells_of_another(tmp_path: Path) -> None:
    with closing(build(tmp_path, LAW)) as engine:
        client = create_app(engine).test_client()
        page = html.fromstring(client.get("/search?q=三江市夜校法（2014年修正）第二条").text)
        (link,) = page.cssselect("a.hit-title")
        assert link.get("href").startswith("/articles/v14")
        assert link.get("href").endswith("#第二条")
        assert _TOLD not in page.text_content()
        page = html.fromstring(client.get("/search?q=三江市夜校法（2009年修正）第二条").text)
        assert "没有找到 2009 年版本的这一条" in page.text_content()
