"""The page of an article: hits, sentences, citations, what belongs to it."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.answer.marking import MarkedArticle
from search.answer.snippets import Highlighted
from search.article import Article, Block, BlockKind
from search.text.numerals import write_numeral
from webui import create_app
from webui.shown import article_page
from webui.shown.article_parts import MOST_BLOCKS, MOST_CHARACTERS, Part, parts_of
from webui.shown.article_view import MAX_VISITED, ArticlePiece, view_part
from webui.shown.citations import plain_citation, quotation, standard_citation
from webui.shown.original import original_of

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
LINKED = replace(article("linked", "有原文", "正文。"), url="https://www.yunjiang.example/a")
#: A law of two chapters, which lists them before its text.
LAW = article(
    "law", "云江市夜校条例", "目 录", "第一章 总则……1", "第二章 开班……9", "第一章 总则",
    *(f"第{write_numeral(n)}条　夜校第{n}期开班。" for n in range(1, 300)),
    "第二章 开班", *(f"第{write_numeral(n)}条　课程第{n}门。" for n in range(300, 420)),
)  # fmt: skip
UNSAFE = replace(article("u", "坏链接", "正文。"), url="javascript:alert(1)")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [NOTICE, OLDER, REPLY, UNSAFE, LINKED, LAW]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def marked(*blocks: tuple[BlockKind, str, tuple[tuple[int, int], ...]]) -> MarkedArticle:
    of = Article(
        "a", "题", None, (), None, None, None, None,
        blocks=tuple(Block(kind, text) for kind, text, _ in blocks),
    )  # fmt: skip
    return MarkedArticle(of, Highlighted("题"), tuple(Highlighted(t, h) for _, t, h in blocks))


def pieces_of(one: MarkedArticle, part: Part | None = None) -> list[ArticlePiece]:
    whole = Part(1, range(len(one.article.blocks)), range(1, 1))
    blocks = view_part(one, part or whole)
    return [p for b in blocks for s in b.sentences for p in s.pieces]


def test_hits_are_numbered_through_the_article() -> None:
    one = marked(
        (BlockKind.HEADING, "夜校", ((0, 2),)),
        (BlockKind.PARAGRAPH, "夜校开班。夜校", ((0, 2), (5, 7))),
    )
    assert [p.hit for p in pieces_of(one) if p.marked] == [1, 2, 3]


def test_a_part_goes_on_counting_hits_where_the_one_before_ended() -> None:
    one = marked(*[(BlockKind.PARAGRAPH, "夜校开班。", ((0, 2),))] * (2 * MOST_BLOCKS))
    first, second = parts_of(one, ())
    assert (first.hits, second.hits) == (range(1, 201), range(201, 401))
    assert [p.hit for p in pieces_of(one, second) if p.marked][:2] == [201, 202]


def test_a_hit_that_runs_over_the_end_of_a_sentence_is_one_hit() -> None:
    pieces = pieces_of(marked((BlockKind.PARAGRAPH, "开班。夜校", ((1, 5),))))
    assert [(p.text, p.hit) for p in pieces if p.marked] == [("班。", 1), ("夜校", 0)]


def test_so_many_hits_can_be_visited_and_all_are_marked() -> None:
    text = "夜校" * (MAX_VISITED + 9)
    places = tuple((i, i + 2) for i in range(0, len(text), 2))
    pieces = pieces_of(marked((BlockKind.PARAGRAPH, text, places)))
    assert sum(p.marked for p in pieces) == MAX_VISITED + 9
    assert max(p.hit for p in pieces) == MAX_VISITED


@given(st.text(alphabet="夜校。！a \n”", max_size=30), st.data())
def test_the_pieces_of_a_block_are_its_text(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    places = tuple(zip(edges[::2], edges[1::2], strict=False))
    pieces = pieces_of(marked((BlockKind.HEADING, text, places)))
    assert "".join(p.text for p in pieces) == text
    assert "".join(p.text for p in pieces if p.marked) == "".join(text[a:b] for a, b in places)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9_000)), max_size=450))
def test_parts_are_the_whole_and_none_is_too_long(shapes: list[tuple[bool, int]]) -> None:
    one = marked(*((BlockKind.PARAGRAPH, "字" * length, ()) for _, length in shapes))
    parts = parts_of(one, {number for number, (heads, _) in enumerate(shapes) if heads})
    assert [block for part in parts for block in part.blocks] == list(range(len(shapes)))
    for part in parts:
        assert len(part.blocks) <= MOST_BLOCKS
        length = sum(shapes[block][1] for block in part.blocks)
        assert length <= MOST_CHARACTERS or len(part.blocks) == 1


def test_an_article_of_a_page_or_less_is_one_part() -> None:
    one = marked(*[(BlockKind.PARAGRAPH, "夜校。" * 30, ())] * MOST_BLOCKS)
    assert [part.blocks for part in parts_of(one, range(MOST_BLOCKS))] == [range(MOST_BLOCKS)]


def test_a_part_rather_ends_before_a_heading() -> None:
    one = marked(*[(BlockKind.PARAGRAPH, "夜校。", ())] * 400)
    assert parts_of(one, {170})[0].blocks == range(170)


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
    assert page.count("没有收录") == 1
    assert re.search(r'<a href="/search\?q=[^"]*" rel="nofollow">云工发〔2020〕1号</a>', page)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.yunjiang.example/a?b=1", "www.yunjiang.example"),
        ("HTTPS://WWW.YUNJIANG.EXAMPLE:443/", "www.yunjiang.example"),
        ("http://yunjiang.example:8080/", "yunjiang.example:8080"),
        ("https://gov.example@evil.example/", "evil.example"),
        ("https://\u0430\u0440\u0440\u04cf\u0435.example/", "xn--80ak6aa92e.example"),
        ("http://[::1]/", "[::1]"),
    ],
)
def test_of_an_original_the_host_is_named_to_which_its_address_leads(url: str, host: str) -> None:
    found = original_of(url)
    assert found is not None
    assert found.host == host
    assert found.url.split("/")[2] == host


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "//yunjiang.example/", "http:evil.example",
        "https:///evil.example", "https://evil.example\\@gov.example/", "https://a b.example/",
        "https://%65vil.example/", "https://yunjiang.example:99999/", "https://a..b/", "附件.doc", "",
    ],
)  # fmt: skip
def test_an_address_of_which_the_host_cannot_be_told_is_no_link(url: str) -> None:
    assert original_of(url) is None


def test_an_original_is_linked_by_its_host(client: FlaskClient) -> None:
    page = client.get("/articles/linked").text
    assert re.search(
        r'<a href="https://www.yunjiang.example/a"[^>]*external[^>]*>查看原文（www.yunjiang.example）</a>',
        page,
    )


def test_an_address_that_runs_a_script_is_no_link(client: FlaskClient) -> None:
    assert "javascript:" not in client.get("/articles/u").text


def test_a_sentence_is_shown_where_a_link_points_at_it(client: FlaskClient) -> None:
    links = re.findall(r'href="([^"]*sentence=[^"]*)"', client.get("/articles/n1?links=on").text)
    page = client.get(unescape(links[1])).text
    assert re.search(r'id="s-[0-9a-f]{12}" class="cited">各县区：夜校要办好。<', page)
    assert "“各县区：夜校要办好。”——云江市总工会《关于办好夜校的通知》" in page


def test_a_sentence_leads_to_who_else_says_it_when_and_where(client: FlaskClient) -> None:
    links = re.findall(r'href="([^"]*sentence=[^"]*)"', client.get("/articles/n1?links=on").text)
    page = unescape(client.get(unescape(links[1])).text)
    for path in ("search", "trend", "context", "evidence"):
        (link,) = re.findall(rf'href="(/{path}\?[qw]=[^"]+)" rel="nofollow">(?:哪|走|上|依)', page)
        assert "各县区：夜校要办好。" in unquote(link)
        assert "1 篇" in re.sub("<[^>]+>", "", client.get(link).text)


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


def test_a_long_article_is_shown_in_parts_and_whole_on_demand(client: FlaskClient) -> None:
    first, second = (client.get(f"/articles/law?part={part}").text for part in (1, 2))
    assert "夜校第1期开班" in first
    assert "夜校第1期开班" not in second
    assert "全文分 3 部分，这里是第 2 部分。" in second
    assert '<a rel="next" href="/articles/law?part=3">下一部分</a>' in second
    whole = client.get("/articles/law?part=all").text
    assert "夜校第1期开班" in whole
    assert "课程第419门" in whole
    assert "这里是第" not in whole


def test_a_book_is_shown_in_long_parts_on_demand(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_page, "LONG", 2)
    assert ">分成较长的部分</a>" in client.get("/articles/law").text
    first, second = (
        client.get(f"/articles/law?part={part}&q=夜校").text for part in ("all", "all-2")
    )
    assert "全文分 2 部分，这里是第 2 部分。" in second
    assert "较长的部分" not in second and "全文放在一页" not in second
    assert '<a rel="next" href="/articles/law?part=all-2&amp;q=夜校">下一部分</a>' in first
    assert '<link rel="canonical" href="http://localhost/articles/law">' in second
    last = max(int(hit) for hit in re.findall(r'id="hit-(\d+)"', first))
    assert f'id="hit-{last + 1}"' in second
    assert "课程第419门" in second and "课程第419门" not in first
    assert 'href="/articles/law?mark=off&amp;part=all-2&amp;q=夜校">不标记' in second


@pytest.mark.parametrize("part", ["all-0", "all-9", "all-x", "allx", "all-99999999"])
def test_a_long_part_that_there_is_not_is_the_first_or_the_last(
    client: FlaskClient, part: str
) -> None:
    assert client.get(f"/articles/law?part={part}").status_code == 200


def test_a_clause_of_a_law_that_is_shown_whole_has_the_same_lasting_link(
    client: FlaskClient,
) -> None:
    page = unescape(client.get("/articles/law?part=all").text)
    assert 'href="http://localhost/articles/law?at=第四百条#第四百条"' in page


@pytest.mark.parametrize("part", ["0", "-1", "99999999", "x", "²", ""])
def test_a_part_that_there_is_not_is_the_first_or_the_last(client: FlaskClient, part: str) -> None:
    assert "全文分 3 部分" in client.get(f"/articles/law?part={part}").text


@pytest.mark.parametrize(
    ("anchor", "shown"),
    [
        ("第三百九十九条", "课程第399门"), ("c-399", "课程第399门"), ("h-5", "第1期开班"), ("hit-2", "第2期开班"),
        ("第九百条", "第1期开班"), ("h-99999", "课程第419门"), ("s-000000000000", "第1期开班"), ("<b>", "第1期开班"),
    ],
)  # fmt: skip
def test_the_part_is_shown_that_has_what_is_asked_for(
    client: FlaskClient, anchor: str, shown: str
) -> None:
    page = client.get("/articles/law", query_string={"at": anchor, "q": "夜校"}).text
    assert shown in re.sub("<[^>]*>", "", page)


def test_a_result_leads_to_the_part_that_has_the_hit(client: FlaskClient) -> None:
    page = unescape(client.get("/search?q=“课程第400门”").text)
    link = re.search(r'class="occurrences" href="([^"#]*)#hit-1"', page)
    assert link is not None
    assert '<mark id="hit-1">课程第400门</mark>' in client.get(link[1]).text


def test_hits_lead_on_into_the_next_part(client: FlaskClient) -> None:
    pages = [client.get(f"/articles/law?part={part}&q=夜校").text for part in (1, 2)]
    last = max(int(hit) for hit in re.findall(r'id="hit-(\d+)"', pages[0]))
    assert f'class="hop-next" href="/articles/law?part=2&amp;q=夜校#hit-{last + 1}"' in pages[0]
    assert f'class="hop-previous" href="/articles/law?q=夜校#hit-{last}"' in pages[1]
    assert f'id="hit-{last + 1}"' in pages[1]
    assert all("正文中标出 299 段" in page for page in pages)


def test_a_clause_of_a_long_law_has_a_link_that_lasts(client: FlaskClient) -> None:
    page = unescape(client.get("/articles/law?at=第四百条").text)
    assert 'href="http://localhost/articles/law?at=第四百条#第四百条"' in page


def test_a_sentence_of_a_long_article_is_shown_in_its_part(client: FlaskClient) -> None:
    page = client.get("/articles/law?links=on&part=3").text
    link = re.search(r'class="sentence-link" href="([^"#]*)', page)
    assert link is not None
    assert 'class="cited">' in client.get(unescape(link[1])).text


def test_contents_that_a_text_has_itself_are_folded_and_not_listed(client: FlaskClient) -> None:
    page = client.get("/articles/law?part=all").text
    folded = re.search(r'<details class="own-contents">(.*?)</details>', page, re.DOTALL)
    assert folded is not None
    assert re.findall("第.章", folded[1]) == ["第一章", "第二章"]
    assert page.count("第一章") == 2 + page.count('<li><a href="#h-3">第一章')


def test_all_passages_of_a_hit_are_on_a_page_of_their_own(client: FlaskClient) -> None:
    hit = client.get("/search?q=夜校").text
    link = re.search(r'class="to-passages" href="(/passages/n1[^"]*)"', hit)
    assert link is not None
    page = client.get(unescape(link[1])).text
    assert page.count('<p class="snippet">') == 2
    assert page.count("<mark>夜校</mark>") == 3
    assert 'href="/search?q=夜校#a-n1"' in page
    assert client.get("/passages/none?q=夜校").status_code == 404


def test_why_an_article_is_found_is_said(client: FlaskClient) -> None:
    page = client.get("/why/n1?q=夜校 通知").text
    assert "词语都有" in page or "原话" in page or "同一句" in page
    assert "标题里有“夜校”，正文里有 3 处；全库 " in page
    assert "没有“通知”" not in page
    table = page[page.index("<details>") :]
    assert re.search(r'<th scope="row">夜校 .+</th><td class="number">\d+</td>', table)
    assert "这篇文章不符合检索条件" in client.get("/why/r1?q=夜校").text
    assert client.get("/why/none?q=夜校").status_code == 404


def test_why_counts_articles_as_a_search_does_and_says_what_counts_words(tmp_path: Path) -> None:
    texts = ("工会办夜校，工会出钱。员工会议每月一次。", "夜校由工会办。", "夜校开员工会议。")
    articles = [article(f"a{number}", f"通知{number}", text) for number, text in enumerate(texts)]
    with closing(build(tmp_path, articles)) as engine:
        client = create_app(engine).test_client()
        said, _, figures = client.get("/why/a0?q=工会 夜校").text.partition("<details>")
        found = client.get("/api/search?q=工会").get_json()["total"]
    assert found == 3
    assert "正文里有 3 处“工会”；全库 3 篇有它" in said
    row = r'工会 <span class="soft small">（按词）</span></th><td class="number">2</td><td class="number">2</td>'
    assert re.search(row, figures)


def test_why_an_article_is_not_found_is_said_too(client: FlaskClient) -> None:
    assert "没有“课程”" in client.get("/why/n1?q=夜校 课程").text
    assert "所选的筛选不要这篇文章" in client.get("/why/n1?q=夜校&year=2020").text
    assert "按日期排列" in client.get("/why/n1?q=夜校&sort=newest").text
