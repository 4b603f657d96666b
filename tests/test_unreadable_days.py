"""A day that cannot be read refuses no article: it stays, undated, and what stands there is told."""

from datetime import date

import pytest

from search.ingest.documents.web_page import render_html
from search.ingest.fields.evidence import ReadArticle
from search.ingest.understanding.article import understand
from search.partial_date import PartialDate

TITLE = "云江市总工会关于举办职工夜校的公告"
TEXT = (
    "<p>各县、区总工会，市直各单位：</p><p>职工夜校下月开班，请各单位认真组织，把情况报送市总工会办公室。</p>"
    "<p>各单位要加强领导，落实责任，遇到的问题请及时与市总工会联系，共同把夜校办好。</p>"
)


def page(info: str = "", head: str = "", end: str = "") -> ReadArticle:
    content = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>"
        f"<div>{info}</div><div>{TEXT}{end}</div></body></html>"
    )
    return understand(render_html(content), "a.html")


@pytest.mark.parametrize(
    "day", ["2023-13-01", "2023年2月30日", "08-05-12", "05/06/2024", "3天前", "05-17 10:23"]
)
def test_what_stands_behind_a_label_is_told_where_it_is_no_sure_day(day: str) -> None:
    read = page(f"发布时间：{day}　来源：云江日报")
    assert (read.article.day, read.article.source) == (None, "云江日报")
    assert f"发布日期“{day}”不能确定是哪一天，没有收入" in read.doubts


def test_nothing_is_told_where_another_place_gives_the_day() -> None:
    read = page("发布时间：2023-13-01", head='<meta name="PubDate" content="2024-05-17">')
    assert (read.article.published, read.doubts) == (date(2024, 5, 17), ())


@pytest.mark.parametrize(
    ("info", "day"),
    [
        ("发布时间：2024年元月5日", date(2024, 1, 5)),
        ("发布时间：２０２４年５月１７日", date(2024, 5, 17)),
        ("发布时间：20240517", date(2024, 5, 17)),
        ("发布时间：2024年5月", PartialDate(2024, 5)),
        ("发布时间：24-05-17", date(2024, 5, 17)),
        ("發布時間：98-05-17", date(2009, 5, 17)),
        ("云江日报 | 2024—05—17 16:40 | 阅读 568", date(2024, 5, 17)),
    ],
)
def test_a_label_may_have_a_day_in_any_writing(info: str, day: date) -> None:
    assert page(info).article.published == day


def test_a_stamp_in_the_head_of_a_page_is_on_the_day_it_was_in_beijing() -> None:
    stamp = "2024-05-16T17:05:00Z"
    meta = f'<meta property="article:published_time" content="{stamp}">'
    data = f'<script type="application/ld+json">{{"datePublished": "{stamp}"}}</script>'
    assert page(head=meta).article.published == date(2024, 5, 17)
    assert page(head=data).article.published == date(2024, 5, 17)


def test_a_day_of_the_month_that_is_told_elsewhere_counts() -> None:
    read = page("发布时间：2024-05-17", head='<meta name="PubDate" content="2024-05">')
    assert (read.article.published, read.doubts) == (date(2024, 5, 17), ())


def test_a_day_without_its_year_takes_that_of_the_address() -> None:
    address = "https://www.yunjiang.example/202405/t20240517_123.html"
    link = f'<link rel="canonical" href="{address}">'
    read = page("发布时间：05-17 10:23", head=link)
    assert (read.article.published, read.doubts) == (date(2024, 5, 17), ())


def test_a_page_is_dated_by_its_signature_in_any_writing() -> None:
    for day in ("2024年5月17", "二〇二四年五月十七日（星期五）", "2024年5月17号"):
        assert page(end=f"<p>云江市总工会</p><p>{day}</p>").article.signed == date(2024, 5, 17)
    month = page(end="<p>云江市总工会</p><p>二〇二四年五月</p>").article
    assert (month.signed, month.day_kind) == (PartialDate(2024, 5), "signed")


def test_the_day_it_was_printed_is_taken_where_no_other_is_told() -> None:
    printed = "<p>云江市总工会办公室　　2024年5月17日印发</p>"
    assert page(end=printed).article.signed == date(2024, 5, 17)
    signed = "<p>云江市总工会</p><p>2024年5月15日</p>"
    assert page(end=signed + printed).article.signed == date(2024, 5, 15)


def test_a_day_that_is_still_to_come_is_doubted() -> None:
    assert page("发布时间：9999-05-17").doubts == ("发布日期“9999-05-17”还没有到",)
