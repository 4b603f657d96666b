"""What a Word document shows: what is read of it, what is passed over, and what is said of that."""

import pytest

from search.ingest.lines.coverage import loss_of
from search.ingest.lines.rendering import Rendering
from search.ingest.word.document import read_docx

from .files import HTML, saved_page, word_file, word_part

Parts = dict[str, tuple[str, str | bytes]]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    inside = inside if inside.startswith("<") else run(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def reading(body: str, parts: Parts | None = None) -> Rendering:
    rendering = read_docx(word_file(body, parts))
    assert loss_of(rendering) is None
    return rendering


def texts(body: str, parts: Parts | None = None) -> list[str]:
    return [line.text for line in reading(body, parts).lines]


def remarks(body: str, parts: Parts | None = None) -> list[str]:
    return [aside.remark for aside in reading(body, parts).set_aside if aside.remark]


# What is hidden


@pytest.mark.parametrize("value", ["0", "false", "off"])
def test_what_is_said_not_to_be_hidden_is_shown(value: str) -> None:
    assert texts(paragraph(run("夜灯") + run("两盏", f'<w:vanish w:val="{value}"/>'))) == [
        "夜灯两盏"
    ]


@pytest.mark.parametrize("value", ["", 'w:val="1"', 'w:val="true"', 'w:val="on"'])
def test_hidden_text_is_left_out_and_said(value: str) -> None:
    body = paragraph(run("夜灯") + run("底价三元", f"<w:vanish {value}/>") + run("两盏。"))
    assert texts(body) == ["夜灯两盏。"]
    assert remarks(body) == ["隐藏的 4 字未收入"]


def style(name: str, inside: str = "", kind: str = "character", more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}" {more}><w:name w:val="{name}"/>{inside}'
        "</w:style>"
    )


HIDES = "<w:rPr><w:vanish/></w:rPr>"
SHOWS = '<w:rPr><w:vanish w:val="0"/></w:rPr>'


def styled(*styles: str) -> Parts:
    return {"styles.xml": ("styles", word_part("styles", "".join(styles)))}


def test_a_style_hides_and_so_does_one_based_on_it() -> None:
    based = style("乙", '<w:basedOn w:val="甲"/>')
    body = paragraph(run("夜灯") + run("底价", '<w:rStyle w:val="乙"/>') + run("两盏"))
    assert texts(body, styled(style("甲", HIDES), based)) == ["夜灯两盏"]


def test_a_style_shows_what_the_one_it_is_based_on_hides() -> None:
    based = style("乙", f'<w:basedOn w:val="甲"/>{SHOWS}')
    body = paragraph(run("夜灯") + run("两盏", '<w:rStyle w:val="乙"/>'))
    assert texts(body, styled(style("甲", HIDES), based)) == ["夜灯两盏"]


def test_the_style_of_a_paragraph_hides_it_but_for_what_says_otherwise() -> None:
    body = paragraph("开工。") + paragraph(
        run("底价三元") + run("两盏", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="密"/>'
    )
    assert texts(body, styled(style("密", HIDES, "paragraph"))) == ["开工。", "两盏"]


def test_two_styles_that_hide_show() -> None:
    body = paragraph(run("两盏", '<w:rStyle w:val="乙"/>'), '<w:pStyle w:val="甲"/>')
    assert texts(body, styled(style("甲", HIDES, "paragraph"), style("乙", HIDES))) == ["两盏"]


def test_the_default_style_hides_where_no_other_is_named() -> None:
    default = style("默认", HIDES, "paragraph", 'w:default="1"')
    body = paragraph("底价") + paragraph("两盏", '<w:pStyle w:val="正文"/>')
    assert texts(body, styled(default, style("正文", "", "paragraph"))) == ["两盏"]


def test_the_defaults_of_a_document_hide_all_but_what_is_said_to_show() -> None:
    defaults = f"<w:docDefaults><w:rPrDefault>{HIDES}</w:rPrDefault></w:docDefaults>"
    body = paragraph(run("底价") + run("两盏", '<w:vanish w:val="0"/>'))
    assert texts(body, styled(defaults)) == ["两盏"]


def test_styles_that_are_based_on_one_another_in_a_ring_end() -> None:
    ring = style("甲", '<w:basedOn w:val="乙"/>'), style("乙", '<w:basedOn w:val="甲"/>')
    assert texts(paragraph(run("两盏", '<w:rStyle w:val="甲"/>')), styled(*ring)) == ["两盏"]


def test_what_only_a_browser_hides_is_shown() -> None:
    assert texts(paragraph(run("第3页", "<w:webHidden/>"))) == ["第3页"]


# Paragraphs that are one


@pytest.mark.parametrize(
    "mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>", "<w:vanish/><w:specVanish/>"]
)
def test_a_paragraph_whose_mark_is_gone_runs_on_into_the_next(mark: str) -> None:
    body = paragraph("骑手凭工", f"<w:rPr>{mark}</w:rPr>") + paragraph("牌取水。")
    assert texts(body) == ["骑手凭工牌取水。"]


