"""Zhengsou's engine: from articles in a folder to a page of results. Knows nothing of the web.

The names below are the public door; README.md shows them at work. Each is loaded when it is first
asked for: reading files and opening an index need many libraries that the other does not.
"""

from importlib import import_module

TYPE_CHECKING = False  # as typing's, which would be loaded before Ctrl-C is heeded
if TYPE_CHECKING:
    from .answer.hits import Hit
    from .answer.marking import MarkedArticle, mark_article
    from .answer.matching import Matching
    from .answer.one_article import explain, find_passages, is_found
    from .answer.question import CopyMode, Question
    from .answer.result_page import ResultPage
    from .answer.results import run_query
    from .answer.snippets import Highlighted, Snippet
    from .article import Article, ArticleHead, Block, BlockKind
    from .engine import Engine, FacetCount, TermKind, Tier
    from .engines import open_engine
    from .errors import IndexFault, IndexUnusableError, UsageError, ZhengsouError
    from .ingest import Rejection, read_corpus
    from .query.parser import MAX_QUERY_LENGTH, parse_query
    from .query.picks import Picks, PicksFile
    from .query.synonyms import Synonyms, SynonymsFile
    from .request import MAX_RESULTS_DEPTH, Filters, SearchRequest, Sort
    from .suggest.completion import complete
    from .upkeep.following import update
    from .upkeep.indexing import rebuild
    from .validity import Validity

__all__ = [
    "MAX_QUERY_LENGTH",
    "MAX_RESULTS_DEPTH",
    "Article",
    "ArticleHead",
    "Block",
    "BlockKind",
    "CopyMode",
    "Engine",
    "FacetCount",
    "Filters",
    "Highlighted",
    "Hit",
    "IndexFault",
    "IndexUnusableError",
    "MarkedArticle",
    "Matching",
    "Picks",
    "PicksFile",
    "Question",
    "Rejection",
    "ResultPage",
    "SearchRequest",
    "Snippet",
    "Sort",
    "Synonyms",
    "SynonymsFile",
    "TermKind",
    "Tier",
    "UsageError",
    "Validity",
    "ZhengsouError",
    "complete",
    "explain",
    "find_passages",
    "is_found",
    "mark_article",
    "open_engine",
    "parse_query",
    "read_corpus",
    "rebuild",
    "run_query",
    "update",
]

#: The module of each name, for `__getattr__`.
_HOMES = {
    "answer.hits": ("Hit",),
    "answer.marking": ("MarkedArticle", "mark_article"),
    "answer.matching": ("Matching",),
    "answer.question": ("CopyMode", "Question"),
    "answer.one_article": ("explain", "find_passages", "is_found"),
    "answer.result_page": ("ResultPage",),
    "answer.results": ("run_query",),
    "answer.snippets": ("Highlighted", "Snippet"),
    "article": ("Article", "ArticleHead", "Block", "BlockKind"),
    "engine": ("Engine", "FacetCount", "TermKind", "Tier"),
    "engines": ("open_engine",),
    "errors": ("IndexFault", "IndexUnusableError", "UsageError", "ZhengsouError"),
    "ingest": ("Rejection", "read_corpus"),
    "query.parser": ("MAX_QUERY_LENGTH", "parse_query"),
    "query.picks": ("Picks", "PicksFile"),
    "query.synonyms": ("Synonyms", "SynonymsFile"),
    "request": ("MAX_RESULTS_DEPTH", "Filters", "SearchRequest", "Sort"),
    "suggest.completion": ("complete",),
    "upkeep.following": ("update",),
    "upkeep.indexing": ("rebuild",),
    "validity": ("Validity",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a name of the door (PEP 562). Raises AttributeError for any other."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    return value
