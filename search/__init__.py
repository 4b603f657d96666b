"""Zhengsou's engine: from articles in a folder to a page of results. Knows nothing of the web.

The names below are the public door; README.md shows them at work.
"""

from .answer.marking import MarkedArticle, mark_article
from .answer.matching import Matching
from .answer.question import CopyMode, Question
from .answer.results import Hit, ResultPage, explain, run_query
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
    "mark_article",
    "open_engine",
    "parse_query",
    "read_corpus",
    "rebuild",
    "run_query",
    "update",
]
