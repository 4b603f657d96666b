"""Additions: when was each article added? Known of those that were there; what is new is added now."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

from ....article import Article
from ....errors import IndexUnusableError
from ....partial_date import first_of
from ...arrays.file.array_types import AnyArray, Marks
from ...arrays.file.arrays import ArrayFile, ArrayFileError
from ...arrays.file.layout import ADDED, ID_DOCUMENTS, IDS, NOT_KNOWN
from ...arrays.file.manifest import Manifest
from ...arrays.file.records import read_settings
from ...arrays.file.strings import Strings
from .builds import current_build
from .contents import read_contents
from .opening import usable_manifest

_FIRST = NOT_KNOWN + 1  # second since 1970: of all that is older


class Additions:
    """The moments of what is written: seconds since 1970.

    A first index has no news, so its articles count as added on their own days; an article that
    was there, however it has changed since, when it was added first.
    """

    def __init__(self, before: Manifest | None) -> None:
        """Take the generation that there is, if there is any. Raises IndexUnusableError."""
        self._now = int(time.time())
        self._is_first = before is None
        self._known = list(_known(before)) if before else []

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


def _known(before: Manifest) -> Iterator[tuple[Strings, AnyArray, Marks, AnyArray]]:
    """Yield the ids of each segment and their documents; which of these are live, and their moments."""
    for segment in read_contents(before):
        arrays = ArrayFile(before.path(segment.file_name))
        yield Strings(arrays, IDS), arrays[ID_DOCUMENTS], segment.live(), arrays[ADDED]


def additions_to(location: Path) -> Additions:
    """Return the moments for an index that is built afresh in the place of one, if that can be read."""
    with suppress(IndexUnusableError, ArrayFileError, KeyError):
        before = usable_manifest(current_build(location))
        read_settings(before)  # refused if it is of another format
        return Additions(before)
    return Additions(None)
