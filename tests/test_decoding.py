"""In which encoding a file is."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import UnreadableError
from search.ingest.decoding import decode, decode_beginning

TEXT = "云江市总工会：\n\t“职工夜校”开班😀𠮷\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big", "gb18030"],
)
def test_a_text_is_the_same_in_every_encoding(content: bytes) -> None:
    assert decode(content) == TEXT


@pytest.mark.parametrize("encoding", ["gbk", "gb2312"])
def test_older_chinese_encodings_are_read(encoding: str) -> None:
    assert decode("联通，职工夜校。".encode(encoding)) == "联通，职工夜校。"


TRADITIONAL = "雲州市總工會：職工夜校下週開班，請大家相互轉告。"


@pytest.mark.parametrize("text", [TRADITIONAL, "職工夜校", "香港：啲嘅冇", "關於夜校開班的通知\n"])
def test_traditional_characters_are_read_in_big5_too(text: str) -> None:
    assert decode(text.encode("big5hkscs")) == text
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("text", ["工会", "职工", "我", "云江市总工会", "①１．５％ 夜校", "龘靐齉"])
def test_short_texts_in_gb18030_are_not_taken_for_big5(text: str) -> None:
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("damage", [b"\x80", b"\xff", b"\xc9"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_of_a_text_becomes_a_mark_and_the_rest_is_read(
    encoding: str, damage: bytes
) -> None:
    text = "云州市职工夜校下周开班，请大家相互转告。" * 20
    assert decode(text.encode(encoding) + damage) == text + "\ufffd"


def test_a_text_with_many_broken_bytes_is_rejected() -> None:
    content = ("云州市职工夜校".encode("gb18030") + b"\xff\xff") * 20
    with pytest.raises(UnreadableError):
        decode(content)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_latin_letters(encoding: str) -> None:
    text = "<html><head><title>职工夜校</title></head>\n<body>开班</body></html>"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", "x-unknown"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_wrong_declaration_is_not_believed(encoding: str, declared: str) -> None:
    text = f"<meta charset={declared}>" + "云江市职工夜校下周开班。" * 4
    assert decode(text.encode(encoding)) == text


def test_a_declaration_counts_where_nothing_else_fits() -> None:
    text = '<meta charset="windows-1251"><p>\u042f</p>'
    assert decode(text.encode("windows-1251")) == text


CHINESE = st.text(
    st.sampled_from("云江市总工会职工夜校下周开班请大家相互转告，。、《》：\n0123"), min_size=40
)


@given(text=CHINESE, encoding=st.sampled_from(["utf-8", "gb18030", "gbk", "big5hkscs", "utf-16"]))
def test_a_text_of_some_length_is_read_in_every_encoding(text: str, encoding: str) -> None:
    if encoding == "big5hkscs":
        text = text.translate(str.maketrans("云总会职业开请转", "雲總會職業開請轉")).replace(
            "工夜", "工"
        )
    assert decode(text.encode(encoding)) == text


@given(text=CHINESE, encoding=st.sampled_from(["utf-8", "gb18030"]), cut=st.integers(0, 3))
def test_a_beginning_cut_within_a_character_is_read(text: str, encoding: str, cut: int) -> None:
    content = text.encode(encoding)
    assert text.startswith(decode_beginning(content[: len(content) - cut]).rstrip("\ufffd"))


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"") == ""


def test_tabs_line_ends_and_page_breaks_are_text() -> None:
    assert decode(b"a\tb\r\nc\x0cd") == "a\tb\r\nc\x0cd"


@pytest.mark.parametrize(
    "content",
    [
        b"\x00",
        "职工\x00夜校".encode(),
        b"%PDF-1.7\n\x01\x02",
        b"PK\x03\x04\x14\x00",
        b"\x89PNG\r\n\x1a\n",
        codecs.BOM_UTF32_LE + "职工".encode("utf-32-le"),
        "职工\n夜校".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"\x00\xd8",
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF8 + b"\xff",
        b"\xff\xff\xff",
    ],
)
def test_what_is_no_text_is_rejected_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"不是文本文件.*请另存为 UTF-8") as caught:
        decode(content)
    assert caught.value.line is None


@given(content=st.binary(max_size=60))
def test_any_bytes_are_a_text_or_rejected(content: bytes) -> None:
    try:
        assert isinstance(decode(content), str)
    except UnreadableError as error:
        assert error.reason


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_a_text_in_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text
    assert decode(b"a" + text.encode()) == "a" + text
