"""Codec: how does Whoosh keep our posting lists? It calls a codec to write a segment.

Whoosh keeps the schema, the list of segments and its generations, deletions and locks. All of a
segment's content, stored articles too, lies in one array file; `WordsField` and `BigramsField`
say what of it Whoosh's own queries can ask for. Zhengsou's queries go to the arrays directly
(`postings.py`); the tests have readers for Whoosh's, and hold the two against each other.
"""

import warnings
from pathlib import Path
from typing import Any

from ....engine import no_listener
from ...arrays.build.merging import MergeListener, merge
from ...arrays.build.source import Source
from ...arrays.file.array_types import Marks
from .contents import ARRAYS_EXTENSION, live_of

with warnings.catch_warnings():
    # Whoosh 2.7.4 is frozen; newer Pythons warn of some of its string literals when compiling it.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields, formats
    from whoosh.codec import base
    from whoosh.codec.whoosh3 import W3Segment
    from whoosh.index import TOC, create_in, open_dir
    from whoosh.writing import SegmentWriter

WORDS_FIELD, BIGRAMS_FIELD = "words", "bigrams"


class PositionsFormat(formats.Format):
    """What Whoosh takes the postings of bigrams to be; it is never handed one."""


class WordsField(fields.FieldType):
    """The words of title, headings and body together, with frequencies."""

    def __init__(self) -> None:
        super().__init__(format=formats.Frequency(), analyzer=None, scorable=True)


class BigramsField(fields.FieldType):
    """Every pair of neighbouring characters, with positions."""

    def __init__(self) -> None:
        super().__init__(format=PositionsFormat(), analyzer=None)


def make_schema() -> fields.Schema:
    """Return the schema of a new index."""
    return fields.Schema(
        article=fields.STORED(), **{WORDS_FIELD: WordsField(), BIGRAMS_FIELD: BigramsField()}
    )


class ArrayCodec(base.Codec):
    """Writes segments as array files."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> "_NothingPerDocument":
        """Return a writer that is asked for nothing: `SegmentPool` is given whole segments."""
        return _NothingPerDocument()

    def field_writer(self, storage: Any, segment: Any) -> "ArrayFieldWriter":
        """Return what writes the segment."""
        return ArrayFieldWriter(segment_path(storage, segment))

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":
        """Return a segment to be written."""
        return ArraySegment(self, indexname)


class ArraySegment(W3Segment):
    """A segment that is one file, so there is nothing to assemble."""

    def should_assemble(self) -> bool:
        """Say that the segment's file stays as it is."""
        return False

    def file_name(self) -> str:
        """Return what its file is called."""
        return str(self.make_filename(ARRAYS_EXTENSION))

    def live(self) -> Marks:
        """Mark the documents that are not deleted."""
        return live_of(self.doc_count_all(), self.deleted_docs())


def segment_path(storage: Any, segment: Any) -> Path:
    """Return where a segment's array file lies."""
    return Path(storage.folder) / segment.make_filename(ARRAYS_EXTENSION)


def create_empty(build: Path) -> None:
    """Write a table of contents without segments, on which a writer builds."""
    create_in(str(build), make_schema())


class GenerationWriter(SegmentWriter):
    """Whoosh's writer; it leaves the files of the generation before, which is in use until CURRENT is replaced."""

    def __init__(self, build: Path) -> None:
        super().__init__(open_dir(str(build)), codec=ArrayCodec(), compound=False, _lk=False)
        self.pool = SegmentPool(Path(self.temp_storage().folder))

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        self.segments = segments
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)


class SegmentPool:
    """What a new segment is made of: new batches of articles, and old segments to be merged."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.sources: list[Source] = []
        self.on_merge: MergeListener = no_listener

    def iter_postings(self) -> "SegmentPool":
        """Return what `ArrayFieldWriter.add_postings` takes."""
        return self

    def cleanup(self) -> None:
        """Let go of the files."""
        self.sources.clear()


class ArrayFieldWriter(base.FieldWriter):
    """Writes a segment's array file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: SegmentPool) -> None:
        """Write all that is in the pool. Raises IndexingError when one segment cannot hold it."""
        merge(items.sources, self._path, items.scratch, items.on_merge)

    def close(self) -> None:
        """Whoosh asks for it."""
        self.is_closed = True


class _NothingPerDocument(base.PerDocumentWriter):
    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True
