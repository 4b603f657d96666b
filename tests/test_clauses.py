"""Clauses of laws: which is named, where is it, and does a hit open there?"""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from search.answer.question import Question
from search.answer.results import run_query
from search.article import Block, BlockKind
from search.text.clauses import (
    ClauseAddress,
    address_places,
    cited_clause,
    clause_places,
    find_clause,
)
from search.text.normalization import normalize
from search.text.numerals import read_numeral, write_numeral
from webui import create_app

from .articles import article, build
from .contract.reference import ReferenceEngine

LAW = article(
    "law",
    "中华人民共和国夜校法（2021年修订）",
    "第一条 为了办好夜校，制定本法。",
    "第二条 夜校应当：",
    "（一）有教室；",
    "（二）有教师。",
    "夜校可以有食堂。",
    "第二条之一 食堂应当供应晚饭。",
    "第3条 本法自公布之日起施行。",
)


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("二十", 20), ("一百零三", 103), ("一千零四十二", 1042), ("二〇", 20), ("20", 20)],
)
def test_a_numeral_is_read(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["", "条", "½", "一二三四五六七八九"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "before", "address"),
    [
        ("夜校法第二条", "夜校法", ClauseAddress(2)),
        ("夜校法 第20条", "夜校法", ClauseAddress(20)),
        ("夜校法20条", "夜校法", ClauseAddress(20)),
        ("《夜校法》第一百三十三条之一", "夜校法", ClauseAddress(133, 1)),
        ("夜校法第３条第２款", "夜校法", ClauseAddress(3, paragraph=2)),
        ("根据夜校法第20条，怎么办", "夜校法", ClauseAddress(20)),
        ("夜校法第二条第一款第（二）项", "夜校法", ClauseAddress(2, paragraph=1, item=2)),
    ],
)
def test_an_address_is_read_behind_a_name(text: str, before: str, address: ClauseAddress) -> None:
    cited = cited_clause(normalize(text))
    assert cited is not None
    assert (cited.before, cited.address) == (before, address)


@pytest.mark.parametrize("text", ["第二条", "新规十条", "夜校10条", "第零条规定"])
def test_what_is_no_address_of_a_law_is_none(text: str) -> None:
    assert cited_clause(normalize(text)) is None


@given(text=st.text("第条款项之一二十百千0123456789()法 、", max_size=60))
def test_whatever_is_typed_is_read(text: str) -> None:
    normalized = normalize(text)
    assert address_places(normalized) <= set(range(len(normalized)))
    cited = cited_clause(normalized)
    assert cited is None or cited.address.number > 0


@pytest.mark.parametrize(
    ("address", "block"),
    [
        (ClauseAddress(1), 0),
        (ClauseAddress(2), 1),
        (ClauseAddress(2, item=2), 3),
        (ClauseAddress(2, paragraph=1, item=2), 3),
        (ClauseAddress(2, paragraph=2), 4),
        (ClauseAddress(2, paragraph=9), 1),
        (ClauseAddress(2, 1), 5),
        (ClauseAddress(3), 6),
    ],
)
def test_a_clause_is_found_by_paragraph_and_item_in_either_spelling(
    address: ClauseAddress, block: int
) -> None:
    found = find_clause(LAW.blocks, address)
    assert found is not None
    assert found[1] == block


def test_a_clause_that_is_not_there_is_not_found() -> None:
    assert find_clause(LAW.blocks, ClauseAddress(9)) is None
    assert find_clause(LAW.blocks, ClauseAddress(1, 1)) is None


def test_each_place_has_an_anchor_of_its_own() -> None:
    places = clause_places(LAW.blocks)
    assert [address.anchor for address in places] == [
        "第一条",
        "第二条",
        "第二条第一款第一项",
        "第二条第一款第二项",
        "第二条第二款",
        "第二条之一",
        "第三条",
    ]
    former = [address.former_anchor for address in places]
    assert former == ["c-1", "c-2", "c-2-1-1", "c-2-1-2", "c-2-2", "c-2.1", "c-3"]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1042, "一千零四十二"),
        (1200, "一千二百"),
        (10000, "10000"),
    ],
)
def test_a_numeral_is_written_as_laws_write_it(number: int, written: str) -> None:
    assert write_numeral(number) == written


@given(number=st.integers(1, 9999))
def test_a_numeral_that_is_written_is_read_again(number: int) -> None:
    assert read_numeral(write_numeral(number)) == number


