"""Another query: is there one to offer where little is found, and does it find more?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..engine import Engine
from ..query.nodes import (
    AllOf,
    Named,
    ParsedQuery,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Word,
    children,
    conditions,
    walk,
    wordings,
)
from ..query.parser import parse_query
from ..query.synonyms import Synonyms
from ..request import Filters
from ..text.normalization import normalize
from ..text.segmentation import stands_between_words
from .held_numbers import number_typed_apart
from .matching import ENOUGH_ARTICLES, Found, count_articles


@dataclass(frozen=True, slots=True)
class Instead:
    """Another query to offer."""

    text: str
    is_sure: bool  # no article has all that was typed


def suggest_instead(
    engine: Engine,
    parsed: ParsedQuery,
    synonyms: Synonyms,
    found: Found,
    filters: Filters,
    shown: Sequence[str],
) -> Instead | None:
    """Return a query to offer where few articles have all that was typed, and that more have.

    None is offered where the wording itself stands somewhere, or for a name that has others.
    `shown` are the snippets of what was found. What was typed apart of a number that there is, is that.
    """
    if (number := number_typed_apart(engine, parsed.text)) and number not in walk(parsed.query):
        return Instead(number.text, is_sure=not found.complete.articles)
    counted = _counted(parsed, found) if filters == Filters() else {}
    strict = _whole_where_broken(parsed.query)
    total = _count(engine, strict, counted)
    if total and _only_straddles(engine, parsed, shown):
        total = 0
    elif total >= ENOUGH_ARTICLES or _stands(engine, parsed.query, counted):
        return None
    if any(isinstance(node, Pattern) for node in walk(parsed.query)):
        return None  # what is left open is no typo
    from ..suggest.did_you_mean import suggest  # noqa: PLC0415 - most searches find enough

    suggestion = suggest(engine.lexicon(), parsed.text, synonyms)
    if suggestion is None:
        return None
    # Hardly any article has all words of a sentence, put right or not.
    meant = count_articles(engine, parse_query(suggestion, synonyms).query)
    if meant > total or (parsed.is_question and meant == total):
        return Instead(suggestion, is_sure=not total)
    return None


def _counted(parsed: ParsedQuery, found: Found) -> dict[Query, int]:
    """Return of what articles were counted, without filters, to find what was typed."""
    counted = {found.query: found.matches.total, parsed.query: found.complete.articles}
    if parsed.wording is not None and found.wording is not None:
        counted[parsed.wording] = found.wording.articles
    return counted


def _count(engine: Engine, query: Query, counted: Mapping[Query, int]) -> int:
    known = counted.get(query)
    return count_articles(engine, query) if known is None else known


def _whole(node: Query) -> Query:
    """Return all of what was typed side by side."""
    if isinstance(node, Run):
        return node.whole
    return node.phrase if isinstance(node, Named) else node


def _stands(engine: Engine, query: Query, counted: Mapping[Query, int]) -> bool:
    """Say whether everything that was typed stands somewhere as it was typed."""
    as_typed, *_ = wordings(query)
    typed = [_whole(node) for node in conditions(as_typed)]
    literals = [node for node in typed if isinstance(node, Word | Phrase | Prefix | Pattern)]
    return bool(literals) and all(_count(engine, literal, counted) for literal in literals)


def _whole_where_broken(query: Query) -> Query:
    """Ask for a run as a whole where it falls into words and a character that belongs to none.

    That is what a typo does to a word; 高质, 亮 and 发展 all stand in many articles.
    """
    if isinstance(query, Run):
        return query.whole if any(len(piece.text) == 1 for piece in query.pieces) else query
    if isinstance(query, AllOf):
        strict = tuple(map(_whole_where_broken, children(query)))
        return query if strict == query.nodes else AllOf(strict)
    return query


def _only_straddles(engine: Engine, parsed: ParsedQuery, shown: Sequence[str]) -> bool:
    """Say whether one word was typed that the collection has not, but from one word into the next.

    功会 stands in 庆功会 and 成功会见, and nobody means that by it; quoted, it may well be meant.
    """
    query = parsed.query
    if not isinstance(query, Phrase) or normalize(parsed.text) != query.text:
        return False
    if not shown or engine.lexicon().entry(query.text):
        return False
    return not any(stands_between_words(normalize(text), query.text) for text in shown)
