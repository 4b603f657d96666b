"""Texts that would keep a careless pattern busy for hours are judged at once.

Each takes milliseconds; the patterns these were found with took minutes.
"""

from collections.abc import Callable

import pytest

from search.errors import UnreadableError
from search.ingest.fields.dates import find_date, is_date
from search.ingest.fields.values import read_fields
from search.ingest.lines.labels import is_labelled, labelled_values
from search.ingest.lines.page_furniture import is_navigation, is_page_control
from search.ingest.lines.paths import breadcrumb_path

from .clocks import no_minutes
from .pasted import read_pasted_text

MANY = 200_000
TOP = "关于夜校开班的通知\n发布时间：2024-03-08\n\n"
BODY = "夜校下周开班，请大家相互转告。\n"

LINES = {
    "buttons": "大" * 39 + "。",
    "buttons with gaps": "大 " * 19 + "。",
    "label and spaces": "来源" + " " * MANY + "夜校",
    "bracket and spaces": "【" + " " * MANY + "夜校",
    "spread label": ("来" + " " * 1000) * (MANY // 1000) + "夜校",
    "year and spaces": "2024" + " " * MANY + "夜校",
    "day and spaces": "2024年3月8日" + " " * MANY + "夜校",
    "digits": "2024-3-" * (MANY // 7),
    "separators": "首页" + " > " * (MANY // 3),
    "quotes": "。”" * (MANY // 2) + "夜校",
    "spaces inside": "夜校" + " " * MANY + "开班",
}
JUDGES: list[Callable[[str], object]] = [
    is_page_control,
    is_navigation,
    is_labelled,
    lambda line: list(labelled_values(line)),
    breadcrumb_path,
    is_date,
    find_date,
    lambda line: read_fields({"title": "夜校", "section": line}),
    lambda line: read_pasted_text(f"{TOP}{line}\n{BODY}", "a.txt"),
    lambda line: read_pasted_text(f"{line}\n{TOP}{BODY}", "a.txt"),
]


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_line_made_to_keep_a_pattern_busy_is_judged_at_once(line: str) -> None:
    for judge in JUDGES:
        with no_minutes():
            try:
                judge(line)
            except (UnreadableError, ValueError) as error:
                assert str(error)
