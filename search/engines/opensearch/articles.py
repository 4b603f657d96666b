"""Articles: how are those of a build read? Many in one round trip, and the last ones kept."""

from collections.abc import Sequence

from ...text.analysis import characters_of
from ..arrays.answer.recent import Recent
from ..arrays.file.compression import Dictionaries
from ..arrays.file.stored import StoredArticle
from .article_texts import ArticleTexts
from .contents import Contents

_BYTES, _MOST = 64 << 20, 4000


class Articles:
    """The articles of a build, by the numbers of their documents. Threads may share it."""

    def __init__(self, contents: Contents, dictionaries: Dictionaries) -> None:
        """Take what articles are compressed with; see `file.compression`."""
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

    def read_ahead(self, documents: Sequence[int]) -> None:
        """Read at once those that are about to be asked for."""
        missing = [one for one in dict.fromkeys(documents) if self._kept.get(one) is None]
        for document, content in self._contents.stored_all(missing).items():
            self._kept.keep(document, content, len(content))
