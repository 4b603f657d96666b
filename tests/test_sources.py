"""Which name is in what a page or a file says of a source."""

import pytest

from search.ingest.fields.sources import names_source, source_name
from search.ingest.fields.values import read_fields


@pytest.mark.parametrize(
    "behind",
    [
        " 2024-06-28 19:21 内容简介",
        "　2024年6月28日",
        " 06-28 06:23",
        " | 发表评论",
        "｜ 字号：大 中 小",
        "文章类型：原创",
        " 大中小",
        "大 中 小",
        " 责任编辑：李禾",
        "（记者 李禾）",
        " 作者 李禾",
        " 社会新闻",
        " 点击数：12",
        " 浏览 123 次",
        " 分享到：",
        " 我要纠错",
        "【打印】",
        " https://www.yunjiang.example/a.html",
        "（www.yunjiang.com）",
        "第3版",
        "（第03版：要闻）",
        " >> 要闻",
        "5月17日",
    ],
)
def test_a_source_ends_where_the_next_thing_begins(behind: str) -> None:
    assert source_name(f"云江日报{behind}") == "云江日报"


@pytest.mark.parametrize(
    "name",
    [
        "云江日报(云江)",
        "云江证券报·云江证券网(上海)",
        "云江网－云江日报 海外版",
        "市财政局 市税务局",
        "云江网-文化频道",
        "云江新闻·云江号·政务",
        "微信公众号“云江发布”",
        "云江微博",
        "Yunjiang News",
        "21世纪云江报道",
        "《云江工运》",
    ],
)
def test_a_name_is_kept_whole(name: str) -> None:
    assert source_name(name) == name


@pytest.mark.parametrize(
    "text",
    [
        "www.yunjiang.gov.cn",
        "yunjiang.com",
        "https://www.yunjiang.gov.cn",
        "第3版",
        "第12页",
        "P461",
        "见附件",
        "《云江规章选编 1996-2000》P461",
        "《云江规章选编》第12页",
        "未知",
        "-",
        "原创",
    ],
)
def test_an_address_or_the_page_of_a_book_is_no_source(text: str) -> None:
    assert source_name(text) == ""


def test_a_record_has_no_source_where_only_a_page_is_named() -> None:
    def read(source: str) -> object:
        return read_fields({"title": "夜校", "source": source}).values["source"]

    assert read("《云江规章选编》P461") is None
    assert read("www.yunjiang.gov.cn") is None
    assert read("云江日报 要闻") == "云江日报 要闻"
    assert names_source("云江日报")
