"""What stands around a wording: a line for each place, its order, and what is beside it counted."""

import random
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from search.article import Block, BlockKind
from search.engine import Engine
from search.query.nodes import AllOf, Phrase
from search.query.parser import parse_query
from search.text.normalization import normalize
from search.wording.asked import as_wordings
from search.wording.context import Beside, ContextRequest, ContextSort, context, group

from .articles import article, build
from .examples import examples

HEADING, PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH
BLOCKS = (
    Block(HEADING, "一、夜校"),
    Block(PARAGRAPH, "职工夜\n校开班。夜校免费！"),
    Block(PARAGRAPH, "云江办"),
    Block(PARAGRAPH, "夜校的成效明显，ＡＢ１", joined=True),
)
ARTICLES = [
    article("k1", "夜校取得成效", published=date(2021, 1, 1)),
    replace(article("k2", "河道", published=date(2020, 1, 1)), blocks=BLOCKS),
    article("k3", "题", "夜校的老师，夜校的学员。", published=date(2022, 1, 1)),
    article("k4", "题", "办好夜校", "夜校 Ⅱ期"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("context"), ARTICLES)) as opened:
        yield opened


def lines(
    engine: Engine, typed: str = "“夜校”", **asked: object
) -> list[tuple[str, str, str, str]]:
    request = ContextRequest(parse_query(typed).query, **asked)  # type: ignore[arg-type]
    return [
        (one.head.id, one.left, one.wording, one.right) for one in context(engine, request).lines
    ]


def test_every_place_is_a_line_the_oldest_first(engine: Engine) -> None:
    assert lines(engine) == [
        ("k2", "一、", "夜校", ""),
        ("k2", "职工", "夜校", "开班。夜校免费！"),
        ("k2", "职工夜校开班。", "夜校", "免费！"),
        ("k2", "云江办", "夜校", "的成效明显，ＡＢ１"),
        ("k1", "", "夜校", "取得成效"),
        ("k3", "", "夜校", "的老师，夜校的学员。"),
        ("k3", "夜校的老师，", "夜校", "的学员。"),
        ("k4", "办好", "夜校", ""),
        ("k4", "", "夜校", "Ⅱ期"),
    ]


def test_of_an_exact_form_the_places_that_are_written_so_are_lines(engine: Engine) -> None:
    assert lines(engine, "精确:ＡＢ") == [("k2", "云江办夜校的成效明显，", "ＡＢ", "１")]
    assert lines(engine, "精确:AB") == []


def test_lines_are_sorted_by_what_follows_or_by_what_stands_before(engine: Engine) -> None:
    by_after = [right for *_, right in lines(engine, sort=ContextSort.AFTER)]
    assert by_after[:2] == ["", ""]
    assert by_after[2:] == sorted(by_after[2:], key=lambda right: right.replace("Ⅱ", "ii"))
    by_before = [left for _, left, *_ in lines(engine, sort=ContextSort.BEFORE)]
    assert by_before[-3:] == ["云江办", "办好", "职工"]  # 办 before 好 before 工


def test_lines_are_paged(engine: Engine) -> None:
    for sort in ContextSort:
        whole = lines(engine, sort=sort)
        pages = [lines(engine, sort=sort, offset=at, limit=4) for at in (0, 4, 8)]
        assert [line for page in pages for line in page] == whole


def test_of_very_many_places_the_oldest_are_put_in_order_and_that_is_said(engine: Engine) -> None:
    request = ContextRequest(Phrase("夜校"), sort=ContextSort.AFTER, most=5)
    found = context(engine, request)
    assert (found.total, found.considered, len(found.lines)) == (9, 5, 5)


def test_an_occurrence_knows_its_block_sentence_and_heading(engine: Engine) -> None:
    request = ContextRequest(Phrase("夜校"))
    found = [one.occurrence for one in context(engine, request).lines]
    free, joined, title = found[2], found[3], found[4]
    assert (free.block, free.line[slice(*free.sentence)], free.heading) == (
        1,
        "夜校免费！",
        "一、夜校",
    )
    assert (joined.block, joined.place_in_block, joined.line) == (
        3,
        0,
        "云江办夜校的成效明显，ＡＢ１",
    )
    assert (title.block, title.line, title.heading) == (None, "夜校取得成效", None)


def test_what_follows_is_counted_by_words_with_first_and_latest_day(engine: Engine) -> None:
    grouped = group(engine, ContextRequest(Phrase("夜校")), Beside.AFTER)
    assert (grouped.total, grouped.considered) == (9, 9)
    found = {one.text: one for one in grouped.groups}
    assert list(found) == ["的", "", "ii", "免费", "取得成效", "开班"]
    of = found["的"]
    assert (of.occurrences, of.articles, of.first, of.latest) == (
        3, 2, date(2020, 1, 1), date(2022, 1, 1),
    )  # fmt: skip


def test_what_stands_before_is_counted_by_words_and_marks(engine: Engine) -> None:
    grouped = group(engine, ContextRequest(Phrase("夜校")), Beside.BEFORE)
    assert {one.text for one in grouped.groups} == {"", "、", "职工", "。", "办", ",", "办好"}


def test_what_is_typed_without_quotes_is_a_wording(engine: Engine) -> None:
    assert as_wordings(parse_query("职工夜校").query) == Phrase("职工夜校")
    assert as_wordings(parse_query("夜校 5g").query) == AllOf((Phrase("夜校"), Phrase("5g")))
    assert lines(engine, "夜校 标题:河道")[0][0] == "k2"


def test_what_is_not_said_has_no_lines(engine: Engine) -> None:
    found = context(engine, ContextRequest(Phrase("没有的")))
    assert (found.total, found.articles, found.lines) == (0, 0, ())
    assert group(engine, ContextRequest(Phrase("没有的")), Beside.AFTER).groups == ()


def test_every_place_is_what_looking_by_hand_finds(tmp_path: Path) -> None:
    chance = random.Random(7)
    articles = [
        article(
            f"a{at}", "河", *("".join(chance.choices("夜校校河Ⅱ\n 。", k=25)) for _ in range(3))
        )
        for at in range(examples(200))
    ]
    with closing(build(tmp_path, articles)) as engine:
        for wording in ("夜校", "校校", "校河", "校ii"):
            found = context(engine, ContextRequest(Phrase(wording), limit=10_000))
            told = [
                (one.head.id, one.occurrence.before, one.occurrence.after) for one in found.lines
            ]
            by_hand = [
                (one.id, line[: match.start()], line[match.start() + len(wording) :])
                for one in sorted(articles, key=lambda one: one.id)
                for line in map(normalize, one.texts())
                for match in re.finditer(f"(?={wording})", line)
            ]
            assert sorted(told) == sorted(by_hand)
            assert all(normalize(one.wording) == wording for one in found.lines)
