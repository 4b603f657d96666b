"""The evidence of a wording: each sentence in which it stands, where, in every form; bounded, and that said."""

import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from docx import Document
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from search.article import Article, in_one_line
from search.engine import Engine
from search.text.normalization import normalize
from search.text.sentences import sentence_ranges
from search.wording.asked import read_places
from search.wording.evidence import EvidenceRequest, evidence
from webui import create_app

from .articles import article, build
from .examples import examples
from .programs import Answer, run
from .read_pages import page, text

COLUMNS = ["原文", "处", "小标题", "标题", "文号", "日期", "来源", "栏目", "链接"]
ARTICLES = [
    article(
        "a", "夜校开班", "街道办好职工夜校。职工夜校的招生\n已经开始，职工夜校不收费。",
        published=date(2016, 3, 1), source="云江日报", section=("新闻", "街道"),
        headings=("一、招生",),
    ),
    article("b二", "=夜校结业", "\t=职工夜校\x01的结业。", published=date(2020, 4, 1), doc_number="江工发〔2020〕3号"),
    article("c", "河道", "河道清淤。", published=date(2021, 4, 1)),
]  # fmt: skip
#: Of one article: more places than a Word file has, or any table.
MANY, VERY_MANY = 2_100, 10_050


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("index"), ARTICLES)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [article("m", "题", "渡口。" * MANY), article("v", "题", "码头。" * VERY_MANY)]
    with closing(build(tmp_path_factory.mktemp("full"), articles)) as opened:
        yield create_app(opened).test_client()


def rows_of(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))


def sheet(content: bytes, name: str = "Sheet1") -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_name(name).to_python()]


def test_a_table_has_the_sentences_with_what_they_stand_under_and_where(
    client: FlaskClient,
) -> None:
    header, *rows = rows_of(client.get("/evidence.csv?q=职工夜校&lang=zh").text)
    assert header == COLUMNS
    assert [row[:-1] for row in rows] == [
        ["街道办好职工夜校。", "1", "一、招生", "夜校开班", "", "2016-03-01", "云江日报", "新闻/街道"],
        ["职工夜校的招生已经开始，职工夜校不收费。", "2", "一、招生", "夜校开班", "", "2016-03-01", "云江日报",
         "新闻/街道"],
        ["'=职工夜校\ufffd的结业。", "1", "", "'=夜校结业", "江工发〔2020〕3号", "2020-04-01", "", ""],
    ]  # fmt: skip
    assert all(row[-1].startswith("http://localhost/articles/") for row in rows)


def test_of_an_exact_form_only_sentences_that_have_it_are_evidence(tmp_path: Path) -> None:
    lines = "Ⅲ级响应，Ⅱ级、II级响应。II级响应。Ⅱ级响应。"
    with closing(build(tmp_path, [article("w", "响应", lines)])) as engine:
        found = evidence(engine, EvidenceRequest(read_places("精确:Ⅱ")))
        rows = [(row.sentence, row.marks) for row in found.rows]
    assert rows == [("Ⅲ级响应，Ⅱ级、II级响应。", ((5, 6),)), ("Ⅱ级响应。", ((0, 1),))]
    assert (found.total, found.articles) == (2, 1)


def test_each_row_has_a_lasting_link_to_its_sentence(client: FlaskClient) -> None:
    _, *rows = rows_of(client.get("/evidence.csv?q=职工夜校").text)
    for row, begins in zip(rows, ("街道办好", "职工夜校的招生", "=职工夜校"), strict=True):
        there = urlsplit(row[-1])
        pointed = page(client.get(f"{there.path}?{there.query}"))
        assert text(pointed.cssselect(f"#{there.fragment}")[0]).startswith(begins)


def test_the_page_shows_the_same_marked_and_leads_to_each_sentence(client: FlaskClient) -> None:
    tree = page(client.get("/evidence?q=职工夜校&source=云江日报&lang=zh"))
    links = tree.cssselect(".evidence td a")
    assert [text(link) for link in links] == [
        "街道办好职工夜校。",
        "职工夜校的招生已经开始，职工夜校不收费。",
    ]
    assert [len(link.cssselect("mark")) for link in links] == [1, 2]
    for link in links:
        page(client.get(link.get("href")))
    for form in ("Word", "XLSX", "CSV", "JSON"):
        assert client.get(tree.xpath(f"//a[.='{form}']/@href")[0]).status_code == 200


