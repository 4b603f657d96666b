"""Earlier indexes are listed, and one of them is in use again at once; the later one, too, if it must be."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from search.corpus_record import CorpusRecord
from search.engines import (
    list_generations,
    open_builder,
    open_engine,
    open_updater,
    roll_back,
    verify_generation,
)
from search.errors import IndexFault, IndexUnusableError, UsageError
from search.text.segmentation import Segmenter
from search.upkeep.indexing import rebuild

from .articles import article
from .damage import flip, write_as_if_sound
from .programs import run

NO_FILES = CorpusRecord(corpus="", files={})


def build(folder: Path, *identifiers: str) -> None:
    with open_builder(folder, Segmenter(), keep=3) as writer:
        for identifier in identifiers:
            writer.add(article(identifier, "题", "夜校。"))
        writer.commit(NO_FILES)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Keep three indexes: of c, d and e, before it of b, before that of a."""
    for identifiers in ("a", "b", "cde"):
        build(tmp_path / "index", *identifiers)
    return tmp_path / "index"


def ids_of(index: Path) -> str:
    with closing(open_engine(index)) as engine:
        return "".join(found.id for found in engine.articles())


def test_generations_are_listed_the_last_in_use_first(index: Path) -> None:
    kept = list_generations(index)
    assert [(one.is_in_use, one.articles) for one in kept] == [(True, 3), (False, 1), (False, 1)]
    assert all(one.bytes > 1000 and one.written and not one.fault for one in kept)


def test_an_earlier_one_is_in_use_at_once_and_the_later_again(index: Path) -> None:
    with closing(open_engine(index)) as engine:
        seen = []
        for wanted in (None, None, "3", list_generations(index)[0].name):
            assert roll_back(index, wanted).is_in_use
            seen.append("".join(found.id for found in engine.articles()))
    assert seen == ["b", "cde", "a", "cde"]
    assert len(list_generations(index)) == 3


def test_a_name_may_be_cut_short_while_it_is_the_only_one_that_begins_so(index: Path) -> None:
    last = list_generations(index)[2].name
    assert roll_back(index, last[:-1]).name == last
    assert roll_back(index, list_generations(index)[1].name.removeprefix("build-")).is_in_use


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("4", "没有第 4 份索引，一共留着 3 份"),
        ("0", "没有第 0 份"),
        ("1", "已经在用"),
        ("build-", "有 3 份"),
        ("build-19990101000000-abcdef", "有 0 份"),
    ],
)
def test_one_that_cannot_be_meant_is_told(index: Path, wanted: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        roll_back(index, wanted)
    assert ids_of(index) == "cde"


def test_where_only_one_is_kept_there_is_none_to_return_to(tmp_path: Path) -> None:
    build(tmp_path, "a")
    with pytest.raises(UsageError, match="没有可换回的；重建时用 --keep N"):
        roll_back(tmp_path)


def test_a_damaged_one_is_not_put_in_use(index: Path) -> None:
    name = list_generations(index)[1].name
    (arrays,) = (index / name).glob("*.arrays")
    flip(arrays, arrays.stat().st_size // 2)
    with pytest.raises(IndexUnusableError, match=arrays.name):
        roll_back(index)
    with pytest.raises(IndexUnusableError, match=arrays.name):
        verify_generation(index, name)
    assert ids_of(index) == "cde"


def test_one_of_another_version_is_listed_and_not_put_in_use(index: Path) -> None:
    settings = index / list_generations(index)[1].name / "settings.json"
    made = json.loads(settings.read_text()) | {"format": 5}
    write_as_if_sound(settings, json.dumps(made).encode())
    other = list_generations(index)[1]
    assert (other.articles, "索引格式为 5" in other.fault) == (None, True)
    with pytest.raises(IndexUnusableError) as refused:
        roll_back(index)
    assert refused.value.fault is IndexFault.OTHER_VERSION


def test_an_update_changes_the_one_that_is_in_use_again_and_no_other(index: Path) -> None:
    roll_back(index)
    with open_updater(index) as writer:
        writer.add(article("z", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert ids_of(index) == "bz"
    roll_back(index)
    assert ids_of(index) == "cde"


def test_a_rebuild_keeps_the_one_that_was_in_use(index: Path) -> None:
    roll_back(index, "3")
    with open_builder(index, Segmenter(), keep=2) as writer:
        writer.add(article("z", "题", "夜校。"))
        writer.commit(NO_FILES)
    roll_back(index)
    assert ids_of(index) == "a"


def test_a_clock_that_was_set_back_does_not_make_the_newest_the_oldest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.engines.whoosh.store import builds  # noqa: PLC0415

    build(tmp_path, "a")
    monkeypatch.setattr(builds, "_STAMP", "19990101000000")
    build(tmp_path, "b")
    with open_updater(tmp_path) as writer:
        writer.add(article("c", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert (ids_of(tmp_path), len(list_generations(tmp_path))) == ("bc", 2)
    roll_back(tmp_path)
    assert ids_of(tmp_path) == "a"


def test_the_commands_list_and_return(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in (1, 2):
        (corpus / f"{number}.md").write_text(f"# 夜校第{number}期\n\n开班。\n", encoding="utf-8")
        rebuild(corpus, index)
    kept = json.loads(run("generations", "--index", index, "--json").stdout)
    assert [(one["is_in_use"], one["articles"]) for one in kept] == [(True, 2), (False, 1)]
    listed = run("generations", "--index", index).stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [["1", "在用"], ["2", kept[1]["written"][:10]]]
    assert kept[0]["name"] in listed[0]
    answer = run("rollback", "--index", index)
    assert (answer.returncode, f"现在用 {kept[1]['name']}：1 篇" in answer.stdout) == (0, True)
    assert json.loads(run("rollback", "--index", index, "--json").stdout)["name"] == kept[0]["name"]
    assert run("rollback", "9", "--index", index).returncode == 2


def test_check_looks_at_those_that_are_kept_besides(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "1.md").write_text("# 夜校\n\n开班。\n", encoding="utf-8")
    for _ in range(2):
        rebuild(corpus, index)
    (vocabulary,) = (index / list_generations(index)[1].name).glob("vocabulary-*")
    flip(vocabulary, 70)
    answer = run("check", "--index", index)
    assert answer.returncode == 1
    assert f"不符：留着的旧索引不能再用：{vocabulary}" in answer.stderr


def test_what_a_killed_writer_left_in_an_earlier_one_goes_too(index: Path) -> None:
    left = [index / list_generations(index)[1].name / "files-2.json", index / "CURRENT.new"]
    for path in left:
        path.write_text("{}", encoding="utf-8")
    with open_updater(index):
        assert not any(path.exists() for path in left)


def test_damage_says_that_there_is_one_to_return_to(index: Path) -> None:
    in_use = index / list_generations(index)[0].name
    flip(in_use / "settings.json", 5)
    with pytest.raises(IndexUnusableError, match=r"zhengsou rebuild.*zhengsou rollback --index"):
        open_engine(index)
    roll_back(index)
    assert ids_of(index) == "b"
