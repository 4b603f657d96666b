"""Terms of segments, kept without their lists, become one file as if all had been written at once."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.arrays.build.inversion import invert
from search.engines.arrays.build.merging import merge
from search.engines.arrays.build.source import Source
from search.engines.arrays.file.arrays import ArrayFile, write_arrays
from search.engines.arrays.file.layout import ID_DOCUMENTS
from search.engines.arrays.file.terms import Terms
from search.engines.opensearch import terms_file
from search.engines.opensearch.terms_file import Segment, write_terms

from .articles import article
from .segments import Document, documents, segmenter


def whole(folder: Path, parts: Sequence[Sequence[Document]], first: int = 0) -> ArrayFile:
    """Write all lists of documents whose numbers begin at one, as a writer hands them over."""
    name = f"{first}-{sum(map(len, parts))}"
    articles = [
        article(f"{first + n}", *texts, source=texts[0][:1], published=None)
        for n, texts in enumerate(one for part in parts for one in part)
    ]
    write_arrays(folder / f"{name}.batch", invert(articles, segmenter()))
    merge([Source(ArrayFile(folder / f"{name}.batch"))], folder / f"{name}.whole", folder)
    return ArrayFile(folder / f"{name}.whole")


def live(arrays: ArrayFile) -> Segment:
    return arrays, np.ones(Terms(arrays).size, bool)


@given(parts=st.lists(documents, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_new_segment_takes_in_small_ones_and_holds_what_one_of_all_would(
    parts: list[list[Document]],
) -> None:
    with TemporaryDirectory() as name:
        folder, first = Path(name), 0
        before: list[Segment] = []
        for number, part in enumerate(parts):
            path = folder / f"terms-{number}.arrays"
            added = live(whole(folder, [part], first))
            assert write_terms(path, added, before, folder) == len(before)
            before, first = [live(ArrayFile(path))], first + len(part)
        write_terms(folder / "expected", live(whole(folder, parts)), [], folder)
        merged, expected = before[0][0], ArrayFile(folder / "expected")
        assert {*merged} == {*expected}
        for array in expected:
            assert np.array_equal(merged[array], expected[array]), array
        merged.verify()


def test_lists_and_texts_are_not_kept() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        added = whole(folder, [[("职工夜校", "夜校开班。")]])
        write_terms(folder / "terms", live(added), [], folder)
        kept = ArrayFile(folder / "terms")
        assert {*kept} < {*added}
        assert not [one for one in kept if one.startswith("articles") or one.endswith("/offsets")]
        assert Terms(kept).having("夜校") == 1


def test_however_many_updates_there_are_few_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms_file, "_SMALL", 0)
    with TemporaryDirectory() as name:
        folder = Path(name)
        segments: list[Segment] = []
        for number in range(40):
            path = folder / f"terms-{number}.arrays"
            added = live(whole(folder, [[("职工夜校", "夜校开班。")]], number))
            taken = write_terms(path, added, segments, folder)
            segments = [*segments[: len(segments) - taken], live(ArrayFile(path))]
            assert len(segments) <= 4
        assert sum(Terms(one).size for one, _ in segments) == 40


def test_what_was_replaced_is_no_longer_found_by_its_id() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        old = whole(folder, [[("职工夜校", "夜校开班。"), ("河道", "清淤。")]])
        new = whole(folder, [[("职工夜校", "夜校招生。")]])  # its id is that of the first, too
        replaced = old, np.array([False, True])
        assert write_terms(folder / "terms", live(new), [replaced], folder) == 1
        terms = ArrayFile(folder / "terms")
        assert (Terms(terms).size, terms[ID_DOCUMENTS].tolist()) == (3, [2, 1])
        write_terms(folder / "alone", replaced, [], folder)
        assert ArrayFile(folder / "alone")[ID_DOCUMENTS].tolist() == [1]
