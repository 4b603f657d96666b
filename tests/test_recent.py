"""What was looked up last is kept; what was asked for longest ago makes room."""

from search.engines.arrays.answer.recent import Recent


def kept(recent: Recent[str, str]) -> list[str]:
    return [key for key in ("夜校", "职工", "教师", "图书馆") if recent.get(key) is not None]


def test_what_was_asked_for_longest_ago_goes_first_where_there_are_too_many_bytes() -> None:
    recent: Recent[str, str] = Recent(most_bytes=100, most=10)
    for key in ("夜校", "职工"):
        recent.keep(key, "列表", 40)
    assert recent.get("夜校") == "列表"
    recent.keep("教师", "列表", 40)
    assert kept(recent) == ["夜校", "教师"]


def test_likewise_where_there_are_too_many() -> None:
    recent: Recent[str, str] = Recent(most_bytes=100, most=2)
    for key in ("夜校", "职工", "教师"):
        recent.keep(key, "列表", 1)
    assert kept(recent) == ["职工", "教师"]


def test_what_is_found_again_takes_its_own_room() -> None:
    recent: Recent[str, str] = Recent(most_bytes=100, most=10)
    recent.keep("职工", "列表", 40)
    for size in (50, 60):
        assert recent.keep("夜校", f"{size}", size) == f"{size}"
    assert kept(recent) == ["夜校", "职工"]
    assert recent.get("夜校") == "60"


def test_what_is_larger_than_all_may_be_moves_nothing_out() -> None:
    recent: Recent[str, str] = Recent(most_bytes=100, most=10)
    recent.keep("职工", "列表", 40)
    assert recent.keep("夜校", "很长", 101) == "很长"
    assert kept(recent) == ["职工"]