def test_three_paragraphs_run_on_into_one() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = paragraph("骑手", gone) + paragraph("凭工", gone) + paragraph("牌取水。")
    assert texts(body) == ["骑手凭工牌取水。"]


def test_a_paragraph_whose_mark_is_new_or_shown_stands_alone() -> None:
    body = paragraph("骑手取水。", "<w:rPr><w:ins/></w:rPr>")
    body += paragraph("免费。", '<w:rPr><w:vanish w:val="0"/></w:rPr>') + paragraph("完。")
    assert texts(body) == ["骑手取水。", "免费。", "完。"]


def test_a_last_paragraph_whose_mark_is_gone_is_read_also_before_a_table() -> None:
    gone = paragraph("骑手取水。", "<w:rPr><w:del/></w:rPr>")
    table = f"<w:tbl><w:tr><w:tc>{gone}</w:tc><w:tc>{paragraph('免费')}</w:tc></w:tr></w:tbl>"
    assert texts(gone + table + gone) == ["骑手取水。", "骑手取水。 | 免费", "骑手取水。"]


def test_line_breaks_in_a_text_of_the_file_are_white_space() -> None:
    assert texts("<w:p><w:r><w:t>\n   车停入\n   框，违者\n   清运。\n  </w:t></w:r></w:p>") == [
        "车停入框，违者清运。"
    ]
    assert texts("<w:p><w:r><w:t>Yun\nJiang\tCity</w:t></w:r></w:p>") == ["Yun Jiang City"]


# Changes


def test_what_was_deleted_or_moved_away_is_left_out_and_said() -> None:
    body = paragraph(
        run("票价")
        + "<w:del><w:r><w:delText>两元</w:delText></w:r></w:del>"
        + f"<w:ins>{run('三元')}<w:del><w:r><w:delText>整</w:delText></w:r></w:del></w:ins>"
        + f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
    )
    assert texts(body) == ["票价三元新处"]
    assert remarks(body) == ["修订中删除的 5 字未收入"]


def test_a_row_and_a_cell_that_were_deleted_are_left_out() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format('', paragraph('旧行'))}</w:tr>"
    kept = "".join(
        [cell.format("", paragraph("新行")), cell.format("<w:cellDel/>", paragraph("旧格"))]
    )
    assert texts(f"<w:tbl>{gone}<w:tr>{kept}</w:tr></w:tbl>") == ["新行"]


def test_comments_are_left_out_and_counted() -> None:
    comment = word_part("comments", f"<w:comment>{paragraph('此处再议')}</w:comment>" * 2)
    body = paragraph(run("夜灯两盏。") + "<w:r><w:commentReference w:id='0'/></w:r>")
    parts: Parts = {"comments.xml": ("comments", comment)}
    assert texts(body, parts) == ["夜灯两盏。"]
    assert remarks(body, parts) == ["2 个批注未收入"]


# Notes


def notes(kind: str, *inside: str, more: str = "") -> Parts:
    single = kind.removesuffix("s")
    written = "".join(
        f'<w:{single} w:id="{number}">{text}</w:{single}>' for number, text in enumerate(inside, 1)
    )
    return {f"{kind}.xml": (kind, word_part(kind, more + written))}


def reference(kind: str, number: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}" {more}/></w:r>'


SEPARATOR = f'<w:footnote w:type="separator" w:id="-1">{paragraph("隔线")}</w:footnote>'


def test_a_note_follows_the_sentence_it_belongs_to_which_it_does_not_part() -> None:
    body = (
        paragraph(run("小渡口") + reference("footnote", 1) + run("逐一登记。"))
        + paragraph(run("限期") + reference("endnote", 1) + run("整改。"))
        + paragraph("2024年5月17日")
    )
    parts = notes("footnotes", paragraph("日均客流不足五十人次。"), more=SEPARATOR)
    parts |= notes("endnotes", paragraph("普查截至年底。"))
    assert texts(body, parts) == [
        "小渡口逐一登记。",
        "日均客流不足五十人次。",
        "限期整改。",
        "普查截至年底。",
        "2024年5月17日",
    ]


def test_the_note_of_a_title_waits_for_the_first_sentence() -> None:
    body = (
        paragraph(run("渡口管理办法") + reference("footnote", 1))
        + paragraph("云政发〔2024〕3号")
        + paragraph("渡口逐一登记。")
    )
    assert texts(body, notes("footnotes", paragraph("本办法试行。"))) == [
        "渡口管理办法",
        "云政发〔2024〕3号",
        "渡口逐一登记。",
        "本办法试行。",
    ]


def test_a_note_in_a_table_follows_its_row() -> None:
    cells = f"<w:tc>{paragraph(run('渡口') + reference('footnote', 1))}</w:tc><w:tc>{paragraph('九')}</w:tc>"
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    assert texts(body, notes("footnotes", paragraph("含轮渡。"))) == ["渡口 | 九", "含轮渡。"]


