"""The names that others may rely on."""

import ast
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

import search
from search import Article, Question, open_engine, read_corpus, rebuild, run_query

CORPUS = Path(__file__).parents[1] / "corpus"
SITE = '<link rel="canonical" href="https://gh.yunjiang.example/1">'
APPEAL = "云江夜话栏目欢迎您讲述身边的故事，来稿一经采用即付薄酬。"


DOOR = {
    "Article",
    "ArticleHead",
    "Block",
    "BlockKind",
    "CopyMode",
    "Engine",
    "FacetCount",
    "Filters",
    "Highlighted",
    "Hit",
    "IndexFault",
    "IndexUnusableError",
    "MAX_QUERY_LENGTH",
    "MAX_RESULTS_DEPTH",
    "MarkedArticle",
    "Matching",
    "Picks",
    "PicksFile",
    "Question",
    "Rejection",
    "ResultPage",
    "SearchRequest",
    "Snippet",
    "Sort",
    "Synonyms",
    "SynonymsFile",
    "TermKind",
    "Tier",
    "UsageError",
    "Validity",
    "ZhengsouError",
    "complete",
    "explain",
    "find_passages",
    "is_found",
    "mark_article",
    "open_engine",
    "parse_query",
    "read_corpus",
    "rebuild",
    "run_query",
    "update",
}


def imported_names() -> dict[str, str]:
    """Return the names that search/__init__.py imports for the type checker, and whence."""
    tree = ast.parse(Path(search.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    return {alias.name: f"search.{node.module}" for node in imports for alias in node.names}


def test_the_door_has_these_names_and_no_others() -> None:
    assert set(search.__all__) == DOOR


def test_the_door_offers_what_it_imports() -> None:
    assert sorted(imported_names()) == sorted(search.__all__)


@pytest.mark.parametrize("name", search.__all__)
def test_a_name_of_the_door_is_that_of_its_module(name: str) -> None:
    assert getattr(search, name) is getattr(import_module(imported_names()[name]), name)


def test_the_door_has_no_other_name() -> None:
    assert not hasattr(search, "read_everything")


def test_the_way_of_the_data_can_be_walked_in_a_python_prompt(tmp_path: Path) -> None:
    articles = [item for item in read_corpus(CORPUS) if isinstance(item, Article)]
    report = rebuild(CORPUS, tmp_path / "index")
    page = run_query(open_engine(tmp_path / "index"), Question("“三江善治”"))
    assert report.added == len(articles)
    assert page.total == len([a for a in articles if any("三江善治" in t for t in a.texts())])


def test_the_articles_of_a_folder_are_those_of_its_index(tmp_path: Path) -> None:
    for title in ("夜校开班", "书屋上新", "轮渡延时", "古树认养", "路灯检修"):
        text = f"{title}的消息昨天传开，不少市民赶来询问。工作人员说，{title}已经准备了半年。"
        page = f"{SITE}<h1>{title}</h1><p>2024-03-08</p><p>{text}</p><p>{APPEAL}</p>"
        (tmp_path / f"{title}.html").write_text(page, encoding="utf-8")
    articles = [item for item in read_corpus(tmp_path) if isinstance(item, Article)]
    rebuild(tmp_path, tmp_path / "index")
    with closing(open_engine(tmp_path / "index")) as engine:
        assert engine.fetch([article.id for article in articles]) == articles
        assert engine.statistics().articles == len(articles) == 5
        assert run_query(engine, Question(f"“{APPEAL}”")).total == 0


def test_all_sample_articles_are_read() -> None:
    items = list(read_corpus(CORPUS))
    assert [item for item in items if not isinstance(item, Article)] == []
    assert len(items) >= 40
