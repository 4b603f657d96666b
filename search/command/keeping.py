"""Keeping: which indexes are kept, and how is an earlier one put in use again?"""

from ..engines import Location, list_generations, roll_back
from .exit_codes import EXIT_WELL
from .opening import warn_of_lost_names
from .reported import generation_json, print_generations
from .terminal import next_step, print_json, tell


def generations(index: Location, as_json: bool) -> int:
    """List the indexes that are kept."""
    warn_of_lost_names(index)
    print_generations(list_generations(index), as_json)
    return EXIT_WELL


def rollback(generation: str | None, index: Location, as_json: bool) -> int:
    """Put an earlier index in use again."""
    now = roll_back(index, generation)
    if as_json:
        print_json(generation_json(now))
        return EXIT_WELL
    tell(f"现在用 {now.name}：{now.articles or 0:,} 篇；运行中的网页不必重启")
    if len(list_generations(index)) > 1:
        tell(f"要换回去：{next_step('rollback', index)}")
    return EXIT_WELL
