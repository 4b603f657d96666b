"""What people call a paper by."""

import pytest

from search.text.names import name_of
from search.text.normalization import normalize


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("中华人民共和国夜校法", "夜校法"),
        ("中华人民共和国夜校法（2021年修订）", "夜校法"),
        ("夜校管理办法（试行）", "夜校管理办法"),
        ("夜校法解释（二）", "夜校法解释二"),
        ("夜校法（草案）", "夜校法草案"),
        ("首台（套）装备奖励办法", "首台套装备奖励办法"),
        ("关于印发《夜校管理办法》的通知", "夜校管理办法"),
        ("云江市教育局关于转发《夜校管理办法（试行）》的通知", "夜校管理办法"),
        ("云江市实施《中华人民共和国夜校法》办法", "云江市实施中华人民共和国夜校法办法"),
        ("2024年 云江市 政府工作报告", "2024年云江市政府工作报告"),
        ("——", ""),
        ("中华人民共和国", ""),
    ],
)
def test_what_everybody_leaves_out_is_left_out(title: str, name: str) -> None:
    assert name_of(normalize(title)) == name


def test_a_hostile_title_keeps_nobody_busy() -> None:
    assert name_of("关于印发《》的" * 20_000) == "关于印发的" * 20_000


def test_the_name_of_a_name_is_the_same() -> None:
    for title in ("中华人民共和国夜校法（2021年）", "关于印发《夜校管理办法》的通知"):
        name = name_of(normalize(title))
        assert name_of(name) == name
