"""Which characters count as the same."""

import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.folding import DROPPED, Folding, Foldings
from search.text.normalization import (
    Normalized,
    is_han,
    normalize,
    normalize_texts,
    normalize_with_offsets,
)
from search.text.radicals import CHARACTER_OF_RADICAL

from .clocks import no_minutes

mixed = st.text(
    alphabet="工会總乾后後Ａ１aB1-—，,。.“”’ \n\t\u3000\xa0\u200b\ufeff\x00😀①…℃Ⅱﬁé㈠⻔○<《",
    max_size=40,
)
accented = st.text(alphabet="aeéoＥ가각=かカｶﾞ\u0301\u0308\u0323\u0338\u200b 工", max_size=20)


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
        ("指出， \n“要", "指出,'要"),
        ("New\n  York", "new york"),
        ("\u200b职\u00ad工\ufeff", "职工"),
        (" 职工 ", "职工"),
        ("薴", "苎"),
        ("\ud800职", "职"),
    ],
)
def test_a_text_becomes_its_normal_form(text: str, same: str) -> None:
    assert normalize(text) == same


# What counts as the same, a class a line: the first writing, and others of it.
SAME = {
    "roman numerals": ("Ⅱ级应急响应", "II级应急响应", "ⅱ级应急响应"),
    "a twelve in one character": ("第Ⅻ届", "第XII届"),
    "units": ("300㎡，5㎞，18℃，3㎏，20㎎/L，65㏈", "300m2，5km，18°C，3kg，20mg/L，65dB"),
    "raised and lowered digits": ("10m³，CO₂，PM₂.₅", "10m3，CO2，PM2.5"),
    "numbers in circles and brackets": ("㈠㈨⑴⑳⒈㊀㈱", "(一)(九)(1)201.一(株)"),
    "months and hours": ("㋀㏠㍘", "1月1日0点"),
    "fractions": ("½以上", "1/2以上", "1⁄2以上"),
    "letters written as one": ("ﬁnance ﬂow oﬃce", "finance flow office"),
    "marks written as one": ("真的‼吗⁉", "真的!!吗!?"),
    "numero, telephone, trade mark": ("№5 ℡ ™", "No5 TEL TM"),
    "accents": ("café lǚ", "cafe\u0301 lu\u0308\u030c", "CAFÉ Lǚ", "cafe\u200b\u0301 lü\u030c"),
    "kana": ("ガイド", "ｶﾞｲﾄﾞ", "カ\u3099イト\u3099"),
    "korean syllables": ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    "radicals": ("民政局长门车风食", "⺠政局⻓⻔⻋⻛⻝", "⺠政局長門車風食"),
    "kangxi radicals": ("一心一意", "⼀⼼⼀意"),
    "strokes": ("一丨丿", "㇐㇑㇒"),
    "circles for zero": ("二〇二四年", "二○二四年", "二◯二四年"),
    "middle dots": tuple(f"马依拉{dot}热合曼" for dot in "·•・‧･⋅∙⸱˙"),
    "dashes": tuple(f"2021{dash}2025年" for dash in "-—–－‐‑−―─‒━﹣﹘⁻"),
    "dashes with gaps": ("2021-2025年", "2021 — 2025年", "2021 -2025 年", "2021\n–2025年"),
    "a dash of two": ("——云江", "⸺云江", "--云江"),
    "ratios": ("1∶500", "1:500", "1：500"),
    "waves": ("5～8人", "5~8人", "5〜8人", "5∼8人"),
    "ellipses": ("反映的…已办", "反映的……已办", "反映的...已办", "反映的⋯⋯已办", "反映的......已办"),
    "title marks": tuple(f"关于{a}办法{b}的决定" for a, b in ("《》", "〈〉", "<>", "＜＞", "«»", "‹›", "≪≫", "﹤﹥")),
    "quotation marks": tuple(
        f"坚持{a}善治{b}工作法" for a, b in ("“”", '""', "「」", "『』", "＂＂", "‘’", "''", "〝〞", "﹁﹂", "｢｣")
    ),
    "apostrophes": tuple(f"people{mark}s council" for mark in "'’ʼ＇‘´`｀"),
    "hyphens": tuple(f"COVID{mark}19" for mark in "-‐‑－"),
    "invisible characters": (
        "职工夜校",
        *(f"职{c}工{c}夜校" for c in "\xad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u2060\u2064"),
        *(f"职{c}工{c}夜校" for c in "\u3164\ufe0f\uffa0\ufff0\U000e0001\U000e0100"),
    ),
    "blanks": ("New York", "New\u2800York", "New\u3000York"),
}  # fmt: skip


