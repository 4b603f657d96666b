"""Ranges: which numbers are in several of them?"""

import numpy as np

from .array_types import Integers


def ranges(starts: Integers, lengths: Integers, most: int) -> Integers:
    """Return the numbers of several ranges, one behind another.

    Raises ValueError when there are more than `most`: what told the lengths is damaged.
    """
    ends = lengths.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    if total > most:
        raise ValueError("more than there are")
    return (starts - ends + lengths).repeat(lengths) + np.arange(total)
