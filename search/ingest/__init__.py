"""How do files become articles?"""

from .corpus import read_corpus, read_file
from .evidence import DOUBTFUL, Evidence, Fact, Reading
from .listing import CorpusFile, Listing, Rejection, list_files, single_file
from .site_learning import learn_sites
from .sites import SharedLines
from .workers import FileReading, Readers

__all__ = [
    "DOUBTFUL", "CorpusFile", "Evidence", "Fact", "FileReading", "Listing", "Readers", "Reading",
    "Rejection", "SharedLines", "learn_sites", "list_files", "read_corpus", "read_file", "single_file",
]  # fmt: skip
