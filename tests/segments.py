"""Segments for the tests: small array files of made-up documents, and what plain search finds in them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import strategies as st

from search.engines.arrays.build import merging
from search.engines.arrays.build.inversion import invert
from search.engines.arrays.build.merging import merge
from search.engines.arrays.build.source import Source
from search.engines.arrays.file import document_lists, pieces, stepped_lists
from search.engines.arrays.file.array_types import AnyArray
from search.engines.arrays.file.arrays import ArrayFile, write_arrays
from search.engines.arrays.file.nibbles import with_packed
from search.text.segmentation import Segmenter

from .articles import article

#: The title and the paragraphs of a document, in normalised characters.
Document = tuple[str, ...]

#: So few that phrases recur, repeat themselves and overlap; sentences end, too.
lines = st.text(alphabet="哈江。", min_size=1, max_size=20)
documents = st.lists(
    st.lists(lines, min_size=1, max_size=4).map(tuple[str, ...]), min_size=1, max_size=8
)

segmenter = cache(Segmenter)


@contextmanager
def small_pieces(bits: int) -> Iterator[None]:
    """Let a piece have few characters, so that documents of a line have several, and are no short ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BITS", bits)
        patch.setattr(pieces, "_SHORT_BITS", max(bits - 4, 0))
        yield


@contextmanager
def array_file(arrays: dict[str, AnyArray]) -> Iterator[ArrayFile]:
    """Write arrays, nothing of them packed yet, to a file and open it."""
    with TemporaryDirectory() as folder:
        write_arrays(Path(folder, "some.arrays"), with_packed(arrays))
        yield ArrayFile(Path(folder, "some.arrays"))


@contextmanager
def segment_file(*parts: Sequence[Document], gone: Sequence[int] = ()) -> Iterator[ArrayFile]:
    """Write a segment of some documents; of several parts, merged, without those that are gone."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "_POSTINGS_AT_ONCE", 50)
        patch.setattr(document_lists, "_LEAST", 2)
        patch.setattr(document_lists, "_MANY", 0)
        patch.setattr(stepped_lists, "_APART", 4)
        folder = Path(name)
        sources, first = [], 0
        for number, part in enumerate(parts):
            articles = [article(f"{first + n}", *texts) for n, texts in enumerate(part)]
            write_arrays(folder / f"{number}.arrays", invert(articles, segmenter()))
            live = np.array([first + n not in gone for n in range(len(part))], bool)
            sources.append(Source(ArrayFile(folder / f"{number}.arrays"), live))
            first += len(part)
        if len(parts) == 1 and not gone:
            yield sources[0].arrays
        else:
            merge(sources, folder / "merged.arrays", folder)
            yield ArrayFile(folder / "merged.arrays")


def places_in(text: str, phrase: str) -> list[int]:
    """Return all places where a phrase begins in a text, also over one another."""
    found, at = [], text.find(phrase)
    while at >= 0:
        found.append(at)
        at = text.find(phrase, at + 1)
    return found


def plain_counts(documents: Sequence[Document], phrase: str) -> dict[int, tuple[int, int]]:
    """Count, without any index, where a phrase stands in each document, and in its title."""
    counts = {}
    for number, texts in enumerate(documents):
        of_texts = [len(places_in(text, phrase)) for text in texts]
        if any(of_texts):
            counts[number] = (sum(of_texts), of_texts[0])
    return counts
