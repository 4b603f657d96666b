"""A stored article is read in part, and comes back as it was."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, Block, BlockKind
from search.engines.arrays.file.stored import (
    ARTICLE_DAMAGE,
    CHUNK,
    StoredArticle,
    store,
    untrained,
)
from search.text.normalization import normalize
from search.text.outline import outline

from .articles import article

texts = st.text(alphabet="工会改Ａp５， 。\n\u3000😀一、第条\ud800", min_size=1, max_size=40)
blocks = st.lists(
    st.builds(Block, st.sampled_from(BlockKind), texts, st.booleans()), max_size=9
).map(tuple)


def stored(one: Article) -> StoredArticle:
    return StoredArticle(store(one, [len(normalize(line)) for line in one.lines()]))


@given(blocks=blocks)
@settings(deadline=None)
def test_an_article_comes_back_as_it_was(blocks: tuple[Block, ...]) -> None:
    one = replace(article("a", "云江市夜校通知", section=("要闻", "工会")), blocks=blocks)
    assert stored(one).article() == one
    assert stored(one).head() == one.head


@given(blocks=blocks, first=st.integers(0, 9), count=st.integers(0, 9))
@settings(deadline=None)
def test_some_of_its_blocks_are_read_alone(
    blocks: tuple[Block, ...], first: int, count: int
) -> None:
    first = min(first, len(blocks))
    last = min(first + count, len(blocks))
    one = replace(article("a", "夜校"), blocks=blocks)
    assert stored(one).blocks(first, last) == blocks[first:last]


@given(blocks=blocks)
@settings(deadline=None)
def test_the_table_tells_lines_headings_and_outline(blocks: tuple[Block, ...]) -> None:
    one = replace(article("a", "夜校"), blocks=blocks)
    table = stored(one)
    lines = list(one.blocks_of_lines())
    of_lines = [table.blocks_of_line(number) for number in range(len(lines))]
    assert [blocks[own.start : own.stop] for own in of_lines] == lines
    assert [tuple(table.texts(own)) for own in of_lines] == [
        tuple(block.text for block in line) for line in lines
    ]
    assert table.in_outline.tolist() == [entry.block for entry in outline(blocks)]
    paragraphs = [n for n, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH]
    assert table.paragraphs == paragraphs
    assert all(table.is_heading(n) == (n not in paragraphs) for n in range(len(blocks)))


@given(order=st.permutations(range(12)))
@settings(deadline=None)
def test_blocks_of_a_chunk_are_read_in_any_order(order: list[int]) -> None:
    texts = [f"第{number}号夜校" * (90 + number) for number in range(12)]
    one = article("a", "夜校", *texts)
    assert sum(map(len, texts)) > CHUNK
    table = stored(one)
    assert [table.texts(range(at, at + 1)) for at in order] == [[texts[at]] for at in order]


def test_a_block_that_lies_in_several_chunks_is_read_whole() -> None:
    one = article("a", "夜校", "前一段。", "夜校开班。😀" * CHUNK, "后一段。")
    assert stored(one).blocks(1, 3) == one.blocks[1:]
    assert stored(one).article() == one


def test_a_text_is_read_with_the_words_it_was_compressed_with() -> None:
    one = article("a", "夜校", "职工夜校下周开班，欢迎全市职工报名。")
    words = untrained("报名欢迎全市职工夜校")
    lengths = [len(line) for line in one.lines()]
    assert StoredArticle(store(one, lengths, words), words).article() == one
    assert len(store(one, lengths, words)) < len(store(one, lengths))


@pytest.mark.parametrize("length", [0, 3, 20, 60, 90])
def test_what_was_cut_short_is_no_article(length: int) -> None:
    one = article("a", "云江市夜校通知", "夜校下周开班，请各单位转告。" * 30)
    whole = store(one, [len(line) for line in one.lines()])
    assert length < len(whole)
    with pytest.raises(ARTICLE_DAMAGE):
        StoredArticle(whole[:length]).article()
