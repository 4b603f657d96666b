"""What the lines of a text say of who may read it: what counts, and what is an ordinary text."""

from pathlib import Path

import pytest

from search.article import Audience
from search.ingest import ReadArticle, list_files, read_file
from search.ingest.fields import audience, audience_lines
from search.ingest.fields.audience_lines import told_in_lines

from .files import word_file, word_part
from .office_files import message
from .pdf_files import pdf, text

TEXT = "三江市总工会定于下周开办职工夜校，请各单位组织报名。"


def is_kept(*written: str) -> bool:
    """Say whether lines near the head of a text keep it from everyone, which is said."""
    told = told_in_lines(["关于夜校开班的通知", *written, TEXT])
    assert (told.audience is None) == (not told.doubts)
    return told.audience is Audience.INTERNAL


@pytest.mark.parametrize(
    "line",
    [
        "密级：机密", "密　　级：　机密", "密 级:秘密★1年", "密級：機密", "密\u200b级：内部", "密级（必填）：内部",
        "本文密级：绝密", "密级为机密", "密级 机密",
        "【密级】机密", "| 密级 | 机密 |", "密级\t机密", "一、密级：机密",
        "**受众**：内部", "- 阅读范围：局机关", "公开范围：仅限本单位", "公开属性：不予公开",
        "公开方式：依申请公开",
        "文号：三政〔2024〕1号 密级：机密", "文号：三政〔2024〕1号　　公开属性：不予公开", "是否公开：否",
        "是否涉密：是",
        "audience: internal", "Audience = 'Internal'", "audience: 处级以上", "<!-- visibility: private -->",
        "【内部】关于夜校的通知", "关于夜校的通知（内部资料）", "classification: confidential",
        "机密★1年", "绝密", "内部资料 注意保存", "内部文件，不得外传", "（此件不公开）", "此件依申请公开。",
    ],
)  # fmt: skip
def test_a_line_that_says_it_keeps_a_text_from_everyone(line: str) -> None:
    assert is_kept(line)


@pytest.mark.parametrize(
    "line",
    [
        "密级：", "密级：公开", "密级：无", "公开属性：主动公开", "公开范围：面向社会", "公开方式：政府网站",
        "是否涉密：否",
        "（此件公开发布）", "受众：青年职工", "audience: everyone", "密级分为绝密、机密、秘密三级。",
        "密级：国家秘密的密级分为绝密、机密、秘密三级。", "密级：是指国家秘密的等级", "密级：绝密□ 机密□ 秘密□",
        "请在封面标注密级：机密", "第十条 机关应当标明国家秘密的密级、保密期限和知悉范围。", "密级 | 份数",
        "（一）密级",
        "机密文件的管理", "内部资料性出版物管理办法", "内部审计",
        "附件：夜校名单（不公开）", "保密是每个公民的义务",
        "公开范围：（一）机构职能；",
    ],
)  # fmt: skip
def test_a_text_that_speaks_of_it_is_an_ordinary_text(line: str) -> None:
    assert not is_kept(line)


def test_a_value_may_stand_in_the_line_below() -> None:
    assert is_kept("密级", "机密")
    assert not is_kept("密级", "三江市总工会")


def test_a_note_at_the_end_counts_and_a_line_in_the_middle_of_a_text_does_not() -> None:
    paragraphs = [TEXT] * 100
    assert told_in_lines([*paragraphs, "（此件不公开）", "三江市总工会"]).audience
    assert not told_in_lines([*paragraphs, "密级：机密", *paragraphs]).audience


def test_front_matter_below_the_first_lines_is_a_doubt_and_labels_between_rules_are_none() -> None:
    assert is_kept("———", "title: 夜校", "date: 2024-05-01", "tags:", "- 夜校", "———")
    assert not is_kept("---", "来源：三江日报", "日期：2024-05-01", "---")
    assert not is_kept("---", TEXT, "---")


def test_what_every_line_that_counts_has_is_in_every_name() -> None:
    signs = audience_lines._SIGNS
    assert [name for name in audience._ALL_NAMES if not signs.search(name)] == []


