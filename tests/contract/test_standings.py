"""Which papers are in force on a day, by every engine: what files say, days, versions, repeals."""

from dataclasses import fields as dataclass_fields
from datetime import date

import pytest

from search.article import Article
from search.engine import Engine
from search.query.parser import parse_query
from search.request import Filters, SearchRequest
from search.validity import Validity

from ..articles import article
from ..republished import AMENDED, NOTICE
from .conftest import MakeEngine

EVER = date(2999, 1, 1)
TODAY = date(2024, 7, 1)
YESTERDAY = date(2024, 6, 30)
TEXT = "夜校向全市职工免费开放，课程由学员投票决定。"


def made(identifier: str, title: str = "云江市夜校规定", *texts: str, **fields: object) -> Article:
    one = article(identifier, title, *(texts or (TEXT,)), published=fields.pop("day", None))  # type: ignore[arg-type]
    return Article(
        **{entry.name: getattr(one, entry.name) for entry in dataclass_fields(one)} | fields
    )


def validity_of(engine: Engine, identifier: str) -> tuple[Validity | None, str | None]:
    (found,) = engine.fetch([identifier])
    return found.validity, found.replaced_by


def test_days_correct_what_was_said(make_engine: MakeEngine) -> None:
    engine = make_engine(
        [
            made("said", validity=Validity.IN_FORCE),
            made("begun", validity=Validity.NOT_YET, effective=date(2020, 1, 1)),
            made("later", validity=Validity.IN_FORCE, effective=EVER),
            made("over", expires=date(2020, 1, 1)),
            made("gone", validity=Validity.REPEALED, effective=EVER),
            made("unsaid", effective=date(2020, 1, 1)),
            made("within", effective=date(2020, 1, 1), expires=EVER),
        ]
    )
    assert {one.id: one.validity for one in engine.articles()} == {
        "said": Validity.IN_FORCE,
        "begun": Validity.IN_FORCE,
        "later": Validity.NOT_YET,
        "over": Validity.EXPIRED,
        "gone": Validity.REPEALED,
        "unsaid": None,
        "within": Validity.IN_FORCE,
    }
    counts = {e.value: e.count for e in engine.find(SearchRequest()).facets["validity"]}
    assert counts == {"有效": 3, "尚未生效": 1, "失效": 1, "已废止": 1}
    found = engine.find(SearchRequest(filters=Filters({"validity": ("有效", "失效")})))
    assert {match.id for match in found.matches} == {"said", "begun", "over", "within"}


def test_a_paper_is_in_force_from_its_day_without_a_rebuild(make_engine: MakeEngine) -> None:
    days = [YESTERDAY]
    engine = make_engine([made("a", effective=TODAY, validity=Validity.NOT_YET)], lambda: days[0])
    assert validity_of(engine, "a") == (Validity.NOT_YET, None)
    days[0] = TODAY
    assert validity_of(engine, "a") == (Validity.IN_FORCE, None)


def test_a_new_version_replaces_the_old_one_on_its_day(make_engine: MakeEngine) -> None:
    days = [YESTERDAY]
    name = "云江市夜校办法"
    old = made("old", name, *NOTICE, day=date(2015, 1, 1), validity=Validity.IN_FORCE)
    new = made("new", f"{name}（2024年修订）", *AMENDED, day=date(2024, 5, 1), effective=TODAY)
    engine = make_engine([old, new], lambda: days[0])
    assert engine.versions("old") == ("old", "new")
    assert validity_of(engine, "old") == (Validity.IN_FORCE, None)
    days[0] = TODAY
    assert engine.versions("old") == ("new", "old")
    assert validity_of(engine, "old") == (Validity.AMENDED, "new")
    assert validity_of(engine, "new") == (None, None)


