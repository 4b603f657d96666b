"""Whether a paper is in force, as files and lines say it."""

from datetime import date
from pathlib import Path

import pytest

from search.article import Article
from search.ingest import read_corpus
from search.validity import Validity, read_validity, validity_in_title, validity_on

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


@pytest.mark.parametrize(
    ("text", "validity"),
    [
        ("失效", Validity.EXPIRED),
        ("已失效", Validity.EXPIRED),
        ("expired", Validity.EXPIRED),
        ("（已废止）", Validity.REPEALED),
        ("全文有效", Validity.IN_FORCE),
        ("已被取代", Validity.AMENDED),
        ("尚未施行", Validity.NOT_YET),
        ("条款失效", None),
    ],
)
def test_what_has_ceased_by_itself_is_told_apart(text: str, validity: Validity | None) -> None:
    assert read_validity(text) is validity


@pytest.mark.parametrize(
    ("title", "validity"),
    [
        ("云江市夜校办法（已废止）", Validity.REPEALED),
        ("云江市夜校办法(失效)", Validity.EXPIRED),
        ("【已失效】云江市夜校办法", Validity.EXPIRED),
        ("云江市夜校办法（已修改）", Validity.AMENDED),
        ("云江市夜校办法（修订）", None),
        ("云江市夜校办法（2021年修订）", None),
        ("关于废止（失效）文件目录的通知", None),
    ],
)
def test_a_title_tells_validity_in_brackets(title: str, validity: Validity | None) -> None:
    assert validity_in_title(title) is validity


BEFORE, DAY, AFTER = date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 2)


@pytest.mark.parametrize(
    ("said", "effective", "expires", "validity"),
    [
        (None, None, None, None),
        (None, BEFORE, None, None),
        (None, AFTER, None, Validity.NOT_YET),
        (None, BEFORE, BEFORE, Validity.EXPIRED),
        (None, BEFORE, DAY, Validity.IN_FORCE),
        (None, AFTER, AFTER, Validity.NOT_YET),
        (Validity.NOT_YET, DAY, None, Validity.IN_FORCE),
        (Validity.NOT_YET, AFTER, None, Validity.NOT_YET),
        (Validity.NOT_YET, None, None, Validity.NOT_YET),
        (Validity.IN_FORCE, AFTER, None, Validity.NOT_YET),
        (Validity.IN_FORCE, BEFORE, BEFORE, Validity.EXPIRED),
        (Validity.REPEALED, AFTER, None, Validity.REPEALED),
        (Validity.AMENDED, BEFORE, BEFORE, Validity.AMENDED),
    ],
)
def test_its_own_days_correct_what_was_said_of_a_paper(
    said: Validity | None, effective: date | None, expires: date | None, validity: Validity | None
) -> None:
    assert validity_on(DAY, said, effective, expires) is validity


@pytest.mark.parametrize(
    ("name", "value", "day"),
    [
        ("effective_date", "2024-07-01", DAY),
        ("effectiveDate", "2024-07-01", DAY),
        ("施行日期", "2024年7月1日", DAY),
        ("生效日期", "自2024年7月1日起施行", DAY),
        ("实施时间", "2024/7/1", DAY),
        ("生效日期", "自公布之日起施行", None),
    ],
)
def test_a_record_tells_from_when_it_is_in_force(name: str, value: str, day: date | None) -> None:
    read = read_record({"title": "夜校条例", "text": "夜校免费。", name: value}, "a.json")
    assert read.effective == day


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("有效期至", "2024-07-01"),
        ("有效期", "2019-07-02至2024-07-01"),
        ("失效日期", "2024年7月1日"),
        ("valid_until", "2024-07-01"),
    ],
)
def test_a_record_tells_until_when_it_is_in_force(name: str, value: str) -> None:
    read = read_record({"title": "夜校条例", "text": "夜校免费。", name: value}, "a.json")
    assert read.expires == DAY


def test_a_labelled_line_tells_the_days_and_the_text_where_none_does(tmp_path: Path) -> None:
    lines = ["云江市夜校条例", "施行日期：2024年7月1日", "发布时间：2024-03-08", ""]
    text = "夜校向全市职工免费开放，课程由学员投票决定，教室由各区县落实，有效期五年。"
    (tmp_path / "a.txt").write_text("\n".join([*lines, text]), encoding="utf-8")
    told = f"{text}\n本条例自2024年7月2日起施行，有效期5年。"
    (tmp_path / "b.txt").write_text("\n".join([lines[0], lines[2], "", told]), encoding="utf-8")
    one, other = read_corpus(tmp_path)
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert (one.effective, one.expires) == (DAY, None)
    assert (other.effective, other.expires) == (AFTER, date(2029, 7, 1))


def test_what_explains_a_paper_is_not_in_force_itself(tmp_path: Path) -> None:
    text = "为了让职工用好夜校，本条例自2024年7月1日起施行，《云江市夜校规定》同时废止。"
    lines = ["《云江市夜校条例》解读", "发布时间：2024-03-08", "", text]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    (read,) = read_corpus(tmp_path)
    assert isinstance(read, Article)
    assert (read.effective, read.repeals) == (None, ())
