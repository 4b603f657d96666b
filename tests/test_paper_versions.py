"""Which articles are versions of one paper, and which of them comes first."""

import random

import numpy as np
import pytest

from search.copies.candidates import order_of_heads
from search.copies.sketches import PERMUTATIONS, sketch
from search.copies.versions import group_versions, paper_of
from search.text.normalization import normalize, normalize_texts

from .republished import AMENDED, NOTICE, paragraphs


@pytest.mark.parametrize(
    "title",
    [
        "云江市夜校管理条例",
        "云江市夜校管理条例（2021年修订）",
        "云江市夜校管理条例(试行)",
        "《云江市夜校管理条例》",
        "关于印发《云江市夜校管理条例（2019年）》的通知",
        "云江市 夜校管理条例（已废止）",
        "云江市夜校管理条例（现行有效）",
        "云江市夜校管理条例(2015修正)",
        "云江市夜校管理条例【2021年修订】",
        "云江市夜校管理条例〔2021修正本〕",
        "云江市夜校管理条例 2021年修订",
        "云江市夜校管理条例2021年版",
        "云江市夜校管理条例（云江市人民政府令第6号）",
        "云江市人民政府关于印发云江市夜校管理条例的通知",
    ],
)
def test_versions_of_a_paper_have_one_name(title: str) -> None:
    assert paper_of(normalize(title)) == "云江市夜校管理条例"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("夜校法若干问题的解释（一）", "夜校法若干问题的解释（二）"),
        ("云江（江北）园区条例", "云江（江南）园区条例"),
        ("云江市夜校条例", "云江市夜校条例（修订草案）"),
        ("云江市夜校条例", "云江市夜校条例（征求意见稿2021）"),
        ("2020年夜校补贴目录", "2021年夜校补贴目录"),
    ],
)
def test_what_tells_papers_apart_is_kept(one: str, other: str) -> None:
    assert paper_of(normalize(one)) != paper_of(normalize(other))


@pytest.mark.parametrize(
    ("title", "paper"),
    [
        ("中华人民共和国夜校法", "夜校法"),
        ("夜校法", "夜校法"),
        ("刑法", "刑法"),
        ("夜校法典", "夜校法典"),
        ("夜校公司法", "夜校公司法"),
        ("夜校法若干问题的解释（二）（2020年修正）", "夜校法若干问题的解释二"),
        ("夜校补贴目录（2021年版）", "夜校补贴目录"),
    ],
)
def test_a_paper_that_stands_until_it_is_amended_has_a_name(title: str, paper: str) -> None:
    assert paper_of(normalize(title)) == paper


@pytest.mark.parametrize(
    "title",
    [
        "云江市政府工作报告",
        "通知公告",
        "同志们：",
        "公告",
        "关于修改部分规章的决定",
        "关于做好职工夜校工作的通知",
        "夜校法修正案（二）",
        "坚持严格执法",
        "行政司法",
        "管理办法",
        "实施细则（试行）",
        "工作规则",
        "夜校管理办法解读",
        "云江市人民政府关于修改《云江市夜校条例》的决定",
        "云江市人民政府关于印发夜校条例宣传方案的通知",
    ],
)
def test_what_is_done_once_and_what_could_be_anything_has_none(title: str) -> None:
    assert paper_of(normalize(title)) == ""


def groups_of(texts: list[tuple[int, list[str]]], heads: dict[int, int] | None = None) -> object:
    """Group texts, the earliest first, each with the number of its paper."""
    sketches = [sketch(normalize_texts(text).text) for _, text in texts]
    return group_versions(
        np.array([paper for paper, _ in texts]),
        np.array([one.signature for one in sketches], np.uint32).reshape(-1, PERMUTATIONS),
        np.array([one.length for one in sketches]),
        np.array([(heads or {}).get(at, at) for at in range(len(texts))]),
    )


def test_papers_of_one_name_with_something_in_common_are_versions() -> None:
    other = paragraphs(random.Random(1))
    texts = [(0, list(NOTICE)), (0, list(AMENDED)), (0, other), (1, list(NOTICE)), (-1, other)]
    assert groups_of(texts) == [[0, 1]]


def test_a_version_need_only_be_like_one_of_the_others() -> None:
    chance = random.Random(2)
    parts = [paragraphs(chance, 4) for _ in range(5)]
    texts = [(0, [*parts[at], *parts[at + 1]]) for at in range(4)]
    assert groups_of(texts) == [[0, 1, 2, 3]]


def test_short_texts_have_no_versions() -> None:
    assert groups_of([(0, ["见附件"]), (0, ["见附件"])]) == []


def test_a_version_stands_for_its_copies() -> None:
    texts = [(0, list(NOTICE)), (-1, list(NOTICE)), (0, list(AMENDED)), (0, list(NOTICE))]
    assert groups_of(texts, {1: 0, 3: 0}) == [[0, 2]]


def test_a_copy_that_is_called_otherwise_leads_to_no_other_paper() -> None:
    texts = [(0, list(NOTICE)), (1, list(NOTICE)), (1, list(AMENDED))]
    assert groups_of(texts, {1: 0}) == [[0, 2]]


def test_a_thousand_papers_of_one_name_cost_a_few_comparisons_each() -> None:
    signatures = np.random.default_rng(3).integers(0, 2**32, (3000, PERMUTATIONS), np.uint32)
    lengths, heads = np.full(3000, 900), np.arange(3000)
    assert group_versions(np.zeros(3000, np.int64), signatures, lengths, heads) == []


def test_heads_are_in_the_order_that_versions_are_given_in() -> None:
    order = order_of_heads(np.array([0, 2, 1]), np.zeros(3, int), np.ones(3, int), np.arange(3))
    assert order.tolist() == [2, 1, 0]
