"""The page that checks the quotations of a draft: what it shows, and that nothing sent stays."""

import csv
import io
import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import lxml.html
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.run import Run
from flask import Request
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from search.engine import Engine
from search.text.sentences import sentence_key
from webui import create_app
from webui.api import description

from .articles import article, build

SAID = "轮渡公司应当每日检查救生设备"
CHANGED = "轮渡公司应该每日检查救生设备"
NEW = "猫头鹰住在三江市的钟楼里"
DRAFT = f"讲话\n\n{SAID}。{CHANGED}。\n{NEW}，读了《三江市轮渡管理条例》。"
#: Bytes of the answer to a draft of 20,000 characters, and as it is sent.
MOST, MOST_SENT = 1_000_000, 60_000
HOSTILE = "<script>alert(1)</script>“猫头鹰\u202e住在钟楼里面”&amp;<img src=x onerror=alert(2)>。"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    rules = article(
        "rules", "三江市轮渡管理办法", f"{SAID}。", published=date(2019, 1, 1), source="三江日报"
    )
    with closing(build(tmp_path_factory.mktemp("index"), [rules])) as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def send(client: FlaskClient, text: str, **more: object) -> TestResponse:
    return client.post("/check", data={"text": text, **more}, content_type="multipart/form-data")


def tree_of(answer: TestResponse) -> lxml.html.HtmlElement:
    assert answer.status_code == 200, answer.text
    return lxml.html.fromstring(answer.text)


def texts(tree: lxml.html.HtmlElement, css: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in tree.cssselect(css)]


def test_a_summary_stands_above_the_text_and_each_finding_beside_it(client: FlaskClient) -> None:
    tree = tree_of(send(client, DRAFT))
    (summary,) = texts(tree, ".found")
    assert summary.startswith("3 句：1 句一致，1 句有改动，1 句未见")
    assert "未见只是本库里没有，不等于有误。" in tree.text_content()
    (same, changed), (unknown, title) = (
        texts(line, "li") for line in tree.cssselect(".checked-line")[1:]
    )
    assert same == "原文一致 2019年1月1日 三江市轮渡管理办法 三江日报"
    assert (
        changed == "有改动 轮渡公司应该当每日检查救生设备 2019年1月1日 三江市轮渡管理办法 三江日报"
    )
    assert unknown == "库中未见"
    assert title.startswith("有改动 标题： 三江市轮渡管理条例办法")
    assert texts(tree, "li del")[0] == "该" and texts(tree, "li ins")[0] == "当"


def test_it_is_said_of_how_many_articles_and_days_and_what_counts_as_the_same(
    client: FlaskClient,
) -> None:
    for page in (client.get("/check").text, send(client, "三江市的一句话，库里没有。").text):
        assert re.search(r"本库 \d+ 篇，从\d{4}.+到\d{4}.+；按原文逐字查找", page)


def test_only_the_earliest_is_called_so_on_the_page_and_in_comments(tmp_path: Path) -> None:
    articles = [
        article("rules", "三江市轮渡管理办法", f"{SAID}。", published=date(2020, 1, 1)),
        article("before", "起草", f"《三江市轮渡管理办法》：{SAID}。", published=date(2019, 1, 1)),
    ]
    with closing(build(tmp_path, articles)) as engine:
        client = create_app(engine).test_client()
        draft = f"{SAID}。猫头鹰读了《三江市轮渡管理办法》。"
        sentence, _, title = texts(tree_of(send(client, draft)), ".checked-line li")
        word_file = send(client, draft, **{"as": "docx"})
    assert sentence.endswith("2 篇，最早 2019年1月1日 起草")
    assert title.endswith("2 篇写到，文件本身：2020年1月1日 三江市轮渡管理办法")
    comments = [one.text for one in Document(io.BytesIO(word_file.data)).comments]
    assert "2 篇，最早：2019-01-01 《起草》" in comments[0]
    assert "2 篇写到，文件本身：2020-01-01 《三江市轮渡管理办法》" in comments[-1]


def test_a_finding_leads_to_the_sentence_and_back_to_the_text(client: FlaskClient) -> None:
    tree = tree_of(send(client, f"{SAID}。"))
    (link,) = tree.cssselect(".checked-line li a")
    assert (
        link.get("href")
        == f"/articles/rules?at=s-{sentence_key(SAID + '。')}#s-{sentence_key(SAID + '。')}"
    )
    assert {one.get("href") for one in tree.cssselect("a.note")} == {"#f-1"}


def test_it_leaves_as_a_table_and_as_a_word_file_with_comments(client: FlaskClient) -> None:
    table = send(client, DRAFT, **{"as": "csv"})
    rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert [row[2] for row in rows] == ["结果", "原文一致", "有改动", "库中未见", "有改动"]
    answer = send(client, f"{DRAFT}\x00\x0b", **{"as": "docx"})
    assert "attachment" in answer.headers["Content-Disposition"]
    document = Document(io.BytesIO(answer.data))
    assert [one.text for one in document.paragraphs][2] == f"{SAID}。{CHANGED}。"
    comments = [one.text for one in document.comments]
    assert len(comments) == 4
    assert "有改动（句子）" in comments[1] and f"库中：{SAID}" in comments[1]


