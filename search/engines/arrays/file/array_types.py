"""Array types: what do the arrays of an index hold? Each kind by its name.

Documents are numbered twice: within their segment, as its file has them, and over all segments of
a snapshot, as queries see them. The two are different types, so that what a segment says is not
taken for a document of the snapshot before it is numbered anew.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]  # of a file: its name says what is in it, its type how wide that is
Documents = npt.NDArray[np.intp]  # over all segments
SegmentDocuments = npt.NDArray[np.integer[Any]]  # within a segment: as wide as its file has them
Positions = npt.NDArray[np.uint32]  # of characters, within a segment
Counts = npt.NDArray[np.integer[Any]]  # as wide as they need be
Integers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
