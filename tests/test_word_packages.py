"""Files that hold a Word document: dialects, names of parts, templates, and XML without a package."""

import base64
import io
import zipfile

import pytest

from search.errors import UnreadableError
from search.ingest.recognition import Format, recognize
from search.ingest.word.document import read_docx

from .files import archive_of, word_file, word_part
from .test_word_reading import paragraph

BODY = paragraph("夜灯两盏。")
STRICT = "http://purl.oclc.org/ooxml/"
PLAIN = "http://schemas.openxmlformats.org/"


def lines(content: bytes) -> list[str]:
    assert recognize(io.BytesIO(content), "a") is Format.DOCX
    return [line.text for line in read_docx(content).lines]


def changed(content: bytes, *pairs: tuple[str, str]) -> bytes:
    """Replace strings in the names and the contents of all parts."""
    members: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for path in package.namelist():
            name, text = path, package.read(path).decode()
            for old, new in pairs:
                name, text = name.replace(old, new), text.replace(old, new)
            members[name] = text
    return archive_of(members)


def test_the_strict_dialect_is_read() -> None:
    body = paragraph("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>") + BODY
    strict = changed(
        word_file(body + '<w:altChunk r:id="a.htm"/>', {"a.htm": ("aFChunk", "<p>屋顶花园。</p>")}),
        (f"{PLAIN}wordprocessingml/2006/main", f"{STRICT}wordprocessingml/main"),
        (f"{PLAIN}officeDocument/2006/", f"{STRICT}officeDocument/"),
    )
    assert lines(strict) == ["x=1", "夜灯两盏。", "屋顶花园。"]


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
        "vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml", "正文/a.xml", "a.xml"])
def test_templates_and_documents_with_macros_are_read_whatever_their_main_part_is_called(
    kind: str, main: str
) -> None:
    usual = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert lines(changed(word_file(BODY, main=main), (usual, kind))) == ["夜灯两盏。"]


def test_names_with_backslashes_and_in_other_cases_are_read() -> None:
    members: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(word_file(BODY))) as package:
        for name in package.namelist():
            members[name.replace("/", "\\").replace("document", "Document")] = package.read(name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as other:
        for name, content in members.items():
            other.writestr(name, content)
    assert lines(packed.getvalue()) == ["夜灯两盏。"]


def test_a_document_without_relationships_is_read_by_its_usual_name() -> None:
    assert lines(
        archive_of({"word/document.xml": word_part("document", f"<w:body>{BODY}</w:body>")})
    ) == ["夜灯两盏。"]


def test_a_package_in_one_file_of_xml_is_read() -> None:
    package = "http://schemas.microsoft.com/office/2006/xmlPackage"
    parts = ""
    with zipfile.ZipFile(io.BytesIO(word_file(
        BODY + '<w:altChunk r:id="a.htm"/>', {"a.htm": ("aFChunk", "<p>屋顶花园。</p>")}
    ))) as source:  # fmt: skip
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".htm"):
                inside = f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
            else:
                inside = f"<pkg:xmlData>{content.decode()}</pkg:xmlData>"
            parts += f'<pkg:part pkg:name="/{name}">{inside}</pkg:part>'
    flat = (
        '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="{package}">{parts}</pkg:package>'
    )
    assert lines(flat.encode()) == ["夜灯两盏。", "屋顶花园。"]


def test_the_xml_of_word_2003_is_read() -> None:
    names = (
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
    )
    text = "<w:r><w:t>{}</w:t></w:r>"
    annotated = '<aml:annotation w:type="Word.{}"><aml:content>{}</aml:content></aml:annotation>'
    deleted = annotated.format("Deletion", "<w:r><w:delText>三盏</w:delText></w:r>")
    comment = annotated.format("Comment", f"<w:p>{text.format('再议')}</w:p>")
    note = f"<w:r><w:footnote><w:p>{text.format('含路灯。')}</w:p></w:footnote></w:r>"
    listed = '<w:pPr><w:listPr><wx:t wx:val="第一条"/></w:listPr></w:pPr>'
    content = (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {names}>'
        f"<w:body><wx:sect><w:p>{listed}{text.format('夜灯')}{note}{deleted}<w:r>{comment}</w:r>{text.format('两盏。')}"
        "</w:p><w:sectPr><w:hdr w:type='odd'><w:p><w:r><w:t>水务公报</w:t></w:r></w:p></w:hdr></w:sectPr>"
        "</wx:sect></w:body></w:wordDocument>"
    )
    assert lines(content.encode()) == ["第一条夜灯两盏。", "含路灯。"]
    remarks = [aside.remark for aside in read_docx(content.encode()).set_aside if aside.remark]
    assert remarks == ["修订中删除的 2 字未收入", "1 个批注未收入", "页眉页脚的 4 字未收入"]


@pytest.mark.parametrize("kind", ["footnotes", "styles", "header", "numbering"])
def test_a_damaged_part_beside_the_text_costs_only_itself(kind: str) -> None:
    assert lines(word_file(BODY, {"x.xml": (kind, "<w:x")})) == ["夜灯两盏。"]


def test_a_document_of_pictures_alone_is_said_to_be_one() -> None:
    content = word_file(paragraph(""), {"media/a.png": ("image", b"\x89PNG")})
    with pytest.raises(UnreadableError, match="没有文字；只有图片"):
        read_docx(content)


def test_large_pictures_do_not_count_for_what_is_unpacked() -> None:
    assert lines(word_file(BODY, {"media/a.bmp": ("image", b"\0" * (201 << 20))})) == ["夜灯两盏。"]


def test_a_document_type_is_refused() -> None:
    part = '<!DOCTYPE a [<!ENTITY b "夜灯">]>' + word_part("document", f"<w:body>{BODY}</w:body>")
    with pytest.raises(UnreadableError, match="已损坏"):
        read_docx(archive_of({"word/document.xml": part}))


def test_of_a_document_without_text_to_read_it_is_said_what_is_in_it() -> None:
    pdf: dict[str, tuple[str, str | bytes]] = {"a.pdf": ("aFChunk", b"%PDF-1.7")}
    with pytest.raises(UnreadableError, match="没有可收入的文字：插入的文件未收入"):
        read_docx(word_file('<w:altChunk r:id="a.pdf"/>', pdf))


def test_a_presentation_in_one_file_of_xml_is_no_damaged_document() -> None:
    flat = archive_of({"word/document.xml": "<p:presentation xmlns:p='p'/>"})
    with pytest.raises(UnreadableError, match="不是 Word 文档"):
        read_docx(flat)


def test_a_second_body_is_read_too() -> None:
    part = word_part("document", f"<w:body>{BODY}</w:body><w:body>{paragraph('完。')}</w:body>")
    assert lines(archive_of({"word/document.xml": part})) == ["夜灯两盏。", "完。"]
