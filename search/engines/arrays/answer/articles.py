"""Articles: how is each read, as it was stored?"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from ....article import Article, ArticleHead
from ..file.array_types import Integers
from ..file.compression import Dictionaries
from ..file.layout import ARTICLES
from ..file.manifest import Manifest
from ..file.stored import ARTICLE_DAMAGE, StoredArticle
from ..file.strings import Strings
from ..file.texts import Texts
from .segments import Segments


class Articles(ABC):
    """The articles of a generation, by the numbers of their documents. Threads may share them."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    @abstractmethod
    def stored(self, document: int) -> StoredArticle:
        """Return an article as it is stored. Raises ARTICLE_DAMAGE, or IndexUnusableError."""

    @abstractmethod
    def by_segment(self, documents: Sequence[int]) -> Iterator[tuple[Texts, Integers, list[int]]]:
        """Part documents, ascending, by whose texts they are of, each with their numbers there, and here."""

    @abstractmethod
    def read_ahead(self, documents: Iterable[int]) -> None:
        """Be told which articles are about to be read."""

    def head(self, document: int, stored: StoredArticle | None = None) -> ArticleHead:
        """Read what is known of an article besides its text; `stored` is what holds it.

        Raises IndexUnusableError when it is damaged.
        """
        try:
            return (stored or self.stored(document)).head()
        except ARTICLE_DAMAGE as error:
            raise self._manifest.damaged() from error

    def article(self, document: int) -> Article:
        """Read all of an article. Raises IndexUnusableError when it is damaged."""
        try:
            return self.stored(document).article()
        except ARTICLE_DAMAGE as error:
            raise self._manifest.damaged() from error

    def line(self, document: int, stored: StoredArticle, number: int) -> str:
        """Read a line of an article, as it is written: 0 is its title, then come those of its text.

        Raises IndexUnusableError when it is damaged.
        """
        if not number:
            return self.head(document, stored).title
        try:
            return "".join(stored.texts(stored.blocks_of_line(number - 1)))
        except ARTICLE_DAMAGE as error:
            raise self._manifest.damaged() from error


class MappedArticles(Articles):
    """Articles that lie in the files of their segments."""

    def __init__(self, manifest: Manifest, segments: Segments) -> None:
        super().__init__(manifest)
        self._segments = segments

    def stored(self, document: int) -> StoredArticle:
        """Return an article as it lies in the file. Raises ARTICLE_DAMAGE."""
        segment, own = self._segments.locate(document)
        articles, dictionaries = self._of_segments[segment]
        return StoredArticle(articles.view(own), dictionaries)

    @cached_property
    def _of_segments(self) -> list[tuple[Strings, Dictionaries]]:
        """Return the articles of each segment, and what they are compressed with."""
        arrays = [terms.arrays for terms in self._segments.terms]
        return [(Strings(one, ARTICLES), Dictionaries.of(one)) for one in arrays]

    def by_segment(self, documents: Sequence[int]) -> Iterator[tuple[Texts, Integers, list[int]]]:
        """Part documents, ascending, by their segments."""
        for segment, first in self._segments:
            assert isinstance(segment, Texts)
            low, high = bisect_left(documents, first), bisect_left(documents, first + segment.size)
            if low < high:
                some = list(documents[low:high])
                yield segment, np.array(some, np.int64) - first, some

    def read_ahead(self, documents: Iterable[int]) -> None:
        """Do nothing: they all lie at hand."""
