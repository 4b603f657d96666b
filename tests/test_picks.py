"""An editor's choice: the file of picks, and what stands on top of an answer."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer.as_json import page_json
from search.answer.question import Question
from search.answer.result_page import ResultPage
from search.answer.results import run_query
from search.article_fields import Place
from search.engine import Engine
from search.errors import PicksError
from search.facets import FACETS
from search.query.picks import MAX_PICKS, Picks, PicksFile, faults_of_picks, read_picks
from search.request import Filters, SearchRequest, Sort
from webui import create_app

from .articles import article, build
from .programs import run

PICKS = """
[[pick]]
queries = ["夜校", "职工夜校报名"]
articles = ["rules", "school"]
reason = "今年的报名办法"

[[pick]]
queries = ["停航"]
articles = ["ferry"]
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        article("school", "夜校开班", "夜校昨晚开班。", published=date(2024, 3, 8)),
        article(
            "rules",
            "学习中心报名办法",
            "报名须知。",
            published=date(2022, 1, 1),
            section=("政务公开", "政策文件"),
            source="云江工会网",
        ),
        article("news", "夜校结业", "夜校结业。夜校明年再办。", published=date(2024, 12, 1)),
        article("ferry", "轮渡停航公告", "明天停航。"),
    ]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield engine


def read(folder: Path, text: str) -> Picks:
    path = folder / "picks.toml"
    path.write_text(text, encoding="utf-8")
    return read_picks(path)


@pytest.fixture
def picks(tmp_path: Path) -> Picks:
    return read(tmp_path, PICKS)


def picked(page: ResultPage) -> list[str]:
    return [one.article.id for one in page.picks]


@pytest.mark.parametrize("sort", Sort)
def test_picks_stand_on_top_under_any_order(engine: Engine, picks: Picks, sort: Sort) -> None:
    page = run_query(engine, Question("夜校", sort=sort), picks=picks)
    assert picked(page) == ["rules", "school"]
    assert {one.reason for one in page.picks} == {"今年的报名办法"}


@pytest.mark.parametrize("typed", [" 夜 校 ", "夜校\u3000", "職工夜校報名"])
def test_spaces_width_and_script_of_what_was_typed_do_not_matter(
    engine: Engine, picks: Picks, typed: str
) -> None:
    assert picked(run_query(engine, Question(typed), picks=picks)) == ["rules", "school"]


@pytest.mark.parametrize("typed", ["", "夜校开班", "夜", "“夜校”"])
def test_other_queries_have_none(engine: Engine, picks: Picks, typed: str) -> None:
    assert picked(run_query(engine, Question(typed), picks=picks)) == []


def test_hits_and_counts_are_as_without_picks(engine: Engine, picks: Picks) -> None:
    with_picks, without = (
        run_query(engine, Question("夜校"), picks=one) for one in (picks, Picks())
    )
    assert with_picks.hits == without.hits
    assert "school" in [hit.article.id for hit in with_picks.hits]
    assert (with_picks.total, with_picks.groups, with_picks.facets) == (
        without.total,
        without.groups,
        without.facets,
    )


def test_only_the_first_page_has_picks(engine: Engine, picks: Picks) -> None:
    assert picked(run_query(engine, Question("夜校", page=2, size=1), picks=picks)) == []


def test_with_filters_only_picks_that_pass_stand_on_top(engine: Engine, picks: Picks) -> None:
    filters = Filters(first=date(2024, 1, 1))
    assert picked(run_query(engine, Question("夜校", filters), picks=picks)) == ["school"]


def test_picks_stand_on_top_where_nothing_is_found(engine: Engine, picks: Picks) -> None:
    page = run_query(engine, Question("职工夜校报名"), picks=picks)
    assert picked(page) == ["rules", "school"]
    client = create_app(engine, picks=None).test_client()
    assert "推荐" not in client.get("/search?q=夜校").get_data(as_text=True)


def test_a_pick_that_is_gone_is_left_out(engine: Engine, tmp_path: Path) -> None:
    picks = read(tmp_path, PICKS.replace('"rules"', '"gone"'))
    assert picked(run_query(engine, Question("夜校"), picks=picks)) == ["school"]


