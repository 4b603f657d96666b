"""What stands in a Word document beside plain text: symbols, equations, fields, drawings, headers."""

import pytest

from search.ingest.word.fields import eq_field
from search.ingest.word.symbols import symbol

from .files import word_part
from .test_word_reading import Parts, paragraph, reading, remarks, run, texts

# Symbols


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0A3", "≤"),
        ("symbol", "00B0", "°"),
        ("Symbol", "F0B1", "±"),
        ("Symbol", "F0B4", "×"),
        ("Symbol", "F0D6", "√"),
        ("Symbol", "F061", "α"),
        ("Symbol", "F0A5", "∞"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F081", "①"),
        ("Wingdings", "F0E0", "→"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "00A3", "□"),
        ("宋体", "2103", "℃"),
        ("Wingdings-Regular", "F0FE", "☑"),
    ],
)
def test_a_symbol_is_the_character_that_it_shows(font: str, code: str, shown: str) -> None:
    body = paragraph(run("标") + f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' + run("准"))
    assert texts(body) == [f"标{shown}准"]
    assert remarks(body) == []


def test_a_symbol_beyond_the_first_65536_characters_is_read() -> None:
    names = 'xmlns:x="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
    body = paragraph(f'<w:r><x:symEx {names} x:font="Segoe UI Emoji" x:char="1F6A2"/></w:r>')
    assert texts(body) == ["🚢"]


def test_a_symbol_that_is_not_known_is_said() -> None:
    body = paragraph(run("标") + '<w:r><w:sym w:font="自造" w:char="F0B3"/></w:r>' + run("准"))
    assert texts(body) == ["标 准"]
    assert remarks(body) == ["1 个符号不认识，未收入"]


@pytest.mark.parametrize("code", ["", "zz", "FFFFFFFF", "D800", "0"])
def test_what_is_no_code_is_no_character(code: str) -> None:
    body = paragraph(run("标") + f'<w:r><w:sym w:font="宋体" w:char="{code}"/></w:r>')
    assert texts(body) == ["标"]


def test_text_set_in_a_symbol_font_is_what_it_shows() -> None:
    fonts = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert texts(paragraph(run("温度") + run("\uf0b3", fonts) + run("三"))) == ["温度≥三"]


def test_every_code_of_the_symbol_font_is_one_character() -> None:
    assert all(len(symbol("Symbol", code) or "x") == 1 for code in range(256))


# Sounds above characters


def test_the_sounds_above_characters_are_no_text() -> None:
    ruby = (
        "<w:r><w:ruby><w:rubyPr/>"
        f"<w:rt>{run('ruì')}</w:rt><w:rubyBase>{run('汭')}</w:rubyBase></w:ruby></w:r>"
    )
    assert texts(paragraph(run("过") + ruby + run("溪桥。"))) == ["过汭溪桥。"]


def field(instruction: str, result: str | None = None) -> str:
    between = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{between}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(ruì),汭)', "汭"),
        (r"eq \o\ac(○,3)", "③"),
        (r"EQ \o\ac(□,印)", "印"),
        (r"EQ \f(改造面积,总户数)", "改造面积/总户数"),
        (r"EQ \f(收入-支出,12)", "(收入-支出)/12"),
        (r"EQ \r(3,8)", "³√8"),
        (r"EQ \r(,a+b)", "√(a+b)"),
        (r"EQ m\s\up8(2)", "m²"),
        (r"EQ \b(甲\,乙)", "(甲,乙)"),
        (r"EQ \f(1;2)", "1/2"),
        (r"EQ \i\su(1,n,x)", "∑₁ⁿx"),
        ("EQ " + r"\f(" * 100 + ")" * 100, None),
        ("EQUATION", ""),
    ],
)
def test_an_eq_field_shows_an_equation(instruction: str, shown: str | None) -> None:
    written = eq_field(instruction)
    assert shown is None or written == shown
    if shown:
        assert texts(paragraph(run("过") + field(instruction) + run("。"))) == [f"过{shown}。"]


# Fields


def test_of_a_field_the_result_is_read_and_what_it_nests_in_its_instruction_is_not() -> None:
    nested = field("MERGEFIELD 甲", run("里"))
    begin, rest = field("IF ", run("结果")).split("</w:instrText></w:r>", 1)
    body = paragraph(run("前") + f"{begin}</w:instrText></w:r>{nested}{rest}" + run("后"))
    assert texts(body) == ["前结果后"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(paragraph(begun + run("夜灯")) + paragraph("两盏")) == ["夜灯", "两盏"]


def test_a_field_reaches_over_paragraphs() -> None:
    begin, end = field("TOC", "#").split("#")
    body = paragraph(begin + run("目录一")) + paragraph(run("目录二") + end) + paragraph("正文")
    assert texts(body) == ["目录一", "目录二", "正文"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☑同意"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐同意"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐同意"),
    ],
)
def test_a_box_of_an_old_form_is_ticked_or_not(form: str, shown: str) -> None:
    box = field(" FORMCHECKBOX ").replace(
        '"begin"/>', f'"begin"><w:ffData>{form}</w:ffData></w:fldChar>', 1
    )
    assert texts(paragraph(box + run("同意"))) == [shown]


