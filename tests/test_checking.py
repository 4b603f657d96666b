"""A check finds what an index has lost, kept or miscounts, and finds nothing in a sound one."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from search.article import Article
from search.engines import open_engine, open_updater
from search.errors import IndexUnusableError
from search.upkeep.checking import CheckReport, Stage, check
from search.upkeep.following import update
from search.upkeep.indexing import rebuild

from .articles import article
from .damage import write_as_if_sound


def write(path: Path, identifier: str, text: str) -> None:
    line = {"id": identifier, "title": f"题目{identifier}", "text": text}
    path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder / "a.jsonl", "a1", "职工夜校开班，夜校面向职工。")
    write(folder / "b.jsonl", "b1", "河道清淤，職工參與。")
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    rebuild(corpus, tmp_path / "index")
    return tmp_path / "index"


def checked(index: Path, phrases: int = 30, lengths: tuple[int, int] = (1, 8)) -> CheckReport:
    with closing(open_engine(index)) as engine:
        return check(engine, phrases, lengths, 0)


def change(index: Path, removed: str, *added: Article) -> None:
    """Change an index behind its record's back."""
    with closing(open_engine(index)) as engine:
        record = engine.corpus_record()
    with open_updater(index) as writer:
        writer.remove([removed])
        for one in added:
            writer.add(one)
        writer.commit(record)


def test_a_sound_index_has_no_faults(index: Path) -> None:
    assert checked(index) == CheckReport(articles=2, files=2, phrases=30)


def test_damage_in_an_array_is_found_by_its_checksum(index: Path) -> None:
    (path,) = index.glob("build-*/*.arrays")
    content = bytearray(path.read_bytes())
    content[64] ^= 0xFF  # the first array begins there
    path.write_bytes(content)
    with pytest.raises(IndexUnusableError, match="索引已损坏；请运行 zhengsou rebuild"):
        checked(index)


def test_an_updated_index_has_no_faults(corpus: Path, index: Path) -> None:
    write(corpus / "c.jsonl", "c1", "渡轮停航。")
    (corpus / "a.jsonl").unlink()
    update(corpus, index)
    assert checked(index) == CheckReport(articles=2, files=2, phrases=30)


def test_rejected_and_duplicate_articles_are_no_faults(corpus: Path, tmp_path: Path) -> None:
    write(corpus / "copy.jsonl", "a1", "职工夜校开班，夜校面向职工。")
    (corpus / "broken.jsonl").write_text("{", encoding="utf-8")
    rebuild(corpus, tmp_path / "index")
    assert checked(tmp_path / "index").faults == []


def test_an_article_that_the_index_lacks_is_found(index: Path) -> None:
    change(index, "a1")
    assert checked(index).faults == ["a.jsonl: a1 不在索引中，请运行 zhengsou update"]


def test_an_article_that_only_the_index_has_is_found(index: Path) -> None:
    change(index, "none", article("stray", "题", "渡轮。"))
    assert "索引中的 stray 已不在文件夹中，请运行 zhengsou update" in checked(index).faults


def test_an_article_with_another_text_is_found(index: Path) -> None:
    change(index, "a1", article("a1", "题目a1", "职工夜校停课。"))
    assert checked(index).faults == ["a.jsonl: a1 与索引中的文字不同，请运行 update"]


def test_an_article_that_is_twice_in_the_index_is_found(index: Path) -> None:
    with closing(open_engine(index)) as engine:
        (again,) = engine.fetch(["a1"])
    change(index, "none", again)
    assert checked(index).faults


def test_a_file_added_changed_or_removed_since_is_found(corpus: Path, index: Path) -> None:
    write(corpus / "c.jsonl", "c1", "渡轮停航。")
    write(corpus / "a.jsonl", "a1", "职工夜校停课。")
    (corpus / "b.jsonl").unlink()
    assert checked(index).faults == [
        "a.jsonl: a1 与索引中的文字不同，请运行 update",
        "c.jsonl: c1 不在索引中，请运行 zhengsou update",
        "索引中的 b1 已不在文件夹中，请运行 zhengsou update",
    ]


def test_a_folder_that_is_gone_is_a_warning(corpus: Path, index: Path) -> None:
    for path in corpus.iterdir():
        path.unlink()
    corpus.rmdir()
    report = checked(index)
    assert (report.faults, report.files) == ([], 0)
    assert "不在了，未核对文件" in report.warnings[0]


@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("a.jsonl", None),
        (
            "a.jsonl",
            {
                "fingerprint": "0",
                "ids": {},
                "duplicates": [],
                "rejections": [],
                "doubts": [],
                "remarks": [],
            },
        ),
        (
            "z.jsonl",
            {
                "fingerprint": "0",
                "ids": {"z1": "0"},
                "duplicates": [],
                "rejections": [],
                "doubts": [],
                "remarks": [],
            },
        ),
    ],
)
def test_a_record_that_does_not_tell_what_the_index_holds_is_found(
    index: Path, path: str, record: dict[str, Any] | None
) -> None:
    """With a file missing from it, the next update would add the file's articles a second time."""
    (recorded,) = index.glob("build-*/files-*.json")
    files = json.loads(recorded.read_text(encoding="utf-8"))
    files |= {path: record} if record else {}
    files = {p: r for p, r in files.items() if record or p != path}
    write_as_if_sound(recorded, json.dumps(files).encode())
    assert checked(index).faults


def test_the_listener_is_told_of_every_stage_from_the_start(index: Path) -> None:
    told: list[tuple[Stage, int, int, int]] = []
    with closing(open_engine(index)) as engine:
        check(engine, 5, (2, 3), 0, lambda *step: told.append(step))
    assert told[:2] == [(Stage.SUMS, 0, 1, 0), (Stage.SUMS, 1, 1, 1)]
    assert told[2:4] == [(Stage.ARTICLES, 1, 2, 1), (Stage.ARTICLES, 2, 2, 2)]
    (_, _, size, _), (stage, read, total, files) = told[4:6]
    assert (stage, read, total, files) == (Stage.FOLDER, size, size, 2)
    assert told[6:] == [(Stage.PHRASES, number, 2, number) for number in (1, 2)]


def test_no_phrases_still_checks_the_folder(index: Path) -> None:
    change(index, "a1")
    report = checked(index, phrases=0)
    assert (report.phrases, len(report.faults)) == (0, 1)


def test_phrases_longer_than_every_text_are_cut_to_the_text(index: Path) -> None:
    assert checked(index, lengths=(100, 100)) == CheckReport(articles=2, files=2, phrases=30)
