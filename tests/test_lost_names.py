"""CURRENT lost or damaged: the newest index that is sound answers, it is said, and the next writer mends it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import rmtree

import pytest

from search.engines import (
    list_generations,
    lost_names,
    mark_public,
    open_builder,
    open_engine,
    open_updater,
    roll_back,
)
from search.engines.whoosh.engine import WhooshEngine
from search.errors import IndexFault, IndexUnusableError
from search.text.segmentation import Segmenter
from search.upkeep.indexing import rebuild as run_rebuild
from webui import create_app

from .articles import article
from .damage import fault, flip
from .programs import run
from .test_generations import NO_FILES, build, ids_of


def cut_short(current: Path) -> None:
    current.write_bytes(current.read_bytes()[:20])


def another_byte(current: Path) -> None:
    flip(current, 8)


def not_utf_8(current: Path) -> None:
    current.write_bytes(b"\xff\xfe")


LOSSES = [Path.unlink, cut_short, another_byte, not_utf_8]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Keep two indexes: of a, and after it of b."""
    for identifier in "ab":
        build(tmp_path, identifier)
    return tmp_path


@pytest.mark.parametrize("lose", LOSSES)
def test_the_newest_answers_and_it_is_said_how_to_mend_that(
    index: Path, lose: Callable[[Path], None]
) -> None:
    assert lost_names(index) == ""
    name = list_generations(index)[0].name
    lose(index / "CURRENT")
    with closing(open_engine(index)) as engine:
        assert [found.id for found in engine.articles()] == ["b"]
        assert fault(engine) is IndexFault.UNNAMED
    said = lost_names(index)
    assert f"zhengsou rollback {name} --index {index}" in said
    assert "\n" not in said
    assert len(list_generations(index)) == 2


@pytest.mark.parametrize("lose", LOSSES)
def test_an_update_mends_it_also_when_nothing_has_changed(
    index: Path, lose: Callable[[Path], None]
) -> None:
    lose(index / "CURRENT")
    with open_updater(index):
        assert lost_names(index) == ""
    assert (ids_of(index), len(list_generations(index))) == ("b", 2)


def test_a_rebuild_mends_it_and_removes_nothing_before_it_is_done(index: Path) -> None:
    (index / "CURRENT").unlink()
    with open_builder(index, Segmenter(), keep=3) as writer:
        assert ids_of(index) == "b"
        writer.add(article("c", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert (ids_of(index), lost_names(index), len(list_generations(index))) == ("c", "", 3)


def test_a_rebuild_still_knows_when_articles_were_added(index: Path) -> None:
    with open_updater(index) as writer:
        writer.add(article("c", "题", "夜校。"))
        writer.commit(NO_FILES)
    with closing(open_engine(index)) as engine:
        before = engine.added(["c"])
    (index / "CURRENT").unlink()
    build(index, "c")
    with closing(open_engine(index)) as engine:
        assert engine.added(["c"]) == before != {}


def test_the_generation_written_last_is_the_newest_though_its_build_is_not(index: Path) -> None:
    roll_back(index)
    with open_updater(index) as writer:
        writer.add(article("z", "题", "夜校。"))
        writer.commit(NO_FILES)
    (index / "CURRENT").unlink()
    assert ids_of(index) == "az"


def test_the_next_answers_where_the_newest_is_not_whole_or_does_not_open(index: Path) -> None:
    newest = index / list_generations(index)[0].name
    (index / "CURRENT").unlink()
    flip(newest / "settings.json", 5)
    assert ids_of(index) == "a"
    with open_updater(index):
        assert (ids_of(index), lost_names(index)) == ("a", "")


def test_where_the_build_in_use_is_gone_the_one_before_answers(index: Path) -> None:
    rmtree(index / list_generations(index)[0].name)
    assert ids_of(index) == "a"
    assert "不在了" in lost_names(index)
    roll_back(index)
    assert (ids_of(index), lost_names(index)) == ("a", "")


def test_without_a_whole_build_there_is_no_index(index: Path) -> None:
    (index / "CURRENT").unlink()
    for path in index.glob("build-*/MANIFEST-*"):
        path.unlink()
    with pytest.raises(IndexUnusableError, match="没有索引；请先运行 zhengsou rebuild"):
        open_engine(index)


def test_what_was_taken_back_from_everyone_does_not_return(index: Path) -> None:
    """A killed rebuild may have left the older one of a public index, which has more than it should."""
    mark_public(index)
    (index / "CURRENT").write_text("", encoding="utf-8")
    with pytest.raises(IndexUnusableError) as refused:
        open_engine(index)
    assert refused.value.fault is IndexFault.DAMAGED
    rmtree(index / sorted(path.name for path in index.glob("build-*"))[0])
    open_engine(index).close()


def test_what_is_open_goes_on_though_another_is_newer(index: Path) -> None:
    roll_back(index)
    with closing(WhooshEngine(index)) as engine:
        name = engine.build.name
        (index / "CURRENT").unlink()
        assert [found.id for found in engine.articles()] == ["a"]
        assert fault(engine) is IndexFault.UNNAMED
        with pytest.raises(IndexUnusableError, match=f"现由 {name} 回答"):
            engine.confirm_newest()
        roll_back(index, name)
        assert fault(engine) is None


def test_health_says_so_and_is_well_again_when_it_is_mended(index: Path) -> None:
    with closing(open_engine(index)) as engine:
        client = create_app(engine).test_client()
        (index / "CURRENT").unlink()
        answer = client.get("/healthz")
        problem = answer.get_json(force=True)
        assert (answer.status_code, problem["fault"]) == (503, "unnamed")
        assert "zhengsou rollback" in problem["detail"]
        assert str(index) not in answer.text
        assert client.get("/search?q=夜校").status_code == 200
        roll_back(index)
        assert client.get("/healthz").status_code == 200


def test_the_commands_say_so_in_a_line_until_one_mends_it(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "1.md").write_text("# 夜校\n\n开班。\n", encoding="utf-8")
    run_rebuild(corpus, index)
    (index / "CURRENT").unlink()
    said = lost_names(index)
    for command, code in (("stats", 0), ("generations", 0), ("check", 1), ("update", 0)):
        answer = run(command, "--index", index)
        assert (answer.returncode, answer.stderr.count(said) > 0) == (code, True), command
    assert run("check", "--index", index).returncode == 0
    (index / "CURRENT").unlink()
    mended = run("rollback", "--index", index)
    assert (mended.returncode, lost_names(index)) == (0, "")
