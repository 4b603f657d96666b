"""Other names of the same thing: the file, and what queries make of it."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.answer.question import Question
from search.answer.results import run_query
from search.engine import Engine
from search.errors import SynonymsError
from search.query.chunks import MAX_LITERALS
from search.query.parser import parse_query
from search.query.synonyms import NO_SYNONYMS, Synonyms, SynonymsFile, read_synonyms

from .articles import article, build


def read(folder: Path, text: str) -> Synonyms:
    path = folder / "synonyms.txt"
    path.write_text(text, encoding="utf-8")
    return read_synonyms(path)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    articles = [
        article("old", "旧文", "云江市劳动局发布通知。"),
        article("new", "新文", "云江市人社局发布补贴办法。"),
        article("other", "别的", "轮渡停航。"),
    ]
    with closing(build(tmp_path / "index", articles)) as engine:
        yield engine


def ids(engine: Engine, text: str, synonyms: Synonyms) -> set[str]:
    return {hit.article.id for hit in run_query(engine, Question(text), synonyms).hits}


NAMES = "# 机构\n人社局 ＝ 劳动局 = 人力资源和社会保障局\n"


def test_a_name_finds_the_other_names_too(engine: Engine, tmp_path: Path) -> None:
    assert ids(engine, "劳动局", read(tmp_path, NAMES)) == {"old", "new"}


def test_a_name_within_a_run_finds_the_other_names_too(engine: Engine, tmp_path: Path) -> None:
    page = run_query(engine, Question("劳动局补贴"), read(tmp_path, NAMES))
    assert page.hits[0].article.id == "new"
    assert page.complete.articles == 1


def test_the_answer_says_what_was_added(engine: Engine, tmp_path: Path) -> None:
    page = run_query(engine, Question("劳动局"), read(tmp_path, NAMES))
    assert page.parsed.synonyms == (("劳动局", ("人社局", "人力资源和社会保障局")),)


@pytest.mark.parametrize("text", ["“劳动局”", "精确:劳动局"])
def test_what_is_quoted_or_exact_finds_itself_only(
    engine: Engine, tmp_path: Path, text: str
) -> None:
    assert ids(engine, text, read(tmp_path, NAMES)) == {"old"}


def test_synonyms_can_be_switched_off(engine: Engine, tmp_path: Path) -> None:
    page = run_query(engine, Question("劳动局", synonyms=False), read(tmp_path, NAMES))
    assert [hit.article.id for hit in page.hits] == ["old"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("轮渡", "两个名称"),
        ("轮渡 = 轮渡", "写了两次"),
        ("劳动局 = 劳动厅", "第 2 行已有，成了环"),
        ("轮渡 = 船", "至少两个字"),
        ("轮渡 = ", "至少两个字"),
        ("轮渡 = " + "船" * 41, "最长 40 个字"),
        (" = ".join(f"轮渡{n}" for n in range(21)), "最多 20 个名称"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(SynonymsError, match=rf"synonyms\.txt:3: .*{reason}"):
        read(tmp_path, NAMES + line + "\n")


def test_a_changed_file_counts_at_once_and_a_wrong_one_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    file = SynonymsFile(path, with_abbreviations=False)
    assert file.current().others == {}
    path.write_text("轮渡 = 渡船\n", encoding="utf-8")
    assert file.current().others == {"轮渡": ("渡船",), "渡船": ("轮渡",)}
    path.write_text("轮渡\n", encoding="utf-8")
    os.utime(path, (1, 1))
    assert "轮渡" in file.current().others


def test_traditional_characters_and_full_width_letters_name_the_same(tmp_path: Path) -> None:
    assert read(tmp_path, "總工會 = ＡＢ會\n").others == {"总工会": ("ab会",), "ab会": ("总工会",)}


def test_names_beyond_the_words_that_are_read_are_not_read_either(tmp_path: Path) -> None:
    synonyms = read(tmp_path, NAMES)
    words = " ".join(f"w{number}" for number in range(MAX_LITERALS))
    assert parse_query(f"{words} w", synonyms) == parse_query(f"{words} w", NO_SYNONYMS)
    assert parse_query(f"{words} w 劳动局", synonyms).synonyms == ()
    assert parse_query(f"劳动局 {words}", synonyms).synonyms
