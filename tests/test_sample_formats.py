"""The sample collection has articles in every format, and each is understood."""

from datetime import date
from pathlib import Path

import pytest

from search.article import Article
from search.ingest import ReadArticle, list_files, read_file, single_file

CORPUS = Path(__file__).parents[1] / "corpus"


def read(path: str) -> list[Article]:
    items = list(read_file(single_file(CORPUS / path)))
    assert all(isinstance(item, ReadArticle) for item in items), items
    return [item.article for item in items if isinstance(item, ReadArticle)]


@pytest.mark.parametrize(
    ("path", "title", "day", "source", "section", "last"),
    [
        ("web-pages/portal/2025-flood-drill.html", "关于开展2025年主汛期前转移避险演练的通知",
         "2025-04-22", "云江市应急管理局", "政务公开/通知公告", "2025年4月21日"),
        ("web-pages/2016-bridge-limit.htm", "关于西溪大桥限重通行的通告",
         "2016-03-07", "砚岭县交通局", "政务公开/通告", "二〇一六年三月四日"),
        ("web-pages/2022-lighthouse.mht", "灯塔里开出一间小小航标馆",
         "2022-07-11", "望潮区融媒体中心", "望潮要闻", "捐赠。"),
        ("documents/2024-rural-roads.docx", "云江市人民政府关于提升农村公路管理养护水平的意见",
         "2024-08-15", None, "", "（此件公开发布）"),
        ("documents/2017-old-wells.doc", "云江市水务局关于封填废弃水井的通知",
         "2017-04-11", None, "", "二〇一七年四月十一日"),
        ("documents/2023-reading-report.pdf", "云江市2023年全民阅读状况报告",
         "2024-01-08", None, "", "二千四百一十份。"),
    ],
)  # fmt: skip
def test_a_document_is_understood(
    path: str, title: str, day: str, source: str | None, section: str, last: str
) -> None:
    (article,) = read(path)
    assert article.title == title
    assert article.day == date.fromisoformat(day)
    assert article.source == source
    assert "/".join(article.section) == section
    assert article.blocks[-1].text.endswith(last.replace("二千", "两千"))


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("exports/hotline-replies-2022.csv", 3),
        ("exports/inspections-2023.xlsx", 2),
        ("exports/briefs-2019.json", 2),
        ("exports/union-news-2017.zip", 2),
    ],
)
def test_a_file_of_several_articles_gives_all_of_them(path: str, titles: int) -> None:
    articles = read(path)
    assert len({article.title for article in articles}) == titles
    assert all(article.day and article.source and article.blocks for article in articles)


def test_numbers_that_word_makes_are_headings_of_the_sample() -> None:
    (article,) = read("documents/2024-rural-roads.docx")
    headings = [block.text for block in article.blocks if block.kind.value == "heading"]
    assert headings == ["一、落实路长制", "二、先修危桥和临崖路段", "三、把养护的钱算清楚"]
    assert (article.issuer, article.cites) == ("云江市人民政府", ("云政办发〔2020〕38号",))


def test_everything_in_the_collection_is_read() -> None:
    listing = list_files(CORPUS)
    assert listing.rejections == []
    for file in listing.files:
        assert all(isinstance(item, ReadArticle) for item in read_file(file)), file.path
