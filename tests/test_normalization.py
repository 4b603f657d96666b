"""Which characters count as the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.normalization import normalize, normalize_texts, normalize_with_offsets

mixed = st.text(
    alphabet="工会總乾后後Ａ１aB1-，,。“” \n\t\u3000\xa0\u200b\ufeff\x00😀①…℃Ⅱﬁé", max_size=40
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＡＰＰ２０１６", "app2016"),
        ("COVID-19", "covid-19"),
        ("（一），：", "(一),:"),
        ("雲江總工會", "云江总工会"),
        ("乾隆", "干隆"),
        ("职工\n夜校", "职工夜校"),
        ("深入  贯彻", "深入贯彻"),
        ("2024 年 5 月", "2024年5月"),
        ("指出， \n“要", "指出,“要"),
        ("New\n  York", "new york"),
        ("\u200b职\u00ad工\ufeff", "职工"),
        ("…℃Ⅱ", "…℃ⅱ"),
        (" 职工 ", "职工"),
        ("薴", "苎"),
        ("\ud800职", "职"),
    ],
)
def test_a_text_becomes_its_normal_form(text: str, same: str) -> None:
    assert normalize(text) == same


@given(text=st.one_of(st.text(), mixed))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(text=st.one_of(st.text(), mixed))
def test_a_text_never_grows(text: str) -> None:
    assert len(normalize(text)) <= len(text)


@given(text=st.one_of(st.text(), mixed))
def test_every_character_knows_where_it_came_from(text: str) -> None:
    normalized = normalize_with_offsets(text)
    offsets = normalized.offsets.tolist()
    assert len(offsets) == len(normalized.text)
    assert offsets == sorted(set(offsets))
    for character, offset in zip(normalized.text, offsets, strict=True):
        assert character == " " or normalize(text[offset]) == character


@given(text=mixed, start=st.integers(0, 40), length=st.integers(0, 20))
def test_a_part_of_a_text_is_a_part_of_the_normal_form(text: str, start: int, length: int) -> None:
    assert normalize(text[start : start + length]) in normalize(text)


@given(texts=st.lists(mixed, min_size=1, max_size=5))
def test_texts_together_are_the_texts_one_by_one(texts: list[str]) -> None:
    together = normalize_texts(texts)
    assert together.text.split("\n") == [normalize(text) for text in texts]
    joined = "\n".join(texts)
    for character, offset in zip(together.text, together.offsets.tolist(), strict=True):
        assert character in " \n" or normalize(joined[offset]) == character
