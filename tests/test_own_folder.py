"""An index lies in a folder of its own: among articles it would keep them from being read again."""

from pathlib import Path

import pytest

from search.corpus_record import PublicPart
from search.errors import UsageError
from search.upkeep.audience_rules import AudienceRules
from search.upkeep.following import update
from search.upkeep.indexing import rebuild
from search.upkeep.publishing import publish

from .programs import run

SAYS = "索引要放在它自己的文件夹里"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of articles in another folder, and go where that stands."""
    here = tmp_path / "这里"
    (here / "三江" / "文章" / "通知").mkdir(parents=True)
    monkeypatch.chdir(here)
    for name in ("夜校.txt", "通知/食堂.txt"):
        path = here / "三江" / "文章" / name
        path.write_text(
            f"关于{path.stem}的通知\n\n{path.stem}下周开张，请大家相互转告。\n", "utf-8"
        )
    (here / "别名").symlink_to(here / "三江" / "文章")
    return here / "三江" / "文章"


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


AMONG_ARTICLES = [
    "三江/文章",
    "三江/文章/",
    "三江/文章/../文章",
    "三江/文章/通知",
    "三江",
    ".",
    "别名",
    "别名/通知",
]


@pytest.mark.parametrize("place", AMONG_ARTICLES)
@pytest.mark.parametrize(
    "command",
    [
        ("rebuild", "三江/文章", "--index"),
        ("rebuild", "别名", "--index"),
        ("rebuild", "三江/文章", "--index", "../索引", "--public-index"),
        ("update", "三江/文章", "--index"),
        ("update", "三江/文章", "--watch", "--index"),
    ],
    ids=" ".join,
)
def test_an_index_among_articles_is_refused_and_nothing_written(
    corpus: Path, command: tuple[str, ...], place: str
) -> None:
    before = names_in(Path(".."))
    answer = run(*command, place)
    assert answer.returncode == 2
    (line,) = answer.stderr.splitlines()
    assert SAYS in line
    assert names_in(Path("..")) == before


def test_settings_that_say_so_are_refused(corpus: Path) -> None:
    for said in ('folder = "三江/文章"', 'folder = "索引"\npublic = "三江/文章"'):
        Path("zhengsou.toml").write_text(f'[index]\ncorpus = "三江/文章"\n{said}\n', "utf-8")
        answer = run("rebuild")
        assert (answer.returncode, SAYS in answer.stderr) == (2, True)
    assert names_in(corpus) == {"夜校.txt", "通知", "通知/食堂.txt"}


def test_programs_are_refused_likewise(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=SAYS):
        rebuild(corpus, corpus)
    rebuild(corpus, tmp_path / "索引", public_part=PublicPart(str(corpus)))
    with pytest.raises(UsageError, match=SAYS):
        publish(tmp_path / "索引", lambda path: AudienceRules())
    (tmp_path / "别处").symlink_to(tmp_path / "索引")
    (tmp_path / "索引" / "文章").mkdir()
    with pytest.raises(UsageError, match=SAYS):
        update(tmp_path / "索引" / "文章", tmp_path / "别处")


@pytest.mark.parametrize("name", [".index", "索引", "var/index", "通知/索引"])
def test_an_index_in_a_folder_of_its_own_among_articles_is_built_again_and_updated(
    corpus: Path, name: str
) -> None:
    for command in ("rebuild", "rebuild", "update"):
        answer = run(command, corpus, "--index", corpus / name)
        assert SAYS not in answer.stderr
        assert (corpus / name / "CURRENT").exists()
    assert "2 个文件未变" in answer.stdout


def test_what_a_rebuild_that_failed_left_behind_is_no_article(corpus: Path) -> None:
    (corpus / "索引").mkdir()
    for name in ("LOCK", "PUBLIC"):
        (corpus / "索引" / name).touch()
    assert SAYS not in run("rebuild", corpus, "--index", corpus / "索引").stderr
