"""Scans: what is on pictures of pages comes out as from the file they were printed from."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from search import Article, BlockKind
from search.errors import UnreadableError
from search.ingest import (
    ReadArticle,
    Readers,
    Rejection,
    ScanMemory,
    read_file,
    single_file,
)
from search.ingest.pdf.document import read_pdf
from search.ingest.pdf.drawn import DrawnPage
from search.ingest.pdf.scanned import says_nothing
from search.ingest.scans import installed
from search.ingest.scans.drawn import drawn_page
from search.ingest.scans.memory import FileMemory
from search.ingest.scans.page import RecognizedLine, RecognizedPage
from search.ingest.scans.signs import with_usual_signs
from search.ingest.scans.type_sizes import sizes_of

from .examples import examples
from .files import word_file
from .ofd_files import Document, ofd
from .pdf_files import pdf

if TYPE_CHECKING:
    from .scan_files import Sheet

needs_ocr = pytest.mark.skipif(
    not installed.can_scan(), reason="the extra zhengsou[ocr] is not installed"
)
TITLE, NUMBER = "云江市水务局关于封填废弃水井的通知", "云水发〔2017〕9号"
FIRST = "近三年全市发生人畜坠入废弃水井事件七起。为消除隐患，现就封填工作通知如下。"
SECOND = "以村为单位登记井口位置、井深和最后使用时间，5月底前报市局。"
HEADINGS = ["一、摸清底数", "二、分类处理"]
ROWS = [
    ["区县", "废弃水井（口）", "完成时限"],
    ["砚岭县", "412", "2017年9月"],
    ["望潮区", "35", "2018年1月"],
]
KEY = f"{'0' * 32}-1"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def line(
    words: str, left: float = 80, middle: float = 100, size: float = 16, sure: float = 0.99
) -> RecognizedLine:
    """Return a line as it is recognised of type of a size."""
    places = tuple(left + (at + 0.5) * size for at in range(len(words)))
    return RecognizedLine(words, sure, left, left + len(words) * size, middle, 0.92 * size, places)


def page_of(*lines: RecognizedLine) -> RecognizedPage:
    """Return a page of A4."""
    return RecognizedPage(595.0, 842.0, lines)


# What is recognised becomes a page that is laid out.


def test_type_is_as_large_as_its_characters_are_wide() -> None:
    assert sizes_of([line("云江市水务局", size=22), line("各区县水务局：", size=16)]) == [22, 16]


def test_a_short_line_has_the_size_of_the_lines_it_is_most_like() -> None:
    assert sizes_of(
        [line("近三年全市发生人畜坠入"), line("登记。", size=17), line("云江市水务局", size=22)]
    ) == [16, 16, 22]


def test_letter_spaced_type_is_no_larger() -> None:
    spaced = RecognizedLine("通知如下", 1.0, 80, 280, 100, 14.7, (90, 140, 190, 240))
    assert sizes_of([spaced])[0] < 18


def test_characters_stand_where_they_were_seen() -> None:
    drawn = drawn_page(page_of(line("水井")))
    assert drawn.text == "水井"
    assert [round(glyph.left) for glyph in drawn.glyphs] == [80, 96]
    assert 730 < drawn.glyphs[0].y < 742


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("各区县水务局:", "各区县水务局："),
        ("井深,井口;", "井深，井口；"),
        ("(2017年4月11日)", "（2017年4月11日）"),
        ("水井(口)", "水井（口）"),
        ("云水发〔[2017]9号", "云水发〔2017〕9号"),
        ("云水发[2017]9号", "云水发〔2017〕9号"),
        ("2,350公里，GDP (2017)", "2,350公里，GDP (2017)"),
        ("12:30到13:00", "12:30到13:00"),
    ],
)
def test_marks_are_those_of_chinese_type(seen: str, meant: str) -> None:
    text_of, places = with_usual_signs(seen, [float(at) for at in range(len(seen))])
    assert text_of == meant
    assert len(places) == len(meant)


# A text layer may say nothing.


def layer(words: str, unmapped: int = 0) -> DrawnPage:
    return DrawnPage((0, 0, 595, 842), 0, words, (), (), unmapped)


@pytest.mark.parametrize(
    "words",
    ["ÔÆ½­ÊÐË®Îñ¾Ö¹ØÓÚ·âÌî·ÏÆúË®¾®µÄÍ¨Öª", "\ue001\ue002\ue003" * 10, "锟斤拷锟斤拷" * 5 + "水井"],
)
def test_a_text_layer_of_nonsense_is_noticed(words: str) -> None:
    assert says_nothing(layer(words))


def test_a_font_that_tells_other_characters_than_it_shows_is_noticed() -> None:
    shifted = "".join(chr(ord(character) + 2333) for character in FIRST if character > "一")
    assert says_nothing(layer(shifted * 2))


def test_a_font_that_does_not_tell_its_characters_is_noticed() -> None:
    assert says_nothing(layer("水井", unmapped=100))


@pytest.mark.parametrize(
    "words",
    [
        FIRST * 2,
        "The café at Gare de l'Est, Zürich: 90 % naïve, à bientôt",
        "ཁྲོན་པ་རྙིང་པ་བཀག་པའི་བརྡ་ཐོ།" * 3,
        "تاشلاندۇق قۇدۇقلارنى تىندۇرۇش توغرىسىدا ئۇقتۇرۇش" * 2,
        "水井",
    ],
)
def test_a_text_layer_that_says_something_is_kept(words: str) -> None:
    assert not says_nothing(layer(words))


# Without the extra, it is said how to get it.


def test_without_the_extra_it_is_said_how_scans_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installed, "_NEEDED", ("no_such_module",))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (item,) = read_file(single_file(tmp_path / "a.png"))
    assert str(item) == "a.png: 图片；要识别文字，请先 pip install 'zhengsou[ocr]'"
    picture = "q 500 0 0 700 40 40 cm /Picture Do Q"
    with pytest.raises(
        UnreadableError, match=r"扫描件，没有文字层；要识别文字，请先 pip install 'zhengsou\[ocr\]'"
    ):
        read_pdf(pdf(picture))


# Pages are remembered by the content of their file.


def memory_of(folder: Path, content: bytes = b"one") -> FileMemory:
    place = folder / "a.pdf"
    place.write_bytes(content)
    return ScanMemory(folder / "scans").of(single_file(place))


def test_a_page_is_remembered(tmp_path: Path) -> None:
    memory_of(tmp_path).keep(KEY, page_of(line("水井")))
    assert memory_of(tmp_path).known(KEY) == page_of(line("水井"))
    assert memory_of(tmp_path).known(KEY[:-1] + "2") is None


def test_nothing_is_remembered_of_another_file(tmp_path: Path) -> None:
    memory_of(tmp_path).keep(KEY, page_of(line("水井")))
    assert memory_of(tmp_path, b"other").known(KEY) is None


def test_what_was_recognised_in_another_way_is_recognised_again(tmp_path: Path) -> None:
    memory_of(tmp_path).keep(KEY, page_of(line("水井")))
    (kept,) = tmp_path.rglob("*.json")
    told = json.loads(kept.read_bytes())
    kept.write_text(json.dumps(told | {"by": "an older one"}), encoding="utf-8")
    assert memory_of(tmp_path).known(KEY) is None
    kept.write_text("{", encoding="utf-8")
    assert memory_of(tmp_path).known(KEY) is None


def test_what_is_no_key_names_no_file(tmp_path: Path) -> None:
    memory_of(tmp_path).keep("../../a-1", page_of())
    assert list(tmp_path.rglob("*.json")) == []


# On real pictures.


@pytest.fixture(scope="module")
def sheet() -> "Sheet":
    """A paper on one page."""
    from .scan_files import Sheet, has_font  # noqa: PLC0415 - needs what is optional

    if not has_font():
        pytest.skip("no font here draws Chinese")
    page = Sheet()
    page.centred(TITLE, 740, 22)
    page.centred(NUMBER, 700, 16)
    page.put("各区县水务局：", 79, 650)
    page.put(f"　　{FIRST}"[:28], 79, 622)
    page.put(f"　　{FIRST}"[28:], 79, 594)
    page.put(HEADINGS[0], 111, 566)
    page.put(SECOND[:26], 111, 538)
    page.put(SECOND[26:], 79, 510)
    page.put(HEADINGS[1], 111, 482)
    page.table(ROWS, 79, 460, [120, 140, 140])
    page.put("云江市水务局", 380, 320)
    page.put("2017年4月11日", 370, 292)
    return page


def article_in(folder: Path, name: str, content: bytes) -> Article:
    (folder / name).write_bytes(content)
    items = list(read_file(single_file(folder / name)))
    return next(item.article for item in items if isinstance(item, ReadArticle))


def fields_of(article: Article) -> Sequence[object]:
    text_of = "".join("".join(article.texts()).split())
    headings = [block.text for block in article.blocks if block.kind is BlockKind.HEADING]
    return [article.title, article.doc_number, article.signed, article.issuer, headings, text_of]


@needs_ocr
@pytest.mark.costly
def test_a_scan_reads_as_the_file_it_was_printed_from(sheet: "Sheet", tmp_path: Path) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    scan = scans.scanned_pdf(scans.worn(scans.as_picture(sheet), seal=(0.72, 0.62)))
    read = article_in(tmp_path, "scan.pdf", scan)
    printed = article_in(tmp_path, "printed.pdf", scans.as_pdf(sheet))
    assert fields_of(read) == fields_of(printed)
    assert (read.title, read.doc_number, str(read.signed)) == (TITLE, NUMBER, "2017-04-11")
    assert "砚岭县 | 412 | 2017年9月" in list(read.lines())


@needs_ocr
@pytest.mark.costly
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_may_lie_in_any_direction(sheet: "Sheet", tmp_path: Path, turn: int) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    picture = scans.worn(scans.as_picture(sheet), lean=-2, seal=None).rotate(turn, expand=True)
    read = article_in(tmp_path, "a.jpg", scans.jpeg(picture))
    printed = article_in(tmp_path, "a.pdf", scans.as_pdf(sheet))
    assert fields_of(read) == fields_of(printed)


@needs_ocr
@pytest.mark.costly
def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    page = scans.Sheet()
    page.centred(TITLE, 760, 22)
    words = (FIRST + SECOND) * 2
    for at in range(14):
        page.put(words[at * 10 : at * 10 + 10], 60 if at < 7 else 320, 700 - at % 7 * 28)
    picture = scans.worn(scans.as_picture(page), seal=None)
    read = article_in(tmp_path, "a.png", scans.png(picture))
    assert words[:135] in "".join(read.lines())


@needs_ocr
@pytest.mark.costly
def test_a_page_between_others_with_a_text_layer_of_nonsense_is_recognised(
    sheet: "Sheet", tmp_path: Path
) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    garbled = scans.Sheet(
        [
            (words.encode("gb18030").decode("latin-1"), x, y, size)
            for words, x, y, size in sheet.words
        ]
    )
    shown = scans.with_layer(scans.as_picture(sheet), garbled)
    read = article_in(tmp_path, "a.pdf", shown)
    assert (read.title, read.doc_number) == (TITLE, NUMBER)
    assert FIRST in list(read.lines())


@needs_ocr
@pytest.mark.costly
def test_a_process_that_is_shut_in_reads_pages_and_its_parent_remembers_them(
    sheet: "Sheet", tmp_path: Path
) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    picture = scans.as_picture(sheet)
    (tmp_path / "a.tif").write_bytes(scans.tiff(picture, picture.rotate(180)))
    file = single_file(tmp_path / "a.tif")
    told: list[int] = []

    def titles() -> list[str]:
        memory = ScanMemory(tmp_path / "scans")
        with Readers(scans=memory, on_bytes=told.append, keeps_spare=False) as readers:
            return [
                item.article.title if isinstance(item, ReadArticle) else str(item)
                for reading in readers.read([file])
                for item, _ in reading.items
            ]

    assert titles() == [TITLE]
    assert sorted({0, *told}) == [0, file.size // 2, file.size]
    kept = sorted((tmp_path / "scans").rglob("*.json"))
    assert len(kept) == 2
    kept[0].write_text(
        kept[0].read_text(encoding="utf-8").replace("废弃", "老旧"), encoding="utf-8"
    )
    assert titles() == [TITLE.replace("废弃", "老旧")]


@needs_ocr
@pytest.mark.costly
def test_a_word_document_of_pictures_is_read_as_what_they_show(
    sheet: "Sheet", tmp_path: Path
) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    content = scans.jpeg(scans.as_picture(sheet))
    shown = '<w:p><w:r><w:drawing><a:blip r:embed="media/a.jpg"/></w:drawing></w:r></w:p>'
    word = word_file(shown * 2, {"media/a.jpg": ("image", content)})
    read = article_in(tmp_path, "a.docx", word)
    assert fields_of(read) == fields_of(article_in(tmp_path, "a.pdf", scans.as_pdf(sheet)))
    assert read.scanned


@needs_ocr
@pytest.mark.costly
def test_an_ofd_of_pictures_is_read_as_what_they_show(sheet: "Sheet", tmp_path: Path) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    picture = scans.as_picture(sheet)
    strips = [picture.crop((0, top, picture.width, top + 900)) for top in (0, 900)]
    media = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{number}.png</ofd:MediaFile></ofd:MultiMedia>'
        for number in (1, 2)
    )
    high = 900 / picture.height * 297
    page = "".join(
        f'<ofd:ImageObject Boundary="0 {at * high} 210 {strip.height / picture.height * 297}" ResourceID="{at + 1}"/>'
        for at, strip in enumerate(strips)
    )
    files = {f"Doc_0/Res/{at}.png": scans.png(strip) for at, strip in enumerate(strips, 1)}
    document = ofd(
        Document([page], resources=f"<ofd:MultiMedias>{media}</ofd:MultiMedias>"), more=files
    )
    read = article_in(tmp_path, "a.ofd", document)
    assert fields_of(read) == fields_of(article_in(tmp_path, "a.pdf", scans.as_pdf(sheet)))


@needs_ocr
def test_a_picture_that_is_cut_off_is_damaged(sheet: "Sheet", tmp_path: Path) -> None:
    from . import scan_files as scans  # noqa: PLC0415

    content = scans.jpeg(scans.as_picture(sheet))
    for end in (4, 30, 700, len(content) // 2):
        (tmp_path / "a.jpg").write_bytes(content[:end])
        (item,) = read_file(single_file(tmp_path / "a.jpg"))
        assert str(item) == "a.jpg: 图片已损坏，或没有下载完整；请重新下载或另存"


@needs_ocr
def test_an_icon_and_a_picture_of_too_many_pixels_are_no_pages(tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    from . import scan_files as scans  # noqa: PLC0415

    for size, reason in (((64, 64), "太小"), ((20_000, 20_000), "超过一亿像素")):
        (tmp_path / "a.png").write_bytes(scans.png(Image.new("1", size)))
        (item,) = read_file(single_file(tmp_path / "a.png"))
        assert isinstance(item, Rejection)
        assert reason in item.reason


@needs_ocr
def test_a_seal_is_taken_off_and_a_red_head_stays() -> None:
    import numpy as np  # noqa: PLC0415

    from search.ingest.scans.seals import without_seals  # noqa: PLC0415

    from . import scan_files as scans  # noqa: PLC0415

    page = scans.Sheet()
    page.put("云江市人民政府文件", 120, 740, 40, scans.RED)
    picture = scans.worn(scans.as_picture(page), seal=(0.6, 0.6), noise=0)
    pixels = np.asarray(picture)[:, :, ::-1]
    cleaned = without_seals(np.ascontiguousarray(pixels))
    half = cleaned.shape[0] // 2
    assert (cleaned[:half] == pixels[:half]).all()
    reds = cleaned[half:].astype(int)
    assert (reds[:, :, 2] - reds[:, :, 0]).max() < 40


@needs_ocr
def test_whatever_is_in_a_picture_it_opens_or_is_damaged() -> None:
    from PIL import Image  # noqa: PLC0415

    from search.ingest.scans.picture_files import picture_of  # noqa: PLC0415

    from . import scan_files as scans  # noqa: PLC0415

    picture = Image.linear_gradient("L").resize((320, 320)).convert("RGB")
    whole = [scans.jpeg(picture), scans.png(picture), scans.tiff(picture, picture)]
    random = Random(21)
    for _ in range(examples(600)):
        content = bytearray(random.choice(whole))
        for _ in range(random.choice((1, 3, 20))):
            content[random.randrange(len(content))] = random.randrange(256)
        with suppress(UnreadableError):
            assert picture_of(bytes(content[: random.choice((len(content), 900))])).ndim == 3
