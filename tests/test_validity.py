"""Whether a paper is in force, as files and lines say it."""

from pathlib import Path

import pytest

from search.article import Article
from search.ingest import read_corpus
from search.validity import Validity, read_validity

from .articles import article
from .records import read_record


@pytest.mark.parametrize(
    ("text", "validity"),
    [
        ("有效", Validity.IN_FORCE),
        ("现行有效", Validity.IN_FORCE),
        ("生效", Validity.IN_FORCE),
        ("in force", Validity.IN_FORCE),
        ("已修改", Validity.AMENDED),
        ("已修订", Validity.AMENDED),
        (" 已废止 ", Validity.REPEALED),
        ("废止或失效", Validity.REPEALED),
        ("尚未生效", Validity.NOT_YET),
        ("Not-yet-in-force", Validity.NOT_YET),
        ("未知", None),
        ("部分失效", None),
        ("published", None),
        ("", None),
    ],
)
def test_validity_is_read_in_the_words_of_collections(text: str, validity: Validity | None) -> None:
    assert read_validity(text) is validity


@pytest.mark.parametrize("name", ["status", "时效性", "效力", "效力状态", "有效性", "validity"])
def test_a_record_tells_validity_under_any_of_its_names(name: str) -> None:
    read = read_record({"title": "夜校条例", "text": "夜校免费。", name: "已修订"}, "a.json")
    assert read.validity is Validity.AMENDED


@pytest.mark.parametrize("status", [200, True, ["有效"], "已发布", None])
def test_a_status_that_says_something_else_is_none_and_refuses_nothing(status: object) -> None:
    read = read_record({"title": "夜校条例", "text": "夜校免费。", "status": status}, "a.json")
    assert read.validity is None


def test_a_labelled_line_tells_validity(tmp_path: Path) -> None:
    lines = ["云江市夜校条例", "时效性：有效", "发布时间：2024-03-08", ""]
    text = "夜校向全市职工免费开放，课程由学员投票决定，教室由各区县落实。"
    (tmp_path / "a.txt").write_text("\n".join([*lines, text]), encoding="utf-8")
    (read,) = read_corpus(tmp_path)
    assert isinstance(read, Article)
    assert read.validity is Validity.IN_FORCE


def test_an_article_keeps_its_validity_when_it_is_stored() -> None:
    read = read_record({"title": "夜校条例", "text": "夜校免费。", "status": "有效"}, "a.json")
    assert Article.from_json(read.to_json()) == read
    assert Article.from_json(article("a", "天气", "晴。").to_json()).validity is None
