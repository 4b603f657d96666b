"""What became of each sentence of a text: kept, renumbered, moved, changed, new, gone."""

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import Engine
from search.errors import UsageError
from search.query.budget import Budget, TooCostlyError, limited
from search.text.segmentation import Segmenter
from search.wording.alignment import align, heaviest_chain
from search.wording.compared import MOST_PASTED, compare_articles, compare_with_text, lines_of
from search.wording.comparison import MOST_CHARACTERS, Comparison, Kind, Row, compare
from search.wording.edits import edits
from search.wording.likeness import Pair, like_pairs
from search.wording.own_wordings import own_wordings
from search.wording.side import LONGEST, Side

from .articles import article, build
from .examples import examples
from .programs import run

OLD = (
    "第一条 为了办好三江市职工夜校，制定本办法。",
    "第二条 夜校由市总工会主办。各区工会协办。",
    "第三条 每期夜校招收学员二十人，学费每人50元。",
    "第四条 教室由区工会提供。",
    "第五条 本办法自2020年3月1日起施行。",
)
NEW = (
    "第一条 为了办好三江市职工夜校，制定本办法。",
    "第二条 夜校坚持公益方向，不以营利为目的。",
    "第三条 夜校由市总工会主办。各区工会协办。",
    "第四条 每期夜校招收学员二十五人，学费每人60元。",
    "第五条 本办法自2024年5月1日起施行。",
)


