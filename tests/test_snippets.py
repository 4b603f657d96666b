"""Snippets show what was looked for, on the text as it was written."""

import unicodedata
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from search.answer.snippets import (
    MAX_LENGTH,
    MAX_SNIPPETS,
    Highlighted,
    Snippet,
    highlight,
)
from search.answer.snippets import make_snippets as snippets_of
from search.article import Article, Block, BlockKind
from search.query.article_text import WholeText
from search.query.nodes import Exact, Field, Literal, Phrase, Word
from search.text.latin_words import word_places
from search.text.normalization import normalize

from .articles import article


def make_snippets(one: Article, literals: Sequence[Literal]) -> tuple[Snippet, ...]:
    return snippets_of(WholeText(one, literals))


texts = st.text(
    alphabet="工会改革會總Ａpp５G1-， 。！\n\u3000“”\u200b😀雲", min_size=1, max_size=60
)


# Characters that become several, and letters with accents.
compounds = st.text(
    alphabet="工一Ⅱi㎡m2㈠()…. ﬁＥeé\u0301\u0302\u200b㌖-—“", min_size=1, max_size=30
)


@st.composite
def texts_and_literals(
    draw: st.DrawFn, texts: st.SearchStrategy[str] = texts
) -> tuple[str, list[Literal]]:
    """Draw a text, and literals that are parts of it or of another."""
    text = draw(texts)
    literals: list[Literal] = []
    for source in draw(st.lists(st.sampled_from([text, draw(texts)]), max_size=4)):
        start = draw(st.integers(0, len(source) - 1))
        part = normalize(source[start : start + draw(st.integers(1, 6))])
        if part:
            literals.append(Phrase(part) if draw(st.booleans()) else Word(part))
    return text, literals


def check_ranges(text: str, ranges: tuple[tuple[int, int], ...], literals: list[Literal]) -> None:
    end = 0
    for start, stop in ranges:
        assert end <= start < stop <= len(text)
        assert normalize(text[start:stop]) in {literal.text for literal in literals}
        end = stop


def exact(written: str) -> Exact:
    return Exact("".join(written.split()), Phrase(normalize(written)))


def test_what_was_typed_exactly_is_marked_where_it_is_written_so() -> None:
    text = "Ⅲ级、Ⅱ级、II级、ii级，ⅠⅡ"
    assert highlight(text, [exact("Ⅱ")]).highlights == ((3, 4), (15, 16))
    assert highlight(text, [exact("II")]).highlights == ((6, 8),)


def test_white_space_parts_nothing_that_was_typed_exactly() -> None:
    text = "職\n工之家，職\u3000工，职工"
    assert highlight(text, [exact("職工")]).highlights == ((0, 3), (6, 9))


def test_the_letter_of_an_accent_is_not_exactly_that_letter() -> None:
    assert highlight("cafe\u0301 cafe", [exact("cafe")]).highlights == ((6, 10),)


@given(text=compounds, source=compounds, data=st.data())
@settings(max_examples=400, deadline=None)
def test_of_what_was_typed_exactly_every_mark_is_as_typed(
    text: str, source: str, data: st.DataObject
) -> None:
    source = data.draw(st.sampled_from([text, source]))
    start = data.draw(st.integers(0, len(source) - 1))
    wanted = exact(source[start : start + data.draw(st.integers(1, 4))])
    if wanted.text:
        for first, last in highlight(text, [wanted]).highlights:
            # At its ends no mark has what nobody sees, and of a row of dots it has three.
            assert "".join(text[first:last].split()) in wanted.written
            assert normalize(text[first:last]) == wanted.text


@given(drawn=texts_and_literals())
@settings(max_examples=400, deadline=None)
def test_every_highlight_is_something_looked_for(drawn: tuple[str, list[Literal]]) -> None:
    text, literals = drawn
    check_ranges(text, highlight(text, literals).highlights, literals)


def is_part_of_a_compound(character: str) -> bool:
    """Say whether what is looked for may begin or end within a character, or an ellipsis."""
    normal = normalize(character)
    return len(normal) > 1 or normal == "." or unicodedata.category(character) == "Mn"


