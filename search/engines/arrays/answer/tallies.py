"""Tallies: how much is said, for each value of a facet, and how much is there to say it in?"""

import numpy as np

from ....engine import Tally, TallyRow
from ....errors import UsageError
from ....plan import compile_query
from ....query.budget import allow_for
from ....query.description import describe
from ....request import Filters, Sort, TallyRequest
from ..file.array_types import Documents, Integers
from .finding import Finding
from .narrowing import Narrowing
from .snapshot import Snapshot
from .sparse import intersect

_NAMED = 40  # characters of a query


def count_by_value(snapshot: Snapshot, request: TallyRequest) -> Tally:
    """Answer a tally. Raises UsageError if the query is too long, costs too much, or is too common."""
    allow_for(snapshot.size)
    held = counting_documents(snapshot, request.filters, request.copies)
    plan = compile_query(request.query, snapshot.segmenter, scored=False)
    part = snapshot.part_to_count(plan, request.filters, Sort.NEWEST)
    if part.articles is not None:  # counted in some it would look as if it were not used before
        raise UsageError(
            "%(wording)s太常见，一次只能在约 %(most)s 篇文章里数准；请限定年份、日期或栏目，或者写长一些",
            wording=describe(request.query)[:_NAMED],
            most=part.articles,
        )
    finding = Finding(snapshot, plan, part)
    found = intersect([finding.documents(), held], snapshot.size)
    column = snapshot.facets[request.facet]
    summed: list[tuple[Documents, Integers | None]] = [
        (found, None),
        (found, finding.occurrences(found)),
        (held, None),
        (held, snapshot.segments.lengths.take(held)),
    ]
    counts = [column.counts(*each) for each in summed]
    having = counts[2].nonzero()[0]  # values ascend
    values = map(column.strings.__getitem__, having.tolist())
    return Tally(
        rows=tuple(map(TallyRow, values, *(one[having].tolist() for one in counts))),
        without=TallyRow("", *(column.count_without(*each) for each in summed)),
        total=TallyRow("", *map(_total, summed)),
    )


def counting_documents(snapshot: Snapshot, filters: Filters, copies: bool) -> Documents:
    """Return the documents that filters leave, ascending; of copies of one another perhaps only the first."""
    left = Narrowing(snapshot, snapshot.live.nonzero()[0], filters).remaining()
    return left if copies else snapshot.relations.groups.without_copies(left)


def _total(summed: tuple[Documents, Integers | None]) -> int:
    documents, weights = summed
    return len(documents) if weights is None else int(np.sum(weights))
