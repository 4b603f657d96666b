"""Reading: how do files become articles?

    files -> recognition -> documents, word, pdf, ofd, office, mail -> lines -> understanding -> Article
                         -> tables -> records (fields with names) ----------> Article

A document is lines, in which an article must be understood; a record says itself what is what.
Each value is kept with its evidence. Files are read in worker processes, since some are hostile.

Start with `corpus.read_file`: a file's format chooses its reader. Tables of formats are there too.
Never imports: search.suggest, search.answer, search.engine, search.engines, search.copies, search.upkeep
"""

from .corpus import read_file
from .fields.evidence import DOUBTFUL, Evidence, ReadArticle
from .files.listing import (
    CorpusFile,
    Listing,
    Rejection,
    Remark,
    holds_articles,
    list_files,
    single_file,
)
from .folder import read_corpus
from .plain_lines import read_lines
from .scans.memory import ScanMemory, remembering
from .site_learning import learn_sites, read_page
from .understanding.sites import PageLines, SharedLines
from .workers.readers import FileReading, Readers

__all__ = [
    "DOUBTFUL",
    "CorpusFile",
    "Evidence",
    "FileReading",
    "Listing",
    "PageLines",
    "ReadArticle",
    "Readers",
    "Rejection",
    "Remark",
    "ScanMemory",
    "SharedLines",
    "holds_articles",
    "learn_sites",
    "list_files",
    "read_corpus",
    "read_file",
    "read_lines",
    "read_page",
    "remembering",
    "single_file",
]  # fmt: skip