def test_comments_stand_on_what_they_are_about_wrapped_or_not(client: FlaskClient) -> None:
    wrapped = f"　　各区县：轮渡公司应该每日检查\n救生设备。{SAID}。\n\n{NEW}。"
    answer = send(client, wrapped, **{"as": "docx"})
    document = Document(io.BytesIO(answer.data))
    said = {comment.comment_id: comment.text.split("（")[0] for comment in document.comments}
    found = []
    for paragraph in document.paragraphs:
        within: dict[int, str] = {}
        for node in paragraph._p:
            number = node.get(qn("w:id"))
            if node.tag == qn("w:commentRangeStart"):
                within[int(number)] = ""
            elif node.tag == qn("w:commentRangeEnd"):
                found.append((said[int(number)], within.pop(int(number))))
            else:
                text = "".join(Run(one, paragraph).text for one in node.iter(qn("w:r")))
                within = {number: before + text for number, before in within.items()}
    assert found == [
        ("有改动", "各区县：轮渡公司应该每日检查\n救生设备"),
        ("原文一致", SAID),
        ("库中未见", NEW),
    ]
    assert "\n".join(one.text for one in document.paragraphs) == wrapped


def test_wrapped_lines_are_shown_as_the_paragraph_they_are(client: FlaskClient) -> None:
    tree = tree_of(
        send(client, f"三江市的轮渡公司应该在开航以前\n检查救生设备，不得懈怠。\n　　{NEW}。")
    )
    first, second = texts(tree, ".checked-line > p")
    assert first.startswith("三江市的轮渡公司应该在开航以前检查救生设备") and second.startswith(NEW)


def test_a_long_draft_is_answered_with_little(client: FlaskClient) -> None:
    draft = f"{SAID}。{CHANGED}。{NEW}，读了《三江市轮渡管理条例》。\n" * 400
    sent = {"text": draft[:20_000]}
    plain = client.post("/check", data=sent)
    packed = client.post("/check", data=sent, headers={"Accept-Encoding": "br"})
    assert plain.status_code == 200
    # Bytes: there are three findings for every 45 characters.
    assert len(plain.data) < MOST
    assert len(packed.data) < MOST_SENT
    assert packed.headers["Content-Encoding"] == "br"


def test_a_file_is_read_and_nothing_of_it_stays(client: FlaskClient, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(f"{CHANGED}。")
    stream = io.BytesIO()
    document.save(stream)
    before = set(Path(tempfile.gettempdir()).glob("zhengsou-*"))
    tree = tree_of(send(client, "", file=(io.BytesIO(stream.getvalue()), "讲话<b>.docx")))
    assert texts(tree, ".found")[0].startswith("1 句：0 句一致，1 句有改动")
    assert set(Path(tempfile.gettempdir()).glob("zhengsou-*")) <= before


def test_nothing_of_a_file_or_of_a_request_of_programs_is_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        send(client, "", file=(io.BytesIO(f"{NEW}。".encode()), "猫头鹰.txt"))
        client.post("/api/check", json={"text": f"{NEW}。"})
        send(client, NEW * 3000)  # too long
        send(client, "", file=(io.BytesIO(b"PK\x03\x04" + NEW.encode()), "猫头鹰.docx"))
    assert "猫头鹰" not in caplog.text
    assert "猫头鹰" not in "".join(capfd.readouterr())


def test_what_cannot_be_checked_is_said(client: FlaskClient) -> None:
    for text, said in (("", "请粘贴文稿"), ("字" * 20_001, "最多核对 20000 字")):
        answer = send(client, text)
        assert answer.status_code == 400
        assert said in answer.text


def test_a_form_too_long_for_a_draft_is_not_taken_apart(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_apart(_: object) -> None:
        raise AssertionError("taken apart")

    monkeypatch.setattr(Request, "_load_form_data", take_apart)
    answer = client.post("/check", data={"text": "字" * 30_000})
    assert answer.status_code == 400
    assert "最多核对 20000 字" in answer.text


def test_what_is_sent_is_escaped_and_never_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = send(client, HOSTILE)
    tree = tree_of(answer)
    assert not tree.cssselect("main script, main img")
    assert "\u202e" not in answer.text
    assert "猫头鹰" not in caplog.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_it_is_asked_for_without_scripts_and_every_field_has_a_label(client: FlaskClient) -> None:
    tree = tree_of(client.get("/check"))
    (form,) = tree.cssselect("main form")
    assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")
    assert [one.getparent().tag for one in form.cssselect("textarea, input[type=file]")] == [
        "label"
    ] * 2


def test_programs_get_json_as_described(client: FlaskClient) -> None:
    answer = client.post("/api/check", json={"text": DRAFT})
    assert answer.status_code == 200
    schema = {
        "$ref": "#/components/schemas/CheckedDraft",
        "components": description()["components"],
    }
    Draft202012Validator(schema).validate(answer.get_json())
    assert answer.get_json()["sentences"] == {"same": 1, "changed": 1, "unknown": 1}
    for wrong in ('{"text": 3}', "{}", "[]", "{"):
        refused = client.post("/api/check", data=wrong, content_type="application/json")
        assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
