"""PDF: characters by where they stand become lines, lines become paragraphs."""

import random
from pathlib import Path

import pypdfium2
import pytest

from search.errors import UnreadableError
from search.ingest.pdf.document import read_pdf
from search.ingest.pdf.layout import lay_out
from search.ingest.pdf.page import Character, Page

CORPUS = Path(__file__).parents[1] / "corpus" / "documents"
FIXTURES = Path(__file__).parent / "fixtures" / "documents"
SIZE, LEFT, TOP = 10.0, 50.0, 700.0


def row(text: str, line: int, left: float = LEFT, size: float = SIZE) -> list[Character]:
    """Set a line of square characters."""
    base = TOP - line * 1.5 * SIZE
    return [
        Character(one, left + at * size, left + (at + 1) * size, base, size)
        for at, one in enumerate(text)
    ]


def page(*rows: list[Character]) -> Page:
    return Page(500, 800, tuple(one for characters in rows for one in characters))


def texts(*pages: Page) -> list[str]:
    return [line.text for line in lay_out(pages)]


LINE = "职工夜校下周开班请各单位组织职工报名并做好各项准备工作不得延误"


def test_wrapped_lines_are_joined_without_a_gap() -> None:
    assert texts(page(row(f"　　{LINE[2:]}", 0), row("参加。", 1))) == [f"{LINE[2:]}参加。"]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    rows = row(LINE, 0), row("不得延误。", 1), row(LINE, 2)
    assert texts(page(*rows)) == [f"{LINE}不得延误。", LINE]


def test_an_indented_line_begins_a_paragraph() -> None:
    full = LINE[:-1] + "。"
    rows = row(full, 0), row(full, 1), row(LINE[2:], 2, LEFT + 2 * SIZE), row(full, 3)
    assert texts(page(*rows)) == [full + full, LINE[2:] + full]


def test_characters_drawn_out_of_order_come_in_the_order_of_the_page() -> None:
    characters = row("坚持“两个第一”不动摇", 0)
    marks = [one for one in characters if one.text in "“”"]
    others = [one for one in characters if one.text not in "“”"]
    assert texts(page([*marks, *others])) == ["坚持“两个第一”不动摇"]


def test_letters_drawn_twice_to_look_bold_are_one() -> None:
    once = row("夜校", 0)
    again = [Character(c.text, c.begin + 0.3, c.end + 0.3, c.base, c.size) for c in once]
    assert texts(page([*once, *again])) == ["夜校"]


def test_words_in_latin_letters_keep_their_spaces_over_a_line_end() -> None:
    def words(text: str, line: int) -> list[Character]:
        base = TOP - line * 1.5 * SIZE
        return [
            Character(c, LEFT + i * 5, LEFT + (i + 1) * 5, base, SIZE)
            for i, c in enumerate(text) if c != " "
        ]  # fmt: skip

    assert texts(page(words("the north and", 0), words("the south run", 1))) == [
        "the north and the south run"
    ]


def test_two_columns_are_read_one_after_the_other_below_a_title_across_them() -> None:
    rows = [row("云江市二〇二三年全民阅读状况报告公报", 0, 130)]
    for line in range(1, 9):
        rows += [row(f"左{LINE[:18]}", line), row(f"右{LINE[:18]}", line, 300)]
    assert texts(page(*rows)) == [
        "云江市二〇二三年全民阅读状况报告公报",
        f"左{LINE[:18]}" * 8 + f"右{LINE[:18]}" * 8,
    ]


def test_a_row_of_a_table_is_a_line() -> None:
    def table(*cells: str, line: int) -> list[Character]:
        return [one for at, cell in enumerate(cells) for one in row(cell, line, LEFT + at * 120)]

    rows = table("路段", "里程", "责任单位", line=0), table("砚北路", "六点四", "交通局", line=1)
    assert texts(page(*rows)) == ["路段 | 里程 | 责任单位", "砚北路 | 六点四 | 交通局"]


def test_letter_spaced_lines_are_no_tables() -> None:
    spaced = [
        Character(c, LEFT + i * 3 * SIZE, LEFT + (i * 3 + 1) * SIZE, TOP, SIZE)
        for i, c in enumerate("最高检察院")
    ]
    assert texts(page(spaced)) == ["最高检察院"]


def test_running_headers_and_page_numbers_are_left_out() -> None:
    def sheet(number: int) -> Page:
        body = [row(LINE, 5), row(f"第{number}段。", 6)]
        header = [Character(c, LEFT + i * SIZE, LEFT + (i + 1) * SIZE, 770, SIZE)
                  for i, c in enumerate("云江市人民政府公报")]  # fmt: skip
        footer = [Character(c, 240 + i * 5, 245 + i * 5, 30, SIZE)
                  for i, c in enumerate(f"— {number} —")]  # fmt: skip
        return page(*body, header, footer)

    assert texts(sheet(1), sheet(2), sheet(3)) == [f"{LINE}第{n}段。" for n in (1, 2, 3)]


def test_the_largest_line_near_the_top_has_level_1() -> None:
    lines = lay_out([page(row("关于夜校的通知", 0, 150, 16), row(LINE, 3), row(LINE, 4))])
    assert [line.level for line in lines] == [1, None]


def test_the_text_of_a_real_file_is_whole() -> None:
    lines = [
        line.text for line in read_pdf((CORPUS / "2023-reading-report.pdf").read_bytes()).lines
    ]
    assert lines[0] == "云江市2023年全民阅读状况报告"
    assert any(line.startswith("全市建成城市书房") and "多了两倍读者。" in line for line in lines)
    assert not any("2024年第1期" in line or line in {"— 1 —", "— 2 —"} for line in lines)


def test_a_real_file_in_two_columns_is_read_column_by_column() -> None:
    lines = [line.text for line in read_pdf((FIXTURES / "two-columns.pdf").read_bytes()).lines]
    assert lines[0] == "云江市2023年全民阅读状况报告"
    assert (
        sum(line.startswith("新增大字本一万册") and line.endswith("公布。") for line in lines) == 3
    )


def test_an_encrypted_file_is_said_to_be_encrypted() -> None:
    with pytest.raises(UnreadableError, match="已加密"):
        read_pdf((FIXTURES / "secret.pdf").read_bytes())


def test_a_scan_without_text_needs_ocr(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(tmp_path / "scan.pdf")
    with pytest.raises(UnreadableError, match="是空白的"):
        read_pdf((tmp_path / "scan.pdf").read_bytes())


def test_any_damage_gives_lines_or_a_reason() -> None:
    content = (CORPUS / "2023-reading-report.pdf").read_bytes()
    chance = random.Random(4)
    for _ in range(60):
        damaged = bytearray(
            content[: chance.randrange(len(content))] if chance.random() < 0.3 else content
        )
        for _ in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            assert read_pdf(bytes(damaged)).lines
        except UnreadableError as error:
            assert error.reason
