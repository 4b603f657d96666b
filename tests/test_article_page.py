"""The page of an article: hits, sentences, citations, what belongs to it."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.answer.marking import MarkedArticle
from search.answer.snippets import Highlighted
from search.article import Article, Block, BlockKind
from webui import create_app
from webui.shown.article_view import MAX_VISITED, view_article
from webui.shown.citations import plain_citation, quotation, standard_citation

from .articles import article, build

NOTICE = replace(
    article(
        "n1", "关于办好夜校的通知", "各县区：夜校要办好。夜校要常办！", "特此通知。",
        published=date(2024, 3, 8), section=("公开", "通知"), source="云江工会网",
        doc_number="云工发〔2024〕3号", headings=("一、办好\n夜校",),
    ),
    issuer="云江市总工会", signed=date(2024, 3, 5), cites=("云工发〔2020〕1号", "云教〔2019〕9号"),
    index_number="YJ000-0101-2024-00017",
)  # fmt: skip
OLDER = article(
    "n0", "夜校管理办法", "夜校办法。", published=date(2020, 1, 2), doc_number="云工发〔2020〕1号"
)
REPLY = article("r1", "答复", "根据云工发〔2024〕3号办理。", published=date(2024, 5, 1))
UNSAFE = replace(article("u", "坏链接", "正文。"), url="javascript:alert(1)")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [NOTICE, OLDER, REPLY, UNSAFE]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def marked(*blocks: tuple[BlockKind, str, tuple[tuple[int, int], ...]]) -> MarkedArticle:
    of = Article(
        "a", "题", None, (), None, None, None, None,
        blocks=tuple(Block(kind, text) for kind, text, _ in blocks),
    )  # fmt: skip
    return MarkedArticle(of, Highlighted("题"), tuple(Highlighted(t, h) for _, t, h in blocks))


def test_hits_are_numbered_through_the_article() -> None:
    view = view_article(
        marked(
            (BlockKind.HEADING, "夜校", ((0, 2),)),
            (BlockKind.PARAGRAPH, "夜校开班。夜校", ((0, 2), (5, 7))),
        )
    )
    hits = [p.hit for b in view.blocks for s in b.sentences for p in s.pieces if p.marked]
    assert (hits, view.hits) == ([1, 2, 3], 3)


def test_a_hit_that_runs_over_the_end_of_a_sentence_is_one_hit() -> None:
    view = view_article(marked((BlockKind.PARAGRAPH, "开班。夜校", ((1, 5),))))
    pieces = [
        (p.text, p.hit) for b in view.blocks for s in b.sentences for p in s.pieces if p.marked
    ]
    assert pieces == [("班。", 1), ("夜校", 0)]


def test_so_many_hits_can_be_visited_and_all_are_marked() -> None:
    text = "夜校" * (MAX_VISITED + 9)
    places = tuple((i, i + 2) for i in range(0, len(text), 2))
    view = view_article(marked((BlockKind.PARAGRAPH, text, places)))
    pieces = [p for b in view.blocks for s in b.sentences for p in s.pieces]
    assert (view.hits, sum(p.marked for p in pieces)) == (MAX_VISITED, MAX_VISITED + 9)
    assert max(p.hit for p in pieces) == MAX_VISITED


@given(st.text(alphabet="夜校。！a \n”", max_size=30), st.data())
def test_the_pieces_of_a_block_are_its_text(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    places = tuple(zip(edges[::2], edges[1::2], strict=False))
    view = view_article(marked((BlockKind.HEADING, text, places)))
    pieces = [p for b in view.blocks for s in b.sentences for p in s.pieces]
    assert "".join(p.text for p in pieces) == text
    assert "".join(p.text for p in pieces if p.marked) == "".join(text[a:b] for a, b in places)


def test_the_facts_stand_in_a_table(client: FlaskClient) -> None:
    page = client.get("/articles/n1").text
    for name, value in (
        ("索引号", "YJ000-0101-2024-00017"), ("发布机构", "云江市总工会"), ("文号", "云工发〔2024〕3号"),
        ("来源", "云江工会网"), ("栏目", "公开 / 通知"),
    ):  # fmt: skip
        assert re.search(rf"<dt>{name}</dt><dd[^>]*>{value}</dd>", page)
    assert re.search(r'<dt>成文日期</dt><dd><time[^>]*datetime="2024-03-05">2024年3月5日', page)


def test_an_article_tells_what_it_is_to_other_programs(client: FlaskClient) -> None:
    page = client.get("/articles/n1").text
    assert 'itemtype="https://schema.org/Article"' in page
    assert 'itemprop="datePublished" datetime="2024-03-08"' in page
    assert '<link rel="canonical" href="http://localhost/articles/n1">' in page
    assert '<meta name="description" content="各县区：夜校要办好。夜校要常办！">' in page


def test_numbers_lead_to_what_is_cited_and_to_what_cites(client: FlaskClient) -> None:
    page = unescape(client.get("/articles/n1").text)
    assert '<a href="/articles/n0">云工发〔2020〕1号 夜校管理办法</a>' in page
    assert re.search(r'<a href="/search\?q=[^"]*" rel="nofollow">云教〔2019〕9号</a>', page)
    assert "引用本文的有 1 篇" in page


def test_a_number_that_no_article_bears_leads_to_those_that_cite_it(client: FlaskClient) -> None:
    page = client.get("/articles/n1").text
    link = re.search(r'<a href="(/search[^"]*)" rel="nofollow">云教〔2019〕9号</a>', page)
    assert link is not None
    assert 'href="/articles/n1' in client.get(unescape(link[1])).text


def test_numbers_that_are_held_are_offered_where_one_is_not(client: FlaskClient) -> None:
    page = unescape(client.get("/search?q=云工发〔2020〕2号").text)
    assert "没有收录 云工发〔2020〕2号。同一机关同年收录的有 1 个：" in page
    assert re.search(r'<a href="/search\?q=[^"]*" rel="nofollow">云工发〔2020〕1号</a>', page)


def test_an_address_that_runs_a_script_is_no_link(client: FlaskClient) -> None:
    assert "javascript:" not in client.get("/articles/u").text


def test_a_sentence_is_shown_where_a_link_points_at_it(client: FlaskClient) -> None:
    links = re.findall(r'href="([^"]*sentence=[^"]*)"', client.get("/articles/n1?links=on").text)
    page = client.get(unescape(links[1])).text
    assert re.search(r'id="s-[0-9a-f]{12}" class="cited">各县区：夜校要办好。<', page)
    assert "“各县区：夜校要办好。”——云江市总工会《关于办好夜校的通知》" in page


def test_a_sentence_that_has_changed_is_told_and_the_nearest_shown(client: FlaskClient) -> None:
    page = client.get("/articles/n1?sentence=0123456789ab&begins=各县区：夜校必须办好。").text
    assert "链接所指的一句在本文中已经改动或删去。" in page
    assert 'class="cited">各县区：夜校要办好。<' in page


def test_a_citation_is_that_of_gb_t_7714() -> None:
    assert standard_citation(NOTICE, "https://s.example/articles/n1", date(2026, 11, 24)) == (
        "云江市总工会. 关于办好夜校的通知: 云工发〔2024〕3号[A/OL]. "
        "(2024-03-08)[2026-11-24]. https://s.example/articles/n1."
    )
    assert standard_citation(UNSAFE, "https://s.example/articles/u", date(2026, 11, 24)) == (
        "坏链接[EB/OL]. [2026-11-24]. https://s.example/articles/u."
    )


def test_a_citation_in_running_text_names_body_title_number_and_day() -> None:
    assert plain_citation(NOTICE, "https://s.example/n1") == (
        "云江市总工会《关于办好夜校的通知》（云工发〔2024〕3号，2024年3月8日），https://s.example/n1"
    )
    assert quotation("夜校\n要常办！", UNSAFE, "u") == "“夜校要常办！”——《坏链接》，u"


def test_a_quotation_puts_what_it_quotes_into_marks_of_its_own() -> None:
    titled = replace(NOTICE, title="《夜校办法》解读", doc_number=None)
    assert quotation("要办“家门口夜校”。", titled, "http://a").startswith(
        "“要办‘家门口夜校’。”——云江市总工会《〈夜校办法〉解读》"
    )


def test_why_an_article_is_found_is_said(client: FlaskClient) -> None:
    page = client.get("/why/n1?q=夜校 通知").text
    assert "词语都有" in page or "原话" in page or "同一句" in page
    assert re.search(r'<th scope="row">夜校</th><td class="number">\d+</td>', page)
    assert "这篇文章不符合检索条件" in client.get("/why/r1?q=夜校").text
    assert client.get("/why/none?q=夜校").status_code == 404
