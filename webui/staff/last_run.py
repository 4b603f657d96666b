"""Last run: what should a person look at of the files that the index was made of? As it has recorded them."""

from collections.abc import Iterable
from dataclasses import dataclass

from search.corpus_record import CorpusRecord

_SHOWN_REASON = 24  # characters by which reasons are alike
_MOST_GROUPS, _MOST_PLACES = 20, 10


@dataclass(frozen=True, slots=True)
class Group:
    """What is alike: a reason, how often there is one, and some of the places."""

    reason: str
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastRun:
    """What was left out, what is doubtful, and what the run before had; the most frequent first."""

    rejected: tuple[Group, ...]
    doubtful: tuple[Group, ...]
    lost: tuple[Group, ...]


def last_run_of(record: CorpusRecord) -> LastRun:
    """Return what an index has recorded of its last run."""
    rejected = [(reason, path) for path, reason in record.passed_over]
    doubtful: list[tuple[str, str]] = []
    for path, file in record.files.items():
        for inner, line, reason in file.rejections:
            place = inner or path
            rejected.append((reason, place if line is None else f"{place}:{line}"))
        for title, reasons in file.doubts:
            doubtful += [(reason, f"{path} {title}".strip()) for reason in reasons]
    lost = [(why, f"{path}（{articles}）") for path, articles, why in record.losses]
    return LastRun(_groups(rejected), _groups(doubtful), _groups(lost))


def _groups(entries: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    by_reason: dict[str, list[tuple[str, str]]] = {}
    for reason, place in entries:
        by_reason.setdefault(reason[:_SHOWN_REASON], []).append((reason, place))
    most = sorted(by_reason.values(), key=lambda alike: -len(alike))[:_MOST_GROUPS]
    return tuple(
        Group(alike[0][0], len(alike), tuple(place for _, place in alike[:_MOST_PLACES]))
        for alike in most
    )
