"""Codec: how does Whoosh keep our posting lists? It calls a codec to write a segment.

Whoosh keeps the schema, the list of segments and its generations, deletions and locks. All of a
segment's content, stored articles too, lies in one array file; `WordsField` and `BigramsField`
say what of it Whoosh's own queries can ask for. Zhengsou's queries go to the arrays directly
(`postings.py`); the tests have readers for Whoosh's, and hold the two against each other.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from whoosh import fields, formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, open_dir
from whoosh.writing import SegmentWriter

from ....engine import no_listener

if TYPE_CHECKING:
    from ..build.merging import MergeListener
    from ..build.source import Source

ARRAYS_EXTENSION = ".arrays"
_INDEX_NAME = "MAIN"  # Whoosh's own default
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

    def live(self) -> npt.NDArray[np.bool_]:
        """Mark the documents that are not deleted."""
        live = np.ones(self.doc_count_all(), bool)
        live[list(self.deleted_docs())] = False
        return live


def segment_path(storage: Any, segment: Any) -> Path:
    """Return where a segment's array file lies."""
    return Path(storage.folder) / segment.make_filename(ARRAYS_EXTENSION)


def contents_name(generation: int) -> str:
    """Return what the table of contents of a generation is called."""
    return str(TOC._filename(_INDEX_NAME, generation))


def read_segments(build: Path, generation: int) -> list[ArraySegment]:
    """Read which segments a generation has. It is a pickle: its checksum must have been compared."""
    storage = FileStorage(str(build), readonly=True)
    return list(TOC.read(storage, _INDEX_NAME, gen=generation).segments)


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
        from ..build.merging import merge  # noqa: PLC0415 - who only reads merges nothing

        merge(items.sources, self._path, items.scratch, items.on_merge)

    def close(self) -> None:
        """Whoosh asks for it."""
        self.is_closed = True


class _NothingPerDocument(base.PerDocumentWriter):
    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True