def test_what_goes_on_in_the_line_of_a_clause_is_no_paragraph_of_its_own() -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, "第一条 甲：（一）乙；"),
        Block(BlockKind.PARAGRAPH, "（二）丙。", joined=True),
        Block(BlockKind.PARAGRAPH, "丁。", joined=True),
        Block(BlockKind.PARAGRAPH, "戊。"),
    )
    assert [address.anchor for address in clause_places(blocks)] == [
        "第一条",
        "第一条第一款第二项",
        "第一条第二款",
    ]


def test_a_chapter_ends_a_clause() -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, "第一条 甲。"),
        Block(BlockKind.HEADING, "第二章 乙"),
        Block(BlockKind.PARAGRAPH, "丙。"),
    )
    assert list(clause_places(blocks).values()) == [0]


@pytest.mark.parametrize(
    "typed", ["夜校法第二条", "夜校法 第2条", "《夜校法》第二条", "夜校法第二条 食堂"]
)
def test_the_law_is_first_and_opens_at_the_clause(typed: str) -> None:
    engine = ReferenceEngine(
        [
            LAW,
            article("mention", "简讯", "学习夜校法。夜校法、夜校法，食堂。"),
            article("cites", "批复", "按照夜校法第二条办理，食堂照旧。"),
        ]
    )
    hits = run_query(engine, Question(typed)).hits
    assert [hit.article.id for hit in hits][:2] == ["law", "cites"]
    clause = hits[0].clause
    assert clause is not None
    assert (clause.text, clause.anchor) == ("第二条 夜校应当：", "第二条")
    assert hits[0].snippets[0].text == "第二条 夜校应当："
    assert [hit.clause for hit in hits[1:]] == [None] * len(hits[1:])


def test_a_clause_that_no_law_has_is_told() -> None:
    page = run_query(ReferenceEngine([LAW]), Question("夜校法第九条"))
    assert [hit.clause for hit in page.hits] == [None]
    assert any("没有找到所写的条文" in str(note) for note in page.notes)


def test_an_address_within_the_title_of_an_article_is_not_missed() -> None:
    title = "云江市教育局关于根据《夜校法》第九条处理旧校舍的批复"
    page = run_query(ReferenceEngine([article("reply", title, "同意。")]), Question(title))
    assert [hit.article.id for hit in page.hits] == ["reply"]
    assert page.notes == ()


def test_a_quoted_address_is_text() -> None:
    engine = ReferenceEngine([LAW, article("cites", "批复", "按照夜校法第二条办理。")])
    assert [hit.article.id for hit in run_query(engine, Question("“夜校法第二条”")).hits] == [
        "cites"
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "“第九条”",
        "“夜校法第九条”",
        "依据“夜校法第九条”办理",
        "“夜校法 第九条”~5",
        "同句:(夜校法 第九条)",
        "同段:(夜校法第九条 食堂)",
        "精确:夜校法第九条",
        "食堂 -夜校法第九条",
    ],
)
def test_an_address_that_is_text_asks_for_no_clause(typed: str) -> None:
    mention = article("mention", "简讯", "食堂依据“夜校法第九条”办理。")
    page = run_query(ReferenceEngine([LAW, mention]), Question(typed))
    assert not any("条文" in str(note) for note in page.notes)
    assert [hit.clause for hit in page.hits] == [None] * len(page.hits)


def test_a_clause_is_asked_for_beside_the_quoted_name_of_its_law() -> None:
    (hit, *_) = run_query(ReferenceEngine([LAW]), Question("“夜校法”第二条")).hits
    assert hit.clause is not None and hit.clause.anchor == "第二条"


def test_the_page_leads_to_the_clause_and_the_article_has_it(tmp_path: Path) -> None:
    with closing(build(tmp_path, [LAW])) as engine:
        client = create_app(engine).test_client()
        page = html.fromstring(client.get("/search?q=夜校法第二条第二款").text)
        (link,) = page.cssselect("a.hit-title")
        assert link.get("href").endswith("#第二条第二款")
        law = html.fromstring(client.get(link.get("href")).text)
        for anchor in ("第二条第二款", "c-2-2"):
            (clause,) = law.cssselect(f"[id='{anchor}']")
            assert clause.text_content().endswith("可以有食堂。")
        (lasting,) = law.cssselect("a[aria-label='第二条的链接']")
        assert lasting.get("href") == "http://localhost/articles/law#第二条"
        (hit,) = client.get("/api/search?q=夜校法第二条第二款").get_json()["hits"]
        assert hit["clause"] == {"text": "夜校可以有食堂。", "anchor": "第二条第二款"}
