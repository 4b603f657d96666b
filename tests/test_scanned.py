"""Of what was recognised on a scan it is known which passages are not sure."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.article import Article, Block, BlockKind, Scanned
from search.ingest.fields.evidence import ReadArticle
from search.ingest.understanding.scanned import with_scan
from webui import create_app

from .articles import build

HEADING, FIRST, ROW = (
    "一、摸清底数",
    "以村为单位登记井口位置。5月底前 报市局。",
    "砚岭县 | 412 | 9月",
)


def article(scanned: Scanned | None = None, *texts: str) -> Article:
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in texts or (HEADING, FIRST, ROW)]
    title = "关于封填水井的通知"
    return Article(
        "a", title, None, (), None, None, None, None, scanned=scanned, blocks=tuple(blocks)
    )


def doubtful(*recognized: tuple[str, float]) -> list[str]:
    """Return the passages of an article that are not sure, when lines were recognised so."""
    read = with_scan(ReadArticle(article(), recognized=recognized)).article
    assert read.scanned
    return [read.blocks[number].text[start:end] for number, start, end in read.scanned.doubtful]


def test_a_line_below_nine_tenths_is_doubtful() -> None:
    assert doubtful((HEADING, 0.99), ("以村为单位登记井口位置。", 0.89), ("5月底前", 0.9)) == [
        "以村为单位登记井口位置。"
    ]


def test_white_space_that_layout_made_is_no_difference() -> None:
    assert doubtful(("5月底前报市局。", 0.5)) == ["5月底前 报市局。"]


def test_a_short_passage_is_a_whole_cell() -> None:
    assert doubtful(("9月", 0.5)) == ["9月"]
    assert doubtful(("5月", 0.5)) == []


def test_a_passage_is_marked_once() -> None:
    assert doubtful(("砚岭县", 0.5), ("砚岭县", 0.5)) == ["砚岭县"]


def test_how_sure_it_is_is_the_mean_of_its_characters() -> None:
    read = with_scan(ReadArticle(article(), recognized=(("水井水井水井", 1.0), ("井水", 0.6))))
    assert read.article.scanned == Scanned(0.9)
    assert read.doubts == ("由扫描件识别，1 行没有把握，请对照原件",)
    assert read.recognized == ()


def test_what_was_read_is_no_scan() -> None:
    assert with_scan(ReadArticle(article())).article.scanned is None


@pytest.mark.parametrize("scanned", [None, Scanned(0.97), Scanned(0.8, ((1, 0, 12), (2, 6, 9)))])
def test_it_is_stored(scanned: Scanned | None) -> None:
    assert Article.from_json(article(scanned).to_json()) == article(scanned)


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    scan = article(Scanned(0.8, ((1, 0, 12), (1, 14, 16), (2, 6, 9))))
    return create_app(build(tmp_path / "index", [scan])).test_client()


def test_the_page_says_so_and_marks_what_is_not_sure(client: FlaskClient) -> None:
    page = client.get("/articles/a").text
    assert "由扫描件识别，没有把握的 3 处下加虚线" in page
    assert '<a href="#unsure-1">到第一处</a>' in page
    assert (
        '<u class="doubtful" id="unsure-1" title="识别没有把握">以村为单位登记井口位置。</u>'
        in page
    )
    assert '5月<u class="doubtful" id="unsure-2" title="识别没有把握">底前</u> 报市局。' in page


def test_a_hit_within_a_doubtful_passage_is_marked(client: FlaskClient) -> None:
    page = client.get("/articles/a?q=登记").text
    assert (
        '<u class="doubtful" id="unsure-1" title="识别没有把握">以村为单位</u><mark id="hit-1"><u'
        in page
    )
    assert page.count('id="unsure-1"') == 1


def test_programs_are_told(client: FlaskClient) -> None:
    told = json.loads(client.get("/api/articles/a").text)["scanned"]
    assert told == {"confidence": 0.8, "doubtful": [[1, 0, 12], [1, 14, 16], [2, 6, 9]]}
