"""Which characters count as the same."""

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.normalization import is_han, normalize, normalize_texts, normalize_with_offsets

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


hostile = st.text(
    alphabet=st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            "工會总乾·“”，。、（Ａ１aB1- \n\r\t\u3000\u2028\x85\x1f\u200b\u200d\ufe0f\x00😀一"
        ),
    ),
    max_size=14,
)


@given(text=hostile)
def test_every_part_of_a_text_stands_in_its_normal_form(text: str) -> None:
    whole = normalize(text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert normalize(text[start:end]) in whole


@given(text=hostile)
def test_offsets_ascend_and_lead_back_to_the_same_characters(text: str) -> None:
    normalized = normalize_with_offsets(text)
    offsets = normalized.offsets.tolist()
    assert all(here < there for here, there in pairwise(offsets))
    for character, offset in zip(normalized.text, offsets, strict=True):
        if character == " ":
            assert text[offset].isspace()
        else:
            assert normalize(text[offset]) == character


def test_no_character_of_unicode_changes_when_it_is_normalised_again() -> None:
    texts = [f"a {chr(code)} b" for code in range(sys.maxunicode + 1)]
    once = normalize_texts(texts).text.split("\n")
    twice = normalize_texts(once).text.split("\n")
    changed = [text for text, first, then in zip(texts, once, twice, strict=True) if first != then]
    assert changed == []


@given(text=st.text(alphabet="aBz019 \n工", max_size=20))
def test_full_width_letters_and_digits_are_the_same_as_half_width_ones(text: str) -> None:
    widened = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)
    assert normalize(widened) == normalize(text)


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n", "\t", "\u3000", "\xa0", "\u2028", " \u200b\n "])
def test_white_space_between_latin_words_is_one_space(gap: str) -> None:
    assert normalize(f"New{gap}York") == "new york"


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n", "\t", "\u3000", "\xa0", "\u2028", " \u200b\n "])
def test_white_space_beside_chinese_is_none(gap: str) -> None:
    assert normalize(f"云江{gap}市{gap}5G{gap}，a{gap}。") == "云江市5g,a。"


def test_an_invisible_character_parts_no_word() -> None:
    assert normalize("New\u200bYork") == "newyork"


def test_a_traditional_character_is_read_without_its_neighbours() -> None:
    assert normalize("乾") in normalize("乾隆年间的雲江碑刻")
    assert normalize("隆年") in normalize("乾隆年间的雲江碑刻")


@pytest.mark.parametrize(
    ("text", "same"), [("❤\ufe0f", "❤"), ("👨\u200d👩\u200d👧", "👨👩👧"), ("👍🏽", "👍🏽")]
)
def test_an_emoji_loses_only_what_cannot_be_seen(text: str, same: str) -> None:
    assert normalize(text) == same


def test_a_found_range_leads_to_the_original_with_its_line_breaks() -> None:
    text = "建好　职工\n夜 校，"
    normalized = normalize_with_offsets(text)
    start = normalized.text.index("职工夜校")
    first, last = normalized.original_range(start, start + 4)
    assert text[first:last] == "职工\n夜 校"


@pytest.mark.parametrize(
    ("character", "is_one"),
    [
        ("工", True),
        ("〇", True),
        ("々", True),
        ("㐂", True),
        ("𠮷", True),
        ("，", False),
        ("A", False),
    ],
)
def test_chinese_characters_are_told_from_others(character: str, is_one: bool) -> None:
    assert is_han(character) == is_one
