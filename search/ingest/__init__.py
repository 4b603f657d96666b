"""How do files become articles?"""

from .corpus import CorpusFile, Listing, Rejection, list_files, read_corpus, read_file

__all__ = ["CorpusFile", "Listing", "Rejection", "list_files", "read_corpus", "read_file"]