@pytest.mark.parametrize("writings", SAME.values(), ids=SAME)
def test_what_is_written_in_several_ways_is_the_same(writings: tuple[str, ...]) -> None:
    assert {normalize(text) for text in writings} == {normalize(writings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2021—2025", "2021～2025"),  # a wave is no dash
        ("カー", "カ-"),  # nor is what makes a vowel long
        ("二〇", "二零"),
        ("《办法》", "“办法”"),
        ("10.5", "10·5"),
        ("cafe", "café"),
        ("5′", "5'"),
        ("1. 2", "1.2"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert normalize(one) != normalize(other)


def test_every_radical_of_unicode_is_the_character_it_stands_for() -> None:
    for radical, character in CHARACTER_OF_RADICAL.items():
        assert unicodedata.name(radical).startswith(("CJK RADICAL", "CJK STROKE"))
        assert unicodedata.name(character).startswith("CJK UNIFIED")
        assert normalize(radical) == normalize(character)


def test_every_compatibility_form_is_the_same_as_what_it_stands_for() -> None:
    codes = [code for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    forms = [(chr(code), unicodedata.normalize("NFKC", chr(code))) for code in codes]
    forms = [(form, same) for form, same in forms if form != same and " " not in same]
    assert len(forms) > 4500
    normal = normalize_texts([text for pair in forms for text in pair]).text.split("\n")
    pairs = zip(normal[::2], normal[1::2], strict=True)
    assert [form for form, (one, other) in zip(forms, pairs, strict=True) if one != other] == []


@given(text=st.one_of(st.text(), mixed, accented))
def test_texts_that_unicode_calls_equivalent_are_the_same(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert normalize(composed) == normalize(apart)


@given(text=st.one_of(st.text(), mixed, accented))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(text=st.one_of(st.text(), mixed, accented))
def test_a_text_becomes_six_times_as_long_at_most(text: str) -> None:
    assert len(normalize(text)) <= 6 * len(text)


def test_no_character_becomes_more_than_six() -> None:
    parts = normalize_texts([chr(code) for code in range(sys.maxunicode + 1)]).text.split("\n")
    assert max(map(len, parts)) == 6  # ㌖
    assert normalize("ﷺ") == "ﷺ"  # NFKC makes 18 of it


@pytest.mark.parametrize("text", ["\u0301\u0323" * 200_000, "e\u0301" * 200_000, "㌖" * 200_000])
def test_a_text_of_nothing_but_accents_or_compounds_is_normalised_at_once(text: str) -> None:
    with no_minutes():
        normalize(text)


def lead_back(text: str, normalized: Normalized) -> bool:
    """Say whether each normalised character is a part of what it came from, in the order of the text."""
    offsets, ends = normalized.offsets.tolist(), normalized.ends.tolist()
    assert offsets == sorted(offsets)
    assert ends == sorted(ends)
    return all(
        character in " \n" or character in normalize(text[start:end])
        for character, start, end in zip(normalized.text, offsets, ends, strict=True)
    )


@given(text=st.one_of(st.text(), mixed, accented))
def test_every_character_knows_where_it_came_from(text: str) -> None:
    assert lead_back(text, normalize_with_offsets(text))


@given(text=mixed, start=st.integers(0, 40), length=st.integers(0, 20))
def test_a_part_of_a_text_is_a_part_of_the_normal_form(text: str, start: int, length: int) -> None:
    assert normalize(text[start : start + length]) in normalize(text)


@given(texts=st.lists(mixed, min_size=1, max_size=5))
def test_texts_together_are_the_texts_one_by_one(texts: list[str]) -> None:
    together = normalize_texts(texts)
    assert together.text.split("\n") == [normalize(text) for text in texts]
    assert lead_back("\n".join(texts), together)


hostile = st.text(
    alphabet=st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            "工會总乾·“”，。、（Ａ１aB1-—…Ⅱ㎡.é\u0301각 \n\r\t\u3000\u2028\x85\x1f\u200b\u200d\ufe0f\x00😀一"
        ),
    ),
    max_size=14,
)


def is_within_a_letter(text: str, place: int) -> bool:
    """Say whether a place lies before an accent, or a part of a Korean syllable that is not its first."""
    seen = next((c for c in text[place:] if normalize(c)), "")
    return seen != "" and (
        unicodedata.category(seen)[0] == "M"
        or "\u1161" <= seen <= "\u11ff"
        or "\ud7b0" <= seen <= "\ud7fb"
    )


@given(text=hostile)
def test_every_part_that_cuts_no_accent_off_stands_in_the_normal_form(text: str) -> None:
    whole = normalize(text)
    places = [at for at in range(len(text) + 1) if not is_within_a_letter(text, at)]
    for start in places:
        for end in places:
            assert normalize(text[start:end]) in whole


def test_a_part_that_cuts_an_accent_off_is_another_letter() -> None:
    assert normalize("cafe\u0301"[:4]) not in normalize("cafe\u0301")


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
    ("text", "found", "original"),
    [
        ("云江市Ⅱ级响应", "ii级", "Ⅱ级"),
        ("云江市Ⅱ级响应", "i级", "Ⅱ级"),
        ("绿地300㎡。", "300m2", "300㎡"),
        ("绿地300㎡。", "300m", "300㎡"),
        ("㈠号桥", "(一", "㈠"),
        ("Cafe\u0301开业", "café", "Cafe\u0301"),
        ("Cafe\u0301开业", "é", "e\u0301"),
        ("x\u0302值", "x", "x\u0302"),
        ("反映的……已办", "...已", "……已"),
        ("反映的……已办", "的...", "的…"),
        ("二○二四年", "二〇二四", "二○二四"),
    ],
)
def test_a_found_range_cuts_no_character_of_the_original(
    text: str, found: str, original: str
) -> None:
    normalized = normalize_with_offsets(text)
    start = normalized.text.index(found)
    first, last = normalized.original_range(start, start + len(found))
    assert text[first:last] == original


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


def test_a_character_becomes_the_same_whatever_rare_ones_stand_in_the_text() -> None:
    every = "一".join(chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000)
    assert normalize(every + "一𠮷") == normalize(every) + "一𠮷"


def test_characters_become_the_same_in_whatever_order_they_are_met() -> None:
    codes = np.arange(0, 0x30000, 7, dtype=np.uint32)
    at_once = Foldings().meet(codes)
    one_by_one, order = Foldings(), np.random.default_rng(5).permutation(codes)
    for part in np.array_split(order, 40):
        table = one_by_one.meet(part)
    met = codes.tolist()
    assert [becomes(table, code) for code in met] == [becomes(at_once, code) for code in met]


def becomes(table: Folding, code: int) -> tuple[object, ...]:
    """Return what a character becomes by a table, with its traits, and those of several."""
    target = int(table.target[code])
    if target <= DROPPED:
        return target, table.traits[code]
    start, end = table.starts[target - DROPPED - 1 :][:2]
    return (*table.several[start:end], table.traits[code], *table.several_traits[start:end])
