"""A folder: which articles do its files hold? What their sites share is learned first, as for an index."""

from collections.abc import Iterator
from pathlib import Path

from ..article import Article
from .corpus import NOTHING_SHARED, read_file
from .fields.evidence import ReadArticle
from .files.listing import Rejection, Remark, list_files
from .site_learning import learn_sites


def read_corpus(folder: Path) -> Iterator[Article | Rejection]:
    """Yield every article of a folder, and a rejection for all that cannot be read.

    The articles are those that `rebuild` puts into an index, in its order; but one that two files
    hold comes twice. Files are read in this process: one that crashes a library ends it.
    """
    listing = list_files(folder)
    yield from listing.rejections
    shared = learn_sites(listing.files, NOTHING_SHARED)
    for file in listing.files:
        for item in read_file(file, shared):
            if not isinstance(item, Remark):
                yield item.article if isinstance(item, ReadArticle) else item