_VALUES = ["政务公开", "政务公开/政策文件", "云江工会网", "2024", "2024-03", "公告", "不存在"]


@given(
    facets=st.dictionaries(
        st.sampled_from([facet.name for facet in FACETS]),
        st.lists(st.sampled_from(_VALUES), max_size=2).map(tuple),
    ),
    first=st.none() | st.dates(date(2021, 1, 1), date(2025, 1, 1)),
    last=st.none() | st.dates(date(2021, 1, 1), date(2025, 1, 1)),
)
def test_filters_let_pass_what_an_engine_finds_under_them(
    engine: Engine, facets: dict[str, tuple[str, ...]], first: date | None, last: date | None
) -> None:
    filters = Filters(facets, first, last)
    found = {match.id for match in engine.find(SearchRequest(filters=filters)).matches}
    assert {one.id for one in engine.articles() if filters.let_pass(one)} == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[pick]\n", r"picks\.toml:1: 不合 TOML 的写法"),
        ("\n\nx = = 1\n", r"picks\.toml:3: 不合 TOML 的写法"),
        ('[[pick]]\nqueries = ["\n', r"picks\.toml:2: 不合 TOML"),
        ("pick = 3\n", "每条推荐以 \\[\\[pick\\]\\] 开头"),
        ("pick = [3]\n", "第 1 条推荐: 每条推荐以"),
        ("[pick]\nx = 1\n", "不认识的 pick；每条推荐以"),
        ("[[picks]]\n", "不认识的 picks"),
        (PICKS + '[[pick]]\nqueries = ["轮渡"]\n', "第 3 条推荐: articles 应为文章编号的列表"),
        (PICKS + '[[pick]]\narticles = ["x"]\n', "第 3 条推荐: queries 应为检索词的列表"),
        (
            PICKS + '[[pick]]\nqueries = ["轮渡"]\narticles = ["a","b","c","d"]\n',
            "第 3 条推荐: articles 最多 3 个",
        ),
        (
            PICKS + '[[pick]]\nqueries = ["轮渡"]\narticles = ["a","a"]\n',
            "第 3 条推荐: “a”写了两次",
        ),
        (
            PICKS + '[[pick]]\nqueries = ["夜 校"]\narticles = ["a"]\n',
            "第 3 条推荐: “夜 校”在第 1 条已有",
        ),
        (PICKS + '[[pick]]\nqueries = ["轮渡", "輪渡"]\narticles = ["a"]\n', "“轮渡”写了两次"),
        (PICKS + '[[pick]]\nqueries = ["\u200b"]\narticles = ["a"]\n', "空的检索词"),
        (PICKS + '[[pick]]\nqueries = [7]\narticles = ["a"]\n', "每个检索词应为文字"),
        (
            PICKS + '[[pick]]\nqueries = ["轮渡"]\narticles = ["a"]\nreason = "一\\n二"\n',
            "reason 应为一行文字",
        ),
        (
            PICKS + '[[pick]]\nqueries = ["轮渡"]\narticles = ["a"]\nnote = "x"\n',
            "第 3 条推荐: 不认识的 note，可用 queries、articles、reason",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_its_place(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(PicksError, match=said) as error:
        read(tmp_path, text)
    assert len(str(error.value).splitlines()) == 1


def test_too_many_picks_are_refused(tmp_path: Path) -> None:
    entry = '[[pick]]\nqueries = ["q%s"]\narticles = ["a"]\n'
    with pytest.raises(PicksError, match=f"最多 {MAX_PICKS} 条"):
        read(tmp_path, "".join(entry % number for number in range(MAX_PICKS + 1)))


@given(text=st.text(max_size=60) | st.text('[]="pick queries articles\n', max_size=60))
def test_any_text_is_picks_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("picks") / "picks.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_picks(path)
    except PicksError as error:
        assert re.match(r"[^\n]+$", str(error))


def test_unknown_articles_are_named_with_their_entry(tmp_path: Path) -> None:
    path = tmp_path / "picks.toml"
    assert faults_of_picks(path, {"rules"}) == []
    path.write_text(PICKS, encoding="utf-8")
    assert faults_of_picks(path, {"rules", "school"}) == [
        f"{path}: 第 2 条推荐: 没有编号为 ferry 的文章"
    ]


def test_a_changed_file_counts_at_once_and_a_wrong_one_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "picks.toml"
    file = PicksFile(path)
    assert file.current().of("夜校") is None
    path.write_text(PICKS, encoding="utf-8")
    before = file.version()
    assert file.current().of("夜校") is not None
    path.write_text("[[pick]", encoding="utf-8")
    os.utime(path, (1, 1))
    assert file.current().of("夜校") is not None
    assert file.version() != before
    path.unlink()
    assert file.current().of("夜校") is None


def test_page_and_json_show_picks_and_exports_and_feeds_do_not(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "picks.toml"
    path.write_text(PICKS, encoding="utf-8")
    client = create_app(engine, picks=PicksFile(path)).test_client()
    page = client.get("/search?q=夜校").get_data(as_text=True)
    assert page.index("今年的报名办法") < page.index('class="hits"')
    assert [one["id"] for one in client.get("/api/search?q=夜校").get_json()["picks"]] == [
        "rules",
        "school",
    ]
    for address in ("/export.csv?q=夜校", "/export.json?q=夜校", "/feed.atom?q=夜校"):
        answer = client.get(address).get_data(as_text=True)
        assert "夜校开班" in answer
        assert "学习中心" not in answer


def test_a_kept_page_is_new_when_the_picks_are(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "picks.toml"
    client = create_app(engine, picks=PicksFile(path)).test_client()
    tag = client.get("/search?q=夜校").headers["ETag"]
    path.write_text(PICKS, encoding="utf-8")
    assert client.get("/search?q=夜校", headers={"If-None-Match": tag}).status_code == 200


def test_json_says_why_and_where_the_title_is_marked(engine: Engine, picks: Picks) -> None:
    found = page_json(run_query(engine, Question("停航"), picks=picks))["picks"]
    ferry = article("ferry", "轮渡停航公告").plain(Place.HIT)
    assert found == [{**ferry, "title_highlights": [[2, 4]], "reason": ""}]


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Give a corpus of one article, with picks, and where its index is."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    line = {"id": "school", "title": "夜校开班", "text": "夜校昨晚开班。"}
    (corpus / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    text = '[[pick]]\nqueries = ["夜校"]\narticles = ["school", "gone"]\nreason = "新"\n'
    (corpus / "picks.toml").write_text(text, encoding="utf-8")
    return corpus, index


def test_commands_name_unknown_articles_and_go_on(places: tuple[Path, Path]) -> None:
    corpus, index = places
    said = f"注意：{corpus / 'picks.toml'}: 第 1 条推荐: 没有编号为 gone 的文章\n"
    for command in ("rebuild", "update"):
        answer = run(command, corpus, "--index", index)
        assert (answer.returncode, answer.stderr) == (0, said)
    answer = run("search", "夜校", "--index", index)
    assert (answer.returncode, answer.stderr) == (0, said)
    assert "推荐  夜校开班\n   新  [school]\n\n1. 夜校开班" in answer.stdout
    answer = run("check", "--index", index)
    assert (answer.returncode, answer.stderr) == (1, said.replace("注意", "不符"))


def test_a_broken_file_stops_a_search_and_no_rebuild(places: tuple[Path, Path]) -> None:
    corpus, index = places
    (corpus / "picks.toml").write_text("[[pick]\n", encoding="utf-8")
    answer = run("rebuild", corpus, "--index", index)
    assert answer.returncode == 0
    assert answer.stderr.startswith(f"注意：{corpus / 'picks.toml'}:1: 不合 TOML 的写法")
    for command in (("search", "夜校"), ("serve", "--port", 0)):
        answer = run(*command, "--index", index)
        assert answer.returncode == 2
        assert answer.stderr.startswith(f"错误：{corpus / 'picks.toml'}:1: 不合 TOML 的写法")


def test_the_picks_of_the_sample_collection_are_right(sample_engine: Engine) -> None:
    known = {one.id for one in sample_engine.articles()}
    path = Path(__file__).parents[1] / "corpus" / "picks.toml"
    assert read_picks(path).entries
    assert faults_of_picks(path, known) == []