def test_a_sheet_computes_nothing(client: FlaskClient) -> None:
    content = client.get("/evidence.xlsx?q=职工夜校&lang=zh").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Sheet1"]
    assert sheet(content)[3][:4] == ["=职工夜校\ufffd的结业。", 1.0, "", "=夜校结业"]
    assert b"<f>" not in ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_a_word_file_is_an_annex_that_can_be_opened(client: FlaskClient) -> None:
    answer = client.get("/evidence.docx?q=职工夜校&lang=zh")
    assert str(answer.mimetype).endswith("wordprocessingml.document")
    document = Document(io.BytesIO(answer.data))
    first, said = document.paragraphs
    assert first.text == "依据表 职工夜校"
    assert said.text.startswith("本库 3 篇，从2016年3月1日到2021年4月1日；按原文逐字查找")
    heading, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert heading == ["序号", "原文", "出处"]
    assert [row[:2] for row in rows] == [
        ["1", "街道办好职工夜校。\n一、招生"],
        ["2", "职工夜校的招生已经开始，职工夜校不收费。\n一、招生"],
        ["3", "=职工夜校\ufffd的结业。"],
    ]
    assert rows[0][2].splitlines()[:2] == ["《夜校开班》", "2016-03-01  云江日报  新闻/街道"]
    assert rows[2][2].startswith("《=夜校结业》江工发〔2020〕3号")
    bold = [run.text for run in document.tables[0].cell(2, 1).paragraphs[0].runs if run.bold]
    assert bold == ["职工夜校", "职工夜校"]
    links = ZipFile(io.BytesIO(answer.data)).read("word/_rels/document.xml.rels").decode()
    assert (
        len(re.findall('Target="http://localhost/articles/[^"]*" TargetMode="External"', links))
        == 3
    )


def test_programs_get_where_in_the_sentence_it_stands(client: FlaskClient) -> None:
    answer = client.get("/api/evidence?q=职工夜校").get_json()
    assert {key: answer[key] for key in ("total", "articles", "listed", "limit")} == {
        "total": 4, "articles": 2, "listed": 4, "limit": 10_000,
    }  # fmt: skip
    second = answer["rows"][1]
    assert [second["sentence"][start:end] for start, end in second["highlights"]] == [
        "职工夜校"
    ] * 2
    assert (second["article"]["id"], second["heading"], second["occurrences"]) == (
        "a",
        "一、招生",
        2,
    )
    assert f"#s-{second['key']}" in second["link"]


@pytest.mark.parametrize(
    ("wording", "ending", "listed", "total"),
    [("渡口", "docx", 2_000, MANY), ("渡口", "csv", MANY, MANY), ("码头", "csv", 10_000, VERY_MANY),
     ("码头", "xlsx", 10_000, VERY_MANY)],
)  # fmt: skip
def test_where_a_file_ends_before_the_places_do_it_is_said(
    full: FlaskClient, wording: str, ending: str, listed: int, total: int
) -> None:
    answer = full.get(f"/evidence.{ending}?q={wording}&lang=zh")
    assert (answer.headers["X-Places-Listed"], answer.headers["X-Places-Total"]) == (
        str(listed),
        str(total),
    )
    said = f"共 {total} 处，只列最早的 {listed} 处"
    assert (said in unquote(answer.headers["Content-Disposition"])) == (listed < total)
    if ending == "csv":
        assert len(rows_of(answer.text)) == listed + 1
    elif ending == "docx":
        document = Document(io.BytesIO(answer.data))
        assert document.paragraphs[2].text == said
        assert len(document.tables[0].rows) == listed + 1
    else:
        assert sheet(answer.data, "没有列全") == [[said]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("sort=oldest", "共 %s 处，只列最早的 3000 处"), ("sort=newest", "共 %s 处，只列最近的 3000 处"),
        ("sort=after", "共 %s 处，只列最早的 3000 处"), ("by=after", "共 %s 处，只列最早的 3000 处"),
    ],
)  # fmt: skip
def test_where_a_file_of_contexts_ends_before_the_places_do_it_is_said(
    full: FlaskClient, asked: str, said: str
) -> None:
    said %= VERY_MANY
    for ending in ("csv", "xlsx"):
        answer = full.get(f"/context.{ending}?q=码头&{asked}&lang=zh")
        assert answer.headers["X-Places-Listed"] == "3000"
        assert answer.headers["X-Places-Total"] == str(VERY_MANY)
        assert said in unquote(answer.headers["Content-Disposition"])
    assert sheet(answer.data, "没有列全") == [[said]]


def test_a_file_of_contexts_that_has_all_places_says_nothing(client: FlaskClient) -> None:
    answer = client.get("/context.csv?q=职工夜校&lang=zh")
    assert answer.headers["X-Places-Listed"] == answer.headers["X-Places-Total"]
    assert "只列" not in unquote(answer.headers["Content-Disposition"])


def test_the_bound_is_said_on_the_page_and_to_programs(full: FlaskClient) -> None:
    status = page(full.get("/evidence?q=码头&lang=zh")).cssselect("[role=status]")[0]
    assert "表里最多列最早的 10,000 处" in text(status)
    answer = full.get("/api/evidence?q=码头").get_json()
    assert (answer["total"], answer["listed"], len(answer["rows"])) == (VERY_MANY, 10_000, 10_000)


def test_a_sentence_with_more_places_than_are_read_at_once_is_one_row(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "题", "渡口" * 700)])) as engine:
        (row,) = evidence(engine, EvidenceRequest(read_places("渡口"))).rows
        assert (row.occurrences, len(row.marks)) == (700, 700)


