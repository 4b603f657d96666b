"""The command that checks the quotations of a draft."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from .articles import article, build
from .programs import run

SAID = "轮渡公司应当每日检查救生设备"
CHANGED = "轮渡公司应该每日检查救生设备"
NEW = "猫头鹰住在三江市的钟楼里"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quotes")
    build(folder, [article("rules", "三江市轮渡管理办法", f"{SAID}。", source="三江日报")]).close()
    return folder


def word_file(path: Path, *paragraphs: str) -> Path:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def test_findings_of_a_word_file_are_printed_and_a_change_ends_with_1(
    index: Path, tmp_path: Path
) -> None:
    draft = word_file(
        tmp_path / "讲话.docx", "在轮渡会议上的讲话", f"{SAID}。{CHANGED}。", f"{NEW}。"
    )
    answer = run("quotes", draft, "--index", index)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "4 句：1 句一致，1 句有改动，2 句未见" in answer.stdout
    assert "有改动  第 2 行  轮渡公司应[该→当]每日检查救生设备" in answer.stdout
    assert "《三江市轮渡管理办法》  三江日报  [rules]" in answer.stdout
    assert "本库 1 篇中没有，不等于有误" in answer.stdout


def test_where_nothing_differs_it_ends_with_0(index: Path, tmp_path: Path) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text(f"{SAID}。{NEW}。", encoding="gb18030")
    assert run("quotes", draft, "--index", index).returncode == 0


def test_programs_get_json_and_spreadsheets_csv(index: Path, tmp_path: Path) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text(f"\n{CHANGED}。\n", encoding="utf-8")
    answer = run("quotes", draft, "--index", index, "--json")
    (finding,) = json.loads(answer.stdout)["findings"]
    assert (finding["verdict"], finding["text"], finding["source"]["article"]["id"]) == (
        "changed", CHANGED, "rules",
    )  # fmt: skip
    assert [change["instead"] for change in finding["changes"]] == ["当"]
    answer = run("quotes", draft, "--index", index, "--csv")
    names, row = csv.reader(io.StringIO(answer.stdout.removeprefix("\ufeff")))
    said = dict(zip(names, row, strict=True))
    assert (said["结果"], said["库中原文"], said["标题"]) == ("有改动", SAID, "三江市轮渡管理办法")
    assert run("quotes", draft, "--index", index, "--csv", "--json").returncode == 2


def test_the_earliest_source_is_called_so_and_a_paper_itself(tmp_path: Path) -> None:
    articles = [
        article("rules", "三江市轮渡管理办法", f"{SAID}。", published=date(2020, 1, 1)),
        article("before", "起草", f"《三江市轮渡管理办法》：{SAID}。", published=date(2019, 1, 1)),
    ]
    build(tmp_path, articles).close()
    draft = tmp_path / "a.txt"
    draft.write_text(f"{SAID}。猫头鹰读了《三江市轮渡管理办法》。", encoding="utf-8")
    printed = run("quotes", draft, "--index", tmp_path).stdout
    assert "2019-01-01  《起草》  [before]  2 篇，这是最早的\n" in printed
    assert "2020-01-01  《三江市轮渡管理办法》  [rules]  2 篇写到，这是文件本身\n" in printed


def test_what_cannot_be_read_is_said_in_one_line(index: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("  \n", encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "long.txt").write_text("字" * 20_001, encoding="utf-8")
    for name in ("empty.txt", "broken.docx", "long.txt", "none.txt"):
        answer = run("quotes", tmp_path / name, "--index", index)
        assert answer.returncode == 2, name
        assert answer.stderr.startswith("错误：") and answer.stderr.count("\n") == 1, answer.stderr


def test_standard_input_is_a_draft_too(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.TextIOWrapper(io.BytesIO(f"{CHANGED}。".encode()))
    monkeypatch.setattr("sys.stdin", typed)
    answer = run("quotes", "-", "--index", index)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "1 句：0 句一致，1 句有改动，0 句未见" in answer.stdout
