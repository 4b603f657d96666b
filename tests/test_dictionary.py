"""The words the administrator adds."""

from pathlib import Path

import pytest

from search.errors import DictionaryError
from search.text.dictionary import Dictionary, read_dictionary


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


def test_a_mark_at_the_start_and_dos_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_bytes("云江市\r\n青屿区 100\r\n".encode("utf-8-sig"))
    assert read_dictionary(path).entries == (("云江市", None), ("青屿区", 100))


def test_the_longest_word_has_32_characters(tmp_path: Path) -> None:
    assert read(tmp_path, "云" * 32).entries == (("云" * 32, None),)
    with pytest.raises(DictionaryError, match=":1:"):
        read(tmp_path, "云" * 33)


@pytest.mark.parametrize("line", ["云江市 0", "云江市 1.5", "云江，市", "云江市 100 地名", "100"])
def test_a_bad_line_is_quoted_with_what_to_write(tmp_path: Path, line: str) -> None:
    with pytest.raises(DictionaryError) as caught:
        read(tmp_path, f"# 地名\n\n{line}\n")
    assert f'dictionary.txt:3: 不是词条: "{line}"' in str(caught.value)
    assert "每行写一个汉字词" in str(caught.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_bytes("云江市\n".encode("gb18030"))
    with pytest.raises(DictionaryError, match="须为 UTF-8 文本"):
        read_dictionary(path)


def test_words_frequencies_and_their_order_make_the_fingerprint() -> None:
    dictionaries = [
        Dictionary(),
        Dictionary((("云江市", None),)),
        Dictionary((("云江市", 5),)),
        Dictionary((("云江市", 5), ("青屿区", 5))),
        Dictionary((("青屿区", 5), ("云江市", 5))),
    ]
    assert len({dictionary.fingerprint for dictionary in dictionaries}) == len(dictionaries)


def test_an_empty_dictionary_is_one_without_entries(tmp_path: Path) -> None:
    assert read(tmp_path, "# 只有注释\n") == Dictionary()
