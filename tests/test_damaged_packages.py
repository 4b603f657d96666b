"""A ZIP file whose headers lie (of method, flags, version, sizes) is read, or is no article."""

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from search.errors import UnreadableError
from search.ingest.files.archives import Allowance, read_members
from search.ingest.ofd.document import read_ofd
from search.ingest.office.book import read_book
from search.ingest.office.open_document import read_open_document
from search.ingest.office.presentation import read_presentation
from search.ingest.recognition import recognize
from search.ingest.word.document import read_docx

from .files import archive, workbook
from .records import read_workbook

WORD = Path(__file__).parents[1] / "corpus" / "documents" / "2024-rural-roads.docx"
OFD = WORD.with_name("2025-senior-canteens.ofd")
# Of each header of APPNOTE.TXT: its signature, and where its fields begin, with their bytes.
FIELDS = {
    b"PK\x03\x04": ((4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)),
    b"PK\x01\x02": ((6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (32, 2), (42, 4)),
    b"PK\x05\x06": ((4, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)),
}
# Zero, encrypted, bzip2, LZMA, strong encryption, a version to come, and the greatest numbers.
VALUES = (0, 1, 9, 12, 14, 0x41, 0xFF, 0x800, 0x2000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def _members(content: bytes) -> Iterable[object]:
    found = list(read_members(BytesIO(content), Allowance()))
    for member in found:
        if isinstance(member.content, UnreadableError):
            raise member.content
    return found


READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "docx": (WORD.read_bytes(), read_docx),
    "xlsx": (
        workbook([["标题", "正文"], ["夜校", "开班。"]]),
        lambda content: list(read_workbook(content, "a.xlsx")),
    ),
    "ofd": (OFD.read_bytes(), read_ofd),
    "odt": (WORD.with_name("2021-reed-harvest.odt").read_bytes(), read_open_document),
    "pptx": (WORD.with_name("2023-night-lights.pptx").read_bytes(), read_presentation),
    "epub": (WORD.with_name("2020-old-bridges.epub").read_bytes(), read_book),
    "zip": (archive(a__txt="夜校\n\n开班。", b__md="# 夜校\n\n开班。"), _members),
    "any": (archive(a__txt="夜校\n\n开班。"), lambda content: recognize(BytesIO(content), "a.zip")),
}


def _lies(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the package with each field of its first headers changed, and what was changed."""
    for signature, fields in FIELDS.items():
        header = content.index(signature)
        for offset, size in fields:
            at = header + offset
            for value in dict.fromkeys(value & ((1 << 8 * size) - 1) for value in VALUES):
                written = value.to_bytes(size, "little")
                yield (
                    f"{signature!r} {offset} {value:x}",
                    content[:at] + written + content[at + size :],
                )


@pytest.mark.parametrize("kind", READERS)
def test_nothing_but_a_reason_comes_out_of_a_package_whose_headers_lie(kind: str) -> None:
    content, read = READERS[kind]
    reasons = {}
    for what, changed in _lies(content):
        try:
            read(changed)
        except UnreadableError as error:
            reasons[what] = error.reason
    assert len(reasons) > 10
    assert [what for what, reason in reasons.items() if not re.search(r"[一-鿿]", reason)] == []


@pytest.mark.parametrize("kind", ["docx", "ofd", "odt", "pptx", "epub", "xlsx", "any"])
def test_a_version_of_zip_that_is_not_known_is_damage_and_how_to_mend_it_is_said(kind: str) -> None:
    content, read = READERS[kind]
    at = content.index(b"PK\x01\x02") + 6
    changed = content[:at] + b"\xff\x00" + content[at + 2 :]
    with pytest.raises(UnreadableError, match="已损坏，或没有下载完整；请重新下载或另存"):
        read(changed)