def test_a_symbol_field_shows_its_character() -> None:
    assert texts(paragraph(run("气温") + field(r'SYMBOL 179 \f "Symbol" \s 12') + run("30"))) == [
        "气温≥30"
    ]


def test_what_a_form_asks_to_fill_in_is_left_out_and_said() -> None:
    properties = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    prompt = run("单击此处输入文字", '<w:rStyle w:val="PlaceholderText"/>')
    asked = f"<w:sdt>{properties}<w:sdtContent>{prompt}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt>{properties}<w:sdtContent>{run('陆阿水')}</w:sdtContent></w:sdt>"
    body = paragraph(run("姓名：") + filled) + paragraph(run("住址：") + asked)
    assert texts(body) == ["姓名：陆阿水", "住址："]
    assert remarks(body) == ["1 处待填写的提示未收入"]


# Equations


def math(inside: str) -> str:
    return f"<m:oMath>{inside}</m:oMath>"


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name: str, inside: str) -> str:
    return f"<m:{name}>{inside}</m:{name}>"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (part("f", part("num", m("改造面积")) + part("den", m("总户数"))), "改造面积/总户数"),
        (part("f", part("num", m("收入-支出")) + part("den", m("12"))), "(收入-支出)/12"),
        (part("sSup", part("e", m("m")) + part("sup", m("2"))), "m²"),
        (part("sSub", part("e", m("x")) + part("sub", m("10"))), "x₁₀"),
        (part("sSub", part("e", m("P")) + part("sub", m("平均"))), "P_平均"),
        (part("sSubSup", part("e", m("x")) + part("sub", m("1")) + part("sup", m("k+1"))), "x₁^(k+1)"),
        (part("rad", part("deg", "") + part("e", m("a+b"))), "√(a+b)"),
        (
            part("nary", '<m:naryPr><m:chr m:val="∑"/></m:naryPr>' + part("sub", m("i=1"))
                 + part("sup", m("n")) + part("e", m("户数"))),
            "∑_(i=1)ⁿ户数",
        ),
        (part("d", part("e", m("甲")) + part("e", m("乙"))), "(甲|乙)"),
        (
            part("d", '<m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr>'
                 + part("e", part("eqArr", part("e", m("x=1")) + part("e", m("y=2"))))),
            "{x=1; y=2",
        ),
        (part("func", part("fName", m("lg")) + part("e", m("x"))), "lg x"),
        (part("acc", '<m:accPr><m:chr m:val="̅"/></m:accPr>' + part("e", m("x"))), "x"),
        (part("m", part("mr", part("e", m("1")) + part("e", m("0")))), "1 0"),
        (f"<w:del>{m('旧')}</w:del>{m('新')}", "新"),
        ("<m:r><m:t>\n  年度\n  结余\n</m:t></m:r>", "年度结余"),
    ],
)  # fmt: skip
def test_an_equation_is_written_in_a_line(inside: str, shown: str) -> None:
    assert texts(paragraph(run("式：") + math(inside) + run("。"))) == [f"式：{shown}。"]


def test_an_equation_of_its_own_is_a_line() -> None:
    display = f"<m:oMathPara>{math(m('结余=收入'))}{math(m('差=零'))}</m:oMathPara>"
    assert texts(paragraph(display) + display) == ["结余=收入", "差=零"] * 2


def test_an_equation_that_has_no_text_is_said() -> None:
    thing = '<w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object>'
    assert remarks(paragraph(run("式：") + f"<w:r>{thing}</w:r>")) == [
        "1 个嵌入的对象（如公式编辑器的公式、表格）未收入"
    ]


# Drawings


def art(text: str, name: str = "x") -> str:
    return (
        f'<w:r><w:pict><v:shape id="{name}"><v:textpath string="{text}"/></v:shape></w:pict></w:r>'
    )


def test_word_art_stands_before_its_paragraph() -> None:
    assert texts(paragraph(art("云江市水务局文件") + run("云水发〔2024〕3号"))) == [
        "云江市水务局文件",
        "云水发〔2024〕3号",
    ]


def test_a_watermark_is_no_text_and_is_said() -> None:
    body = paragraph(art("征求意见稿", "PowerPlusWaterMarkObject1") + run("夜灯两盏。"))
    assert texts(body) == ["夜灯两盏。"]
    assert remarks(body) == ["水印未收入"]


