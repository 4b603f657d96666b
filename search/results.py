"""What does a person get? A page of results as plain values, for page, JSON and terminal alike."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .article import Article
from .date_hints import DateHint, find_date_hint
from .engine import Engine, Explanation, FacetCount, Filters, Match, SearchRequest, Sort
from .errors import UsageError
from .matching import Matching, find_as_read
from .query import (
    Dated,
    Literal,
    ParsedQuery,
    Query,
    describe,
    highlighted_literals,
    literals,
)
from .query_parser import parse_query, read_period
from .snippets import (
    Highlighted,
    Range,
    Snippet,
    highlight,
    highlight_texts,
    in_text,
    make_snippets,
)
from .suggestions import suggest_instead
from .synonyms import NO_SYNONYMS, Synonyms
from .wording import Message, message


class CopyMode(StrEnum):
    """What becomes of republished copies: one result with the article they copy, or each its own."""

    MERGED = "merged"
    SEPARATE = "separate"


DEFAULT_SIZE = 10
MAX_SIZE = 100
#: Facet values that one question may choose: every link of a page repeats them.
MAX_CHOSEN = 40
#: A page lists at most so many values of a facet: those with most articles; of dates the newest.
MAX_FACET_VALUES = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks: the words typed, what narrows them, and which page."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1  # from 1
    size: int = DEFAULT_SIZE  # hits a page
    copies: CopyMode = CopyMode.MERGED
    synonyms: bool = True  # look for other names of the same thing too
    matching: Matching | None = None  # None: all, and where that finds nothing, most

    def __post_init__(self) -> None:
        if self.page < 1:
            raise UsageError("页码应为 1 或更大: %(number)s", number=self.page)
        if not 1 <= self.size <= MAX_SIZE:
            raise UsageError(
                "每页条数应为 1 到 %(most)s: %(number)s", most=MAX_SIZE, number=self.size
            )


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question as it comes from a command line or a web address: texts, not yet checked."""

    text: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    sort: str = ""
    page: str = ""
    size: str = ""
    copies: str = ""
    matching: str = ""
    synonyms: str = ""

    def checked(self) -> Question:
        """Read the texts; empty ones mean the default. Raises UsageError, naming what is wrong."""
        if sum(map(len, self.facets.values())) > MAX_CHOSEN:
            raise UsageError("筛选最多选 %(most)s 项，请去掉一些", most=MAX_CHOSEN)
        first = _period(message("起始日期"), self.first).first
        last = _period(message("截止日期"), self.last).last
        if first and last and first > last:
            raise UsageError(
                "起始日期 %(first)s 晚于截止日期 %(last)s，请改正",
                first=_shown(self.first),
                last=_shown(self.last),
            )
        return Question(
            text=self.text.strip(),
            filters=Filters(
                facets={name: tuple(dict.fromkeys(v)) for name, v in self.facets.items() if v},
                first=first,
                last=last,
            ),
            sort=_sort(self.sort),
            page=_number(message("页码"), self.page, 1),
            size=_number(message("每页条数"), self.size, DEFAULT_SIZE),
            copies=_copy_mode(self.copies),
            matching=_matching(self.matching),
            synonyms=_switch(message("同义词"), self.synonyms),
        )


def _shown(text: str) -> str:
    """Return the beginning of what was typed, on one line, for a message."""
    return " ".join(text.split())[:40]


def _period(name: Message, text: str) -> Dated:
    period = read_period(text) if text else Dated(None, None)
    if period is None or ".." in text:  # one end of a range, not a range
        raise UsageError(
            '%(name)s不是日期: "%(typed)s"，应如 2024-05-17、2024-05 或 2024',
            name=name,
            typed=_shown(text),
        )
    return period


def _sort(text: str) -> Sort:
    try:
        return Sort(text or Sort.RELEVANCE)
    except ValueError as error:
        raise UsageError(
            '没有这种排序: "%(typed)s"，可用 %(known)s', typed=_shown(text), known="、".join(Sort)
        ) from error


def _copy_mode(text: str) -> CopyMode:
    try:
        return CopyMode(text or CopyMode.MERGED)
    except ValueError as error:
        known = "、".join(CopyMode)
        raise UsageError(
            '转载没有这种列法: "%(typed)s"，可用 %(known)s', typed=_shown(text), known=known
        ) from error


