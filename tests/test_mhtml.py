"""Pages that a browser saved in one file."""

import base64
import quopri
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.article_fields import FieldName
from search.errors import UnreadableError
from search.ingest import read_corpus
from search.ingest.documents.mhtml import read_mhtml

from .files import HTML, saved_page


def texts(content: bytes) -> list[str]:
    return [line.text for line in read_mhtml(content).lines]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312", "big5hkscs"])
def test_the_page_is_decoded_by_what_it_is(charset: str) -> None:
    page = HTML.replace("云", "雲").replace("关", "關") if charset == "big5hkscs" else HTML
    content = saved_page(page.encode(charset, "ignore").decode(charset), charset)
    assert any("校" in text for text in texts(content))


def test_quoted_printable_and_base64_are_undone() -> None:
    quoted = quopri.encodestring(HTML.encode()).decode("ascii")
    coded = base64.encodebytes(HTML.encode()).decode("ascii")
    for body, encoding in ((quoted, "quoted-printable"), (coded, "base64")):
        assert "关于夜校开班的通知" in texts(saved_page(body, encoding=encoding))


def test_the_address_of_the_page_is_evidence() -> None:
    (address,) = [
        hint for hint in read_mhtml(saved_page(HTML)).hints if hint.field is FieldName.URL
    ]
    assert address.value == "https://www.yunjiang.example/a.html"


def test_a_file_without_a_page_is_rejected() -> None:
    content = saved_page(HTML).replace(b"text/html; ", b"text/css; ")
    with pytest.raises(UnreadableError, match="没有网页"):
        read_mhtml(content)


def test_a_saved_page_named_doc_is_read(tmp_path: Path) -> None:
    (tmp_path / "通知.doc").write_bytes(saved_page(HTML))
    (item,) = read_corpus(tmp_path)
    assert isinstance(item, Article)


@given(cut=st.integers(0, 900), junk=st.binary(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_damage_gives_a_page_or_a_reason(cut: int, junk: bytes) -> None:
    content = saved_page(HTML)
    try:
        assert read_mhtml(content[:cut] + junk + content[cut + 5 :]).hints is not None
    except UnreadableError as error:
        assert error.reason
