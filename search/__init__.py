"""Zhengsou's engine: from articles in a folder to a page of results. Knows nothing of the web.

The names below are the public door; README.md shows them at work.
"""

from .answer.question import Question
from .answer.results import ResultPage, run_query
from .article import Article, Block, BlockKind
from .engine import Engine
from .engines import open_engine
from .errors import ZhengsouError
from .ingest import Rejection, read_corpus
from .query.parser import parse_query
from .request import Filters, SearchRequest, Sort
from .upkeep.following import update
from .upkeep.indexing import rebuild

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "Engine",
    "Filters",
    "Question",
    "Rejection",
    "ResultPage",
    "SearchRequest",
    "Sort",
    "ZhengsouError",
    "open_engine",
    "parse_query",
    "read_corpus",
    "rebuild",
    "run_query",
    "update",
]
