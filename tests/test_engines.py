"""Which engine holds an index is told by its location."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from search.engines import Location, open_builder, open_engine, open_updater
from search.errors import IndexUnusableError, UsageError
from search.text.segmentation import Segmenter

from .articles import article, build

ELSEWHERE = "solr://search.yunjiang.example:9200/articles"


@pytest.mark.parametrize("kind", [str, Path])
def test_a_location_without_a_scheme_is_a_folder(
    tmp_path: Path, kind: Callable[[Path], Location]
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    with closing(open_engine(kind(tmp_path))) as engine:
        assert engine.statistics().articles == 1


@pytest.mark.parametrize(
    "open_it", [open_engine, open_updater, lambda location: open_builder(location, Segmenter())]
)
def test_a_scheme_without_an_engine_is_wrong_usage(open_it: Callable[[Location], object]) -> None:
    with pytest.raises(UsageError, match=f"{ELSEWHERE}: 没有 solr:// 的检索引擎"):
        open_it(ELSEWHERE)


def test_the_letter_of_a_drive_is_no_scheme() -> None:
    with pytest.raises(IndexUnusableError, match="没有索引"):
        open_engine("Z://indexes/articles")


def test_a_cluster_needs_what_reaches_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'zhengsou\[cluster\]'"):
        open_engine("opensearch://search.yunjiang.example:9200/articles")
