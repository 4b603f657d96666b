"""Reference engine: a list of articles and plain string search, which cannot share an index's bugs.

It answers by the definitions: a phrase stands where plain search finds it in the normalised texts,
a score is the formula of `search.scoring`, term by term. Only the plan of a query is shared.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache, cached_property
from itertools import combinations, islice

from search.article import Article, ArticleHead
from search.copies.candidates import says_it_is_one
from search.copies.comparison import is_copy
from search.copies.differences import Comparable
from search.copies.sketches import MIN_LENGTH, sketch
from search.copies.versions import have_in_common, paper_of
from search.corpus_record import CorpusRecord
from search.document_numbers import DocumentNumber
from search.engine import (
    Explanation,
    FacetCount,
    Match,
    Matches,
    Original,
    Place,
    Places,
    Statistics,
    Tally,
    Tier,
)
from search.facets import FACETS
from search.partial_date import Day, age_of, first_of
from search.plan import LOOKED_INTO, Closeness, compile_query
from search.query.article_text import ArticleText, WholeText
from search.query.nodes import MAX_EXPANSIONS, Literal, Query, Unit
from search.request import (
    MAX_COPIES,
    NearestRequest,
    PlacesRequest,
    SearchRequest,
    Sort,
    TallyRequest,
)
from search.scoring import DECIMALS, NEARLY, OVER, RECENCY_GAIN, RECENCY_HALF_LIFE
from search.suggest.first_uses import Coined
from search.text.dictionary import Dictionary
from search.text.normalization import normalize, normalize_texts
from search.text.segmentation import Segmenter
from search.validity import beijing_day

from .collection import Collection, is_between
from .documents import Document
from .reference_coinage import coined
from .reference_lexicon import ReferenceLexicon
from .reference_nearest import nearest
from .reference_occurrences import find_places, tally
from .reference_standings import as_of

_FACETS = {facet.name: facet for facet in FACETS}


@dataclass
class ReferenceEngine:
    """Answers by looking through all articles; see `search.engine.Engine`."""

    contents: Sequence[Article]
    words: Dictionary = field(default_factory=Dictionary)
    today: Callable[[], date] = beijing_day

    def __post_init__(self) -> None:
        self.segmenter = Segmenter(self.words)
        self._groups = _group(self.contents)
        self._papers = _papers(self.contents, self._groups)
        self._collections: dict[date, Collection] = {}

    @property
    def collection(self) -> Collection:
        """Return the articles as they stand today."""
        today = self.today()
        if today not in self._collections:
            contents, papers = as_of(today, self.contents, self._groups, self._papers)
            meant = cache(self._words_meant)
            documents = [Document.of(one, self.segmenter, meant) for one in contents]
            self._collections[today] = Collection(documents, self._groups, papers)
        return self._collections[today]

    def _words_meant(self, beginning: str) -> list[str]:
        """Return the words that begin so and stand in most documents, of those in as many the first."""
        found = [word for word in self._having if word.startswith(beginning)]
        return sorted(found, key=lambda word: (-self._having[word], word))[:MAX_EXPANSIONS]

    @property
    def _having(self) -> Counter[str]:
        """Count the documents with each word."""
        return Counter(
            word
            for document in self.collection.documents
            for word in set().union(*document.words.values())
        )

    @property
    def _by_id(self) -> dict[str, Document]:
        return {document.article.id: document for document in self.collection.documents}

    def find(self, request: SearchRequest) -> Matches:
        """Answer a request."""
        return _Answer(self, request).matches()

    def counts(self, queries: Sequence[Query]) -> list[int]:
        """Count what queries find."""
        return [self.find(SearchRequest(query)).total for query in queries]

    def explain(self, request: SearchRequest, identifier: str) -> Explanation | None:
        """Say why an article stands where a request puts it."""
        document = self._by_id.get(identifier)
        return None if document is None else _Answer(self, request).explain(document)

    def tally(self, request: TallyRequest) -> Tally:
        """Count for each value of a facet."""
        return tally(self.collection, self.segmenter, request)

    def places(self, request: PlacesRequest) -> Places:
        """Say where what a query counts stands."""
        return find_places(self.collection, request)

    def nearest(self, request: NearestRequest) -> tuple[Place, ...]:
        """Say where something most like a text stands."""
        return nearest(self.collection.documents, request)

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """Return articles by id."""
        return [self._by_id[one].article for one in ids if one in self._by_id]

    def heads(self, ids: Sequence[str]) -> list[ArticleHead]:
        """Return what is known of articles besides their texts."""
        return [article.head for article in self.fetch(ids)]

    def texts(
        self,
        ids: Sequence[str],
        literals: Sequence[Literal],
        beside: Sequence[str] | None = None,
    ) -> list[ArticleText]:
        """Return the texts of articles, in which literals are looked for."""
        return [WholeText(article, literals) for article in self.fetch(ids)]

    def copies(self, identifier: str) -> tuple[str, ...]:
        """Return the group of an article."""
        return self.collection.groups.get(identifier, ())

    def versions(self, identifier: str) -> tuple[str, ...]:
        """Return the versions of an article's paper."""
        own = self.collection.groups.get(identifier, (identifier,))[0]
        paper = self.collection.papers.get(identifier, ())
        return tuple(identifier if head == own else head for head in paper)

    def numbers_instead(self, wanted: DocumentNumber) -> list[DocumentNumber]:
        """Return what numbers of its issuer and year articles bear, where none bears this one."""
        held = {own for one in self.collection.documents for own in one.own_numbers}
        if not wanted.issuer or wanted.best_of(held):
            return []
        return sorted(own for own in held if wanted.is_beside(own))

    def articles(self) -> Iterator[Article]:
        """Yield every article, ordered by id."""
        return (self._by_id[identifier].article for identifier in sorted(self._by_id))

    def days(self, first: int = 0, count: int | None = None) -> dict[str, Day | None]:
        """Return the day of every article, or of some."""
        last = None if count is None else first + count
        return {article.id: article.day for article in islice(self.articles(), first, last)}

    def statistics(self) -> Statistics:
        """Say how much there is."""
        days = [day for day in self.days().values() if day]
        groups = set(self.collection.groups.values())
        papers = set(self.collection.papers.values())
        return Statistics(
            articles=len(self._by_id),
            characters=sum(len(document.line) for document in self._by_id.values()),
            first=min(days, key=age_of, default=None),
            last=max(days, key=age_of, default=None),
            bytes=0,
            generation=1,
            analysis=self.segmenter.identity,
            dictionary_words=len(self.words.entries),
            copy_groups=len(groups),
            copies=sum(len(group) - 1 for group in groups),
            version_groups=len(papers),
            versions=sum(len(paper) - 1 for paper in papers),
        )

    def original(self, identifier: str) -> Original | None:
        """It keeps none."""
        return None

    def coined(self) -> Sequence[Coined]:
        """Return the new wordings."""
        return coined(self.collection, self.segmenter)

    def lexicon(self) -> ReferenceLexicon:
        """Return what the articles say."""
        lines = [document.line for document in self._by_id.values()]
        return ReferenceLexicon(lines, self._having)

    def corpus_record(self) -> CorpusRecord:
        """Say where the articles came from: nowhere."""
        return CorpusRecord(corpus="", files={})

    def dictionary(self) -> Dictionary:
        """Return the user dictionary."""
        return self.words

    def verify(self) -> None:
        """There is nothing to be damaged."""

    def confirm_newest(self) -> None:
        """It holds what was committed last."""

    def added(self, ids: Sequence[str]) -> dict[str, datetime]:
        """All that it holds was there at first, so each was added on its own day."""
        days = {article.id: article.day for article in self.contents if article.id in ids}
        return {
            identifier: datetime.combine(first_of(day), time(), UTC)
            for identifier, day in days.items()
            if day
        }

    def guard(self) -> None:
        """There is nothing to be damaged."""

    def close(self) -> None:
        """There is nothing to let go of."""


