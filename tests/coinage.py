"""A collection in which wordings were coined: two places that have published for years, and what both say now."""

from datetime import date

from search.article import Article
from search.partial_date import PartialDate

from .articles import article

_SUBJECTS = (
    "水务所清淤河道三百米，补种岸边柳树", "文化站排演江边戏曲，下乡演出四十场", "农技员试种旱稻，教农户测土施肥",
    "交警整治占道停车，划出夜间泊位", "渔政船巡查禁渔江段，收缴网具若干", "医院义诊进社区，免费量血压",
    "学校食堂公开菜价，家长轮流陪餐", "气象台发布大风预警，渡船停航半日", "图书馆延长开放，新添盲文书籍",
    "供电所检修线路，村里用上新变压器", "茶农修剪老树，合作社统一收购", "消防队检查商场，拆除封堵的通道",
)  # fmt: skip
_AROUND = (
    "会议提出“{}”，要求各单位照办。", "代表说：{}，大家都赞成！", "按“{}”的办法，先试后推。", "《{}》一书已印出。",
    "记者问：{}？答：正是。", "今年把“{}”写进报告；明年再看。", "口号是：{}。", "（{}）已有三年。",
)  # fmt: skip
SOURCES = ("三江日报", "三江工会网")


def told(number: int, day: date | PartialDate | None, said: str = "", source: str = "") -> Article:
    """Make an article of some day that says something, or nothing new."""
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    text = _AROUND[number % len(_AROUND)].format(said) if said else ""
    return article(
        f"a{number:03}",
        f"第{number}期简报",
        f"{subject}，这是第{number}次记录，共{number * 7}人到场。",
        text or f"其余照旧，参加的有{number * 3}户。",
        published=day,
        source=source or SOURCES[number % 2],
    )


def quiet_years(first: int = 2015, last: int = 2022) -> list[Article]:
    """Make articles of years in which nothing was coined, each place two a year."""
    return [
        told(4 * (year - first) + quarter, date(year, 3 * quarter + 1, 5))
        for year in range(first, last + 1)
        for quarter in range(4)
    ]