@given(drawn=texts_and_literals(compounds))
@settings(max_examples=600, deadline=None)
def test_a_highlight_cuts_no_character_of_which_several_came_and_no_accent_off(
    drawn: tuple[str, list[Literal]],
) -> None:
    text, literals = drawn
    for start, stop in highlight(text, literals).highlights:
        normal = normalize(text[start:stop])
        wanted = [literal.text for literal in literals if literal.text in normal]
        # A literal that begins with an accent is marked with the letter before it.
        at_edges = text[start], text[stop - 1], *(literal[0] for literal in wanted)
        assert wanted
        assert normal in wanted or any(map(is_part_of_a_compound, at_edges))
        following = text[stop:].lstrip("\u200b")[:1]
        assert not following or unicodedata.category(following) != "Mn"


@given(drawn=texts_and_literals(compounds))
@settings(max_examples=300, deadline=None)
def test_compounds_are_highlighted_wherever_what_is_looked_for_stands(
    drawn: tuple[str, list[Literal]],
) -> None:
    text, literals = drawn
    phrases = [literal for literal in literals if isinstance(literal, Phrase)]
    stands = any(phrase.text in normalize(text) for phrase in phrases)
    assert bool(highlight(text, phrases).highlights) == stands


@given(drawn=texts_and_literals(), heading=texts)
@settings(max_examples=300, deadline=None)
def test_every_highlight_in_a_snippet_is_something_looked_for(
    drawn: tuple[str, list[Literal]], heading: str
) -> None:
    text, literals = drawn
    blocks = (Block(BlockKind.HEADING, heading), Block(BlockKind.PARAGRAPH, text * 4))
    one = Article("a", "题", None, (), None, None, None, None, blocks=blocks)
    snippets = make_snippets(one, literals)
    assert len(snippets) <= MAX_SNIPPETS
    for snippet in snippets:
        check_ranges(snippet.text, snippet.highlights, literals)


@given(drawn=texts_and_literals())
@settings(max_examples=300, deadline=None)
def test_what_stands_in_a_text_is_highlighted(drawn: tuple[str, list[Literal]]) -> None:
    text, literals = drawn
    phrases = [literal for literal in literals if isinstance(literal, Phrase)]
    stands = any(phrase.text in normalize(text) for phrase in phrases)
    assert bool(highlight(text, phrases).highlights) == stands


@given(text=texts, word=st.sampled_from(["app", "5g", "1", "pp", "g", "p"]))
def test_words_are_highlighted_where_they_stand_whole(text: str, word: str) -> None:
    places = word_places(normalize(text), [word]).get(word, ())
    assert len(highlight(text, [Word(word)]).highlights) == len(places)


def test_the_accent_behind_a_character_of_which_several_came_is_marked_with_it() -> None:
    assert highlight("㈠\u0301号", [Phrase("一")]).highlights == ((0, 2),)


def test_a_letter_is_marked_with_the_accent_that_a_phrase_begins_with() -> None:
    assert highlight("工\u0301i", [Phrase("\u0301i")]).highlights == ((0, 3),)


def test_highlights_stand_on_the_original_text() -> None:
    assert highlight("ＡＰＰ服務，职\n工", [Phrase("app服务"), Phrase("职工")]) == Highlighted(
        "ＡＰＰ服務，职\n工", ((0, 5), (6, 9))
    )


def test_of_overlapping_matches_the_longest_first_one_stays() -> None:
    marked = highlight("高质量发展阶段", [Phrase("质量"), Phrase("高质量发展"), Phrase("发展阶段")])
    assert marked.highlights == ((0, 5),)


def test_what_stands_in_one_character_is_highlighted_with_it() -> None:
    text = "Ⅱ级响应，绿地300㎡，Cafe\u0301，反映的……已办"
    literals: list[Literal] = [Phrase("i级"), Phrase("300m"), Word("café"), Phrase("的...已")]
    assert [text[s:e] for s, e in highlight(text, literals).highlights] == [
        "Ⅱ级",
        "300㎡",
        "Cafe\u0301",
        "的……已",
    ]


