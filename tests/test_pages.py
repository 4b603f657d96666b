"""The pages, asked as a browser without scripts asks them."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from search.article import Article, Block, BlockKind
from search.errors import IndexFault, IndexUnusableError
from webui import create_app
from webui.assets import static_path

from .articles import article, build
from .contract.samples import versioned_collection
from .republished import NOTICE

HOSTILE = '<script>alert("坏")</script><img src=x onerror=alert(1)>{{ 7*7 }}'


def headed(identifier: str, title: str, heading: str, paragraph: str, day: date) -> Article:
    blocks = (Block(BlockKind.HEADING, heading), Block(BlockKind.PARAGRAPH, paragraph))
    section = ("新闻中心", "工会要闻")
    return Article(
        identifier, title, day, section, "云江日报", "市总工会", "云工发〔2024〕3号",
        "https://www.yunjiang.example/a", blocks=blocks,
    )  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        headed(
            "a", "劳动竞赛启动", "坚决扛起\n工会责任", "以职工为中心，建功立业。", date(2024, 3, 8)
        ),
        headed("b", "夜校开班", "办好夜校", "夜校以职工为中心办课。", date(2023, 5, 1)),
        article("c", "河道清淤", "三江善治从清淤开始。", section=("政务公开", "通知公告")),
        article("d", HOSTILE, HOSTILE, source=HOSTILE, section=(HOSTILE,)),
        *(article(f"n{i:02}", f"第{i}号简讯", "青屿区快讯。") for i in range(25)),
    ]
    with_articles = build(tmp_path_factory.mktemp("index"), articles)
    yield create_app(with_articles).test_client()
    with_articles.close()


def is_clean(page: str) -> bool:
    """Say whether a page runs no script but ours, and nothing inline."""
    tree = html.document_fromstring(page)
    scripts = [(one.get("src") or "", one.text or "") for one in tree.iter("script")]
    inline = [
        name for one in tree.iter() for name in one.attrib if name.startswith(("on", "style"))
    ]
    return not inline and all(src.startswith("/static/") and not text for src, text in scripts)


def text_of(client: FlaskClient, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", response.text)))


def test_the_home_page_offers_a_search_box_sections_and_new_articles(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'name="q"' in page
    assert "工会要闻" in page
    assert "劳动竞赛启动" in page


def test_a_query_after_the_home_address_is_a_search(client: FlaskClient) -> None:
    answer = client.get("/?q=职工", follow_redirects=True)
    assert answer.request.path == "/search"
    assert "命中 2 篇" in re.sub("<[^>]*>", "", answer.text)


def test_a_sentence_says_what_was_found(client: FlaskClient) -> None:
    assert "“以职工为中心” 命中 2 篇 2 处" in text_of(client, "/search?q=“以职工为中心”")


def test_matches_are_marked_in_snippets(client: FlaskClient) -> None:
    assert "<mark>以职工为中心</mark>" in client.get("/search?q=“以职工为中心”").text


def test_a_snippet_shows_the_heading_it_stands_under(client: FlaskClient) -> None:
    assert "坚决扛起工会责任" in text_of(client, "/search?q=建功立业")


def test_how_a_query_was_read_is_said_when_it_is_not_plain(client: FlaskClient) -> None:
    assert "读作：“职工” 并且 “夜校”" in text_of(client, "/search?q=职工 夜校")
    assert "引号不成对" in text_of(client, "/search?q=“职工")


def test_a_facet_narrows_and_can_be_taken_back(client: FlaskClient) -> None:
    page = client.get("/search?q=职工&year=2024").text
    assert "年份：2024" in page
    assert 'href="/search?q=职工"' in page
    assert "夜校开班" not in page


def test_the_other_values_of_a_chosen_facet_stay_on_offer(client: FlaskClient) -> None:
    page = unescape(client.get("/search?q=职工&year=2024").text)
    assert "&year=2023#" in page  # in its place
    assert "/timeline?q=职工&year=2024" in page
    years = unescape(client.get("/timeline?q=职工&year=2024").text)
    assert '/search?q=职工&year=2023"' in years  # in its place, too
    page = unescape(client.get("/search?section=政务公开").text)
    assert "section=政务公开&section=新闻" in page


def test_a_date_range_narrows(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=职工&from=2024-01-01&to=2024-12-31")
    assert "命中 1 篇" in page
    assert "日期：2024年1月1日 至 2024年12月31日" in page


def test_a_search_without_words_lists_everything_newest_first(client: FlaskClient) -> None:
    page = client.get("/search").text
    assert page.index("劳动竞赛启动") < page.index("夜校开班")
    assert "全部文章" in page


def test_pages_follow_one_another(client: FlaskClient) -> None:
    first, last = client.get("/search?q=青屿区"), client.get("/search?q=青屿区&page=3")
    assert 'rel="next"' in first.text
    assert 'rel="next"' not in last.text
    assert last.text.count('class="hit"') == 5


def test_a_page_past_the_last_says_so(client: FlaskClient) -> None:
    assert "这一页没有结果" in text_of(client, "/search?q=职工&page=9")


def test_nothing_found_says_what_filters_hide(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=职工&year=2019")
    assert "没有找到符合条件的文章" in page
    assert "不加筛选有 2 篇" in page


def test_an_article_shows_its_facts_headings_and_marks(client: FlaskClient) -> None:
    page = client.get("/articles/a?q=职工").text
    for fact in (
        "2024年3月8日",
        "云江日报",
        "市总工会",
        "云工发〔2024〕3号",
        "新闻中心 / 工会要闻",
    ):
        assert fact in page
    assert 'href="#h-0"' in page
    assert 'id="h-0"' in page
    assert '以<mark id="hit-1">职工</mark>' in page


def test_a_hard_wrapped_heading_keeps_its_lines_on_the_article_page(client: FlaskClient) -> None:
    assert "坚决扛起\n工会责任" in client.get("/articles/a").text


def test_an_article_leads_back_to_its_search(client: FlaskClient) -> None:
    assert 'href="/search?q=职工#a-a">检索结果</a>' in client.get("/articles/a?q=职工").text


@pytest.mark.parametrize("url", ["/", "/search?q=alert", "/articles/d?q=alert", "/search"])
def test_an_article_full_of_markup_shows_as_text(client: FlaskClient, url: str) -> None:
    page = client.get(url).text
    assert is_clean(page)
    assert "<img" not in page
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    "query", ['"><script>alert(1)</script>', "'\"<b>", "{{ config }}", "%00", "\"'`"]
)
def test_a_query_full_of_quotes_and_markup_shows_as_text(client: FlaskClient, query: str) -> None:
    for url in ("/search", "/articles/a"):
        page = client.get(url, query_string={"q": query, "sort": "newest", "section": query})
        assert page.status_code == 200
        assert is_clean(page.text)
        assert "<b>" not in page.text


@pytest.mark.parametrize(
    ("url", "status", "says"),
    [
        ("/nothing", 404, "没有这个页面"),
        ("/articles/none", 404, "没有这篇文章"),
        ("/search?page=x", 400, "页码不是数字"),
        ("/search?page=0", 400, "页码应为 1 或更大"),
        ("/search?from=昨天", 400, "起始日期不是日期"),
        ("/search?sort=best", 400, "没有这种排序"),
        ("/search?size=1000", 400, "每页条数应为"),
        ("/search?page=99999", 400, "最多只能翻到"),
    ],
)
def test_what_is_wrong_gets_a_chinese_page(
    client: FlaskClient, url: str, status: int, says: str
) -> None:
    assert says in text_of(client, url, status)


def test_a_fault_of_ours_gets_a_page_without_a_traceback(tmp_path: Path) -> None:
    engine = build(tmp_path, [article("a", "题目", "正文。")])
    app = create_app(engine)

    @app.get("/fault")
    def fault() -> str:
        raise RuntimeError("secret")

    page = app.test_client().get("/fault")
    assert page.status_code == 500
    assert "服务出了问题" in page.text
    assert "secret" not in page.text


def test_an_index_that_cannot_be_used_is_said_to_be_away_for_a_while(tmp_path: Path) -> None:
    app = create_app(build(tmp_path, [article("a", "题目", "正文。")]))

    @app.get("/broken")
    @app.get("/api/broken")
    def broken() -> str:
        raise IndexUnusableError(IndexFault.DAMAGED, "/var/secret: 索引已损坏")

    for url in ("/broken", "/api/broken"):
        answer = app.test_client().get(url)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "暂不可用" in answer.text
        assert "secret" not in answer.text
    assert app.test_client().get("/api/broken").get_json(force=True)["fault"] == "damaged"


def test_every_answer_forbids_foreign_and_inline_scripts_and_frames(client: FlaskClient) -> None:
    for url in (
        "/",
        "/search?q=a",
        "/articles/a",
        "/nothing",
        "/api/search?q=a",
        f"{static_path()}/zhengsou.css",
    ):
        with client.get(url) as answer:
            policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("url", ["/", "/search?q=职工", "/articles/a?q=职工"])
def test_a_page_has_nothing_inline_and_loads_nothing_from_another_site(
    client: FlaskClient, url: str
) -> None:
    page = client.get(url).text
    assert is_clean(page)
    loaded = re.findall(r'<(?:link|img|script|iframe)[^>]*(?:href|src)="([^"]*)"', page)
    assert loaded
    own = "http://localhost/"  # the canonical address is written in full
    assert all(re.match(rf"(?:{own}|/(?!/))", address) for address in loaded)


def test_what_a_page_loads_is_there(client: FlaskClient) -> None:
    for address in re.findall(r'<link[^>]*href="([^"]*)"', client.get("/").text):
        with client.get(address) as answer:
            assert answer.status_code == 200


@pytest.fixture(scope="module")
def reprints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        article("r0", "夜校通知", *NOTICE, published=date(2023, 3, 1), source="云江日报"),
        article("r1", f"转载：{HOSTILE}", *NOTICE, published=date(2023, 3, 2), source=HOSTILE),
        *(
            article(f"s{i:02}", "夜校通知", *NOTICE, published=date(2023, 4, 1 + i))
            for i in range(12)
        ),
        article("z", "夜校开班", "夜校今晚开班。"),
    ]
    with closing(build(tmp_path_factory.mktemp("reprints"), articles)) as engine:
        yield create_app(engine).test_client()


def test_a_hit_says_how_many_copies_there_are_and_leads_to_them(reprints: FlaskClient) -> None:
    page = reprints.get("/search?q=夜校").text
    assert "另有 13 篇转载" in page
    assert 'href="/articles/r1?q=' in page
    assert page.count('href="/articles/s') == 9  # ten are listed


def test_the_result_line_counts_articles_and_what_is_left_when_copies_are_merged(
    reprints: FlaskClient,
) -> None:
    assert "夜校 命中 15 篇 43 处" in text_of(reprints, "/search?q=夜校")
    assert "合并转载和版本后 2 条" in text_of(reprints, "/search?q=夜校")
    assert "各项后的数是篇数，转载和各个版本也算。" in text_of(reprints, "/search?q=夜校")


def test_copies_can_be_listed_one_by_one_and_merged_again(reprints: FlaskClient) -> None:
    merged = reprints.get("/search?q=夜校").text
    assert re.search(r'href="/search\?q=[^"]*&amp;copies=separate"[^>]*>逐篇列出<', merged)
    separate = reprints.get("/search?q=夜校&copies=separate").text
    assert "篇转载</summary>" not in separate
    assert re.search(r'href="/search\?q=[^"&]*"[^>]*>合并转载和版本<', separate)
    assert "copies=separate" in unescape(separate)  # the next page, a facet: they keep the choice


def test_the_title_of_a_copy_is_shown_when_it_is_another_and_never_as_markup(
    reprints: FlaskClient,
) -> None:
    page = reprints.get("/search?q=夜校").text
    assert "转载：&lt;script&gt;" in page
    assert is_clean(page)
    assert "同题" in page


def test_an_article_names_the_first_of_its_group_and_its_copies(reprints: FlaskClient) -> None:
    assert "另有 13 篇转载" in text_of(reprints, "/articles/r0")
    assert "同文 14 篇，首发：云江日报，2023年3月1日" in text_of(reprints, "/articles/s03")
    assert 'href="/articles/r0"' in reprints.get("/articles/s03").text
    assert "转载" not in text_of(reprints, "/articles/z")


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with closing(build(tmp_path_factory.mktemp("amended"), versioned_collection())) as engine:
        yield create_app(engine).test_client()


def test_a_hit_says_how_many_other_versions_there_are_and_leads_to_them(
    amended: FlaskClient,
) -> None:
    page = amended.get("/search?q=夜校办法").text
    assert page.count('class="hit-title" href="/articles/v') == 1
    text = text_of(amended, "/search?q=夜校办法")
    assert "有效2022年3月1日云江日报" in text
    assert "另有 3 个版本 2024年3月1日 尚未生效" in text
    assert "2015年3月1日 已废止" in text
    assert "另有 1 篇转载" in text
    assert 'href="/articles/v1?q=' in page


def test_an_article_lists_the_versions_of_its_paper_and_leads_to_the_one_in_force(
    amended: FlaskClient,
) -> None:
    page = text_of(amended, "/articles/v1")
    assert "时效已废止 已被2022年版取代" in page
    assert "另有 3 个版本 2022年3月1日 有效" in page
    assert page.index("2024年3月1日 尚未生效") < page.index("2019年3月1日 已修改 云江市夜校办法")
    assert "取代" not in text_of(amended, "/articles/v3")
    assert "个版本" not in text_of(amended, "/articles/o1")


def test_a_hit_that_another_has_replaced_says_by_what_and_leads_there(
    amended: FlaskClient,
) -> None:
    page = amended.get("/search?q=夜校办法&copies=separate&lang=zh").text
    assert 'class="badge badge-amended">已修改</span>' in page
    assert re.search(r'<a class="replaced" href="/articles/v3[^"]*">已被2022年版取代</a>', page)


@pytest.mark.parametrize("typed", ["已废止", "repealed"])
def test_hits_are_narrowed_by_validity_however_it_is_written(
    amended: FlaskClient, typed: str
) -> None:
    found = amended.get(f"/api/search?q=夜校办法&copies=separate&validity={typed}").get_json()
    assert [hit["validity"] for hit in found["hits"]] == ["repealed"]
    assert {"value": "已废止", "count": 1} in found["facets"]["validity"]
    assert "时效：已废止" in text_of(amended, f"/search?q=夜校办法&validity={typed}")


def test_a_paper_that_another_repeals_names_it_and_one_to_come_its_day(tmp_path: Path) -> None:
    def made(identifier: str, title: str, day: date, **fields: object) -> Article:
        return replace(article(identifier, title, "夜校免费。", published=day), **fields)  # type: ignore[arg-type]

    articles = [
        made("old", "云江市夜校规定", date(2010, 1, 1)),
        made("new", "云江市夜校条例", date(2020, 1, 1), repeals=("云江市夜校规定",)),
        made("later", "云江市夜校细则", date(2020, 1, 1), effective=date(2999, 3, 1)),
    ]
    with closing(build(tmp_path / "index", articles)) as engine:
        client = create_app(engine).test_client()
        assert "已废止 已被《云江市夜校条例》废止" in text_of(client, "/articles/old?lang=zh")
        assert "尚未生效，2999年3月1日起施行" in text_of(client, "/search?q=细则&lang=zh")


def test_where_nothing_is_copied_nothing_is_said_of_copies(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=职工")
    assert "合并" not in page
    assert "逐篇" not in page
