"""What has taken the place of a paper? A later version in force, or a newer paper that repeals it."""

import pytest

from search.copies.succession import (
    Standing,
    order_of_versions,
    repealing,
    replaced,
    superseded,
)
from search.validity import Validity

IN_FORCE, AMENDED, REPEALED = Validity.IN_FORCE, Validity.AMENDED, Validity.REPEALED
NOT_YET, EXPIRED = Validity.NOT_YET, Validity.EXPIRED


def standing(validity: Validity | None, day: int, begun: int = 0) -> Standing:
    return Standing(validity, day, day, begun)


def order(*versions: tuple[Validity | None, int]) -> list[int]:
    return order_of_versions([standing(*version) for version in versions])


def behind(*versions: tuple[Validity | None, int], paper: str = "云江市夜校办法") -> list[int]:
    standings = [standing(*version) for version in versions]
    ordered = order_of_versions(standings)
    return sorted(
        ordered[place] for place in superseded(paper, [standings[one] for one in ordered])
    )


def test_the_version_in_force_comes_first_then_the_newest_and_last_without_a_day() -> None:
    assert order((None, 500), (IN_FORCE, 300), (None, 0), (NOT_YET, 700)) == [1, 3, 0, 2]


def test_of_several_in_force_the_newest_comes_first() -> None:
    assert order((IN_FORCE, 300), (IN_FORCE, 500), (AMENDED, 400)) == [1, 2, 0]


def test_where_nothing_is_said_the_newest_that_has_begun_comes_first() -> None:
    assert order((None, 300), (None, 500), (NOT_YET, 700)) == [1, 2, 0]


def test_a_newer_version_whose_day_has_come_goes_before_what_was_in_force_once() -> None:
    begun = standing(None, 500, begun=510)
    assert order_of_versions([standing(IN_FORCE, 300), begun]) == [1, 0]
    assert order((IN_FORCE, 300), (None, 500)) == [0, 1]


def test_what_is_said_to_be_in_force_stays_first_before_what_only_a_later_page_has() -> None:
    of_the_page, of_the_same_day = (standing(None, 500, begun=day) for day in (500, 310))
    law = standing(IN_FORCE, 300, begun=310)
    for repost in (standing(None, 500), of_the_page, of_the_same_day):
        assert order_of_versions([repost, law]) == [1, 0]
        assert superseded("云江市夜校办法", [law, repost]) == []
        assert superseded("云江市夜校办法", [repost, law]) == []


def test_a_later_day_that_a_version_names_replaces_what_is_said_to_be_in_force() -> None:
    versions = [standing(None, 500, begun=510), standing(IN_FORCE, 300, begun=310)]
    assert superseded("云江市夜校办法", versions) == [1]


def test_what_is_over_is_first_only_as_the_newest() -> None:
    assert order((None, 300), (REPEALED, 500)) == [1, 0]


def test_older_versions_are_replaced_by_the_one_in_force() -> None:
    assert behind((None, 300), (AMENDED, 400), (IN_FORCE, 500), (NOT_YET, 700)) == [0, 1]


def test_what_was_said_to_be_in_force_once_is_replaced_too() -> None:
    assert behind((IN_FORCE, 300), (IN_FORCE, 500)) == [0]


def test_of_which_nothing_is_said_the_newest_has_replaced_the_others() -> None:
    assert behind((None, 300), (None, 500)) == [0]


@pytest.mark.parametrize(
    "versions",
    [
        [(None, 300), (NOT_YET, 500)],
        [(None, 300), (REPEALED, 500)],
        [(None, 0), (IN_FORCE, 500)],
        [(None, 300), (None, 0)],
        [(IN_FORCE, 500), (IN_FORCE, 500)],
    ],
)
def test_nothing_is_replaced_by_what_is_not_in_force_or_not_surely_later(
    versions: list[tuple[Validity | None, int]],
) -> None:
    assert behind(*versions) == []


@pytest.mark.parametrize(
    "paper", ["做好夜校工作的意见", "同意设立夜校的批复", "云江市夜校办法征求意见稿"]
)
def test_opinions_replies_and_drafts_of_one_name_stand_side_by_side(paper: str) -> None:
    assert behind((None, 300), (None, 500), paper=paper) == []


def test_what_is_said_to_be_over_stays_so() -> None:
    assert replaced(None, by_repeal=False) is AMENDED
    assert replaced(IN_FORCE, by_repeal=False) is AMENDED
    assert replaced(IN_FORCE, by_repeal=True) is REPEALED
    assert replaced(EXPIRED, by_repeal=True) is EXPIRED


def test_the_newest_paper_that_repeals_another_and_has_begun_counts() -> None:
    candidates = [
        ("a", standing(None, 400)),
        ("b", standing(None, 500)),
        ("c", standing(NOT_YET, 600)),
    ]
    assert repealing(standing(None, 300), candidates) == "b"
    assert repealing(standing(None, 550), candidates) is None
    assert repealing(standing(None, 0), candidates) is None


def test_of_a_paper_of_which_only_the_year_is_known_no_one_of_that_year_is_surely_older() -> None:
    year = Standing(None, 300, 664)
    assert not year.is_older(standing(None, 400))
    assert year.is_older(standing(None, 665))
    assert order_of_versions([year, standing(None, 300)]) == [1, 0]