def test_an_emoji_counts_as_one_character() -> None:
    assert highlight("😀工会", [Phrase("工会")]).highlights == ((1, 3),)


def test_a_title_literal_is_not_highlighted_in_the_text() -> None:
    snippets = make_snippets(article("a", "夜校", "夜校开班。"), [Phrase("夜校", Field.TITLE)])
    assert [snippet.highlights for snippet in snippets] == [()]


def test_a_snippet_is_whole_sentences_where_they_fit() -> None:
    text = "前一句在这里。" + "夜校开班了！" + "后一句也在。" + "很远的一句。" * 40
    (snippet,) = make_snippets(article("a", "题", text), [Phrase("夜校")])
    assert snippet.text.startswith("前一句在这里。夜校开班了！后一句也在。")
    assert snippet.text.endswith("。")
    assert len(snippet.text) <= MAX_LENGTH


def test_a_sentence_too_long_is_cut_with_a_mark() -> None:
    text = "开头，" + "很长的话" * 40 + "，夜校开班，" + "还有很长的话" * 40 + "。"
    (snippet,) = make_snippets(article("a", "题", text), [Phrase("夜校")])
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")
    assert len(snippet.text) <= MAX_LENGTH + 2
    assert [snippet.text[s:e] for s, e in snippet.highlights] == ["夜校"]


def test_the_passage_with_most_different_words_comes_first() -> None:
    far = "别的内容。" * 30
    one = article("a", "题", f"夜校。{far}", f"夜校、夜校。{far}", f"职工上夜校。{far}")
    snippets = make_snippets(one, [Phrase("夜校"), Phrase("职工")])
    assert [len(snippet.highlights) for snippet in snippets] == [2, 2, 1]
    assert snippets[0].text.startswith("职工上夜校。")


def test_a_whole_run_comes_before_its_scattered_pieces() -> None:
    far = "别的内容。" * 30
    one = article("a", "题", f"职工的权益要保障，保障职工。{far}", f"讲职工权益保障。{far}")
    literals = [Phrase("职工权益保障"), Phrase("职工"), Phrase("权益"), Phrase("保障")]
    assert make_snippets(one, literals)[0].text.startswith("讲职工权益保障。")


def test_at_most_three_passages_are_shown() -> None:
    one = article("a", "题", *(f"第{i}段讲夜校。" for i in range(9)))
    assert len(make_snippets(one, [Phrase("夜校")])) == MAX_SNIPPETS


def test_a_snippet_names_the_heading_above_it_in_one_line() -> None:
    one = article("a", "题", "夜校开班。", headings=("把课堂办到\n机器旁边",))
    assert make_snippets(one, [Phrase("夜校")])[0].heading == "把课堂办到机器旁边"


def test_of_a_block_as_long_as_a_book_the_sentences_around_a_match_are_shown() -> None:
    filler = "全市工会照常开展服务。" * 3000
    one = article("a", "夜校", f"{filler}职工夜校下周开班。报名的人很多。{filler}")
    (snippet,) = make_snippets(one, [Phrase("夜校下周")])
    assert "职工夜校下周开班。报名的人很多。" in snippet.text
    assert snippet.text.startswith("全市工会照常开展服务。")
    assert [snippet.text[start:end] for start, end in snippet.highlights] == ["夜校下周"]


def test_without_a_match_the_beginning_is_shown() -> None:
    (snippet,) = make_snippets(article("a", "题", "很长的开头。" * 40), [Phrase("没有")])
    assert snippet.text.startswith("很长的开头。")
    assert snippet.text.endswith("…")
    assert snippet.highlights == ()


def test_a_match_longer_than_a_snippet_is_shown_whole() -> None:
    phrase = "一字不差" * 40
    (snippet,) = make_snippets(article("a", "题", f"前文。{phrase}。后文。"), [Phrase(phrase)])
    ((start, end),) = snippet.highlights
    assert snippet.text[start:end] == phrase


