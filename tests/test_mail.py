"""Mail: a message is an article by its subject, and what is attached to it are files of their own."""

import struct
from pathlib import Path

import pytest

from search.errors import UnreadableError
from search.ingest import ReadArticle, Rejection, Remark, read_file, single_file
from search.ingest.mail.message import read_message
from search.ingest.mail.outlook import read_outlook
from search.ingest.mail.outlook_rtf import unpacked_rtf
from tests.files import saved_page, word_file
from tests.office_files import letter_within, message, outlook

SUBJECT = "关于汛期值守安排的通知"
BODY = "各值班室：\n\n今晚起双人值守，电话响三声以内必须接听，交接班要有书面记录。\n"
PAGE = "<p>各值班室：</p><p>今晚起双人值守，电话响三声以内必须接听，交接班要有书面记录。</p>"
TABLE = "三江市汛期值守表填写说明\n2024-05-01\n时间写到分，地点写到村，说不准的写待核。".encode()
TEXTS = ["各值班室：", "今晚起双人值守，电话响三声以内必须接听，交接班要有书面记录。"]


def items(folder: Path, name: str, content: bytes) -> list[ReadArticle | Remark | Rejection]:
    (folder / name).write_bytes(content)
    return list(read_file(single_file(folder / name)))


def titles(found: list[ReadArticle | Remark | Rejection]) -> list[str]:
    return [item.article.title for item in found if isinstance(item, ReadArticle)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eml", message(SUBJECT, BODY)),
        ("a.eml", message(SUBJECT, BODY, page=PAGE)),
        ("a.msg", outlook(SUBJECT, BODY)),
        ("没有后缀", message(SUBJECT, BODY)),
    ],
)
def test_a_message_is_an_article_by_its_subject(name: str, content: bytes, tmp_path: Path) -> None:
    (item,) = items(tmp_path, name, content)
    assert isinstance(item, ReadArticle)
    assert (item.article.title, str(item.article.day)) == (SUBJECT, "2024-05-20")
    assert [block.text for block in item.article.blocks] == TEXTS


@pytest.mark.parametrize("make", [message, outlook])
def test_what_is_attached_is_read_as_files_of_their_own(make: object, tmp_path: Path) -> None:
    assert callable(make)
    word = word_file(
        "<w:p><w:r><w:t>三江市汛期物资清单</w:t></w:r></w:p><w:p><w:r><w:t>沙袋四千只，橡皮艇六条，存放在城东仓库。</w:t></w:r></w:p>"
    )
    content = make(SUBJECT, BODY, attached={"说明.txt": TABLE, "清单.docx": word, "图": b"GIF89a"})
    found = items(tmp_path, "a.bin", content)
    assert titles(found) == [SUBJECT, "三江市汛期值守表填写说明", "三江市汛期物资清单"]
    assert [str(item) for item in found if isinstance(item, Rejection)] == [
        "a.bin/图: 图片，不支持；请另存为 PNG、JPEG 或 TIFF"
    ]


def test_a_message_within_a_message_is_an_article(tmp_path: Path) -> None:
    content = outlook(SUBJECT, BODY, {"转发": letter_within("关于夜间巡堤的通知", BODY)})
    assert titles(items(tmp_path, "a.msg", content)) == [SUBJECT, "关于夜间巡堤的通知"]


def test_a_forwarded_message_is_an_article(tmp_path: Path) -> None:
    forwarded = (
        b"From: a@sanjiang.example\r\nTo: b@sanjiang.example\r\nSubject: "
        + SUBJECT.encode()
        + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
        + BODY.encode()
        + b"\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
        + message("关于夜间巡堤的通知", BODY)
        + b"\r\n--x--\r\n"
    )
    assert titles(items(tmp_path, "a.eml", forwarded)) == [SUBJECT, "关于夜间巡堤的通知"]


def test_a_message_without_text_gives_what_is_attached(tmp_path: Path) -> None:
    remark, attached = items(tmp_path, "a.eml", message(SUBJECT, "", attached={"说明.txt": TABLE}))
    assert str(remark) == "a.eml: 没有正文，只收附件"
    assert isinstance(attached, ReadArticle)


def test_a_subject_in_bytes_that_nobody_declares_is_read() -> None:
    content = b"From: a@b\r\nTo: c@d\r\nSubject: " + SUBJECT.encode("gb18030") + b"\r\n\r\n"
    assert SUBJECT in [line.text for line in read_message(content + BODY.encode()).lines]


def test_a_picture_in_the_text_is_not_attached(tmp_path: Path) -> None:
    content = (
        f"From: a@b\r\nTo: c@d\r\nSubject: {SUBJECT}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{PAGE}\r\n--x\r\n"
        "Content-Type: image/png\r\nContent-ID: <1>\r\n\r\nxx\r\n--x--\r\n"
    ).encode()
    (item,) = items(tmp_path, "a.eml", content)
    assert isinstance(item, ReadArticle)


def test_a_page_that_a_browser_saved_is_no_mail(tmp_path: Path) -> None:
    page = f"<html><body><h1>{SUBJECT}</h1>{PAGE}</body></html>"
    (item,) = items(tmp_path, "a.mht", saved_page(page))
    assert isinstance(item, ReadArticle)
    assert item.article.url == "https://www.yunjiang.example/a.html"


def test_a_damaged_message_of_outlook_is_named() -> None:
    with pytest.raises(UnreadableError):
        read_outlook(outlook(SUBJECT, BODY)[:700])


def test_rtf_that_outlook_packed_is_unpacked() -> None:
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_rtf_that_says_it_is_huge_is_damage() -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        unpacked_rtf(struct.pack("<IIII", 1, 1 << 31, 0x75465A4C, 0))
