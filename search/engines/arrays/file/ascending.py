"""Ascending numbers: which are there, and which are among them?"""

import numpy as np

from .array_types import Integers, Marks, Positions


def distinct(ascending: Integers) -> Integers:
    """Return ascending numbers without those that are there once more; np.unique would sort them anew."""
    is_first = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=is_first[1:])
    return ascending[is_first]


def contains(ascending: Integers | Positions, wanted: Integers | Positions) -> Marks:
    """Mark which numbers are among ascending ones."""
    if not len(ascending):
        return np.zeros(wanted.shape, bool)
    return np.asarray(ascending.take(ascending.searchsorted(wanted), mode="clip") == wanted)
