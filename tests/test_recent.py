"""What was looked up last is kept, within bounds."""

from search.engines.whoosh.answer.recent import Recent


def test_what_was_looked_up_is_kept() -> None:
    recent = Recent[str, int]()
    recent.keep("工会", 1, 8)
    assert (recent.get("工会"), recent.get("夜校")) == (1, None)


def test_what_is_used_stays_when_others_go() -> None:
    recent = Recent[str, int](most_bytes=40)
    recent.keep("工会", 0, 10)
    for number in range(20):
        recent.keep(f"词{number}", number, 10)
        assert recent.get("工会") == 0
    assert recent.get("词0") is None


def test_no_more_is_kept_than_two_halves_hold() -> None:
    recent = Recent[int, int](most_bytes=40, most_entries=3)
    for number in range(20):
        recent.keep(number, number, 10)
    assert sum(recent.get(number) is not None for number in range(20)) <= 6
    recent.keep(99, 99, 41)  # more than a half holds
    assert recent.get(99) is None