def test_a_heading_stands_under_none_and_a_numbered_paragraph_not_under_itself(
    tmp_path: Path,
) -> None:
    headed = article("a", "题", "夜校开班。", headings=("一、办好夜校", "二、夜校的老师"))
    numbered = article("b", "题", "一、办好夜校。夜校免费。", "二、清理河道。街道负责。")
    with closing(build(tmp_path, [headed, numbered])) as engine:
        rows = evidence(engine, EvidenceRequest(read_places("夜校"))).rows
        assert [(row.sentence, row.heading) for row in rows] == [
            ("一、办好夜校", None),
            ("二、夜校的老师", None),
            ("夜校开班。", "二、夜校的老师"),
            ("一、办好夜校。", None),
            ("夜校免费。", "一、办好夜校…"),
        ]


def by_hand(articles: list[Article], wording: str) -> list[tuple[str, str, int]]:
    """Count a wording in each sentence of each line, normalised, the oldest article first."""
    found = []
    for one in sorted(articles, key=lambda one: (one.day, one.id)):
        for line in one.texts():
            for start, end in sentence_ranges(line):
                before, whole = normalize(line[:start]), normalize(line)
                upto = len(normalize(line[:end]))
                places = range(len(before), upto)
                count = sum(whole.startswith(wording, place) for place in places)
                if count:
                    found.append((one.id, normalize(in_one_line(line[start:end])), count))
    return found


def test_the_rows_are_what_counting_by_hand_gives(tmp_path: Path) -> None:
    chance = random.Random(19)
    for number in range(examples(12)):
        articles = [
            article(
                f"a{at}", "".join(chance.choices("夜校河Ａ", k=3)),
                *("".join(chance.choices("夜夜校校河a\n。！Ⅱ", k=30)) for _ in range(3)),
                published=date(2020, 1, 1 + at),
            )
            for at in range(20)
        ]  # fmt: skip
        with closing(build(tmp_path / str(number), articles)) as engine:
            for wording in ("夜校", "校", "夜夜", "校河", "河夜校"):
                rows = evidence(engine, EvidenceRequest(read_places(f"“{wording}”"))).rows
                told = [(row.head.id, normalize(row.sentence), row.occurrences) for row in rows]
                assert told == by_hand(articles, wording)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answer]:
    folder = tmp_path_factory.mktemp("asked")
    build(folder, ARTICLES).close()
    return lambda *arguments: run("evidence", *arguments, ZHENGSOU_INDEX=str(folder))


def test_the_command_lists_the_sentences_with_their_articles(ask: Callable[..., Answer]) -> None:
    lines = ask("职工夜校", "--limit", "3").stdout.splitlines()
    assert lines[0] == "2 篇 4 处"
    assert lines[2:5] == [
        "街道办好职工夜校。",
        "    2016-03-01  《夜校开班》  云江日报  [a]",
        "    一、招生",
    ]
    assert lines[-1] == "共 4 处，只列最早的 3 处；--limit 列出更多，--output 写成文件"


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "json"])
def test_the_command_writes_each_form(
    ask: Callable[..., Answer], tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"依据.{ending}"
    site = ("--base-url", "https://search.example/")
    answer = ask("职工夜校", "--limit", "3", *site, "--output", str(file))
    assert (answer.returncode, answer.stdout) == (0, "")
    assert "注意：共 4 处，只列最早的 3 处" in answer.stderr
    content = file.read_bytes()
    link = "https://search.example/articles/a?sentence="
    if ending == "docx":
        assert link in Document(io.BytesIO(content)).tables[0].cell(1, 2).text
    elif ending == "xlsx":
        assert link in str(sheet(content)[1][-1])
        assert sheet(content, "没有列全") == [["共 4 处，只列最早的 3 处"]]
    elif ending == "csv":
        assert link in rows_of(content.decode())[1][-1]
    else:
        assert link in json.loads(content)["rows"][0]["link"]


def test_the_command_prints_a_table_or_json_narrowed(ask: Callable[..., Answer]) -> None:
    assert rows_of(ask("职工夜校", "--from", "2020", "--csv").stdout)[1][-1].startswith(
        "/articles/b%E4%BA%8C"
    )
    answer = json.loads(ask("职工夜校", "--source", "云江日报", "--json").stdout)
    assert (answer["total"], len(answer["rows"])) == (3, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "依据.pdf"], "不知道写成什么文件: 依据.pdf；可用 .docx、.xlsx、.csv、.json"),
        (
            ["--output", "没有的文件夹/依据.csv"],
            "写不了 没有的文件夹/依据.csv: 没有这个文件或文件夹\n",
        ),
        (["--output", "依据.csv", "--json"], "不要再写 --csv、--json"),
        (["--base-url", "search.example"], "网址应以 https:// 或 http:// 开头: search.example"),
        (["--csv", "--json"], "--csv 和 --json 只能用一个"),
    ],
)
def test_what_is_wrong_is_one_line(
    ask: Callable[..., Answer], arguments: list[str], said: str
) -> None:
    answer = ask("职工夜校", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert said in answer.stderr
