"""Records for the tests: the articles that files of records give, without what else is said of them."""

from collections.abc import Iterable, Iterator, Mapping

from search.article import Article
from search.errors import UnreadableError
from search.ingest import ReadArticle, Remark
from search.ingest.records import json_file, json_lines, markdown, record
from search.ingest.records.record import Item
from search.ingest.tables import csv_file, workbook

Found = Article | UnreadableError


def articles(items: Iterable[Item]) -> Iterator[Found]:
    """Yield what is an article, or why there is none."""
    for item in items:
        if not isinstance(item, Remark):
            yield item.article if isinstance(item, ReadArticle) else item


def doubts(items: Iterable[Item]) -> list[str]:
    """Return what is doubtful."""
    return [doubt for item in items if isinstance(item, ReadArticle) for doubt in item.doubts]


def remarks(items: Iterable[Item]) -> list[str]:
    """Return what is said of the file."""
    return [item.text for item in items if isinstance(item, Remark)]


def read_record(values: Mapping[str, object], origin: str = "a.json") -> Article:
    return record.read_record(values, origin).article


def read_markdown(text: str, origin: str = "a.md") -> Article:
    (article,) = articles(markdown.read_markdown(text, origin))
    assert isinstance(article, Article)
    return article


def read_json_lines(lines: Iterable[bytes], origin: str = "a.jsonl") -> Iterator[Found]:
    return articles(json_lines.read_json_lines(lines, origin))


def read_json(content: bytes, origin: str = "a.json") -> Iterator[Found]:
    return articles(json_file.read_json(content, origin))


def read_csv(content: bytes, origin: str = "a.csv") -> Iterator[Found]:
    return articles(csv_file.read_csv(content, origin))


def read_workbook(content: bytes, origin: str = "a.xlsx") -> Iterator[Found]:
    return articles(workbook.read_workbook(content, origin))
