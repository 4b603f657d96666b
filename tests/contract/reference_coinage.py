"""Reference of new wordings: each counted by plain string search, from the definitions."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np

from search.article import ArticleHead
from search.facets import section_path
from search.partial_date import age_of, first_of, last_of
from search.suggest.coinage import YEARS, find_candidates, sample_articles
from search.suggest.first_uses import EXPECTED, LEAST_KEPT, Coined, choose
from search.text.segmentation import Segmenter

from .collection import Collection
from .documents import Document, places

_UNDATED, _NAMED = 0.1, 12


def coined(collection: Collection, segmenter: Segmenter) -> Sequence[Coined]:
    """Return the new wordings; what may be one is shared, and which of two that overlap."""
    documents = sorted(collection.documents, key=lambda document: document.article.id)
    heads = [one for one in documents if collection.copies(one)[0] == one.article.id]
    days = [first_of(one.article.day).toordinal() if one.article.day else 0 for one in heads]
    lengths = [len(document.line) + 1 for document in heads]
    sample = sample_articles(np.array(days, np.int64), np.array(lengths, np.int64))
    lines = (heads[number].line for number in sample.articles)
    candidates = find_candidates(lines, sample.old, segmenter)
    return choose(filter(None, (_coined(collection, documents, text) for text in candidates)))


def _coined(collection: Collection, documents: Sequence[Document], text: str) -> Coined | None:
    days = _days_of_groups(collection, documents)
    having = [one for one in documents if text in one.line]
    groups = {collection.copies(one)[0] for one in having}
    dated = groups & days.keys()
    if len(dated) < LEAST_KEPT or len(groups - dated) > _UNDATED * len(dated):
        return None
    own = [(one.article.day, one.article.id) for one in having if one.article.day]
    day, first = min(own, key=lambda pair: (last_of(pair[0]), age_of(pair[0]), pair[1]))
    since = min(first_of(day) for day, _ in own)
    if since.year <= max(days.values()).year - YEARS:
        return None
    sources = {one.article.id: _source_of(one.article) for one in documents}
    uses = Counter(sources[group] for group in dated)
    if _expected(uses, days, sources, since) < EXPECTED:
        return None
    if len(uses) < min(2, len({sources[group] for group in days})):
        return None
    most: dict[str, int] = {}  # occurrences, of copies the most
    for one in having:
        head = collection.copies(one)[0]
        most[head] = max(most.get(head, 0), len(places(one.line, text)))
    return Coined(
        text,
        first,
        day.isoformat(),
        len(dated),
        sum(most[group] for group in dated),
        tuple(sorted(uses.items(), key=lambda pair: (-pair[1], pair[0]))[:_NAMED]),
        len(uses),
        tuple(sorted(Counter(days[group].isoformat()[:7] for group in dated).items())),
    )


def _source_of(article: ArticleHead) -> str:
    return article.source or article.issuer or section_path(article.section[:1])


def _days_of_groups(collection: Collection, documents: Sequence[Document]) -> dict[str, date]:
    """Return the day of the earliest of each article's copies, by their head; none of undated ones."""
    found: dict[str, date] = {}
    for one in documents:
        if one.article.day:
            head, day = collection.copies(one)[0], first_of(one.article.day)
            found[head] = min(day, found.get(head, day))
    return found


def _expected(
    uses: Counter[str], days: dict[str, date], sources: dict[str, str], since: date
) -> float:
    """Say how many articles would have it before a day, had each source used it as often as since."""
    expected = 0.0
    for source, count in uses.items():
        of_source = [day for group, day in days.items() if sources[group] == source]
        before = sum(day < since for day in of_source)
        expected += count / max(1, len(of_source) - before) * before
    return expected
