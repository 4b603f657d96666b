"""Text copied out of saved pages: fixtures/pasted/NAME.txt, and in NAME.toml what to read from it."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, BlockKind
from search.document_numbers import is_number_alone
from search.errors import UnreadableError
from search.ingest.fields.dates import find_date, is_date, parse_date
from search.ingest.files.decoding import decode
from search.ingest.lines.paths import breadcrumb_path

from .pasted import read_pasted_text

FIXTURES = Path(__file__).parent / "fixtures" / "pasted"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.toml"))
REJECTED = sorted((FIXTURES / "rejected").iterdir())
SEED_TITLE = "深入贯彻落实习近平总书记重要讲话精神 奋力谱写沈阳工运事业和工会工作崭新篇章"


def read(name: str) -> Article:
    return read_pasted_text(decode((FIXTURES / f"{name}.txt").read_bytes()), name)


def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((FIXTURES / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_tells_of_its_article_is_read(name: str) -> None:
    article, wanted = read(name), expected(name)
    day = wanted.get("date")
    assert article.title == wanted["title"], wanted["about"]
    assert article.day == (date.fromisoformat(day) if day else None), wanted["about"]
    assert article.section == tuple(wanted.get("section", ())), wanted["about"]
    assert article.source == wanted.get("source"), wanted["about"]
    assert article.author == wanted.get("author"), wanted["about"]
    assert article.doc_number == wanted.get("doc_number"), wanted["about"]
    assert article.index_number == wanted.get("index_number"), wanted["about"]


@pytest.mark.parametrize("name", NAMES)
def test_headings_and_paragraphs_are_told_apart_and_the_page_left_out(name: str) -> None:
    blocks = [[block.kind.value, block.text] for block in read(name).blocks]
    assert blocks == expected(name)["blocks"], expected(name)["about"]


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_what_is_no_article_is_rejected(path: Path) -> None:
    with pytest.raises(UnreadableError):
        read_pasted_text(decode(path.read_bytes()), path.name)


@given(
    text=st.one_of(
        st.text(max_size=200),
        st.text(alphabet="首页>：来源发布时间2024-01工。，一、 \n\u3000", max_size=300),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_article_or_rejected(text: str) -> None:
    try:
        assert read_pasted_text(text, "any.txt").title
    except UnreadableError as error:
        assert error.reason


def test_a_title_wrapped_with_blank_lines_between_is_read_whole() -> None:
    title = "云江市人民政府\n\n关于推进夜校建设\n\n的意见"
    text = f"首页>政务公开\n\n{title}\n\n发布时间：2024-03-08\n\n夜校要办到职工身边。\n"
    assert read_pasted_text(text, "a.txt").title == "云江市人民政府关于推进夜校建设的意见"


@pytest.mark.shared
def test_the_seed_is_read_as_a_careful_person_reads_it(shared_data: Path) -> None:
    (path,) = (shared_data / "seed").glob("*.txt")
    article = read_pasted_text(decode(path.read_bytes()), path.name)
    headings = [b.text for b in article.blocks if b.kind is BlockKind.HEADING]
    everything = "".join(block.text for block in article.blocks)
    assert article.title == SEED_TITLE
    assert article.day == date(2025, 5, 17)
    assert article.section == ("新闻中心", "工会要闻")
    assert (article.source, article.author) == ("沈阳发布客户端", "沈阳市总工会")
    assert len(headings) == 5
    assert headings[0] == "坚决扛起\n工会组织政治责任\n筑牢团结奋斗的共同思想基础"
    assert article.blocks[0].kind is BlockKind.PARAGRAPH
    for furniture in (
        "无障碍",
        "您现在所在的位置",
        "地址:",
        "邮箱:",
        "版权所有",
        "ICP",
        "奋力谱写",
    ):
        assert furniture not in everything


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-08", date(2024, 3, 8)),
        ("2024/3/8 09:12", date(2024, 3, 8)),
        ("2024年3月8日", date(2024, 3, 8)),
        ("二〇二四年三月八日", date(2024, 3, 8)),
        ("二○一九年十二月三十一日", date(2019, 12, 31)),
        ("（2023年11月2日）", date(2023, 11, 2)),
        ("２０１６年６月２０日", date(2016, 6, 20)),
        ("2024-03-08T09:12:33+08:00", date(2024, 3, 8)),
    ],
)
def test_a_day_is_read_in_every_writing(text: str, day: date) -> None:
    assert parse_date(text) == day
    assert is_date(text)


@pytest.mark.parametrize("text", ["2024-13-01", "2024-02-30", "去年", "", "二〇二四年十三月一日"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


def test_a_day_is_found_within_a_text() -> None:
    assert find_date("发布于 2024年3月8日 上午") == date(2024, 3, 8)
    assert find_date("没有日期") is None


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("您现在所在的位置: 首页>新闻中心>工会要闻", ("新闻中心", "工会要闻")),
        ("当前位置：首页 > 政务公开 > 通知公告 > 正文", ("政务公开", "通知公告")),
        ("首页 » 工作动态 » 区县快讯", ("工作动态", "区县快讯")),
        ("首页 / 文旅资讯 / 正文", ("文旅资讯",)),
        ("网站首页 -> 法治建设", ("法治建设",)),
        ("职工>企业", None),
        ("首页", None),
    ],
)
def test_a_breadcrumb_names_the_section(line: str, path: tuple[str, ...] | None) -> None:
    assert breadcrumb_path(line) == path


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("云政发〔2024〕7号", True),
        ("云工发[2021]3号", True),
        ("根据云政发〔2024〕7号文件", False),
        ("第三届", False),
    ],
)
def test_a_document_number_stands_alone(line: str, is_one: bool) -> None:
    assert is_number_alone(line) == is_one


PARTS_OF_PAGES = """首页>新闻中心>工会要闻/首页/>/正文/关于夜校开班的通知/标题：/发布时间：/2024-03-08/2024年13月40日/
二〇二四年三月八日/二〇二四年三月十十日/来 源：云江日报/作者：/□云江市总工会/（记者 李禾）/云政发〔2024〕7号/一、总则/
（一）目标/　　夜校下周开班，请大家相互转告。/各位代表：/云江日报 | 2024-03-08 16:40 | 阅读 568/打印　关闭/上一篇：甲/
地址：云江市/版权所有/云ICP备0号/（/）/|/\u200b""".replace("/\n", "/").split("/")


@given(parts=st.lists(st.sampled_from([*PARTS_OF_PAGES, "\n", "\n\n", "\n　　", " "]), max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_page_is_an_article_with_a_text_or_rejected(parts: list[str]) -> None:
    try:
        article = read_pasted_text("".join(parts), "any.txt")
    except UnreadableError as error:
        assert error.reason
    else:
        assert article.title.strip()
        assert all(block.text.strip() for block in article.blocks)
        assert article.blocks


def page(*labels: str, title: str = "关于夜校开班的通知") -> Article:
    lines = ["首页>新闻中心>工会要闻", title, "发布时间：2024-03-08", *labels]
    text = "\n".join([*lines, "", "夜校下周开班，请大家相互转告。", "请各单位做好准备。"])
    return read_pasted_text(text, "news/a.txt")


def test_a_web_address_as_source_is_the_address() -> None:
    article = page("来源：https://www.yunjiang.example/a")
    assert (article.source, article.url) == (None, "https://www.yunjiang.example/a")


def test_the_address_of_the_page_is_kept() -> None:
    assert page("原文链接：https://www.yunjiang.example/a").url == "https://www.yunjiang.example/a"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,a", "www.yunjiang.example"]
)
def test_an_address_that_is_no_web_address_is_dropped(address: str) -> None:
    assert page(f"原文链接：{address}").url is None


def test_an_id_is_made_of_the_path_and_not_of_the_text() -> None:
    text = "关于夜校开班的通知\n\n夜校下周开班，请大家相互转告。\n"
    here, there = read_pasted_text(text, "a.txt"), read_pasted_text(text, "b.txt")
    changed = read_pasted_text(text.replace("下周", "明天"), "a.txt")
    assert changed.id == here.id != there.id


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "空文件"),
        (" \n\u3000\n\u200b\n", "空文件"),
        ("关于夜校开班的通知\n发布时间：2024-03-08\n来源：云江日报\n", "没有正文"),
        ("夜校下周开班，请大家相互转告，并做好报名工作。\n", "找不到标题"),
    ],
)
def test_what_is_missing_is_told(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_pasted_text(text, "a.txt")


def test_a_title_repeated_over_the_text_is_no_block() -> None:
    top = "首页>要闻\n关于夜校开班的通知\n发布时间：2024-03-08\n\n"
    echo, body = "关于夜校\n开班的通知\n\n", "夜校下周开班，请大家相互转告。"
    blocks = read_pasted_text(top + echo + body, "a.txt").blocks
    assert [block.text for block in blocks] == [body]


def test_a_title_repeated_with_other_marks_is_a_heading() -> None:
    top = "首页>要闻\n云江市总工会、云江市教育局关于夜校开班的通知\n发布时间：2024-03-08\n\n"
    echo = "云江市总工会　云江市教育局\n关于夜校开班的通知\n\n"
    body = "夜校下周开班，请大家相互转告。"
    blocks = read_pasted_text(top + echo + body, "a.txt").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, echo.strip()),
        (BlockKind.PARAGRAPH, body),
    ]


def test_line_ends_of_every_system_are_read_alike() -> None:
    text = "首页>要闻\n关于夜校开班的通知\n发布时间：2024-03-08\n\n夜校下周开班，请大家相互转告。\n"
    unix, dos, old_mac = (
        read_pasted_text(text.replace("\n", end), "a") for end in ("\n", "\r\n", "\r")
    )
    assert unix == dos == old_mac
