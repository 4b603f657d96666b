"""The words the administrator adds."""

from pathlib import Path

import pytest

from search.dictionary import Dictionary, read_dictionary
from search.errors import DictionaryError


def read(folder: Path, text: str) -> Dictionary:
    path = folder / "dictionary.txt"
    path.write_text(text, encoding="utf-8")
    return read_dictionary(path)


def test_a_line_is_a_word_perhaps_with_a_frequency_and_a_kind(tmp_path: Path) -> None:
    words = read(tmp_path, "# 地名\n云江市\n\n青屿区 100\n三江善治 5 nz\n")
    assert words.entries == (("云江市", None), ("青屿区", 100), ("三江善治", 5))


def test_comments_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    assert read(tmp_path, "云江市\n").fingerprint == read(tmp_path, "# 注\n\n云江市\n").fingerprint
    assert read(tmp_path, "云江市\n").fingerprint != read(tmp_path, "云江\n").fingerprint


@pytest.mark.parametrize("line", ["5G", "云江 市区", "云江 -1", "云" * 40])
def test_what_is_no_word_is_named_by_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(DictionaryError, match=r"dictionary\.txt:2: 不是词条"):
        read(tmp_path, f"云江市\n{line}\n")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match="无法读取用户词典"):
        read_dictionary(tmp_path / "none.txt")
