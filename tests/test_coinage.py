"""What may be a new wording: which phrases, out of which articles."""

from datetime import date

import numpy as np
import pytest

from search.suggest.coinage import SAMPLE_CHARACTERS, YEARS, find_candidates, sample_articles
from search.suggest.first_uses import Coined, choose
from search.text.analysis import characters_of
from search.text.segmentation import Segmenter

from .coinage import told

SEGMENTER = Segmenter()


def candidates(*phrases: str, old: str = "") -> list[str]:
    before = [told(n, None, old) for n in range(8)] if old else []
    texts = [told(20 + 8 * k + n, None, said) for k, said in enumerate(phrases) for n in range(8)]
    return find_candidates(map(characters_of, [*before, *texts]), len(before), SEGMENTER)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("双河夜谈", "双河夜谈"),
        ("加快推进双河夜谈", "双河夜谈"),  # verbs that go with anything
        ("双河夜谈工作", "双河夜谈"),
        ("要坚持双河夜谈", "双河夜谈"),
        ("以渔养河", "以渔养河"),  # a saying may begin as part of a sentence does
        ("不负江湾", "不负江湾"),
        ("渔补", "渔补"),  # two characters that are no word yet
        ("推进全市双河夜谈", "双河夜谈"),  # whose it is
        ("双河夜谈数量", "双河夜谈"),  # what is measured of it
    ],
)
def test_what_goes_with_any_wording_is_taken_off(said: str, found: str) -> None:
    assert found in candidates(said)


@pytest.mark.parametrize(
    "said",
    [
        "图书馆员",  # a word of the dictionary
        "王小明",  # a person
        "云南昆明市",  # a place
        "双河的夜谈",  # two halves
        "第三批夜谈",  # numbered
        "加快推进",  # nothing is left
        "双河渔业局",  # an office
        "双河持续夜谈",  # a sentence
        "双河夜谈之",  # something is missing behind it
        "夜谈",  # a word of two characters
    ],
)
def test_words_names_and_parts_of_sentences_are_no_wordings(said: str) -> None:
    assert not [one for one in candidates(said) if one in said]


def test_what_stands_in_old_articles_is_not_looked_for() -> None:
    assert "双河夜谈" not in candidates("双河夜谈", old="双河夜谈")


def test_a_part_of_a_wording_is_none() -> None:
    assert not {"河夜谈", "双河夜", "双河"} & {*candidates("双河夜谈")}


def test_recent_years_have_most_of_the_sample_and_older_ones_a_part() -> None:
    newest = date(2026, 5, 1)
    days = np.array([newest.toordinal() - 30 * n for n in range(12 * 2 * YEARS)], np.int64)
    lengths = np.full(len(days), SAMPLE_CHARACTERS // 24)
    sample = sample_articles(days, lengths)
    years = [date.fromordinal(int(days[number])).year for number in sample.articles]
    assert years == sorted(years)
    assert years.count(2026) > years.count(2018) > 0
    assert [year <= 2026 - YEARS for year in years] == [n < sample.old for n in range(len(years))]
    assert lengths[sample.articles].sum() <= 1.2 * SAMPLE_CHARACTERS


def test_articles_without_a_day_are_in_no_sample() -> None:
    sample = sample_articles(np.zeros(3, np.int64), np.full(3, 10))
    assert (sample.articles, sample.old) == ([], 0)


def coined(text: str, day: date, articles: int) -> Coined:
    return Coined(text, "a", day.isoformat(), articles, articles, (("三江日报", articles),), 1, ())


def test_of_two_wordings_that_overlap_the_one_that_says_something_stays() -> None:
    spring = date(2024, 1, 1)
    part, whole = coined("河夜谈", spring, 10), coined("双河夜谈", spring, 9)
    use = coined("双河夜谈会", date(2024, 6, 1), 4)
    later = coined("千人双河夜谈", date(2026, 1, 1), 5)  # is something of its own by now
    assert choose([part, whole, use, later]) == [whole, later]