def kinds(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    return [row.kind.value for row in compare(old, new).rows]


def changed(comparison: Comparison) -> Row:
    (row,) = [row for row in comparison.rows if row.kind is Kind.CHANGED]
    return row


def marked(row: Row) -> tuple[list[str], list[str]]:
    """Return the parts that are marked on both sides."""
    assert row.one
    assert row.other
    return (
        [row.one.text[start:end] for start, end in row.gone],
        [row.other.text[start:end] for start, end in row.new],
    )


def test_of_a_regulation_amended_each_sentence_is_told() -> None:
    assert kinds(OLD, NEW) == [
        "kept", "new", "numbered", "kept", "changed", "gone", "changed",
    ]  # fmt: skip


def test_texts_that_differ_in_blanks_width_and_script_only_are_the_same() -> None:
    comparison = compare(["夜校（第1期） 开班。"], ["夜校(第１期)開班。"])
    assert comparison.is_same
    assert comparison.counts[Kind.KEPT] == 1


def test_line_breaks_make_no_difference() -> None:
    assert compare(["夜校开班。学员报到。"], ["夜校开班。", "学员报到。"]).is_same


def test_what_was_changed_is_marked_with_whole_numbers() -> None:
    old, new = "每期招收学员二十人，学费每人50元。", "每期招收学员二十五人，学费每人60元。"
    assert marked(changed(compare([old], [new]))) == (["二十", "50"], ["二十五", "60"])


def test_marks_are_ranges_of_what_is_written() -> None:
    row = changed(compare(["夜校 的 教室 由 区工会 提供。"], ["夜校的教室由各区工会提供。"]))
    assert marked(row) == ([], ["各"])


def test_a_single_character_between_two_changes_belongs_to_them() -> None:
    row = changed(compare(["公告应当在报纸上刊登并张贴。"], ["公告应当在网站上发布并张贴。"]))
    assert marked(row) == (["报纸上刊登"], ["网站上发布"])


def test_a_sentence_that_was_moved_is_told_as_moved() -> None:
    old = ("教室由各区工会提供。", *OLD[:3])
    comparison = compare(old, (*OLD[:3], "教室由各区工会提供。"))
    (row,) = [row for row in comparison.rows if row.is_moved]
    assert row.kind is Kind.MOVED
    assert row.one
    assert row.one.number == 0


def test_a_sentence_that_was_moved_and_changed_is_told_as_both() -> None:
    old = ("夜校教室由各区工会免费提供。", *OLD[:3])
    comparison = compare(old, (*OLD[:3], "夜校教室由各区工会和街道免费提供。"))
    row = changed(comparison)
    assert row.is_moved
    assert marked(row) == ([], ["和街道"])


def test_a_sentence_that_was_cut_in_two_stands_beside_both() -> None:
    old = "夜校由市总工会主办，各区工会协办，街道提供教室。"
    row = changed(compare([old], ["夜校由市总工会主办。各区工会协办，街道免费提供教室。"]))
    assert row.other
    assert [part.text for part in row.other.parts] == [
        "夜校由市总工会主办。",
        "各区工会协办，街道免费提供教室。",
    ]
    assert marked(row) == (["，"], ["。", "免费"])


def test_sentences_of_several_lines_that_became_one_stand_beside_it() -> None:
    old = ("第二条 夜校由市总工会主办。", "各区工会 协办。", "经费由区财政保障。")
    new = "第三条 夜校由市总工会主办，各区工会协办，经费由市财政保障。"
    row = changed(compare(("第一条 总则。", *old), ("第一条 总则。", new)))
    assert row.one
    assert row.one.text == "第二条 夜校由市总工会主办。各区工会 协办。经费由区财政保障。"
    assert marked(row) == (["二", "。", "。", "区"], ["三", "，", "，", "市"])


def test_a_new_sentence_beside_a_changed_one_is_no_part_of_it() -> None:
    comparison = compare(
        ["夜校由市总工会主办，各区工会协办。"],
        ["夜校由市总工会主办，各区工会和街道协办。学员自愿报名参加。"],
    )
    assert (comparison.counts[Kind.CHANGED], comparison.counts[Kind.NEW]) == (1, 1)


def test_what_was_cut_and_moved_is_told_as_moved() -> None:
    old = ("夜校教室由各区工会免费提供，不足的由街道补足。", *OLD[:3])
    new = (*OLD[:3], "夜校教室由各区工会免费提供。不足的由街道补足。")
    row = changed(compare(old, new))
    assert row.is_moved
    assert marked(row) == (["，"], ["。"])


@given(
    st.lists(st.text("夜校工会教室，", min_size=12, max_size=40), min_size=1, max_size=6), st.data()
)
def test_every_sentence_of_both_texts_is_in_one_row(lines: list[str], data: st.DataObject) -> None:
    old = [f"{line}。" for line in lines]
    new = [data.draw(st.sampled_from([one, one.replace("，", "。"), one[5:]])) for one in old]
    comparison = compare(old, new)
    for side, own in ((comparison.one, "one"), (comparison.other, "other")):
        shown = [getattr(row, own) for row in comparison.rows if getattr(row, own)]
        numbers = [part.number for one in shown for part in one.parts or (one,)]
        assert sorted(numbers) == list(range(len(side.sentences)))


def test_a_short_heading_that_stands_elsewhere_is_not_moved() -> None:
    comparison = compare(("总则", *OLD[:3]), (*OLD[:3], "总则"))
    assert comparison.counts[Kind.MOVED] == 0


def test_what_stands_often_in_both_stays_where_it_is() -> None:
    often = "情节严重的，取消学员资格。"
    old = tuple(f"{sentence}{often}" for sentence in OLD)
    new = tuple(f"{sentence}{often}" for sentence in NEW)
    counts = compare(old, new).counts
    assert counts[Kind.KEPT] == 6
    assert counts[Kind.MOVED] <= 1


def test_a_number_within_a_sentence_is_a_change_and_not_a_label() -> None:
    assert kinds(("依照第三条的规定办理退学。",), ("依照第四条的规定办理退学。",)) == ["changed"]
    assert kinds(("第三条规定的情形除外。",), ("第四条规定的情形除外。",)) == ["changed"]


def test_the_first_version_of_a_law_beside_nothing_is_all_new() -> None:
    assert set(kinds((), NEW)) == {"new"}
    assert set(kinds(OLD, ("", "　"))) == {"gone"}
    assert kinds((), ()) == []


def test_a_very_long_sentence_is_compared_in_parts() -> None:
    long = "夜校的课程有焊接、电工、书法，" * 200
    side = Side.of([long])
    assert len(side.sentences) > 1
    assert all(len(sentence.text) <= LONGEST for sentence in side.sentences)
    assert "".join(sentence.text for sentence in side.sentences) == long


texts = st.lists(st.text("夜校职工会办好。，；第一二三条 12a\n", max_size=24), max_size=8)


@settings(max_examples=examples(40))
@given(texts, texts)
def test_every_sentence_is_told_once_in_its_order(old: list[str], new: list[str]) -> None:
    comparison = compare(old, new)
    assert [row.other for row in comparison.rows if row.other] == list(comparison.other.sentences)
    told = [row.one for row in comparison.rows if row.one]
    assert sorted(told, key=lambda sentence: sentence.number) == list(comparison.one.sentences)
    in_place = [row.one.number for row in comparison.rows if row.one and not row.is_moved]
    assert in_place == sorted(in_place)


@settings(max_examples=examples(40))
@given(texts)
def test_a_text_is_the_same_as_itself(lines: list[str]) -> None:
    assert compare(lines, lines).is_same


@given(*[st.text("夜校职工会办12二十a", max_size=30)] * 2)
def test_without_what_is_marked_two_sentences_are_the_same(one: str, other: str) -> None:
    left, other_left, at, other_at = "", "", 0, 0
    for edit in edits(one, other):
        left, other_left = (
            left + one[at : edit.start],
            other_left + other[other_at : edit.other_start],
        )
        at, other_at = edit.end, edit.other_end
        assert one[edit.start : edit.end] != other[edit.other_start : edit.other_end]
    assert left + one[at:] == other_left + other[other_at:]


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 2, st.integers(1, 9)), max_size=9))
def test_the_heaviest_chain_is_as_heavy_as_any(drawn: list[tuple[int, int, int]]) -> None:
    pairs = [Pair(one, other, weight, 1.0) for one, other, weight in drawn]

    def heaviest(one: int, other: int) -> int:
        after = [pair for pair in pairs if pair.one > one and pair.other > other]
        return max((pair.common + heaviest(pair.one, pair.other) for pair in after), default=0)

    chain = heaviest_chain(pairs, 7)
    assert sum(pair.common for pair in chain) == heaviest(-1, -1)
    for before, after in pairwise(chain):
        assert before.one < after.one
        assert before.other < after.other


