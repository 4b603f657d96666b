"""Examples: how many of the random ones that a test could make does this run make?"""

from hypothesis import settings

#: The profile of `pytest --hypothesis-profile quick`.
QUICK = "quick"


def examples(count: int) -> int:
    """Return how many random examples to make where so many are made: a tenth in a quick run."""
    return max(count // 10, 5) if settings.get_current_profile_name() == QUICK else count
