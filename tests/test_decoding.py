"""In which encoding a file is."""

import codecs
import re
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import UnreadableError
from search.ingest.files.decoding import decode

HAN = re.compile(r"[一-鿿]")
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
def test_a_slightly_damaged_text_in_gb18030_is_not_read_as_big5(damage: bytes) -> None:
    text = "云州市职工夜校下周开班，请大家相互转告。" * 20
    assert decode(text.encode("gb18030") + damage).rstrip("\ufffd") == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_of_which_much_is_damaged_is_rejected(encoding: str) -> None:
    content = "云州市职工夜校下周开班。".encode(encoding) + b"\xff\xff"
    with pytest.raises(UnreadableError, match="不是文本文件"):
        decode(content)


def test_a_page_with_a_few_broken_bytes_is_read_in_its_encoding() -> None:
    whole = "云江市总工会职工夜校下周开班，请大家相互转告。" * 30
    content = whole.encode()
    broken = content[:300] + content[301:900] + b"\xe5" + content[900:]
    text = decode(broken)
    assert text.count("\ufffd") <= 4
    assert text.count("职工夜校") >= 28


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "iso-8859-1", "none-such"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_page_is_read_rightly_whatever_it_declares(declared: str, encoding: str) -> None:
    page = f'<html><meta charset="{declared}"><p>云江市总工会职工夜校下周开班，请大家相互转告，报名。</p></html>'
    assert decode(page.encode(encoding)) == page


CORPUS = Path(__file__).parents[1] / "corpus"
SIMPLIFIED = "".join(p.read_text("utf-8") for p in sorted(CORPUS.glob("saved-pages/**/*.txt")))
TO_TRADITIONAL = opencc.OpenCC("s2t")
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


@given(
    start=st.integers(0, len(SIMPLIFIED) - 500), length=st.integers(40, 400), cut=st.integers(0, 3)
)
@settings(max_examples=150, deadline=None)
def test_a_text_in_any_encoding_is_read_even_when_cut_within_a_character(
    start: int, length: int, cut: int
) -> None:
    text = SIMPLIFIED[start : start + length]
    if len(HAN.findall(text)) < 20:
        return
    for encoding in ENCODINGS:
        content = text.encode(encoding, "ignore")
        expected = content.decode(encoding)
        got = decode(content[: len(content) - cut])
        assert got == expected[: len(got)], encoding
        assert len(expected) - len(got) <= 3


@given(
    start=st.integers(0, len(SIMPLIFIED) - 500), length=st.integers(40, 400), cut=st.integers(0, 1)
)
@settings(max_examples=100, deadline=None)
def test_a_traditional_text_in_big5_is_read_even_when_cut_within_a_character(
    start: int, length: int, cut: int
) -> None:
    text = TO_TRADITIONAL.convert(SIMPLIFIED[start : start + length])
    content = text.encode("big5hkscs", "ignore")
    expected = content.decode("big5hkscs")
    if len(HAN.findall(expected)) < 20:
        return
    got = decode(content[: len(content) - cut])
    assert got == expected[: len(got)]
    assert len(expected) - len(got) <= 1


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