@settings(max_examples=examples(40))
@given(*[st.lists(st.text("夜校职工会办", min_size=2, max_size=9), min_size=1, max_size=9)] * 2)
def test_sentences_alike_are_those_that_share_half_their_pairs(
    ones: list[str], others: list[str]
) -> None:
    found = {(pair.one, pair.other): pair.share for pair in like_pairs(ones, others)}
    for one, text in enumerate(ones):
        shares = []
        for other, beside in enumerate(others):
            pairs, more = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (text, beside))
            share = 2 * len(pairs & more) / (len(pairs) + len(more))
            if share >= 0.5:
                shares.append(share)
                assert found.get((one, other), share) == share
        best = sorted(shares, reverse=True)[:3]
        assert sorted((s for (n, _), s in found.items() if n == one), reverse=True) == best


def test_no_sentence_is_matched_twice() -> None:
    matches = align(["夜校开班了"] * 3, ["夜校开班了"] * 2 + ["夜校又开班了"])
    assert len({match.one for match in matches}) == len(matches) == 2
    assert len({match.other for match in matches}) == 2


def test_texts_that_are_too_long_are_refused_with_their_length() -> None:
    with pytest.raises(UsageError, match=f"一次最多对照 {MOST_CHARACTERS} 字"):
        compare(["夜" * MOST_CHARACTERS], ["校"])


