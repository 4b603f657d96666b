"""The names that others may rely on."""

from pathlib import Path

import search
from search import Article, Question, open_engine, read_corpus, rebuild, run_query

CORPUS = Path(__file__).parents[1] / "corpus"


def test_every_name_of_the_door_is_there() -> None:
    assert [name for name in search.__all__ if not hasattr(search, name)] == []


def test_the_way_of_the_data_can_be_walked_in_a_python_prompt(tmp_path: Path) -> None:
    articles = [item for item in read_corpus(CORPUS) if isinstance(item, Article)]
    report = rebuild(CORPUS, tmp_path / "index")
    page = run_query(open_engine(tmp_path / "index"), Question("“三江善治”"))
    assert report.added == len(articles)
    assert page.total == len([a for a in articles if any("三江善治" in t for t in a.texts())])


def test_all_sample_articles_are_read() -> None:
    items = list(read_corpus(CORPUS))
    assert [item for item in items if not isinstance(item, Article)] == []
    assert len(items) >= 40
