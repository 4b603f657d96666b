"""Coining: which wordings of a generation are new? Counted once, when it is written.

Which phrases are counted is found in a sample, and found anew when the collection is another; an
update counts again those that were new before it.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from ....facets import SECTION_SEPARATOR
from ....suggest.coinage import find_candidates, sample_articles
from ....suggest.first_uses import EXPECTED, LEAST_KEPT, Chronicle, Coined, choose
from ....text.analysis import characters_of
from ..file.array_types import Integers
from ..file.manifest import Manifest
from ..file.records import Coinage, read_coinage, write_coinage, write_repeals
from .columns import ColumnValues
from .snapshot import Snapshot

#: Candidates are looked for anew once the number of articles has changed by this share.
_ANOTHER_COLLECTION = 0.1


def coin(snapshot: Snapshot, before: Coinage | None) -> Coinage:
    """Find the new wordings; `before` are those of the generation before."""
    articles = snapshot.live_count
    if articles < LEAST_KEPT + EXPECTED:
        return Coinage(articles, ())
    if before and abs(articles - before.mined_from) <= _ANOTHER_COLLECTION * before.mined_from:
        candidates = [one.text for one in before.coined]
        mined_from = before.mined_from
    else:
        candidates, mined_from = _candidates(snapshot), articles
    return Coinage(mined_from, tuple(choose(_counted(snapshot, candidates))))


def write_whole(manifest: Manifest, snapshot: Snapshot, before: Manifest) -> Manifest:
    """Write what is worked out of all articles of a generation, then its manifest, and return that."""
    folder, generation = manifest.folder, manifest.generation
    coinage = coin(snapshot, read_coinage(before))
    written = [
        write_repeals(folder, generation, snapshot.relations.repeals),
        write_coinage(folder, generation, coinage),
    ]
    manifest = manifest.including(written)
    manifest.write(snapshot.live_count)
    return manifest


def _candidates(snapshot: Snapshot) -> list[str]:
    heads = snapshot.relations.groups.heads == np.arange(snapshot.size)
    sample = sample_articles(np.where(heads, _days(snapshot), 0), snapshot.segments.lengths)
    snapshot.articles.read_ahead(sample.articles)
    texts = (characters_of(snapshot.articles.article(document)) for document in sample.articles)
    return find_candidates(texts, sample.old, snapshot.segmenter)


def _counted(snapshot: Snapshot, candidates: Sequence[str]) -> Iterator[Coined]:
    if not candidates:
        return
    sources, names = _sources(snapshot)
    chronicle = Chronicle(
        _days(snapshot),
        _in_time(snapshot),
        snapshot.relations.groups.heads,
        sources,
        names,
        lambda document: _named(snapshot, document),
    )
    snapshot.postings.expect((), candidates)
    for text in candidates:
        found = snapshot.postings.phrase(text)
        coined = chronicle.coined(text, found.documents, found.counts[0])
        if coined is not None:
            yield coined


def _named(snapshot: Snapshot, document: int) -> tuple[str, str]:
    day = snapshot.dates.of(document)
    assert day is not None  # it is one of those that have a day
    return snapshot.ids.at(document), day.isoformat()


def _days(snapshot: Snapshot) -> Integers:
    """Return the days of the documents that are there."""
    return np.where(snapshot.live, snapshot.dates.published, 0)


def _in_time(snapshot: Snapshot) -> Integers:
    """Give each document its place in time: where less than its day is known, on the last that it may be."""
    places = np.empty(snapshot.size, np.int64)
    order = np.lexsort((snapshot.orders.oldest_rank, snapshot.dates.latest))
    places[order] = np.arange(snapshot.size)
    return places


def _sources(snapshot: Snapshot) -> tuple[Integers, list[str]]:
    """Return under whom each document counts, by number, and the names: its source, issuer or section."""
    numbers = {"": 0}
    sources = np.zeros(snapshot.size, np.int64)
    sections = snapshot.facets["section"]
    for column in (snapshot.facets["source"], snapshot.metadata.issuers, sections):
        outer = [SECTION_SEPARATOR not in name or column is not sections for name in column.strings]
        of_values = [
            numbers.setdefault(name, len(numbers)) if counts else 0
            for name, counts in zip(column.strings, outer, strict=True)
        ]
        sources = np.where(sources, sources, _of_documents(column, np.array(of_values, np.int64)))
    return sources, list(numbers)


def _of_documents(column: ColumnValues, numbers: Integers) -> Integers:
    """Return what is given for each document's value, if it is more than 0."""
    of_sets = np.zeros(column.set_count, np.int64)
    np.maximum.at(of_sets, column.pair_sets, numbers[column.pair_values])
    return of_sets[column.sets]
