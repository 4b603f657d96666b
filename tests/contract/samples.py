"""Samples: the articles that the contract is tested on, and how they are asked for as merged copies."""

from datetime import date

from search.article import Article
from search.engine import Engine, Matches
from search.partial_date import Day, PartialDate
from search.query.parser import parse_query
from search.request import SearchRequest
from search.validity import Validity

from ..articles import article
from ..republished import AMENDED, NOTICE

SECTIONS = [("新闻中心", "工会要闻"), ("新闻中心", "政务要闻"), ("政务公开", "通知公告"), ()]


def _day(number: int) -> Day | None:
    """Give some articles no day, and some only a year or a month."""
    year, month = 2015 + number % 5, 1 + number % 12
    match number % 9:
        case _ if number % 7 == 0:
            return None
        case 4:
            return PartialDate(year)
        case 5:
            return PartialDate(year, month)
        case 6:
            return date(year, 1, 1)
        case _:
            return date(year, month, 1 + number % 28)


def collection() -> list[Article]:
    return [
        article(
            f"a{i:02}",
            f"第{i}号",
            "职工夜校开班。" if i % 2 else "河道清淤。",
            published=_day(i),
            section=SECTIONS[i % 4],
            source=["云江日报", "云江工会网", None][i % 3],
        )
        for i in range(40)
    ]


def copied_collection() -> list[Article]:
    """Two groups, of three and of two, among others; the second of the first group lacks a line."""
    first, second = NOTICE, [line.replace("夜校", "图书馆") for line in NOTICE]
    return [
        article("n1", "夜校的通知", *first, published=date(2023, 3, 1), source="云江日报"),
        article("n2", "【转载】夜校通知", *first[:-1], published=date(2023, 3, 2)),
        article("n3", "夜校的通知", *first, published=date(2024, 3, 3), source="云江工会网"),
        article("l1", "图书馆的通知", *second, published=date(2022, 3, 1)),
        article("l2", "图书馆的通知", *second),
        *(
            article(f"o{i}", f"第{i}号", "夜校开班。", published=date(2023, 4, i))
            for i in range(1, 6)
        ),
    ]


def versioned_collection() -> list[Article]:
    """Four versions of one paper, the one in force with a copy, among others."""
    first = [line.replace("十二课时", "八课时").replace("八十元", "五十元") for line in NOTICE]
    name, latest = "云江市夜校办法", [*AMENDED[:3], *NOTICE[3:]]
    return [
        article("v1", name, *first, published=date(2015, 3, 1), validity=Validity.REPEALED),
        article("v2", f"{name}（2019年修订）", *NOTICE, published=date(2019, 3, 1)),
        article(
            "v3", name, *AMENDED, published=date(2022, 3, 1), validity=Validity.IN_FORCE,
            source="云江日报",
        ),
        article("c3", "夜校新办法全文", *AMENDED, published=date(2022, 3, 2)),
        article(
            "v4", f"{name}（2024年修订）", *latest, published=date(2024, 3, 1),
            validity=Validity.NOT_YET,
        ),
        *(
            article(f"o{i}", f"第{i}号", "夜校开班。", published=date(2023, 4, i))
            for i in range(1, 4)
        ),
    ]  # fmt: skip


def merged(engine: Engine, text: str = "", **more: object) -> Matches:
    query = parse_query(text).query
    return engine.find(SearchRequest(query, merge_copies=True, **more))  # type: ignore[arg-type]