class _Answer:
    """One request, answered."""

    def __init__(self, engine: ReferenceEngine, request: SearchRequest) -> None:
        self._request = request
        self._collection = engine.collection
        self._plan = compile_query(request.query, engine.segmenter)
        documents = engine.collection.documents
        self._found = [one for one in documents if engine.collection.matches(request.query, one)]
        self._kept = [one for one in self._found if self._passes(one)]
        self._closeness = [one.closeness for one in self._plan.wordings if one.closeness]

    def matches(self) -> Matches:
        """Return the page that was asked for."""
        request = self._request
        results = sorted(map(self._best_tier_first, self._results()), key=self._place)
        are_few = len(results) < request.at_least
        return Matches(
            total=len(self._kept),
            occurrences=sum(map(self._occurrences, self._kept)),
            matches=()
            if are_few
            else tuple(map(self._match, results[request.offset :][: request.limit])),
            facets={} if are_few else {name: self._counts(name) for name in request.facets},
            groups=len(results),
        )

    def explain(self, document: Document) -> Explanation:
        """Say what gives a document its place."""
        wordings = [
            [self._collection.explain(part, document) for part in wording.parts]
            for wording in self._plan.wordings
        ]
        terms = max(wordings, key=lambda one: round(sum(term.score for term in one), DECIMALS))
        terms.sort(key=lambda term: (-term.score, term.text))
        found = document in self._kept
        tier = self._tier(document) if found else None
        return Explanation(found, tier, sum(term.score for term in terms), tuple(terms))

    def _results(self) -> list[list[Document]]:
        """Return the documents found, those of a group together in its order."""
        if not self._request.merge_copies:
            return [[document] for document in self._kept]
        groups: dict[str, list[Document]] = {}
        for document in self._kept:
            groups.setdefault(self._collection.group(document)[0], []).append(document)
        return [sorted(members, key=self._collection.place) for members in groups.values()]

    def _best_tier_first(self, members: list[Document]) -> list[Document]:
        """Put the one that is shown before the others: the first that is nearly the best of the best tier.

        A sentence is no tier here, but being called what was typed is.
        """
        if self._is_by_date:
            return members
        ranks = []
        for one in members:
            tier, ordering = self._rank(one)
            wide = Tier.ALL if tier == Tier.SENTENCE else tier
            ranks.append((wide, self._share(one) == 1.0, ordering))
        *best, ordering = max(ranks)
        near = ([*own] == best and _is_near(one, ordering) for *own, one in ranks)
        shown = members[list(near).index(True)]
        return [shown, *(one for one in members if one is not shown)]

    def _match(self, members: list[Document]) -> Match:
        shown = members[0]
        best = shown if self._is_by_date else max(members, key=self._key)
        found: dict[str, list[str]] = {}  # the ids of each version
        for document in members:
            version = self._collection.copies(document)[0]
            found.setdefault(version, []).append(document.article.id)
        own = found.pop(self._collection.copies(shown)[0])
        copies = tuple(one for one in own if one != shown.article.id)
        versions = tuple(ids[0] for ids in found.values())
        return Match(
            shown.article.id,
            round(self._score(best), DECIMALS),
            self._occurrences(shown),
            copies[:MAX_COPIES],
            len(copies),
            self._tier(best),
            versions[:MAX_COPIES],
            len(versions),
        )

    @property
    def _is_by_date(self) -> bool:
        return self._request.sort.is_by_date

    def _place(self, members: list[Document]) -> tuple[object, ...]:
        """Sort results as the request says."""
        undated, (newest, longest), identifier = members[0].order
        if self._request.sort is Sort.OLDEST:
            return undated, (-newest, -longest), identifier
        if self._is_by_date:
            return undated, (newest, longest), identifier
        tier, key = max(map(self._key, members))
        if not self._request.merge_copies:
            key = self._level(members[0], tier, key)
        first, place = self._collection.first(members[0]), self._collection.place(members[0])
        return -tier, -round(key, DECIMALS), first.standing, first.order, place

    def _level(self, document: Document, tier: int, key: float) -> float:
        """Return the best key of the versions of a paper in one tier, if this one is nearly as good."""
        if document.article.id not in self._collection.papers:
            return key
        group = set(self._collection.group(document))
        near = [one for one in self._kept if one.article.id in group and self._key(one)[0] == tier]
        best = max(self._rank(one)[1] for one in near)
        is_near = _is_near(self._rank(document)[1], best)
        return max(self._key(one)[1] for one in near) if is_near else key

    def _rank(self, document: Document) -> tuple[int, float]:
        tier = self._tier(document)
        return -1 if tier is None else tier, self._by_title(document)

    def _key(self, document: Document) -> tuple[int, float]:
        """Return the rank that sorts: of what is over, and may not be named, less."""
        tier, ordering = self._rank(document)
        return tier, ordering * (OVER if self._is_over_and_not_named(document) else 1)

    def _is_over_and_not_named(self, document: Document) -> bool:
        validity, words = document.article.validity, self._plan.naming
        is_over = validity is not None and validity.is_over
        has_all = all(self._collection.matches(word, document) for word in words)
        return is_over and not has_all and not self._share(document)

    def _by_title(self, document: Document) -> float:
        """Return the best ordering of those with the same share of their name, if it has any."""
        share = self._share(document)
        if not share or self._plan.asks_for_number:
            return self._ordering(document)
        return self._best_by_share[share]

    def _share(self, document: Document) -> float:
        shares = (self._collection.share(name, document) for name in self._plan.names)
        return round(max(shares, default=0.0), DECIMALS)

    @cached_property
    def _best_by_share(self) -> dict[float, float]:
        best: dict[float, float] = {}
        for document in self._kept:
            share = self._share(document)
            best[share] = max(self._ordering(document), best.get(share, 0.0))
        return best

    def _ordering(self, document: Document) -> float:
        """Return the score, or under `Sort.RECENT` the score and how recent the document is."""
        if self._request.sort is not Sort.RECENT:
            return self._score(document)
        days = [first_of(one.article.day) for one in self._collection.documents if one.article.day]
        day = document.article.day
        age = (max(days) - first_of(day)).days if day else None
        gain = 0 if age is None else RECENCY_GAIN * 2 ** (-age / RECENCY_HALF_LIFE)
        is_scored = any(wording.parts for wording in self._plan.wordings)
        return (1 + gain) * (self._score(document) if is_scored else 1.0)

    def _tier(self, document: Document) -> Tier | None:
        """Return the best tier in any wording."""
        tiers = (self._tier_in(one, document) for one in self._closeness)
        return max((tier for tier in tiers if tier is not None), default=None)

    def _tier_in(self, closeness: Closeness, document: Document) -> Tier | None:
        name = closeness.name
        is_called_so = name is not None and self._collection.share(name, document) == 1.0
        if closeness.whole in document.line or is_called_so:
            return Tier.EXACT
        if any(one.is_question for one in self._closeness):
            return None
        if not self._is_complete(closeness, document):
            return Tier.MOST
        is_looked_into = self._is_by_date or document in self._looked_into
        texts = self._plan.in_one_sentence(closeness)
        stands = is_looked_into and document.together(texts, Unit.SENTENCE)
        return Tier.SENTENCE if stands else Tier.ALL

    def _is_complete(self, closeness: Closeness, document: Document) -> bool:
        pieces = (self._plan.steps[place].node for place in closeness.found)
        return all(self._collection.matches(piece, document) for piece in pieces)

    @cached_property
    def _looked_into(self) -> list[Document]:
        complete = [
            document
            for document in self._kept
            if any(self._is_complete(one, document) for one in self._closeness)
        ]
        complete.sort(key=lambda one: (-round(self._ordering(one), DECIMALS), one.order))
        return complete[:LOOKED_INTO]

    def _passes(self, document: Document, but: str | None = None) -> bool:
        filters = self._request.filters
        return is_between(document, filters.first, filters.last) and all(
            not wanted or name == but or set(wanted) & set(_FACETS[name].values(document.article))
            for name, wanted in filters.facets.items()
        )

    def _counts(self, name: str) -> tuple[FacetCount, ...]:
        facet, counts = _FACETS[name], Counter[str]()
        for document in self._found:
            if self._passes(document, but=name):
                counts.update(facet.values(document.article))
        listed = sorted(counts.items(), reverse=True)
        if not facet.newest_first:
            by_count = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
            chosen = self._request.filters.facets.get(name, ())
            limit = self._request.facet_values
            listed = [one for at, one in enumerate(by_count) if at < limit or one[0] in chosen]
        return tuple(FacetCount(value, count) for value, count in listed)

    def _occurrences(self, document: Document) -> int:
        return sum(document.count(self._plan.literal(step)) for step in self._plan.counted)

    def _score(self, document: Document) -> float:
        return max(
            sum(self._collection.score(part, document) for part in wording.parts)
            for wording in self._plan.wordings
        )


