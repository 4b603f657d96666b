"""Inspection: does an index hold what it promises, and does the user dictionary what it should?"""

import time
from contextlib import closing

from ..engine import Engine
from ..engines import Location, list_generations, lost_names, verify_generation
from ..errors import IndexFault, IndexUnusableError, UsageError
from ..upkeep.checking import Stage
from ..upkeep.checking import check as run_check
from ..upkeep.term_review import review_terms
from .exit_codes import EXIT_FAULTS, EXIT_WELL
from .opening import open_index, opened
from .progress import Progress, Stages
from .reported import print_check, print_terms

_STAGES: dict[str, tuple[str, str]] = {
    Stage.SUMS: ("核对校验和", "遍"),
    Stage.ARTICLES: ("读出文章", "篇"),
    Stage.FOLDER: ("核对文件", "个文件"),
    Stage.PHRASES: ("核对短语", "篇"),
}


def check(
    index: Location, phrases: int, min_length: int, max_length: int, seed: int, as_json: bool
) -> int:
    """Compare an index with its folder, and with plain search."""
    if min_length > max_length:
        raise UsageError("--min-length 不能大于 --max-length")
    begun = time.monotonic()
    with closing(_opened(index)) as engine, Stages(_STAGES) as stages:
        report = run_check(engine, phrases, (min_length, max_length), seed, stages.show)
    report.faults += [*filter(None, [lost_names(index)]), *_faults_of_earlier(index)]
    took = time.monotonic() - begun
    print_check(report, took, as_json)
    return EXIT_FAULTS if report.faults else EXIT_WELL


def _opened(index: Location) -> Engine:
    """Open an index; of one that is damaged say in which file, whatever that made of opening it."""
    try:
        return open_index(index, None)
    except IndexUnusableError as error:
        if error.fault is IndexFault.DAMAGED:
            verify_generation(index, list_generations(index)[0].name)
        raise


def _faults_of_earlier(index: Location) -> list[str]:
    """Say which of the indexes that are kept besides could not be returned to."""
    faults = []
    for kept in list_generations(index)[1:]:
        try:
            verify_generation(index, kept.name)
        except IndexUnusableError as error:
            if error.fault is IndexFault.DAMAGED:
                faults.append(f"留着的旧索引不能再用：{error}")
    return faults


def terms(index: Location, limit: int, as_json: bool) -> int:
    """List words that the user dictionary may lack, or have in vain."""
    with opened(index) as engine, Progress("统计用词", "步") as progress:
        review = review_terms(engine, limit, progress.count)
    print_terms(review, as_json)
    return EXIT_WELL