@pytest.mark.parametrize(
    "text",
    ["啊。" * 30_000, "".join(f"甲乙{chr(0x4E00 + n)}。" for n in range(15_000)), "甲乙" * 30_000],
    ids=["the same", "much in common", "no end"],
)
def test_what_would_cost_too_much_is_refused(text: str) -> None:
    with limited(Budget(50_000)), pytest.raises(TooCostlyError):
        compare([text], [f"呀。{text[::-1]}"])


def test_hard_wrapped_lines_are_put_together() -> None:
    wrapped = """\
关于办好夜校的通知
三江市总工会决定在全市各区开办职工夜校，教授焊接、
电工、书法等课程。

请各区照办。"""
    assert list(lines_of(wrapped)) == [
        "关于办好夜校的通知",
        "三江市总工会决定在全市各区开办职工夜校，教授焊接、电工、书法等课程。",
        "请各区照办。",
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    others = [article(f"x-{n}", "简讯", "职工夜校坚持公益方向，学员踊跃报名。") for n in range(4)]
    both = article("old", "夜校办法", *OLD), article("new", "夜校办法", *NEW)
    with closing(build(tmp_path_factory.mktemp("index"), [*both, *others])) as engine:
        yield engine


def test_wordings_that_only_one_has_are_words_of_the_collection(engine: Engine) -> None:
    compared = compare_articles(engine, *engine.fetch(["old", "new"]))
    assert {wording.text for wording in compared.new} >= {"公益方向", "坚持"}
    assert "夜校" not in {wording.text for wording in (*compared.new, *compared.gone)}
    for wordings, there, elsewhere in ((compared.new, NEW, OLD), (compared.gone, OLD, NEW)):
        for wording in wordings:
            assert "".join(there).count(wording.text) >= wording.count > 0
            assert wording.text not in "".join(elsewhere)


def test_nothing_is_new_where_nothing_is_known_as_a_word(engine: Engine) -> None:
    found = own_wordings(compare(["甲"], ["乙丙丁"]), engine.lexicon(), Segmenter())
    assert found == ([], [])


def test_an_article_is_compared_with_a_text(engine: Engine) -> None:
    compared = compare_with_text(engine, engine.fetch(["old"])[0], "\n".join(NEW))
    assert compared.other is None
    whole = compare_articles(engine, *engine.fetch(["old", "new"]))
    assert compared.comparison.rows == whole.comparison.rows


@pytest.mark.parametrize(
    ("text", "fault"),
    [(" \n", "没有粘贴文字"), ("夜" * (MOST_PASTED + 1), f"一次最多 {MOST_PASTED} 字")],
    ids=["nothing", "too much"],
)
def test_a_text_that_cannot_be_compared_is_refused(engine: Engine, text: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        compare_with_text(engine, engine.fetch(["old"])[0], text)


def test_the_command_shows_what_differs_and_counts_what_does_not(sample_index: Path) -> None:
    answer = run("compare", "yj-2018-0103", "07450089f4218b91", ZHENGSOU_INDEX=str(sample_index))
    assert answer.returncode == 0
    assert "句：相同 8，改动 2，新增 2" in answer.stdout
    assert "全【部公开】137个断面" in answer.stdout
    assert "全【面公布】137个断面" in answer.stdout
    assert "（3 句相同）" in answer.stdout


def test_the_command_tells_programs_every_sentence(sample_index: Path) -> None:
    answer = run(
        "compare", "yj-2018-0103", "07450089f4218b91", "--json", ZHENGSOU_INDEX=str(sample_index)
    )
    told = json.loads(answer.stdout)
    assert told["counts"] == {
        "kept": 8, "numbered": 0, "moved": 0, "changed": 2, "new": 2, "gone": 0,
    }  # fmt: skip
    assert [row["kind"] for row in told["rows"]].count("kept") == 8


def test_the_command_names_an_article_that_is_not_there(sample_index: Path) -> None:
    answer = run("compare", "yj-2018-0103", "nothing", ZHENGSOU_INDEX=str(sample_index))
    assert answer.returncode == 2
    assert "没有编号为 nothing 的文章" in answer.stderr
