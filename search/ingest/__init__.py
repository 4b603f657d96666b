"""How do files become articles?"""

from .corpus import CorpusFile, Rejection, list_files, read_corpus, read_file

__all__ = ["CorpusFile", "Rejection", "list_files", "read_corpus", "read_file"]
