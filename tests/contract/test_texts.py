"""Texts in which literals are looked for, by every engine: as if all of each article were read."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.answer.snippets import make_snippets
from search.article import Article, Block, BlockKind
from search.engine import Engine
from search.query.article_text import WholeText
from search.query.nodes import Exact, Field, Literal, Pattern, Phrase, Prefix, Word
from search.query.patterns import is_pattern, read_pattern
from search.text.normalization import normalize

from ..articles import article
from .conftest import MakeEngine

_WORDS = (
    "职工 夜校 工会 云江市 税 税务 缴税 哈哈哈 2024年 2,024 12,345.5 5G 5g-app app apple Ⅱ级 ㎡ 第一条 一、"
).split()
_ENDS = ["。", "，", "……", "\n", "！", " ", "", "é", "e\u0301", "Ⅱ"]


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=chance.randint(1, 9))
    return "".join(word + chance.choice(_ENDS) for word in words) or "空"


def _article(number: int) -> Article:
    """Make an article of lines long and short, some of several blocks, some said before."""
    chance = random.Random(number)
    said = [_sentence(chance) for _ in range(30)]
    blocks = tuple(
        Block(
            chance.choice(list(BlockKind)),
            "".join(chance.choices(said, k=chance.choice([1, 1, 2, 9]))),
            joined=chance.random() < 0.3,
        )
        for _ in range(chance.choice([0, 1, 9, 25]))
    )
    return replace(article(f"t{number:02}", chance.choice(said)), blocks=blocks)


ARTICLES = [_article(number) for number in range(12)]
TEXTS = sorted({normalize(block.text) for one in ARTICLES for block in one.blocks})


@st.composite
def literals(draw: st.DrawFn) -> list[Literal]:
    found: list[Literal] = []
    for _ in range(draw(st.integers(0, 5))):
        text = draw(
            st.sampled_from([*TEXTS, *map(normalize, _WORDS), "2024", "12345.5", "ap", "201"])
        )
        start = draw(st.integers(0, max(len(text) - 1, 0)))
        part = text[start : start + draw(st.integers(1, 6))].strip()
        where = draw(st.sampled_from([Field.TEXT, Field.TEXT, Field.TITLE]))
        if part:
            made: list[Literal] = [Phrase(part, where), Word(part, where), Prefix(part, where)]
            gap = draw(st.sampled_from("*?"))
            pattern = read_pattern(f"{part[0]}{gap}{part[-1]}{gap}")
            made += [Pattern(pattern, where)] if is_pattern(pattern) else []
            found.append(draw(st.sampled_from(made)))
    if draw(st.booleans()):
        written = draw(st.sampled_from(["Ⅱ", "ii", "5G", "é", "㎡", "哈哈", "税"]))
        found.append(Exact(written, Phrase(normalize(written))))
    return found


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(ARTICLES)


@given(looked_for=literals())
@settings(max_examples=100, deadline=None)
def test_snippets_are_those_of_articles_read_whole(
    engine: Engine, looked_for: Sequence[Literal]
) -> None:
    exact = [one for one in looked_for if isinstance(one, Phrase | Pattern)]
    texts = engine.texts([one.id for one in ARTICLES], exact)
    for text, one in zip(texts, ARTICLES, strict=True):
        assert text.head == one.head
        assert make_snippets(text) == make_snippets(WholeText(one, exact))


@given(looked_for=literals())
@example(looked_for=[Word("a"), Word("024")])  # beside many that only look like them
@settings(max_examples=100, deadline=None)
def test_what_stands_in_an_article_is_shown(engine: Engine, looked_for: Sequence[Literal]) -> None:
    texts = engine.texts([one.id for one in ARTICLES], looked_for)
    for text, one in zip(texts, ARTICLES, strict=True):
        shown = make_snippets(text)
        of_whole = make_snippets(WholeText(one, looked_for))
        assert any(one.highlights for one in shown) == any(one.highlights for one in of_whole)


def test_in_a_row_of_overlapping_places_each_that_stays_hides_those_it_overlaps(
    make_engine: MakeEngine,
) -> None:
    row = article("row", "值班", "工人" * 90 + "轮流值班。")
    looked_for = [Phrase("工人工"), Phrase("人工人"), Phrase("工人轮流")]
    (text,) = make_engine([row]).texts(["row"], looked_for)
    whole = WholeText(row, looked_for)
    assert text.promises(0, 9) == whole.promises(0, 9)
    assert make_snippets(text) == make_snippets(whole)


def test_texts_come_back_in_the_order_asked_for(engine: Engine) -> None:
    texts = engine.texts(["t07", "none", "t03", "t07"], [Phrase("职工")])
    assert [text.head.id for text in texts] == ["t07", "t03", "t07"]


def test_a_text_is_read_by_lines_and_blocks(engine: Engine) -> None:
    for text, one in zip(engine.texts([one.id for one in ARTICLES], []), ARTICLES, strict=True):
        assert [text.block(number) for number in range(len(one.blocks))] == list(one.blocks)
        assert list(text.outline) == list(WholeText(one, []).outline)
        assert list(text.paragraphs()) == list(WholeText(one, []).paragraphs())
        assert text.promises(0, 9) == []
        lines = [text.line(number) for number in range(len(list(one.lines())))]
        assert ["".join(line.texts) for line in lines] == list(one.lines())
        assert [
            block for line in lines for block in range(line.first, line.first + len(line.texts))
        ] == [*range(len(one.blocks))]


def test_a_block_asked_for_comes_first_and_is_not_shown_again(engine: Engine) -> None:
    for text, one in zip(
        engine.texts([one.id for one in ARTICLES], [Phrase("职工")]), ARTICLES, strict=True
    ):
        for clause in range(0, len(one.blocks), 5):
            shown = make_snippets(text, clause)
            assert shown == make_snippets(WholeText(one, [Phrase("职工")]), clause)
            assert one.blocks[clause].text.strip().startswith(shown[0].text.removesuffix("…"))
