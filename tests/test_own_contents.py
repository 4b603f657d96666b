"""A text's own table of contents: what follows 目录 and stands again further on."""

import pytest

from search.article import Block, BlockKind
from search.text.own_contents import own_contents


def listed(*texts: str) -> range:
    return own_contents([Block(BlockKind.PARAGRAPH, text) for text in texts])


def test_the_lines_behind_the_title_that_stand_again_are_its_contents() -> None:
    texts = (
        "序",
        "目 录",
        "第一章 总则",
        "第二章 附则",
        "第一章 总则",
        "夜校免费。",
        "第二章 附则",
        "即日施行。",
    )
    assert listed(*texts) == range(1, 4)


@pytest.mark.parametrize("title", ["目录", "目　录", "目\n次", "Contents"])
def test_the_title_may_be_written_otherwise(title: str) -> None:
    assert listed(title, "一、夜校", "二、课程", "一、夜校", "二、课程") == range(3)


def test_pages_and_spaces_do_not_count() -> None:
    texts = "目录", "第一章 总　则……（1）", "第二章 附则 12", "第一章  总则", "第二章 附 则"
    assert listed(*texts) == range(3)


def test_a_line_may_be_worded_otherwise() -> None:
    texts = "目录", "一、夜校", "二、旧课程", "三、经费", "一、夜校", "二、课程", "三、经费"
    assert listed(*texts) == range(4)


def test_headings_that_the_text_says_more_than_once_do_not_prolong_it() -> None:
    texts = "目录", "一、夜校", "小结", "一、夜校", "小结", "二、课程", "小结"
    assert listed(*texts) == range(3)


@pytest.mark.parametrize(
    "texts",
    [
        ("目录", "一、夜校", "夜校免费。"),
        ("夜校目录如下：", "一、夜校", "二、课程", "一、夜校", "二、课程"),
        ("目录",),
        (),
    ],
)
def test_what_lists_no_headings_is_no_table_of_contents(texts: tuple[str, ...]) -> None:
    assert listed(*texts) == range(0)
