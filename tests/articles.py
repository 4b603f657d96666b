"""Articles and indexes for the tests: small, ours, about a made-up city."""

from collections.abc import Iterable

from search.article import Article, Block, BlockKind
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import Location, open_builder, open_engine
from search.partial_date import Day
from search.text.dictionary import Dictionary
from search.text.segmentation import Segmenter
from search.validity import Validity


def article(
    identifier: str,
    title: str,
    *paragraphs: str,
    published: Day | None = None,
    section: tuple[str, ...] = (),
    source: str | None = None,
    doc_number: str | None = None,
    headings: tuple[str, ...] = (),
    validity: Validity | None = None,
) -> Article:
    """Make an article of headings and paragraphs."""
    blocks = [Block(BlockKind.HEADING, text) for text in headings]
    blocks += [Block(BlockKind.PARAGRAPH, text) for text in paragraphs]
    return Article(
        identifier, title, published, section, source, None, doc_number, None,
        validity=validity, blocks=tuple(blocks),
    )  # fmt: skip


def build(
    location: Location, articles: Iterable[Article], dictionary: Dictionary | None = None
) -> Engine:
    """Make an index at a location and open it."""
    with open_builder(location, Segmenter(dictionary)) as writer:
        for one in articles:
            writer.add(one)
        writer.commit(CorpusRecord(corpus=f"{location}/no-corpus", files={}))
    return open_engine(location)