def test_a_mark_of_ones_own_is_no_part_of_the_text() -> None:
    mark = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    body = paragraph(run("小渡口") + mark + run("逐一登记。"))
    assert texts(body, notes("footnotes", paragraph("含轮渡。"))) == [
        "小渡口逐一登记。",
        "含轮渡。",
    ]


def test_a_note_that_nothing_refers_to_is_said() -> None:
    parts = notes("footnotes", paragraph("含轮渡。"))
    assert texts(paragraph("渡口登记。"), parts) == ["渡口登记。"]
    assert remarks(paragraph("渡口登记。"), parts) == ["1 条正文没有引用的注释未收入"]


# Inserted files


def inserted(name: str) -> str:
    return f'<w:altChunk r:id="{name}"/>'


def chunk(name: str, content: str | bytes) -> Parts:
    return {name: ("aFChunk", content)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.htm", "<html><body><p>屋顶花园开放。</p></body></html>"),
        (
            "a.xhtml",
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>屋顶花园开放。</p></html>",
        ),
        ("a.mht", saved_page("<html><body><p>屋顶花园开放。</p></body></html>")),
        ("a.txt", "屋顶花园开放。"),
        ("a.txt", "屋顶花园开放。".encode("gb18030")),
        ("a.docx", word_file(paragraph("屋顶花园开放。"))),
    ],
    ids=["html", "xhtml", "mhtml", "text", "gbk", "docx"],
)
def test_an_inserted_file_stands_where_it_is_inserted(name: str, content: str | bytes) -> None:
    body = paragraph("前文。") + inserted(name) + paragraph("后文。")
    assert texts(body, chunk(name, content)) == ["前文。", "屋顶花园开放。", "后文。"]


def test_a_heading_of_an_inserted_page_is_one() -> None:
    rendering = reading(inserted("a.mht"), chunk("a.mht", saved_page(HTML)))
    assert (rendering.lines[0].text, rendering.lines[0].level) == ("关于夜校开班的通知", 1)


def test_inserted_files_stand_in_order_and_in_cells() -> None:
    parts = chunk("a.htm", "<p>甲。</p><p>乙。</p>") | chunk("b.htm", "<p>丙。</p>")
    table = f"<w:tbl><w:tr><w:tc>{inserted('a.htm')}</w:tc><w:tc>{paragraph('丁')}</w:tc></w:tr></w:tbl>"
    assert texts(inserted("b.htm") + table, parts) == ["丙。", "甲。 乙。 | 丁"]


def test_documents_that_are_inserted_in_one_another_end() -> None:
    content = word_file(paragraph("最里面。"))
    for depth in range(5):
        content = word_file(
            paragraph(f"第{depth}层。") + inserted("a.docx"), chunk("a.docx", content)
        )
    rendering = read_docx(content)
    assert [line.text for line in rendering.lines] == ["第4层。", "第3层。", "第2层。"]
    assert [a.remark for a in rendering.set_aside] == ["插入的文件未收入：文件套得太深"]


def test_rich_text_that_is_inserted_is_read() -> None:
    parts = chunk("a.rtf", b"{\\rtf1\\ansi\\ansicpg936 \\'d2\\'b9\\'d0\\'a3\\par}")
    assert texts(paragraph("前文。") + inserted("a.rtf"), parts) == ["前文。", "夜校"]


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (b"Rar!\x1a\x07", "插入的文件未收入：RAR 压缩包，不支持；请解开，或改用 ZIP"),
        (
            b"PK\x03\x04",
            "插入的文件未收入：ZIP 文件（或 .docx、.xlsx）已损坏，或没有下载完整；请重新下载或另存",
        ),
        (b"", "插入的文件未收入：空文件"),
    ],
)
def test_an_inserted_file_that_is_not_read_is_said(content: bytes, remark: str) -> None:
    parts = chunk("a.bin", content)
    assert texts(paragraph("前文。") + inserted("a.bin"), parts) == ["前文。"]
    assert remarks(paragraph("前文。") + inserted("a.bin"), parts) == [remark]


@pytest.mark.parametrize("name", ["altChunk", "subDoc"])
def test_an_inserted_file_that_is_not_there_is_said(name: str) -> None:
    elsewhere = inserted("x").replace("altChunk", name)
    assert remarks(paragraph("前文。") + elsewhere) == [
        "插入的文件未收入：文件不在其中，请另外放入"
    ]


def test_a_file_that_is_inserted_in_a_paragraph_follows_it() -> None:
    body = paragraph(run("前文。") + inserted("a.htm")) + paragraph("后文。")
    assert texts(body, chunk("a.htm", "<p>屋顶花园。</p>")) == ["前文。", "屋顶花园。", "后文。"]


def test_a_file_that_is_inserted_without_end_is_read_so_many_times() -> None:
    parts = chunk("a.txt", "屋顶花园。")
    rendering = read_docx(word_file(inserted("a.txt") * 1200, parts))
    assert len(rendering.lines) == 1000
    assert [aside.remark for aside in rendering.set_aside] == ["插入的文件未收入：超过 1000 个"]
