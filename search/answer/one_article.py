"""One article: why does a question find it where it does, and which of its passages show what was asked?"""

from dataclasses import replace

from ..engine import Engine, Explanation, TermKind, TermScore
from ..errors import UsageError
from ..query.budget import spend
from ..query.literals import highlighted_literals
from ..query.nodes import Not, Query
from ..query.parser import parse_query
from ..query.synonyms import Synonyms
from ..request import SearchRequest
from .matching import find_as_read
from .question import CopyMode, Question, known_to
from .snippets import Snippet, make_snippets

#: So many of its passages are shown.
MAX_PASSAGES = 12
_PASSAGE = 900  # what choosing one costs, as a budget reckons


def find_passages(
    engine: Engine,
    question: Question,
    identifier: str,
    synonyms: Synonyms | None = None,
    most: int = MAX_PASSAGES,
) -> tuple[Snippet, ...]:
    """Return the passages of one article that show what was asked, the best first.

    Raises UsageError when there is no such article.
    """
    parsed = parse_query(question.text, known_to(question, synonyms))
    query = find_as_read(engine, parsed, question.matching, _counted(question)).query
    texts = engine.texts([identifier], highlighted_literals(query))
    if not texts:
        raise _unknown(identifier)
    spend(most * _PASSAGE)
    return make_snippets(texts[0], most=most)


def explain(
    engine: Engine, question: Question, identifier: str, synonyms: Synonyms | None = None
) -> tuple[Query, Explanation]:
    """Return how a question was read, and why an article stands where it does.

    Raises UsageError when there is no such article.
    """
    parsed = parse_query(question.text, known_to(question, synonyms))
    request = _counted(question)
    query = find_as_read(engine, parsed, question.matching, request).query
    explanation = engine.explain(replace(request, query=query), identifier)
    if explanation is None:
        raise _unknown(identifier)
    terms = tuple(term for term in explanation.terms if _is_worth_saying(term))
    return query, replace(explanation, terms=terms)


def is_found(
    engine: Engine, question: Question, identifier: str, synonyms: Synonyms | None = None
) -> bool:
    """Say whether a question finds an article, which is less than why."""
    parsed = parse_query(question.text, known_to(question, synonyms))
    request = _counted(question)
    query = find_as_read(engine, parsed, question.matching, request).query
    # What is not without it has it; and nothing under a Not is scored.
    explanation = engine.explain(replace(request, query=Not(Not(query))), identifier)
    return explanation is not None and explanation.found


def _counted(question: Question) -> SearchRequest:
    """Ask for no more than how much there is, so that it is read as the page reads it."""
    return SearchRequest(
        filters=question.filters,
        sort=question.sort,
        limit=0,
        facets=(),
        merge_copies=question.copies is CopyMode.MERGED,
    )


def _unknown(identifier: str) -> UsageError:
    return UsageError("没有编号为 %(id)s 的文章；编号见 zhengsou search 的结果", id=identifier)


def _is_worth_saying(term: TermScore) -> bool:
    """Leave out what is not said of an article: of each word that stands in its texts, that goes without saying."""
    return term.kind is not TermKind.ABOUT or term.occurrences > 0