def page(head: str = "", body: str = "", above: str = "") -> str:
    return (
        f"{above}<!DOCTYPE html><html><head>{head}</head><body>{body}<h1>关于夜校开班的通知</h1>"
        f"<p>{TEXT}</p></body></html>"
    )


def in_header(words: str) -> bytes:
    """Make a Word document with words in the header of its pages."""
    reference = '<w:sectPr><w:headerReference w:type="default" r:id="h.xml"/></w:sectPr>'
    header = word_part("hdr", f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    body = f"<w:p><w:r><w:t>关于夜校开班的通知</w:t></w:r></w:p><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
    return word_file(body + reference, {"h.xml": ("header", header)})


DOCUMENT = ("密级：机密", "关于夜校开班的通知", TEXT)
MATTER = "---\ntitle: 夜校\naudience: internal\n---\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"关于夜校开班的通知\n\n密级：机密\n\n{TEXT}\n"),
        ("a.txt", f"audience: internal\n\n关于夜校开班的通知\n\n{TEXT}\n"),
        ("a.txt", f"# 关于夜校开班的通知\n{MATTER}\n{TEXT}\n"),
        ("a.md", f"# 关于夜校开班的通知\n\n密级：机密\n\n{TEXT}\n"),
        ("a.md", f"# 关于夜校开班的通知\n{MATTER}{TEXT}\n"),
        ("a.md", f"# 关于夜校开班的通知\n\n<!-- audience: internal -->\n\n{TEXT}\n"),
        ("a.md", f"---\ntitle: 夜校\n---\n{MATTER}{TEXT}\n"),
        ("a.html", page(body="<p>密级：机密</p>")),
        ("a.html", page(body="<table><tr><td>公开属性</td><td>不予公开</td></tr></table>")),
        ("a.html", page(body="<!-- audience: internal -->")),
        ("a.html", page(head='<meta name="audience" content="internal">')),
        ("a.html", page(above=MATTER)),
        ("a.docx", word_file("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in DOCUMENT))),
        ("a.pdf", pdf("".join(text(line, 72, 760 - 40 * at) for at, line in enumerate(DOCUMENT)))),
        ("a.docx", in_header("内部资料 注意保存")),
        ("a.docx", in_header("密级：机密")),
        ("a.eml", message("夜校", TEXT).replace(b"Subject:", b"Sensitivity: Company-Confidential\nSubject:", 1)),
        ("a.json", '{"title": "夜校（内部）", "text": "夜校下周开班。"}'),
        ("a.json", '{"title": "夜校", "text": "密级：机密\\n夜校下周开班。"}'),
        ("a.csv", "内部资料 注意保存,\n标题,正文\n夜校,夜校下周开班。\n"),
    ],
)  # fmt: skip
def test_in_every_kind_of_file_such_a_line_is_a_doubt(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    read = the_article(tmp_path, name, content)
    assert read.audience is Audience.INTERNAL
    assert any("按内部处理" in doubt for doubt in read.doubts)


@pytest.mark.parametrize(
    "content",
    [
        page(),
        page(head="<style>\nvisibility: hidden\n</style>"),
        page(head='<meta name="audience" content="all">'),
        page(body="<p>来源：三江日报 公开属性：主动公开 公开方式：政府网站</p>"),
    ],
)
def test_an_ordinary_page_says_nothing_of_it(tmp_path: Path, content: str) -> None:
    assert the_article(tmp_path, "a.html", content).audience is None


def test_what_is_attached_to_a_letter_that_is_internal_is_internal(tmp_path: Path) -> None:
    attached = {"夜校.txt": f"夜校报名表\n\n{TEXT}\n".encode()}
    letter = message("夜校", f"密级：机密\n\n{TEXT}", attached=attached)
    read = articles(tmp_path, "a.eml", letter)
    assert [article.audience for article in read] == [Audience.INTERNAL] * 2


def the_article(folder: Path, name: str, content: str | bytes) -> ReadArticle:
    (read,) = articles(folder, name, content)
    return read


def articles(folder: Path, name: str, content: str | bytes) -> list[ReadArticle]:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (file,) = list_files(folder).files
    return [item for item in read_file(file) if isinstance(item, ReadArticle)]
