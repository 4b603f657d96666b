"""A file of arrays: what is written is read, and what is not whole is refused."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays.file import arrays
from search.engines.arrays.file.arrays import ArrayFile, ArrayFileError, ArraySpool, write_arrays
from search.engines.arrays.file.common_strings import CommonStrings
from search.engines.arrays.file.strings import Strings, strings_to_arrays

numbers = st.lists(st.integers(0, 2**64 - 1), max_size=40)


@given(st.dictionaries(st.text(max_size=8), numbers, max_size=6))
def test_arrays_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, list[int]]
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "file"
    write_arrays(path, {name: np.array(values, np.uint64) for name, values in made.items()})
    read = ArrayFile(path)
    read.verify()
    assert {name: read[name].tolist() for name in read} == made


@pytest.mark.parametrize(
    ("greatest", "width"), [(0, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4), (2**32, 8)]
)
def test_an_array_takes_the_narrowest_width(tmp_path: Path, greatest: int, width: int) -> None:
    write_arrays(tmp_path / "file", {"a": np.array([0, greatest], np.uint64)})
    assert ArrayFile(tmp_path / "file")["a"].dtype.itemsize == width


def test_arrays_are_aligned_and_not_copied(tmp_path: Path) -> None:
    write_arrays(tmp_path / "file", {"a": np.arange(5), "b": np.arange(700)})
    for name in "ab":
        array = ArrayFile(tmp_path / "file")[name]
        assert array.ctypes.data % 64 == 0
        assert not array.flags.owndata
        assert not array.flags.writeable


def test_part_of_an_array_can_be_read(tmp_path: Path) -> None:
    write_arrays(tmp_path / "file", {"a": np.arange(9), "b": np.arange(1000)})
    assert ArrayFile(tmp_path / "file").read("b", 300, 303).tolist() == [300, 301, 302]


def test_a_spooled_array_is_one_array(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_SPOOL_IN_MEMORY", 64)
    monkeypatch.setattr(arrays, "_CHUNK", 7)
    with closing(ArraySpool(tmp_path)) as spool:
        for start in range(0, 1000, 10):
            spool.append("a", np.arange(start, start + 10, dtype=np.uint32))
            spool.append("b", np.empty(0, np.uint32))
        spool.write(tmp_path / "file")
    read = ArrayFile(tmp_path / "file")
    assert read["a"].tolist() == list(range(1000))
    assert read["b"].tolist() == []
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def damaged_at(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)


def test_another_version_is_refused(tmp_path: Path) -> None:
    write_arrays(tmp_path / "file", {"a": np.arange(9)})
    damaged_at(tmp_path / "file", 8)
    with pytest.raises(ArrayFileError, match="version"):
        ArrayFile(tmp_path / "file")


@pytest.mark.parametrize("place", [0, -1, -30, -40])
def test_a_damaged_frame_is_refused(tmp_path: Path, place: int) -> None:
    write_arrays(tmp_path / "file", {"a": np.arange(9)})
    damaged_at(tmp_path / "file", place)
    with pytest.raises(ArrayFileError):
        ArrayFile(tmp_path / "file")


def test_every_length_cut_short_is_refused(tmp_path: Path) -> None:
    write_arrays(tmp_path / "file", {"a": np.arange(9)})
    content = (tmp_path / "file").read_bytes()
    for length in range(len(content)):
        (tmp_path / "file").write_bytes(content[:length])
        with pytest.raises(ArrayFileError):
            ArrayFile(tmp_path / "file")


def test_a_damaged_array_is_found_out_when_checked(tmp_path: Path) -> None:
    write_arrays(tmp_path / "file", {"a": np.arange(9), "b": np.arange(9)})
    damaged_at(tmp_path / "file", 64 + 3)
    damaged = ArrayFile(tmp_path / "file")
    with pytest.raises(ArrayFileError, match="is damaged"):
        damaged.verify()


@given(st.sets(st.binary(max_size=5), max_size=30), st.binary(max_size=5))
def test_strings_are_found_where_they_stand(strings: set[bytes], wanted: bytes) -> None:
    ascending = sorted(strings)
    listed = Strings(strings_to_arrays("x", ascending), "x")
    assert list(listed) == [listed[n] for n in range(len(listed))] == ascending
    assert listed.find(wanted) == (ascending.index(wanted) if wanted in strings else None)


texts = st.lists(st.text(st.characters(codec="utf-8"), max_size=4), max_size=30)


@given(lists=st.lists(texts, min_size=1, max_size=4))
def test_strings_of_several_lists_are_numbered_in_common(lists: list[list[str]]) -> None:
    encoded = [sorted({text.encode() for text in own}) for own in lists]
    common = CommonStrings([Strings(strings_to_arrays("x", own), "x") for own in encoded])
    expected = sorted(set().union(*encoded))
    wanted = [string.decode() for string in expected]
    assert (list(common), [common[at] for at in range(len(common))]) == (wanted, wanted)
    assert [common.place(text) for text in wanted] == list(range(len(wanted)))
    assert common.place("不在") is None
    assert common.lengths().tolist() == list(map(len, wanted))
    assert [numbers.tolist() for numbers in common.numbers] == [
        [expected.index(string) for string in own] for own in encoded
    ]
