"""How do files become articles?"""

from .corpus import read_corpus, read_file
from .fields.evidence import DOUBTFUL, Evidence, Reading
from .files.listing import CorpusFile, Listing, Rejection, list_files, single_file
from .site_learning import learn_sites
from .understanding.sites import SharedLines
from .workers.readers import FileReading, Readers

__all__ = [
    "DOUBTFUL", "CorpusFile", "Evidence", "FileReading", "Listing", "Readers", "Reading",
    "Rejection", "SharedLines", "learn_sites", "list_files", "read_corpus", "read_file", "single_file",
]  # fmt: skip