def _switch(name: Message, text: str) -> bool:
    if text not in {"", "on", "off"}:
        raise UsageError('%(name)s只能是 on 或 off: "%(typed)s"', name=name, typed=_shown(text))
    return text != "off"


def _matching(text: str) -> Matching | None:
    try:
        return Matching(text) if text else None
    except ValueError as error:
        known = "、".join(Matching)
        raise UsageError(
            '词语没有这种匹配方式: "%(typed)s"，可用 %(known)s', typed=_shown(text), known=known
        ) from error


def _number(name: Message, text: str, default: int) -> int:
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise UsageError('%(name)s不是数字: "%(typed)s"', name=name, typed=_shown(text))
    return int(text)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article of the result, ready to show."""

    article: Article
    title: Highlighted
    score: float
    occurrences: int
    snippets: tuple[Snippet, ...]
    copies: tuple[str, ...] = ()  # ids of its republished copies that match too, the earliest first
    copy_count: int = 0  # of all these; of very many, `copies` has the first


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of an answer."""

    question: Question
    parsed: ParsedQuery
    query: Query  # what was asked of the engine
    complete: int  # articles with all that was typed, as far as that was asked
    total: int  # articles, copies too
    groups: int  # results to turn pages through: fewer than articles where copies are merged
    occurrences: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    date_hint: DateHint | None = None  # days that the words speak of, to be offered as a filter
    suggestion: str | None = None  # what was perhaps meant, to be offered instead

    @property
    def matching(self) -> Matching:
        """Say how much of what was typed without quotes had to match."""
        return Matching.ALL if self.query is self.parsed.query else Matching.MOST

    @property
    def both_readings(self) -> bool:
        """Say whether the other way of matching asks for something else."""
        return self.parsed.loosened is not None

    @property
    def notes(self) -> tuple[Message, ...]:
        """Say what was read, or answered, otherwise than it was written."""
        if self.matching is Matching.ALL or self.question.matching or self.parsed.sentences:
            return self.parsed.notes
        if not self.total:
            return self.parsed.notes
        words = "、".join(f"“{literal.text}”" for literal in literals(self.parsed.query))
        note = message("没有同时包含%(words)s的文章，以下包含其中部分词语", words=words)
        if self.complete:
            note = message(
                "同时包含%(words)s的只有 %(count)s 篇，排在前面；其后的包含其中部分词语",
                words=words,
                count=self.complete,
            )
        return (*self.parsed.notes, note)

    @property
    def pages(self) -> int:
        """Count the pages."""
        return -(-self.groups // self.question.size)

    def to_json(self) -> dict[str, object]:
        """Return the page as plain JSON values; docs/json-api.md describes them."""
        return {
            "query": self.question.text,
            "reading": describe(self.query),
            "matching": self.matching.value,
            "notes": [str(note) for note in self.notes],
            "total": self.total,
            "groups": self.groups,
            "occurrences": self.occurrences,
            "page": self.question.page,
            "size": self.question.size,
            "sort": self.question.sort.value,
            "copies": self.question.copies.value,
            "took_ms": self.took_ms,
            "hits": [hit_json(hit) for hit in self.hits],
            "facets": {
                name: [{"value": entry.value, "count": entry.count} for entry in counts]
                for name, counts in self.facets.items()
            },
            "synonyms": [
                {"typed": name, "added": list(others)} for name, others in self.parsed.synonyms
            ],
            "date_hint": _date_hint_json(self.date_hint),
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with what a query finds in it marked: the title, and each block in order."""

    article: Article
    title: Highlighted
    blocks: tuple[Highlighted, ...]

    @property
    def highlight_count(self) -> int:
        """Count the marks."""
        return len(self.title.highlights) + sum(len(block.highlights) for block in self.blocks)


def run_query(engine: Engine, question: Question, synonyms: Synonyms = NO_SYNONYMS) -> ResultPage:
    """Answer a question. Raises UsageError when the page lies too deep."""
    begin = time.perf_counter()
    parsed = parse_query(question.text, synonyms if question.synonyms else NO_SYNONYMS)
    request = SearchRequest(
        filters=question.filters,
        sort=question.sort,
        offset=(question.page - 1) * question.size,
        limit=question.size,
        facet_values=MAX_FACET_VALUES,
        merge_copies=question.copies is CopyMode.MERGED,
    )
    found = find_as_read(engine, parsed, question.matching, request)
    query, matches = found.query, found.matches
    articles = {article.id: article for article in engine.fetch([m.id for m in matches.matches])}
    marked = highlighted_literals(query)
    # An article may go between the two calls, when another process commits; then its hit goes too.
    hits = tuple(
        _hit(articles[match.id], match, marked) for match in matches.matches if match.id in articles
    )
    shown = [snippet.text for hit in hits for snippet in hit.snippets]
    suggestion = suggest_instead(engine, parsed, found, question.filters, shown)
    return ResultPage(
        question=question,
        parsed=parsed,
        query=query,
        complete=found.complete,
        total=matches.total,
        groups=matches.groups,
        occurrences=matches.occurrences,
        took_ms=round((time.perf_counter() - begin) * 1000, 2),
        hits=hits,
        date_hint=find_date_hint(parsed.text, date.today()),
        suggestion=suggestion,
        facets={name: counts[:MAX_FACET_VALUES] for name, counts in matches.facets.items()},
    )


def explain(
    engine: Engine, question: Question, identifier: str, synonyms: Synonyms = NO_SYNONYMS
) -> tuple[Query, Explanation]:
    """Return how a question was read, and why an article stands where it does.

    Raises UsageError when there is no such article.
    """
    parsed = parse_query(question.text, synonyms if question.synonyms else NO_SYNONYMS)
    request = SearchRequest(limit=0, facets=())
    query = find_as_read(engine, parsed, question.matching, request).query
    explanation = engine.explain(query, identifier)
    if explanation is None:
        raise UsageError("没有编号为 %(id)s 的文章；编号见 zhengsou search 的结果", id=identifier)
    return query, explanation


def mark_article(article: Article, text: str, synonyms: Synonyms = NO_SYNONYMS) -> MarkedArticle:
    """Mark in an article what a query, as typed, finds."""
    parsed = parse_query(text, synonyms)
    marked = highlighted_literals(parsed.query)
    if parsed.loosened is not None:  # perhaps it was found by some of the words only
        marked = tuple(dict.fromkeys([*marked, *highlighted_literals(parsed.loosened)]))
    in_blocks = in_text(marked)
    return MarkedArticle(
        article,
        highlight(article.title, marked),
        highlight_texts([block.text for block in article.blocks], in_blocks),
    )


def article_json(article: Article) -> dict[str, object]:
    """Return an article as plain JSON values."""
    return {
        "id": article.id,
        "title": article.title,
        "date": _day(article.day),
        "date_kind": article.day_kind,
        "section": list(article.section),
        "source": article.source,
        "author": article.author,
        "doc_number": article.doc_number,
        "signed": _day(article.signed),
        "issuer": article.issuer,
        "index_number": article.index_number,
        "cites": list(article.cites),
        "url": article.url,
        "blocks": [{"kind": block.kind.value, "text": block.text} for block in article.blocks],
    }


def _hit(article: Article, match: Match, literals: tuple[Literal, ...]) -> Hit:
    return Hit(
        article=article,
        title=highlight(article.title, literals),
        score=match.score,
        occurrences=match.occurrences,
        snippets=make_snippets(article, literals),
        copies=match.copies,
        copy_count=match.copy_count,
    )


def hit_json(hit: Hit) -> dict[str, object]:
    """Return a hit as plain JSON values."""
    article = hit.article
    return {
        "id": article.id,
        "title": article.title,
        "title_highlights": _ranges(hit.title.highlights),
        "date": _day(article.day),
        "date_kind": article.day_kind,
        "section": list(article.section),
        "source": article.source,
        "author": article.author,
        "doc_number": article.doc_number,
        "score": hit.score,
        "url": article.url,
        "occurrences": hit.occurrences,
        "copies": list(hit.copies),
        "copy_count": hit.copy_count,
        "snippets": [
            {
                "text": snippet.text,
                "highlights": _ranges(snippet.highlights),
                "heading": snippet.heading,
            }
            for snippet in hit.snippets
        ],
    }


def _date_hint_json(hint: DateHint | None) -> dict[str, str] | None:
    if hint is None:
        return None
    return {
        "typed": hint.typed,
        "from": hint.first.isoformat(),
        "to": hint.last.isoformat(),
        "query": hint.rest,
    }


def _ranges(ranges: tuple[Range, ...]) -> list[list[int]]:
    return [list(one) for one in ranges]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
