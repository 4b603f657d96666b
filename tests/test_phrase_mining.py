"""Phrases that a collection uses as words: counted exactly, and chosen by what can be explained."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import inf, log2
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.suggest import frequent_runs, phrase_mining
from search.suggest.phrase_mining import FUNCTION_ENDS, FUNCTION_STARTS, MinedPhrase, mine_phrases
from search.text.normalization import is_han

Documents = Sequence[Sequence[str]]  # texts of each

#: What stands beside a phrase, so that it is free on both sides.
BEFORE, AFTER = "甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未"

small_documents = st.lists(
    st.lists(st.text("云江市大桥，a", max_size=12), max_size=3), min_size=1, max_size=5
)


def mine(
    documents: Documents, min_documents: int = 3, max_length: int = 8, limit: int = 1000
) -> dict[str, MinedPhrase]:
    line, starts = "", [0]
    for texts in documents:
        line += "".join(text + "\n" for text in texts)
        starts.append(len(line))
    codes = np.frombuffer(line.encode("utf-32-le"), np.uint32)
    found = mine_phrases(
        codes,
        np.array(starts, np.int64),
        min_documents=min_documents,
        max_length=max_length,
        limit=limit,
    )
    return {phrase.text: phrase for phrase in found}


@contextmanager
def everything_wanted() -> Iterator[None]:
    """Mine without thresholds: every run that stands in enough documents."""
    with patch.multiple(
        phrase_mining,
        MIN_PMI=-inf,
        MIN_ENTROPY=-inf,
        MAX_SAME_NEIGHBOUR=inf,
        FUNCTION_STARTS=frozenset(),
        FUNCTION_ENDS=frozenset(),
    ):
        yield


def free(phrase: str) -> list[list[str]]:
    """Return eight documents with a phrase, each between other characters."""
    return [[before + phrase + after] for before, after in zip(BEFORE, AFTER, strict=True)]


def runs(documents: Documents, length: int) -> Iterator[tuple[int, str, str, str]]:
    """Yield document, run, and what stands before and after, for every run of Chinese characters."""
    for number, texts in enumerate(documents):
        for text in texts:
            for start in range(len(text) - length + 1):
                run = text[start : start + length]
                if all(map(is_han, run)):
                    yield number, run, text[:start][-1:], text[start + length :][:1]


def entropy(neighbours: list[str]) -> float:
    """Return the entropy of neighbours, of which each that is not Chinese is one of its own."""
    own = [x if x and is_han(x) else f"{number}" for number, x in enumerate(neighbours)]
    shares = [count / len(own) for count in Counter(own).values()]
    return -sum(share * log2(share) for share in shares)


@given(small_documents, st.integers(1, 3), st.integers(2, 5))
def test_occurrences_and_documents_are_those_of_plain_counting(
    documents: Documents, min_documents: int, max_length: int
) -> None:
    expected = {}
    for length in range(2, max_length + 1):
        found = list(runs(documents, length))
        for run, count in Counter(run for _, run, _, _ in found).items():
            holding = len({number for number, other, _, _ in found if other == run})
            if holding >= min_documents:
                expected[run] = (count, holding)
    with everything_wanted():
        mined = mine(documents, min_documents, max_length)
    assert {text: (one.count, one.documents) for text, one in mined.items()} == expected


@given(small_documents)
def test_entropies_and_information_are_those_of_plain_counting(documents: Documents) -> None:
    counts = Counter(run for length in range(1, 5) for _, run, _, _ in runs(documents, length))
    characters = sum(count for run, count in counts.items() if len(run) == 1)
    with everything_wanted():
        mined = mine(documents, 1, 4)
    for text, one in mined.items():
        beside = [
            (left, right) for _, run, left, right in runs(documents, len(text)) if run == text
        ]
        assert one.left_entropy == pytest.approx(entropy([left for left, _ in beside]))
        assert one.right_entropy == pytest.approx(entropy([right for _, right in beside]))
        joints = [
            log2(counts[text] * characters / (counts[text[:cut]] * counts[text[cut:]]))
            for cut in range(1, len(text))
        ]
        assert one.pmi == pytest.approx(min(joints))


@given(small_documents)
def test_small_batches_count_the_same(documents: Documents) -> None:
    with everything_wanted():
        at_once = mine(documents, 1)
        with patch.object(frequent_runs, "_BATCH", 2):
            assert mine(documents, 1) == at_once


def test_entropy_is_in_bits_and_each_mark_is_a_neighbour_of_its_own() -> None:
    documents = [["大云江小"], ["大云江小"], ["新云江，"], ["老云江"]]
    with everything_wanted():
        one = mine(documents)["云江"]
    # before: 大 twice, 新, 老; after: 小 twice, a comma, the end
    assert (one.left_entropy, one.right_entropy) == (1.5, 1.5)


def test_information_is_that_of_the_weakest_joint() -> None:
    # 12 characters; 云江 and 大桥 three times each, always together: log2(3 x 12 / (3 x 3)) = 2
    with everything_wanted():
        assert mine([["云江大桥"]] * 3)["云江大桥"].pmi == 2
        # now 大桥 also stands alone, three times: log2(3 x 18 / (3 x 6))
        assert mine([["云江大桥", "大桥"]] * 3)["云江大桥"].pmi == pytest.approx(log2(3))


def test_a_phrase_between_many_others_is_found() -> None:
    with patch.object(phrase_mining, "MIN_PMI", 2):
        assert list(mine(free("云江市"))) == ["云江市"]


def test_a_part_of_one_longer_phrase_is_left_out_even_of_one_too_long_to_be_counted() -> None:
    with patch.object(phrase_mining, "MIN_PMI", 2):
        assert list(mine(free("三江善治"), max_length=4)) == ["三江善治"]
        assert list(mine(free("三江善治"), max_length=3)) == []


def test_a_part_of_many_longer_phrases_is_found_beside_them() -> None:
    documents = free("云江大桥") + free("云江") + free("大桥")
    with patch.object(phrase_mining, "MIN_PMI", 1):
        assert set(mine(documents)) == {"云江大桥", "云江", "大桥"}


def test_what_always_has_the_same_neighbour_is_no_phrase() -> None:
    with patch.multiple(phrase_mining, MIN_PMI=2, MIN_ENTROPY=0):
        assert "云江" not in mine([[f"{before}云江市"] for before in BEFORE])


def test_what_stands_together_by_chance_is_no_phrase() -> None:
    documents = [[f"{one}云，{other}江，云{one}，江{other}"] for one in BEFORE for other in AFTER]
    assert mine([*documents, *free("云江")]) == {}


@pytest.mark.parametrize("character", sorted(FUNCTION_STARTS))
def test_a_phrase_does_not_begin_with_a_function_character(character: str) -> None:
    with patch.object(phrase_mining, "MIN_PMI", 0):
        assert f"{character}云江" not in mine(free(f"{character}云江"))


@pytest.mark.parametrize("character", sorted(FUNCTION_ENDS))
def test_a_phrase_does_not_end_with_a_function_character(character: str) -> None:
    with patch.object(phrase_mining, "MIN_PMI", 0):
        assert f"云江{character}" not in mine(free(f"云江{character}"))


@pytest.mark.parametrize("phrase", ["和谐云江", "云江和谐", "在线办理", "工作目的"])
def test_a_whole_word_with_a_function_character_may_be_at_an_edge(phrase: str) -> None:
    with patch.object(phrase_mining, "MIN_PMI", 0):
        assert phrase in mine(free(phrase))


def test_only_chinese_characters_make_phrases_and_none_reaches_over_a_text() -> None:
    with everything_wanted():
        assert set(mine([["云，江", "5g网", "云", "江市"]] * 3)) == {"江市"}


def test_those_with_most_text_in_most_documents_come_first() -> None:
    documents = free("云江大桥")[:7] + free("望潮区")[:8] + free("鹭汀")[:8] + free("霁江")[:7]
    with patch.object(phrase_mining, "MIN_PMI", 0):
        order = list(mine(documents))
    assert order == ["云江大桥", "望潮区", "鹭汀", "霁江"]  # 7 x 4, 8 x 3, 8 x 2, 7 x 2


def test_of_equals_that_with_more_occurrences_comes_first() -> None:
    documents = [*free("望潮"), *free("鹭汀"), ["，鹭汀，"], ["，望潮，望潮，"]]
    with patch.object(phrase_mining, "MIN_PMI", 0):
        assert list(mine(documents)) == ["望潮", "鹭汀"]
        assert list(mine(documents, limit=1)) == ["望潮"]


def test_positions_lead_from_the_first_occurrence_to_the_last() -> None:
    with everything_wanted():
        positions = mine([["云江"]] * 100)["云江"].positions
    assert (positions[0], positions[-1]) == (0, 297)
    assert len(positions) == 9
    assert all(one < other for one, other in pairwise(positions))


@pytest.mark.parametrize("documents", [[], [[]], [[""]], [["，"]], [["云"]], [["云江"]]])
def test_a_collection_without_phrases_has_none(documents: Documents) -> None:
    assert mine(documents) == {}
