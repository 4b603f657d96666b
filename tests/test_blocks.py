"""Which lines are headings, which paragraphs, and which only repeat the title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Block, BlockKind
from search.ingest.lines.blocks import (
    blocks_of_lines,
    blocks_of_pasted,
    find_title_echo,
    title_key,
    without_echo_blocks,
)
from search.ingest.lines.rendering import Line

SENTENCE = "夜校下周开班，请大家相互转告。"


def lines_of(text: str) -> list[Line]:
    raw = text.split("\n")
    return [
        Line(line.strip(), number, line[:1].isspace(), number == 1 or not raw[number - 2].strip())
        for number, line in enumerate(raw, 1)
        if line.strip()
    ]


def kinds(blocks: tuple[Block, ...]) -> list[str]:
    return [block.kind.value for block in blocks]


@pytest.mark.parametrize(
    "line",
    [
        "一、总则",
        "（一）目标",
        "(二)任务",
        "第一章　总则",
        "第三部分",
        "1.总体要求",
        "①报名",
    ],
)
def test_a_numbered_short_line_is_a_heading(line: str) -> None:
    assert blocks_of_lines([line]) == (Block(BlockKind.HEADING, line),)


@pytest.mark.parametrize(
    "line",
    [
        "总则",
        "一、办好夜校。",
        "1.5万名职工",
        "一、" + "很长" * 30,
        "一、抓手：夜校",
        "第一条 夜校免费",
    ],
)
def test_other_lines_that_a_program_wrote_are_paragraphs(line: str) -> None:
    assert blocks_of_lines([line]) == (Block(BlockKind.PARAGRAPH, line),)


def test_a_short_line_above_prose_is_a_heading() -> None:
    blocks = blocks_of_pasted(lines_of(f"办好职工夜校\n\n{SENTENCE}"))
    assert kinds(blocks) == ["heading", "paragraph"]


def test_a_heading_of_several_lines_keeps_its_breaks() -> None:
    blocks = blocks_of_pasted(lines_of(f"{SENTENCE}\n\n办好\n职工夜校\n服务产业工人\n\n{SENTENCE}"))
    assert blocks[1] == Block(BlockKind.HEADING, "办好\n职工夜校\n服务产业工人")


def test_short_lines_at_the_end_are_a_signature() -> None:
    blocks = blocks_of_pasted(lines_of(f"{SENTENCE}\n\n云江市总工会\n2024年3月8日"))
    assert kinds(blocks) == ["paragraph"] * 3


@pytest.mark.parametrize(
    "line", ["附件：报名表", "注：免费", "—— 在云江", "报名要求，", "2024年3月8日", "2024"]
)
def test_some_short_lines_head_nothing(line: str) -> None:
    blocks = blocks_of_pasted(lines_of(f"{line}\n\n{SENTENCE}"))
    assert kinds(blocks)[0] == "paragraph"


def test_a_paragraph_broken_at_a_fixed_width_is_one_block() -> None:
    first = "　　云江市总工会自今年三月起在全市各区县开办\n"
    text = first + "职工夜校，课程由职工点单，老师送课到车间，\n已有两千三百五十人报名。"
    blocks = blocks_of_pasted(lines_of(text))
    assert blocks == (Block(BlockKind.PARAGRAPH, text.strip()),)


def test_a_sentence_that_ends_at_the_end_of_a_wrapped_line_does_not_end_the_paragraph() -> None:
    text = (
        "云州市总工会自今年三月起，陆续在全市各个区县的职工之家开办职工夜\n"
        "校，课程由职工自己点单，老师送课到各区各县的车间、班组、工地上。\n"
        "至今已有两千三百五十人报名，其中一线职工占到九成，许多人都还带着\n"
        "孩子来。"
    )
    assert blocks_of_pasted(lines_of(text)) == (Block(BlockKind.PARAGRAPH, text),)


@pytest.mark.parametrize("signature", ["", "\n\n　　云州市总工会\n　　2024年3月8日"])
def test_two_paragraphs_of_one_width_stay_apart(signature: str) -> None:
    first = "云州市总工会自今年三月起在全市各区县开办夜校。"
    second = "课程由职工自己点单，老师送课到各个车间和班组。"
    blocks = blocks_of_pasted(lines_of(f"{first}\n{second}{signature}"))
    assert [block.text for block in blocks[:2]] == [first, second]


def test_a_note_in_brackets_is_no_part_of_a_heading() -> None:
    blocks = blocks_of_pasted(lines_of(f"（此件公开发布）\n夜校课程\n\n{SENTENCE}"))
    assert kinds(blocks) == ["paragraph", "heading", "paragraph"]


def test_paragraphs_one_a_line_stay_apart() -> None:
    blocks = blocks_of_pasted(lines_of("\n".join([SENTENCE * 5] * 3)))
    assert len(blocks) == 3


@given(texts=st.lists(st.text(alphabet="一、（）职工夜校，。：2024-\n　", min_size=1, max_size=40)))
def test_no_line_of_a_pasted_text_is_lost_or_moved(texts: list[str]) -> None:
    lines = lines_of("\n".join(texts))
    blocks = blocks_of_pasted(lines)
    assert "\n".join(block.text for block in blocks) == "\n".join(line.text for line in lines)


@pytest.mark.parametrize(
    ("lines", "echo"),
    [
        (["关于夜校的通知", SENTENCE], range(1)),
        (["关于《夜校》", "的 通知", SENTENCE], range(2)),
        (["云江日报", "关于夜校的", "通知", SENTENCE], range(1, 3)),
        (["關於夜校的通知"], range(1)),
        (["关于夜校的通知的解读"], range(0)),
        (["关于夜校", SENTENCE, "的通知"], range(0)),
        ([SENTENCE] * 12 + ["关于夜校的通知"], range(0)),
        ([], range(0)),
    ],
)
def test_lines_that_together_only_repeat_the_title_are_found(lines: list[str], echo: range) -> None:
    assert find_title_echo(lines, "关于夜校的通知") == echo


def test_only_the_echo_is_dropped() -> None:
    lines = ["云江日报", "关于夜校", "的通知", SENTENCE]
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    assert without_echo_blocks(blocks, "关于夜校的通知") == (blocks[0], blocks[3])


def test_an_echo_with_other_marks_is_kept_as_one_heading() -> None:
    lines = ["云江日报", "关于《夜校》", "的通知", SENTENCE]
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    heading = Block(BlockKind.HEADING, "关于《夜校》\n的通知")
    assert without_echo_blocks(blocks, "关于夜校的通知") == (blocks[0], heading, blocks[3])


@pytest.mark.parametrize("echo", ["關於  夜校的通知", "关于夜校\n的通知", "关于夜校的通\u200b知"])
def test_an_echo_that_is_the_same_text_is_dropped(echo: str) -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in (echo, SENTENCE))
    assert without_echo_blocks(blocks, "关于夜校的通知") == blocks[1:]


def test_of_nothing_but_the_title_no_block_is_left() -> None:
    blocks = (Block(BlockKind.PARAGRAPH, "关于《夜校》的通知"),)
    assert without_echo_blocks(blocks, "关于夜校的通知") == ()


def test_a_title_of_marks_only_has_no_echo() -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in ("……", SENTENCE))
    assert without_echo_blocks(blocks, "……") == blocks


def test_two_writings_of_a_title_have_one_key() -> None:
    assert title_key("關於《職工　夜校》——ＡＰＰ的\n通知") == title_key("关于“职工夜校”App的通知")