def test_a_repost_on_a_later_page_does_not_replace_what_is_in_force(
    make_engine: MakeEngine,
) -> None:
    name, passed = "云江市夜校办法", "（2015年1月1日云江市人民政府令第7号公布）"
    law = made("law", name, passed, *NOTICE, day=date(2015, 1, 1), validity=Validity.IN_FORCE)
    page = {"day": date(2020, 3, 30), "effective": date(2020, 3, 30)}
    copy = made("copy", name, passed, *AMENDED, **page)
    older = made("older", name, *AMENDED, **page)
    for repost in (copy, older):
        engine = make_engine([law, repost])
        assert validity_of(engine, "law") == (Validity.IN_FORCE, None)
        assert engine.find(SearchRequest(filters=Filters({"validity": ("有效",)}))).total == 1
    assert make_engine([law, copy]).copies("law") == ("law", "copy")
    assert make_engine([law, older]).versions("older") == ("law", "older")


def test_a_paper_that_a_newer_one_repeals_is_repealed(make_engine: MakeEngine) -> None:
    old = made("old", "云江市夜校规定", day=date(2015, 1, 1))
    later = made("later", "云江市夜校规定", day=date(2025, 1, 1))
    other = made("other", "青屿市夜校规定", day=date(2015, 1, 1))
    new = made("new", "云江市夜校条例", day=date(2024, 1, 1), repeals=("云江市夜校规定",))
    engine = make_engine([old, later, other, new])
    assert validity_of(engine, "old") == (Validity.REPEALED, "new")
    assert validity_of(engine, "later") == validity_of(engine, "other") == (None, None)


def test_a_paper_is_repealed_by_its_number(make_engine: MakeEngine) -> None:
    old = made("old", "关于夜校的通知", day=date(2015, 1, 1), doc_number="云政发〔2015〕3号")
    new = made("new", "云江市夜校条例", day=date(2024, 1, 1), repeals=("云政发〔2015〕3号",))
    engine = make_engine([old, new])
    assert validity_of(engine, "old") == (Validity.REPEALED, "new")


@pytest.mark.parametrize("said", [Validity.REPEALED, Validity.EXPIRED])
def test_what_is_said_to_be_over_stays_so_and_leads_on(
    make_engine: MakeEngine, said: Validity
) -> None:
    old = made("old", "云江市夜校规定", day=date(2015, 1, 1), validity=said)
    new = made("new", "云江市夜校条例", day=date(2024, 1, 1), repeals=("云江市夜校规定",))
    assert validity_of(make_engine([old, new]), "old") == (said, "new")


def test_a_version_whose_head_is_called_otherwise_is_replaced_by_a_later_one(
    make_engine: MakeEngine,
) -> None:
    engine = make_engine(
        [
            made("head", "全文如下", *NOTICE, day=date(2015, 3, 1)),
            made("copy", "云江市夜校规定", *NOTICE, day=date(2015, 3, 2)),
            made("later", "云江市夜校规定（2022年修订）", *AMENDED, day=date(2022, 3, 1)),
        ]
    )
    assert engine.versions("later") == ("later", "head")
    assert validity_of(engine, "copy") == (Validity.AMENDED, "later")


def asked(engine: Engine, text: str) -> list[str]:
    query = parse_query(text).query
    return [match.id for match in engine.find(SearchRequest(query)).matches]


def test_asked_by_subject_what_is_in_force_comes_before_what_is_over(
    make_engine: MakeEngine,
) -> None:
    subject = "学员退课退费按照课时计算"
    old = made("old", "云江市学员规定", subject, subject, validity=Validity.REPEALED)
    new = made(
        "new", "云江市夜校条例", subject + "，办法由市教育局另行制定", validity=Validity.IN_FORCE
    )
    engine = make_engine([old, new])
    assert asked(engine, "退课 退费") == ["new", "old"]
    assert asked(engine, "学员") == ["old", "new"]  # in its title


@pytest.mark.parametrize("named", ["云江市学员规定", "退费 规定", "退费 2015"])
def test_what_is_over_is_found_first_by_what_may_name_it(
    make_engine: MakeEngine, named: str
) -> None:
    subject = "2015年起，学员退课退费按照课时计算，规定如下"
    old = made("old", "云江市学员规定", subject, subject, validity=Validity.REPEALED)
    new = made(
        "new", "云江市夜校条例", subject + "，云江市学员规定废止", validity=Validity.IN_FORCE
    )
    assert asked(make_engine([old, new]), named)[0] == "old"
