"""Articles: how are those of a build read? Many in one round trip, and the last ones kept."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ...text.analysis import characters_of
from ..arrays.answer.articles import Articles
from ..arrays.answer.recent import Recent
from ..arrays.file.array_types import Integers
from ..arrays.file.compression import Dictionaries
from ..arrays.file.manifest import Manifest
from ..arrays.file.stored import StoredArticle
from ..arrays.file.texts import Texts
from .article_texts import ArticleTexts
from .contents import Contents
from .lists import in_parts

_BYTES, _MOST = 64 << 20, 4000
_AT_ONCE = 200  # articles that are read


class ClusterArticles(Articles):
    """The articles of a build."""

    def __init__(self, contents: Contents, manifest: Manifest, dictionaries: Dictionaries) -> None:
        """Take what articles are compressed with; see `file.compression`."""
        super().__init__(manifest)
        self._contents, self._dictionaries = contents, dictionaries
        self._kept: Recent[int, bytes] = Recent(_BYTES, _MOST)

    def stored(self, document: int) -> StoredArticle:
        """Return an article as it is stored. Raises IndexUnusableError when it is not there."""
        content = self._kept.get(document)
        if content is None:
            content = self._contents.stored_all([document])[document]
            self._kept.keep(document, content, len(content))
        return StoredArticle(content, self._dictionaries)

    def texts(self, documents: Sequence[int]) -> ArticleTexts:
        """Return where things stand in some articles."""
        return ArticleTexts([characters_of(self.stored(one).article()) for one in documents])

    def by_segment(self, documents: Sequence[int]) -> Iterator[tuple[Texts, Integers, list[int]]]:
        """Yield the texts of documents, some at a time as a segment of their own."""
        for some in in_parts(documents, _AT_ONCE):
            self.read_ahead(some)
            yield self.texts(some), np.arange(len(some)), list(some)

    def read_ahead(self, documents: Iterable[int]) -> None:
        """Read at once those that are about to be asked for."""
        missing = [one for one in dict.fromkeys(documents) if self._kept.get(one) is None]
        for document, content in self._contents.stored_all(missing).items():
            self._kept.keep(document, content, len(content))