def _is_near(ordering: float, best: float) -> bool:
    return round(ordering, DECIMALS) >= round(NEARLY * best, DECIMALS)


def _group(articles: Sequence[Article]) -> dict[str, tuple[str, ...]]:
    """Compare every text with every head before it; return the groups of copies by id."""
    texts = {article.id: Comparable.of(article) for article in articles}

    def order(article: Article) -> tuple[bool, tuple[int, int], bool, int, str]:
        letters = len(texts[article.id].letters)
        day = article.day or date.max
        return article.day is None, age_of(day), says_it_is_one(article), -letters, article.id

    groups: dict[str, list[str]] = {}
    for article in sorted(articles, key=order):
        heads = (head for head in groups if is_copy(texts[head], texts[article.id]))
        groups.setdefault(next(heads, article.id), []).append(article.id)
    return {one: tuple(group) for group in groups.values() if len(group) > 1 for one in group}


def _papers(
    articles: Sequence[Article], groups: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Compare every two articles of one name; return the versions of papers by id."""
    by_id = {article.id: article for article in articles}
    copies = {one: groups.get(one, (one,)) for one in by_id}
    papers = {one: {copies[one][0]} for one in by_id}
    for one, other in combinations(articles, 2):
        if _are_versions(one, other):
            joined = papers[one.id] | papers[other.id]
            papers |= {copy: joined for head in joined for copy in copies[head]}

    return {one: tuple(sorted(heads)) for one, heads in papers.items() if len(heads) > 1}


def _are_versions(one: Article, other: Article) -> bool:
    paper = paper_of(normalize(one.title))
    if not paper or paper != paper_of(normalize(other.title)):
        return False
    here, there = (
        sketch(normalize_texts(list(each.lines()) or [""]).text) for each in (one, other)
    )
    is_long = min(here.length, there.length) >= MIN_LENGTH
    return is_long and bool(have_in_common(here.signature, there.signature))