@given(drawn=texts_and_literals(), copies=st.integers(1, 12))
@settings(max_examples=300, deadline=None)
def test_when_something_matches_every_snippet_shows_it(
    drawn: tuple[str, list[Literal]], copies: int
) -> None:
    text, literals = drawn
    one = article("a", "题", (text * copies).replace("。", "，").replace("！", "，"))
    snippets = make_snippets(one, literals)
    if highlight(one.blocks[0].text, literals).highlights:
        assert all(snippet.highlights for snippet in snippets)


def test_a_match_where_a_long_sentence_is_cut_is_shown_whole_in_the_next_snippet() -> None:
    text = "夜校" + "很" * (MAX_LENGTH - 3) + "河道清淤" + "很" * 200
    snippets = make_snippets(article("a", "题", text), [Phrase("夜校"), Phrase("河道清淤")])
    assert all(snippet.highlights for snippet in snippets)


@given(drawn=texts_and_literals())
@settings(max_examples=300, deadline=None)
def test_a_snippet_is_part_of_its_block(drawn: tuple[str, list[Literal]]) -> None:
    text, literals = drawn
    one = article("a", "题", text * 9)
    for snippet in make_snippets(one, literals):
        assert snippet.text.removeprefix("…").removesuffix("…") in one.blocks[0].text


@given(drawn=texts_and_literals())
@settings(max_examples=200, deadline=None)
def test_a_snippet_is_short_unless_its_match_is_long(drawn: tuple[str, list[Literal]]) -> None:
    text, literals = drawn
    for snippet in make_snippets(article("a", "题", text * 9), literals):
        assert len(snippet.text) <= MAX_LENGTH + 2


def test_short_paragraphs_are_shown_whole_without_a_mark() -> None:
    (snippet,) = make_snippets(article("a", "题", "夜校开班，职工报名"), [Phrase("夜校")])
    assert snippet.text == "夜校开班，职工报名"


def test_a_cut_sentence_begins_where_a_clause_does() -> None:
    text = "很长" * 60 + "，近处一句，夜校开班，" + "很长" * 60 + "。"
    (snippet,) = make_snippets(article("a", "题", text), [Phrase("夜校")])
    assert snippet.text.startswith(("…近处一句，夜校开班", "…夜校开班"))


def test_a_match_over_the_end_of_a_sentence_shows_both() -> None:
    text = "课程很多。夜校开班。职工报名。" + "远处。" * 60
    (snippet,) = make_snippets(article("a", "题", text), [Phrase("开班。职工")])
    assert "夜校开班。职工报名。" in snippet.text


def test_traditional_and_full_width_text_is_highlighted_as_it_was_written() -> None:
    (snippet,) = make_snippets(
        article("a", "题", "總工會推出ＡＰＰ２．０。"), [Phrase("总工会"), Word("app2.0")]
    )
    assert snippet.text == "總工會推出ＡＰＰ２．０。"
    assert snippet.highlights == ((0, 3), (5, 11))


def test_a_match_over_a_hard_wrap_keeps_the_line_break() -> None:
    (snippet,) = make_snippets(article("a", "题", "职工\n夜校开班。"), [Phrase("职工夜校")])
    assert [snippet.text[s:e] for s, e in snippet.highlights] == ["职工\n夜校"]


def test_a_match_in_a_heading_is_shown_with_the_heading_above_it() -> None:
    one = article("a", "题", "正文。", headings=("第一章", "夜校课程"))
    (snippet,) = make_snippets(one, [Phrase("夜校")])
    assert (snippet.text, snippet.heading) == ("夜校课程", "第一章")


def test_before_the_first_heading_there_is_none() -> None:
    (snippet,) = make_snippets(article("a", "题", "夜校。"), [Phrase("夜校")])
    assert snippet.heading is None


def test_of_equal_passages_the_earlier_comes_first() -> None:
    one = article("a", "题", "甲，夜校。", "乙，夜校。", "丙，夜校。", "丁，夜校。")
    snippets = make_snippets(one, [Phrase("夜校")])
    assert [snippet.text[0] for snippet in snippets] == ["甲", "乙", "丙"]


def test_an_article_without_a_paragraph_has_no_beginning_to_show() -> None:
    assert make_snippets(article("a", "题", headings=("第一章",)), [Phrase("夜校")]) == ()