def box(inside: str) -> str:
    return f"<w:txbxContent>{paragraph(inside)}</w:txbxContent>"


def either(*branches: str, fallback: str = "") -> str:
    choices = "".join(f'<mc:Choice Requires="wps">{branch}</mc:Choice>' for branch in branches)
    return f"<w:r><mc:AlternateContent>{choices}<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"


def test_of_several_forms_one_is_read() -> None:
    both = either(box("盒里的字"), fallback=box("盒里的字"))
    assert texts(paragraph(run("盒外") + both)) == ["盒外", "盒里的字"]


def test_a_form_without_text_gives_way_to_one_with_it() -> None:
    assert texts(paragraph(run("盒外") + either("<w:drawing/>", fallback=box("盒里的字")))) == [
        "盒外",
        "盒里的字",
    ]


def test_paragraphs_in_several_forms_are_read_once() -> None:
    pair = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    assert texts(pair.format(paragraph("一次。"))) == ["一次。"]


def drawn(text: str) -> str:
    return f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"


@pytest.mark.parametrize(
    ("kind", "holder"),
    [("diagramData", '<dgm:relIds r:dm="d.xml"/>'), ("chart", '<c:chart r:id="d.xml"/>')],
)
def test_the_texts_of_a_diagram_and_a_chart_follow_their_paragraph(kind: str, holder: str) -> None:
    parts: Parts = {"d.xml": (kind, word_part("data", drawn("受理") + drawn("办结")))}
    body = paragraph(run("流程如下。") + f"<w:r><w:drawing>{holder}</w:drawing></w:r>")
    assert texts(body, parts) == ["流程如下。", "受理", "办结"]


def test_the_text_of_a_shape_follows_its_paragraph() -> None:
    assert texts(paragraph(run("图：") + f"<w:r><w:drawing>{drawn('码头')}</w:drawing></w:r>")) == [
        "图：",
        "码头",
    ]


# Headers


def headed(kind: str, inside: str, is_first: bool = True) -> tuple[str, Parts]:
    first = "<w:titlePg/>" if is_first else ""
    section = f'<w:sectPr><w:headerReference w:type="{kind}" r:id="h.xml"/>{first}</w:sectPr>'
    return paragraph("夜灯两盏。") + section, {"h.xml": ("header", word_part("hdr", inside))}


def test_a_letterhead_on_the_first_page_is_the_first_line() -> None:
    for inside in (paragraph("云江市水务局文件"), paragraph(run("云江市水务局", '<w:sz w:val="72"/>')),
                   paragraph(art("云江市水务局文件"))):  # fmt: skip
        assert texts(*headed("first", inside))[0].startswith("云江市水务局")


DRAWN_MARK = (
    '<w:r><w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing" name="PowerPlusWaterMarkObject3"/><w:txbxContent><w:p>'
    '<w:r><w:rPr><w:sz w:val="144"/></w:rPr><w:t>机密</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>'
)


def test_a_watermark_that_is_drawn_is_no_letterhead() -> None:
    body, parts = headed("first", paragraph(DRAWN_MARK))
    assert texts(body + paragraph(DRAWN_MARK), parts) == ["夜灯两盏。"]
    assert remarks(body, parts) == ["水印未收入"]


def test_what_all_pages_are_headed_by_is_no_letterhead_by_its_name() -> None:
    body, parts = headed("default", paragraph("云江市政府采购招标文件"), is_first=False)
    assert texts(body, parts) == ["夜灯两盏。"]


def test_a_running_header_is_left_out_and_said() -> None:
    body, parts = headed("default", paragraph("云江市水务局公报"), is_first=False)
    assert texts(body, parts) == ["夜灯两盏。"]
    assert remarks(body, parts) == ["页眉页脚的 8 字未收入"]


def test_page_numbers_are_not_worth_a_word() -> None:
    body, parts = headed("default", paragraph("第1页 共3页"), is_first=False)
    assert texts(body, parts) == ["夜灯两盏。"]
    assert remarks(body, parts) == []


def test_a_watermark_in_a_header_is_said() -> None:
    mark = paragraph(art("机密", "PowerPlusWaterMarkObject9"))
    body, parts = headed("default", mark, is_first=False)
    assert texts(body, parts) == ["夜灯两盏。"]
    assert remarks(body, parts) == ["水印未收入"]


def test_everything_that_is_held_is_read_or_counted() -> None:
    body, parts = headed("default", paragraph("云江市水务局公报"), is_first=False)
    rendering = reading(body + paragraph(run("底价三元", "<w:vanish/>") + run("完。")), parts)
    lines = sum(len(line.text) for line in rendering.lines)
    assert rendering.held == lines + sum(aside.characters for aside in rendering.set_aside)
