"""A phrase that repeats itself is looked for as what it repeats, so that it costs little."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.nodes import Phrase
from search.request import SearchRequest
from search.text.repetitions import Repetition, repetition_in

from .articles import article, build

repeating = st.builds(
    lambda part, times, rest: part * times + part[:rest],
    st.text(alphabet="哈嘿。", min_size=1, max_size=5),
    st.integers(1, 12),
    st.integers(0, 4),
).filter(lambda text: len(text) > 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("哈哈", Repetition("哈哈", 1, 1)),
        ("哈" * 1000, Repetition("哈哈", 1, 999)),
        ("是的" * 500, Repetition("是的是的", 2, 499)),
        ("一二三一二三一", Repetition("一二三一", 3, 2)),
        ("三江善治", Repetition("三江善治", 3, 1)),
        ("哈" * 999 + "嘿", Repetition("哈" * 999 + "嘿", 999, 1)),
    ],
)
def test_what_a_text_repeats_is_found(text: str, found: Repetition) -> None:
    assert repetition_in(text) == found


@given(repeating)
def test_a_text_is_made_of_what_it_repeats(text: str) -> None:
    found = repetition_in(text)
    starts = range(0, found.step * found.times, found.step)
    assert [text[start : start + len(found.beginning)] for start in starts] == [
        found.beginning
    ] * found.times
    assert starts[-1] + len(found.beginning) == len(text)


@given(st.integers(1, 4), st.integers(20, 1000))
def test_no_more_is_looked_up_than_twice_what_is_repeated(step: int, length: int) -> None:
    text = ("一二三四"[:step] * length)[:length]
    assert len(repetition_in(text).beginning) <= 2 * step


@given(st.lists(repeating, min_size=1, max_size=4), st.lists(repeating, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_phrases_that_repeat_themselves_are_counted_as_plain_search_counts_them(
    bodies: list[str], phrases: list[str]
) -> None:
    articles = [article(f"a{number}", "题目", body) for number, body in enumerate(bodies)]
    with TemporaryDirectory() as folder, closing(build(Path(folder), articles)) as engine:
        for phrase in phrases:
            places = sum(body.startswith(phrase, at) for body in bodies for at in range(len(body)))
            matches = engine.find(SearchRequest(Phrase(phrase)))
            assert matches.total == sum(phrase in body for body in bodies), phrase
            assert matches.occurrences == places, phrase


def test_a_long_row_in_a_long_row_is_counted_exactly(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "题目", "哈" * 5000)])) as engine:
        assert engine.find(SearchRequest(Phrase("哈" * 1000))).occurrences == 4001
        assert engine.find(SearchRequest(Phrase("哈" * 5001))).total == 0
