"""Repealed: which papers say of which others that they are repealed? They tell a name, or a number."""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache

import numpy as np

from ....article import ArticleHead
from ....copies.succession import may_repeal_of_any_body, repeals
from ....query.nodes import Field
from ..file.array_types import Integers
from .columns import ColumnValues
from .metadata import Metadata


def find_repeals(metadata: Metadata, head: Callable[[int], ArticleHead]) -> list[tuple[int, int]]:
    """Find documents that say of others that they are repealed, each with such another, ascending."""
    known = lru_cache(head)
    named = sorted(set(_named(metadata, head)))
    return [pair for pair in named if repeals(*map(known, pair))]


def _named(metadata: Metadata, head: Callable[[int], ArticleHead]) -> Iterator[tuple[int, int]]:
    """Yield documents that tell what they repeal, each with another that may be meant.

    A name that many papers have would be looked at with each of them; most papers repeal by name
    only what is of their own body (`may_repeal_of_any_body`).
    """
    is_of_any = cache(lambda document: may_repeal_of_any_body(head(document)))
    bodies = _bodies(metadata.values[Field.ISSUER], metadata.values[Field.AUTHOR])
    having, told, numbers = metadata.documents_with, metadata.repealed, metadata.own_numbers
    for column in (metadata.names, metadata.papers, numbers):
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


def _bodies(issuers: ColumnValues, authors: ColumnValues) -> Integers:
    """Return, as a number, whose each document is: its issuer's, or else its author's; -1: nobody's."""
    numbers = {"": -1}
    of_columns = []
    for column in (issuers, authors):
        own = [numbers.setdefault(value, len(numbers)) for value in column.strings]
        of_columns.append(column.one_of_each(np.array(own, np.int64), -1))
    by_issuer, by_author = of_columns
    return np.where(by_issuer >= 0, by_issuer, by_author)
