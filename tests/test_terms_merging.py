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
from search.engines.arrays.build.terms_merging import merge_without_lists
from search.engines.arrays.file.arrays import ArrayFile, write_arrays
from search.engines.arrays.file.layout import ID_DOCUMENTS, OFFSET_STARTS, TEXT_STARTS
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


@given(parts=st.lists(documents, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_batches_merged_without_lists_are_what_is_kept_of_those_with_lists(
    parts: list[list[Document]],
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        batches = [whole(folder, [part], 1000 * n) for n, part in enumerate(parts)]
        merge_without_lists([Source(one) for one in batches], folder / "unlisted", folder)
        merge([Source(one) for one in batches], folder / "listed", folder)
        unlisted, listed = ArrayFile(folder / "unlisted"), ArrayFile(folder / "listed")
        assert {*unlisted} < {*listed}
        for array in unlisted:
            assert np.array_equal(unlisted[array], listed[array]), array
        for path, added in (("a", unlisted), ("b", listed)):
            write_terms(folder / path, live(added), [], folder)
        assert (folder / "a").read_bytes() == (folder / "b").read_bytes()


def test_more_characters_than_32_bits_count_are_merged(tmp_path: Path) -> None:
    huge = 3_000_000_000  # characters that each of two articles says it has
    parts = []
    for number in range(2):
        arrays = whole(tmp_path, [[("夜校", "夜")]], number)
        changed = {name: arrays[name] for name in arrays}
        changed[TEXT_STARTS] = np.array([0, huge], np.uint64)
        starts = arrays[OFFSET_STARTS].astype(np.uint64)
        changed[OFFSET_STARTS] = np.append(starts[:-1], np.uint64(huge))  # the last pair is 校 \n
        write_arrays(tmp_path / f"huge-{number}", changed)
        parts.append(ArrayFile(tmp_path / f"huge-{number}"))
    merge_without_lists([Source(one) for one in parts], tmp_path / "merged", tmp_path)
    write_terms(tmp_path / "terms", live(ArrayFile(tmp_path / "merged")), [], tmp_path)
    terms = Terms(ArrayFile(tmp_path / "terms"))
    assert np.diff(terms.arrays[TEXT_STARTS]).tolist() == [huge, huge]
    assert terms.characters == 2 * huge
    assert int(terms.pairs.character_sizes(np.array([ord("校")]))[0]) > 2 * huge - 20


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
