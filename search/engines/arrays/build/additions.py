"""Additions: when was each article added? Known of those that were there; what is new is added now."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from datetime import time as time_of_day

from ....article import Article
from ....partial_date import first_of
from ..file.array_types import Marks
from ..file.arrays import ArrayFile
from ..file.layout import ADDED, ID_DOCUMENTS, IDS, NOT_KNOWN
from ..file.strings import Strings

_FIRST = NOT_KNOWN + 1  # second since 1970: of all that is older


class Additions:
    """The moments of what is written: seconds since 1970.

    A first index has no news, so its articles count as added on their own days; an article that
    was there, however it has changed since, when it was added first.
    """

    def __init__(self, before: Iterable[tuple[ArrayFile, Marks]] | None) -> None:
        """Take the segments that there are, each with marks for its live documents; None: there is no index."""
        self._now = int(time.time())
        self._is_first = before is None
        self._known = [
            (Strings(arrays, IDS), arrays[ID_DOCUMENTS], live, arrays[ADDED])
            for arrays, live in before or ()
        ]

    def moment(self, article: Article) -> int:
        """Return when an article was added; 0 where a first index does not know its day."""
        identifier = article.id.encode("utf-8", "surrogatepass")
        for ids, documents, live, moments in self._known:
            if (at := ids.find(identifier)) is not None and live[document := documents[at]]:
                return int(moments[document])
        if not self._is_first:
            return self._now
        if article.day is None:
            return NOT_KNOWN
        begun = datetime.combine(first_of(article.day), time_of_day(), UTC)
        return min(max(int(begun.timestamp()), _FIRST), self._now)
