"""Written: where do exactly the characters that were typed stand? Articles are read, each once."""

from collections import defaultdict
from collections.abc import Sequence

from ....errors import UsageError
from ....plan import MAX_READ
from ....query.budget import left, spend
from ....query.nodes import Exact
from ....query.written import LinePlace, places_in_lines
from .articles import Articles

_ARTICLE = 400  # what is taken off the budget for an article that is read


class Written:
    """What was read of articles to answer one plan, by the numbers of their documents."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._places = defaultdict[Exact, dict[int, list[LinePlace]]](dict)

    def read(self, wanted: Exact, documents: Sequence[int]) -> None:
        """Read documents that may hold exactly these characters.

        Raises UsageError if these are more than the request may cost, or than `MAX_READ`.
        """
        known = self._places[wanted]
        unread = [one for one in documents if one not in known]
        most = int(min(MAX_READ, left() / _ARTICLE))
        if len(unread) > most:
            raise UsageError(
                "精确:%(text)s 要逐篇核对 %(count)s 篇，这里最多 %(most)s 篇；请再加几个词，或写长一些，"
                "或去掉“精确:”，不分繁简、大小写来查",
                text=wanted.written[:20],
                count=len(unread),
                most=most,
            )
        spend(len(unread) * _ARTICLE, "“精确:”")  # the sign is to be left out, not the words
        self._articles.read_ahead(unread)
        for one in unread:
            texts = self._articles.article(one).texts()
            known[one] = list(places_in_lines(texts, wanted))

    def places(self, wanted: Exact, documents: Sequence[int]) -> list[Sequence[LinePlace]]:
        """Return where these characters stand in each of some documents: nowhere in those not read."""
        known = self._places[wanted]
        return [known.get(one, ()) for one in documents]
