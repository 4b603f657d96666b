"""OFD: pages of GB/T 33190 are read as a reader sees them, and what the file says of itself is believed."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from search.article import Article
from search.errors import UnreadableError
from search.ingest import ReadArticle, Rejection, Remark, read_file, single_file
from search.ingest.lines.coverage import loss_of
from search.ingest.ofd.document import read_ofd
from search.ingest.scans.installed import unread
from tests.files import archive_of
from tests.ofd_files import (
    Document,
    centred,
    colour,
    grid,
    lines,
    ofd,
    path,
    picture,
    rule,
    text,
)

TITLE = "三江市档案馆关于开放老照片的通知"
FIRST = "凡一九八〇年以前拍摄、权属清楚的照片，自六月一日起向市民开放，可以到馆查看，每人每次不超过二十张。"
SECOND = "查看原片须戴手套，不得使用闪光灯；照片背面的题字，同样可以抄录。"
BODY = centred(TITLE, 40) + lines("\u3000\u3000" + FIRST, 60) + lines("\u3000\u3000" + SECOND, 100)


def read(*documents: Document | str) -> list[str]:
    return [line.text for line in read_ofd(ofd(*documents)).lines]


def remarks(*documents: Document | str) -> list[str]:
    return [part.remark for part in read_ofd(ofd(*documents)).set_aside if part.remark]


def items(folder: Path, content: bytes) -> list[ReadArticle | Remark | Rejection]:
    (folder / "a.ofd").write_bytes(content)
    return list(read_file(single_file(folder / "a.ofd")))


def article(folder: Path, *documents: Document | str) -> Article:
    found = items(folder, ofd(*documents))
    assert isinstance(found[0], ReadArticle), found
    return found[0].article


def test_lines_of_a_paragraph_are_joined() -> None:
    assert read(BODY) == [TITLE, FIRST, SECOND]


def test_text_is_read_in_the_order_of_the_page_not_of_the_file() -> None:
    drawn = lines(SECOND, 100) + lines(FIRST, 60) + centred(TITLE, 40)
    assert read(drawn) == [TITLE, FIRST, SECOND]


def test_characters_that_are_drawn_one_by_one_are_one_line() -> None:
    drawn = "".join(text(one, 30 + 6 * n, 40) for n, one in enumerate(TITLE))
    assert read(drawn) == [TITLE]


def code(words: str, more: str, size: float = 5, matrix: str = "", inside: str = "") -> str:
    ctm = f' CTM="{matrix}"' if matrix else ""
    return (
        f'<ofd:TextObject Boundary="30 40 150 10" Font="1" Size="{size}"{ctm}>{inside}'
        f"<ofd:TextCode {more}>{words}</ofd:TextCode></ofd:TextObject>"
    )


@pytest.mark.parametrize(
    "more",
    [
        'X="0" Y="5" DeltaX="5 5 5 5 5"',
        'X="0" Y="5" DeltaX="g 5 5"',
        'X="0" Y="5" DeltaX="5 g 4 5"',
        'X="0" Y="5" DeltaX="5"',
        'X="0" Y="5" DeltaX="5,5,5,5,5"',
        'X="0" Y="5" DeltaX="g 999999999 5"',
        'X="0" Y="5"',
        "",
    ],
)
def test_steps_from_one_character_to_the_next_are_read_in_every_form(more: str) -> None:
    assert read(code("老照片开放了", more)) == ["老照片开放了"]


def test_type_that_a_matrix_makes_smaller_is_measured_as_it_is_drawn() -> None:
    small = code("老照片开放了", 'X="0" Y="14" DeltaX="g 5 14"', 14, "0.3528 0 0 0.3528 0 0")
    assert read(small) == ["老照片开放了"]


def test_characters_that_are_drawn_as_one_shape_take_one_step() -> None:
    merged = '<ofd:CGTransform CodePosition="4" CodeCount="2" GlyphCount="1"/>'
    steps = 'X="0" Y="5" DeltaX="2.5 2.5 2.5 2.5 2.5 2.5 2.5"'
    assert read(code("an office", steps, inside=merged)) == ["an office"]


def test_white_space_that_only_lays_out_the_xml_is_no_text() -> None:
    assert read(code("\n    老照片开放了\n  ", 'X="0" Y="5"')) == ["老照片开放了"]


def test_text_that_is_drawn_turned_is_read() -> None:
    turned = (
        '<ofd:TextObject Boundary="180 60 10 80" Font="1" Size="5" CTM="0 1 -1 0 0 0">'
        '<ofd:TextCode X="0" Y="0" DeltaX="g 5 5">附件照片目录</ofd:TextCode></ofd:TextObject>'
    )
    assert "附件照片目录" in read(BODY + turned)


def test_columns_from_right_to_left_are_read_in_their_order() -> None:
    drawn = ""
    for n, words in enumerate(("旧影存真凡三百幅皆", "馆员手录题字于背面")):
        drawn += (
            f'<ofd:TextObject Boundary="{170 - 10 * n} 40 6 100" Font="1" Size="5" ReadDirection="90">'
            f'<ofd:TextCode X="0" Y="5" DeltaY="g 8 6">{words}</ofd:TextCode></ofd:TextObject>'
        )
    assert read(drawn) == ["旧影存真凡三百幅皆馆员手录题字于背面"]


def test_a_table_that_is_drawn_with_lines_has_its_rows() -> None:
    drawn = grid([28, 88, 138], [80, 90, 100])
    cells = (("年代", "幅数"), ("民国", "412"))
    for row, words in enumerate(cells):
        for x, cell in zip((30, 90), words, strict=True):
            drawn += text(cell, x, 87 + 10 * row, 4.9)
    assert read(centred(TITLE, 40) + drawn)[1:] == ["年代 | 幅数", "民国 | 412"]


def test_a_table_drawn_with_thin_boxes_has_its_rows() -> None:
    thin = "".join(
        path(f"M 28 {y} L 138 {y} L 138 {y + 0.3} L 28 {y + 0.3} C", 'Fill="true" Stroke="false"')
        for y in (80, 90, 100)
    )
    thin += "".join(
        path(f"M {x} 80 L {x + 0.3} 80 L {x + 0.3} 100 L {x} 100 C", 'Fill="true" Stroke="false"')
        for x in (28, 88, 138)
    )
    for row, words in enumerate((("年代", "幅数"), ("民国初年", "412"))):
        for x, cell in zip((30, 90), words, strict=True):
            thin += text(cell, x, 87 + 10 * row, 4.9)
    assert read(centred(TITLE, 40) + thin)[1:] == ["年代 | 幅数", "民国初年 | 412"]


def test_blocks_within_blocks_and_what_is_drawn_by_reference_are_read() -> None:
    drawn = text("开放目录见附件", 0, 10)
    unit = f'<ofd:CompositeGraphicUnit ID="70"><ofd:Content>{drawn}</ofd:Content></ofd:CompositeGraphicUnit>'
    drawn = f"<ofd:PageBlock><ofd:PageBlock>{centred(TITLE, 40)}</ofd:PageBlock></ofd:PageBlock>"
    drawn += '<ofd:CompositeObject Boundary="28 70 100 20" ResourceID="70"/>'
    assert read(Document([drawn], resources=unit)) == [TITLE, "开放目录见附件"]


def test_a_unit_that_draws_itself_ends() -> None:
    again = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="70"/>' * 2
    unit = f'<ofd:CompositeGraphicUnit ID="70"><ofd:Content>{again}</ofd:Content></ofd:CompositeGraphicUnit>'
    drawn = BODY + '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="70"/>'
    assert read(Document([drawn], resources=unit))[0] == TITLE


@pytest.mark.parametrize(
    "names",
    [
        'xmlns:ofd="http://www.ofdspec.org"',
        'xmlns:ofd="urn:somebody:else"',
    ],
)
def test_a_namespace_that_is_not_the_standards_does_not_matter(names: str) -> None:
    assert read_ofd(ofd(BODY, names=names)).lines[0].text == TITLE


def members(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_names_without_any_namespace_are_read() -> None:
    plain = {
        name: part.replace(b"ofd:", b"").replace(b' xmlns:ofd="http://www.ofdspec.org/2016"', b"")
        for name, part in members(ofd(BODY)).items()
        if isinstance(part, bytes)
    }
    assert read_ofd(archive_of(dict(plain))).lines[0].text == TITLE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Doc_0/", "Doc_0\\"),
        ("Doc_0/", "doc_0/"),
        ("", "文件/"),
        ("", "/"),
    ],
)
def test_paths_that_are_written_otherwise_are_found(old: str, new: str) -> None:
    moved = {
        name.replace(old, new, 1) if old else new + name: part
        for name, part in members(ofd(BODY)).items()
    }
    assert read_ofd(archive_of(moved)).lines[0].text == TITLE


@pytest.mark.parametrize(
    "place", ["/Doc_0/Pages/Page_0/Content.xml", "./Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml",
              "\\Doc_0\\Pages\\Page_0\\Content.xml"],
)  # fmt: skip
def test_a_page_is_found_however_its_place_is_written(place: str) -> None:
    parts = members(ofd(BODY))
    document = parts["Doc_0/Document.xml"]
    assert isinstance(document, bytes)
    parts["Doc_0/Document.xml"] = document.replace(b"Pages/Page_0/Content.xml", place.encode(), 1)
    assert read_ofd(archive_of(parts)).lines[0].text == TITLE


def test_several_documents_in_one_file_are_articles_of_their_own(tmp_path: Path) -> None:
    other = centred("三江市档案馆关于闭馆整理的通知", 40) + lines("\u3000\u3000" + SECOND, 60)
    found = items(tmp_path, ofd(BODY, other))
    titles = [item.article.title for item in found if isinstance(item, ReadArticle)]
    assert titles == [TITLE, "三江市档案馆关于闭馆整理的通知"]
    assert len({item.article.id for item in found if isinstance(item, ReadArticle)}) == 2


def test_what_is_attached_is_read_as_a_file_of_its_own(tmp_path: Path) -> None:
    attached = {
        "照片目录.txt": "三江市老照片目录\n2024-05-01\n江边码头一组共二十幅，由市民捐赠，均有题字。".encode(),
        "原片": b"GIF89a",
    }
    first, second, third = items(tmp_path, ofd(Document([BODY], attached=attached)))
    assert isinstance(first, ReadArticle)
    assert isinstance(second, ReadArticle)
    assert second.article.title == "三江市老照片目录"
    assert str(third) == "a.ofd/原片.bin: 图片，不支持；请另存为 PNG、JPEG 或 TIFF"


def test_an_attachment_is_read_where_the_document_is_none(tmp_path: Path) -> None:
    attached = {
        "目录.txt": "三江市老照片目录\n2024-05-01\n江边码头一组共二十幅，由市民捐赠。".encode()
    }
    scan, catalogue = items(tmp_path, ofd(Document([picture()], attached=attached)))
    assert isinstance(scan, Rejection)
    assert "没有文字层" in scan.reason
    assert isinstance(catalogue, ReadArticle)


def test_templates_notes_and_seals_are_no_text() -> None:
    note = f'<ofd:Annot Type="Highlight"><ofd:Appearance>{text("查清年代", 0, 0)}</ofd:Appearance></ofd:Annot>'
    seal = f'<ofd:Annot Type="Stamp"><ofd:Appearance>{text("三江市档案馆", 0, 0)}</ofd:Appearance></ofd:Annot>'
    mark = f'<ofd:Annot Type="Watermark"><ofd:Appearance>{text("内部传阅", 0, 0)}</ofd:Appearance></ofd:Annot>'
    document = Document(
        [BODY], templates=[text("档案馆用纸", 30, 20)], annotations={0: seal + mark + note}
    )
    assert read(document) == [TITLE, FIRST, SECOND]
    assert remarks(document) == [
        "模板页的 5 字未收入",
        "水印“内部传阅”未收入",
        "1 个批注未收入",
    ]
    assert loss_of(read_ofd(ofd(document))) is None


def test_a_watermark_that_the_page_itself_draws_is_left_out() -> None:
    mark = text("内部传阅", 50, 90, 26, 'CTM="0.7 -0.7 0.7 0.7 0 0"', colour("220 220 220"))
    assert read(BODY + mark) == [TITLE, FIRST, SECOND]


def test_text_laid_invisibly_over_a_scan_is_the_text() -> None:
    hidden = BODY.replace("<ofd:TextObject", '<ofd:TextObject Alpha="0"')
    assert read(picture() + hidden) == [TITLE, FIRST, SECOND]


def test_text_that_nobody_sees_is_left_out() -> None:
    white = colour("255 255 255")
    hidden = lines("这几个字是白的", 200).replace("><ofd:TextCode", f">{white}<ofd:TextCode")
    assert read(BODY + hidden) == [TITLE, FIRST, SECOND]


def test_a_file_of_pictures_is_named() -> None:
    with pytest.raises(UnreadableError, match="扫描件，没有文字层"):
        read(picture())


def test_a_page_that_is_a_picture_amid_others_is_named() -> None:
    assert remarks(Document([BODY, picture()])) == [unread("第 2 页是图片，没有文字层")]


def test_a_page_that_is_not_in_the_file_is_named() -> None:
    parts = members(ofd(Document([BODY, BODY])))
    del parts["Doc_0/Pages/Page_1/Content.xml"]
    rendering = read_ofd(archive_of(parts))
    assert [part.remark for part in rendering.set_aside] == ["第 2 页已损坏，或不在文件里，未收入"]


def test_characters_of_which_only_a_font_tells_are_counted() -> None:
    assert remarks(BODY + code("\ue001\ue002", 'X="0" Y="5"')) == [
        "2 个字的字体没有对应的文字，未收入"
    ]


@pytest.mark.parametrize("part", ["Encryptions.xml", "Doc_0/Encryptions.xml", "DecryptSeed.dat"])
def test_an_encrypted_file_is_named(part: str) -> None:
    with pytest.raises(UnreadableError, match="已加密"):
        read_ofd(ofd(BODY, more={part: "<Encryptions/>"}))


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a/>"]
)
def test_a_damaged_part_is_named(part: str, content: bytes) -> None:
    parts = members(ofd(BODY))
    parts[part] = content
    with pytest.raises(UnreadableError, match=r"已损坏|没有页"):
        read_ofd(archive_of(parts))


def test_what_tags_name_is_believed(tmp_path: Path) -> None:
    drawn = (
        text("三江市档案馆", 30, 20, name=11)
        + text("三档发〔2024〕6号", 30, 28, name=12)
        + BODY.replace("<ofd:TextObject", '<ofd:TextObject ID="13"', 1)
    )
    reference = '<ofd:ObjectRef PageRef="800">{}</ofd:ObjectRef>'
    tags = f"<发文机关标志>{reference.format(11)}</发文机关标志><标题>{reference.format(13)}</标题>"
    tags += f"<发文字号>{reference.format(12)}</发文字号><成文日期>2024年5月20日</成文日期>"
    found = article(tmp_path, Document([drawn], tags=tags))
    assert (found.title, found.issuer, found.doc_number) == (
        TITLE,
        "三江市档案馆",
        "三档发〔2024〕6号",
    )
    assert str(found.signed) == "2024-05-20"


def test_what_the_entry_says_is_believed(tmp_path: Path) -> None:
    info = f"<ofd:Title>{TITLE}</ofd:Title><ofd:CustomDatas>"
    info += '<ofd:CustomData Name="发文字号">三档发〔2024〕6号</ofd:CustomData>'
    info += '<ofd:CustomData Name="producer">别的</ofd:CustomData></ofd:CustomDatas>'
    found = article(tmp_path, Document([BODY], info=info))
    assert (found.title, found.doc_number) == (TITLE, "三档发〔2024〕6号")


def test_a_red_head_paper_has_its_fields(tmp_path: Path) -> None:
    head = text("000128", 28, 30) + text("特急", 28, 40)
    head += centred("三江市人民政府办公室文件", 70, 14, inside=colour("255 0 0"))
    head += (
        text("三政办发〔2025〕18号", 34, 90) + text("签发人：", 130, 90) + text("林晓岚", 155, 90)
    )
    head += centred("三江市人民政府办公室关于开放", 115) + centred("老照片的实施意见", 127)
    head += text("各县区人民政府，市政府各部门：", 28, 145) + lines("\u3000\u3000" + FIRST, 155)
    tail = text("一、先清点", 39.2, 40) + lines("\u3000\u3000" + SECOND, 50)
    tail += text("三江市人民政府办公室", 110, 120) + text("2025年3月18日", 120, 130)
    tail += text("抄送：市委各部门。", 30, 257, 4.9) + text("— 2 —", 30, 282, 4.9)
    found = article(tmp_path, Document([head, tail]))
    assert found.title == "三江市人民政府办公室关于开放老照片的实施意见"
    assert (found.issuer, found.doc_number) == ("三江市人民政府办公室", "三政办发〔2025〕18号")
    assert str(found.signed) == "2025-03-18"
    texts = [block.text for block in found.blocks]
    assert texts[-4:] == ["一、先清点", SECOND, "三江市人民政府办公室", "2025年3月18日"]


def test_the_letterhead_of_a_letter_is_not_its_title(tmp_path: Path) -> None:
    drawn = centred("三江市人民政府办公室", 40, 14, inside=colour("255 0 0")) + rule(
        20, 48, 190, 48
    )
    drawn += text("三政办函〔2025〕9号", 130, 60) + centred("三江市人民政府办公室关于同意", 80)
    drawn += centred("开放老照片的复函", 92) + text("三江市档案馆：", 28, 110)
    drawn += lines("\u3000\u3000" + FIRST, 120) + text("三江市人民政府办公室", 110, 180)
    found = article(tmp_path, drawn + text("2025年3月18日", 120, 190))
    assert found.title == "三江市人民政府办公室关于同意开放老照片的复函"
    assert (found.doc_number, str(found.signed)) == ("三政办函〔2025〕9号", "2025-03-18")


def test_real_files_hold_what_is_known_of_them(shared_data: Path) -> None:
    folder = shared_data / "ofd"
    for told in map(json.loads, (folder / "truth.jsonl").read_text("utf-8").splitlines()):
        rendering = read_ofd((folder / told["file"]).read_bytes())
        text = "\n".join(line.text for line in rendering.lines)
        at = 0
        for wanted in told["holds_in_order"]:
            at = text.find(wanted, at)
            assert at >= 0, (told["file"], wanted)
            at += len(wanted)
