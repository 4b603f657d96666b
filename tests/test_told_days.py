"""Days that no label and no field gives: what text, title and number surely tell, and what they do not."""

from datetime import date

import pytest

from search.ingest.fields.evidence import ReadArticle
from search.ingest.understanding.told_days import told_day, with_told_day
from search.partial_date import Day, PartialDate

from .articles import article

TEXT = "夜校要办到职工身边，请各单位认真组织，并把情况报送市总工会。"


def told(title: str = "关于夜校的通知", *texts: str, number: str | None = None) -> Day | None:
    read = ReadArticle(article("a", title, *(texts or (TEXT,)), doc_number=number))
    return with_told_day(read).article.signed


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("2018年云江市政府工作报告", PartialDate(2018)),
        ("云江市人民政府2018年政府工作报告", PartialDate(2018)),
        ("二〇一八年云江市政府工作报告", PartialDate(2018)),
        ("云江市政府工作报告（2018年）", PartialDate(2018)),
        ("云江市政府工作报告（2018）", PartialDate(2018)),
        ("2018年政府工作报告——在云江市第十届人民代表大会第三次会议上", PartialDate(2018)),
        ("政府工作报告——2018年1月15日在云江市第十届人民代表大会第三次会议上", date(2018, 1, 15)),
        (
            "在夜校开学典礼上的讲话（2018年5月17日在云江市总工会夜校开学典礼仪式上）",
            date(2018, 5, 17),
        ),
        ("云江市夜校管理办法（2018年修订）", PartialDate(2018)),
        ("云江市夜校管理办法（2018年第二次修正）", PartialDate(2018)),
        ("云江市办学许可目录(2018年版)", PartialDate(2018)),
        ("云江市办学许可目录（二〇一八年本）", PartialDate(2018)),
        ("在夜校开学典礼上的讲话（2018年5月17日）", date(2018, 5, 17)),
        ("在夜校开学典礼上的讲话（2018年5月）", PartialDate(2018, 5)),
        ("云江市夜校章程（二〇一八年五月十七日）", date(2018, 5, 17)),
    ],
)
def test_some_titles_tell_their_day_surely(title: str, day: Day) -> None:
    assert told(title) == day


@pytest.mark.parametrize(
    "title",
    [
        "云江市2021—2025年夜校规划",
        "云江市夜校发展规划（2021－2035年）",
        "云江市“十四五”规划和2035年远景目标纲要",
        "关于2019年元旦放假的通知",
        "云江市2018年国民经济和社会发展统计公报",
        "云江市2018年度部门决算",
        "云江市2018年政府信息公开工作年度报告",
        "2018年夜校工作总结",
        "云江市2018年预算执行情况和2019年预算草案的报告",
        "2018年政府工作报告完成情况",
        "2018—2022年云江市政府工作报告",
        "云江市空气质量月报（2018年5月）",
        "关于印发2019年夜校工作要点的通知",
        "夜校办学五十年",
    ],
)
def test_the_year_that_a_paper_speaks_of_is_not_taken_for_its_own(title: str) -> None:
    assert told(title) is None


@pytest.mark.parametrize(
    ("number", "year"),
    [("云工发〔2018〕5号", 2018), ("云工发[2018]5号", 2018), ("云江市人民政府令第5号", None)],
)
def test_a_document_number_tells_the_year(number: str, year: int | None) -> None:
    assert told(number=number) == (PartialDate(year) if year else None)


def test_a_day_alone_at_the_end_is_the_day_it_was_signed() -> None:
    assert told("通知", TEXT, "云江市总工会", "2018年5月17日") == date(2018, 5, 17)


def test_a_day_may_stand_behind_the_name_of_the_body() -> None:
    assert told("通知", TEXT, "云江市总工会　2018年5月17日") == date(2018, 5, 17)


def test_a_month_alone_at_the_end_is_the_month_it_was_signed() -> None:
    assert told("白皮书", TEXT, "云江市总工会", "二〇一八年五月") == PartialDate(2018, 5)


def test_the_note_under_a_title_tells_when_a_law_was_made() -> None:
    note = "（2018年5月17日云江市第十届人民代表大会常务委员会第三次会议通过）"
    assert told("云江市夜校条例", note, *[TEXT] * 8) == date(2018, 5, 17)


def test_a_day_alone_under_the_title_is_taken_where_none_stands_below() -> None:
    assert told("典型案例", "云江市总工会发布", "2018-05-17", *[TEXT] * 8) == date(2018, 5, 17)


def test_a_day_without_its_year_takes_that_of_the_document_number() -> None:
    texts = ("2016年以来夜校办了三十期。", TEXT, "云江市总工会", "5月17日")
    assert told("通知", *texts, number="云工发〔2018〕5号") == date(2018, 5, 17)


def test_a_day_without_its_year_takes_the_nearest_that_is_stated_above_and_is_doubted() -> None:
    texts = ("2016年夜校开办。", "2018年再办十期，到2030年办满一百期。", "云江市总工会", "5月17日")
    evidence = told_day("通知", texts, None)
    assert evidence is not None
    assert (evidence.value, evidence.confidence < 0.75) == ("2018-05-17", True)
    read = with_told_day(ReadArticle(article("a", "通知", *texts)))
    (doubt,) = read.doubts
    assert "2018-05-17" in doubt and "上文" in doubt


@pytest.mark.parametrize(
    "texts",
    [
        (TEXT, "2018年5月17日起施行。"),
        (TEXT, "2018年"),
        ("到2018年办满一百期。", "云江市总工会", "5月17日"),
        ("2021—2025年再办十期。", "云江市总工会", "5月17日"),
        ("2018年前办完。", "云江市总工会", "5月17日"),
        ("2019年再办十期。", "云江市总工会", "2月29日"),
        ("夜校常办。", "云江市总工会", "5月17日"),
    ],
)
def test_no_day_is_better_than_a_wrong_one(texts: tuple[str, ...]) -> None:
    assert told("通知", *texts) is None


@pytest.mark.parametrize(
    "line",
    [
        "——二0一八年一月十五日在云江市第十届人民代表大会第三次会议上",
        "（2018年1月15日在云江市第十届人民代表大会第三次会议上）",
        "2018年1月15日，在云江市工会代表大会上",
    ],
)
def test_the_day_on_which_a_report_was_given_stands_below_its_title(line: str) -> None:
    assert told("政府工作报告", line, *[TEXT] * 8) == date(2018, 1, 15)


def test_of_a_year_that_a_field_gives_the_text_may_tell_the_day() -> None:
    line = "（2018年1月15日在云江市第十届人民代表大会第三次会议上）"
    for year, day in ((2018, date(2018, 1, 15)), (2017, PartialDate(2017))):
        given = article("a", "政府工作报告", line, *[TEXT] * 8, published=PartialDate(year))
        assert with_told_day(ReadArticle(given)).article.day == day


def test_what_a_field_gives_is_not_changed() -> None:
    given = article("a", "2018年云江市政府工作报告", TEXT, published=date(2019, 3, 8))
    read = ReadArticle(given)
    assert with_told_day(read) is read
