"""Repealed: which documents may a paper mean that it says are repealed? Those of the name or number it tells."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np

from ....article import ArticleHead
from ....copies.succession import may_repeal_of_any_body
from ..file.array_types import Documents, Integers
from .columns import ColumnValues, TextColumn

Having = Callable[[ColumnValues, int], Documents]


def repealed(
    told: TextColumn,
    names: Sequence[TextColumn],
    numbers: TextColumn,
    bodies: Integers,
    having: Having,
    head: Callable[[int], ArticleHead],
) -> Iterator[tuple[int, int]]:
    """Yield documents that tell what they repeal, each with another that may be meant.

    A name that many papers have would be looked at with each of them; most papers repeal by name
    only what is of their own body (`may_repeal_of_any_body`). `bodies` are those of documents.
    """
    is_of_any = cache(lambda document: may_repeal_of_any_body(head(document)))
    for column in (*names, numbers):
        for number, value in enumerate(told.strings):
            at = column.strings.place(value)
            if at is None:
                continue
            meant = having(column, at)
            for document in having(told, number).tolist():
                own = meant
                if column is not numbers and not is_of_any(document):
                    own = meant[(bodies[meant] == bodies[document]) & (bodies[meant] >= 0)]
                yield from ((document, other) for other in own.tolist())


def bodies_of(issuers: ColumnValues, authors: ColumnValues) -> Integers:
    """Return, as a number, whose each document is: its issuer's, or else its author's; -1: nobody's."""
    numbers = {"": -1}
    of_columns = []
    for column in (issuers, authors):
        own = [numbers.setdefault(value, len(numbers)) for value in column.strings]
        of_columns.append(column.one_of_each(np.array(own, np.int64), -1))
    by_issuer, by_author = of_columns
    return np.where(by_issuer >= 0, by_issuer, by_author)
