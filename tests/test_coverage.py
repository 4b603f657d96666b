"""What a file holds is read, or set aside by a rule that has a name; what is missing is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from search.ingest import CorpusFile, ReadArticle, Remark, read_file
from search.ingest import corpus as reading
from search.ingest.lines.coverage import loss, loss_of, size_of
from search.ingest.lines.rendering import Form, Line, Rendering, SetAside
from search.ingest.recognition import Format

TITLE = "关于夜校开班的通知"
TEXT = "夜校下周开班，请大家相互转告，报名处设在工人文化宫一楼。"
LINES = (Line(TITLE, 1, level=1), Line(TEXT, 2))
SIZE = len(TITLE) + len(TEXT)


def with_rendering(monkeypatch: pytest.MonkeyPatch, rendering: Rendering) -> None:
    monkeypatch.setitem(reading.RENDERERS, Format.PASTED_TEXT, lambda content: rendering)


def a_file(folder: Path) -> CorpusFile:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return CorpusFile(folder, "a.txt", 1)


def test_white_space_is_not_counted() -> None:
    assert size_of(" 夜 校\u3000开\n班 ") == 4


def test_little_that_is_missing_is_not_said() -> None:
    assert loss(1000, 950) is None
    assert loss(10, 0) is None  # a share of so little tells nothing


def test_much_that_is_missing_is_said_with_its_share() -> None:
    said = loss(1000, 600)
    assert said is not None
    assert "60%" in said
    assert "400 字" in said


def test_what_was_set_aside_by_a_rule_is_not_missing() -> None:
    lines = Rendering(LINES, Form.DOCUMENT, held=SIZE + 100)
    assert loss_of(lines) is not None
    assert loss_of(replace(lines, set_aside=(SetAside("批注", 100),))) is None


def test_a_document_of_which_much_was_not_read_is_doubtful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rendering(monkeypatch, Rendering(LINES, Form.DOCUMENT, held=2 * SIZE))
    (item,) = read_file(a_file(tmp_path))
    assert isinstance(item, ReadArticle)
    assert any("只读出文件中文字的 50%" in doubt for doubt in item.doubts)


def test_what_users_should_hear_of_is_a_remark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = (SetAside("批注", 9, "2 个批注未收入"), SetAside("脚本", 900))
    with_rendering(monkeypatch, Rendering(LINES, Form.DOCUMENT, set_aside=aside))
    article, remark = read_file(a_file(tmp_path))
    assert isinstance(article, ReadArticle)
    assert remark == Remark("a.txt", "2 个批注未收入")
