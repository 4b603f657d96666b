"""Hits: what is shown of each article found? Its title and passages, what was looked for marked in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..article import ArticleHead, in_one_line
from ..engine import Engine, Match, Matches, Tier
from ..query.budget import spend
from ..query.literals import highlighted_literals
from ..query.nodes import ParsedQuery, Query
from ..query.typed import asked_clause
from ..text.clauses import CitedClause, find_clause
from .asked_version import with_asked_version
from .snippets import MAX_SNIPPETS, Highlighted, Snippet, highlight_texts, make_all_snippets

#: So many versions and copies behind a hit are read with it: as many as a page lists.
_BEHIND = 10
#: What is taken off the budget for a hit, until it is shown.
_HIT_COST = 260


@dataclass(frozen=True, slots=True)
class FoundClause:
    """The clause of a law that was asked for: its text, and where on the page of the article it begins."""

    text: str
    anchor: str
    block: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An article of the result, ready to show."""

    article: ArticleHead
    title: Highlighted
    score: float
    occurrences: int
    snippets: tuple[Snippet, ...]
    copies: tuple[str, ...] = ()  # ids of its republished copies that match too, the earliest first
    copy_count: int = 0  # of all these; of very many, `copies` has the first
    tier: Tier | None = None  # before the score; None: no two words were typed
    versions: tuple[str, ...] = ()  # ids of other versions of its paper that match too
    version_count: int = 0  # of all these; bounded as `copies`
    clause: FoundClause | None = None  # of the law that was asked for by name and clause


def make_hits(
    engine: Engine,
    parsed: ParsedQuery,
    query: Query,
    matches: Matches,
    passages: int = MAX_SNIPPETS,
) -> tuple[Hit, ...]:
    """Make what was matched ready to show, with so many passages of each.

    Where a clause of a version is asked for, that version stands for its paper.
    """
    spend(len(matches.matches) * _HIT_COST)
    marked, cited = highlighted_literals(query), asked_clause(parsed)
    chosen = with_asked_version(engine, parsed, query, matches, cited)
    behind = [
        identifier
        for match in chosen
        for identifier in (*match.versions[:_BEHIND], *match.copies[:_BEHIND])
    ]
    texts = engine.texts([match.id for match in chosen], marked, behind)
    titles = highlight_texts([text.head.title for text in texts], marked)
    clauses = _find_clauses(engine, [text.head for text in texts], cited, parsed)
    snippets = make_all_snippets(
        texts, [clause.block if clause else None for clause in clauses], passages
    )
    of_id = {match.id: match for match in chosen}
    # An article may go between the two calls, when another process commits; then its hit goes too.
    return tuple(
        _hit(text.head, of_id[text.head.id], title, shown, clause)
        for text, title, shown, clause in zip(texts, titles, snippets, clauses, strict=True)
    )


def _find_clauses(
    engine: Engine,
    heads: Sequence[ArticleHead],
    cited: CitedClause | None,
    parsed: ParsedQuery,
) -> list[FoundClause | None]:
    """Find the clause that is asked for, of several versions in that of the year that is named."""
    clauses = [_find_clause(engine, head, cited, parsed) for head in heads]
    if cited is None or not cited.year:
        return clauses
    asked = [
        clause if cited.is_of_year(head) else None
        for head, clause in zip(heads, clauses, strict=True)
    ]
    return asked if any(asked) else clauses


def _find_clause(
    engine: Engine, head: ArticleHead, cited: CitedClause | None, parsed: ParsedQuery
) -> FoundClause | None:
    if cited is None or not cited.is_of(head.title, parsed.synonyms):
        return None
    for article in engine.fetch([head.id]):
        if found := find_clause(article.blocks, cited.address):
            address, block = found
            return FoundClause(in_one_line(article.blocks[block].text), address.anchor, block)
    return None


def _hit(
    head: ArticleHead,
    match: Match,
    title: Highlighted,
    snippets: tuple[Snippet, ...],
    clause: FoundClause | None,
) -> Hit:
    return Hit(
        article=head,
        title=title,
        score=match.score,
        occurrences=match.occurrences,
        snippets=snippets,
        clause=clause,
        copies=match.copies,
        copy_count=match.copy_count,
        tier=match.tier,
        versions=match.versions,
        version_count=match.version_count,
    )
