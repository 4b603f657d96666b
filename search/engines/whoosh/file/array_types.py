"""Array types: what do the arrays of an index hold? Each kind by its name.

Documents are numbered twice: within their segment, as its file has them, and over all segments of
a snapshot, as queries see them. The two are different types, so that neither is taken for the other.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Documents = npt.NDArray[np.intp]  # over all segments
SegmentDocuments = npt.NDArray[np.uint32]  # within a segment
Positions = npt.NDArray[np.uint32]  # of characters, within a segment
Counts = npt.NDArray[np.integer[Any]]  # as wide as they need be
Integers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
