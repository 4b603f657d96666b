"""Originals: the files that articles were read from are kept on demand, beside their index, and offered."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.engine import Original
from search.engines import open_engine
from webui import create_app

from .office_files import message
from .programs import run

TEXT = "三江市图书馆关于调整开放时间的通知\n2024-05-20\n周一闭馆整理书架，周二至周日开放，晚上九点闭馆。\n"
RULES = '[audience]\npublic = ["通知", "两条.csv"]\ninternal = ["内部"]\n'


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "通知").mkdir(parents=True)
    (folder / "通知" / "开放时间.txt").write_text(TEXT, "utf-8")
    (folder / "值守.eml").write_bytes(
        message("关于汛期值守安排的通知", "今晚起双人值守，电话响三声以内必须接听。")
    )
    return folder


def rebuild(corpus: Path, *more: str) -> Path:
    index = corpus.parent / "index"
    assert run("rebuild", corpus, "--index", index, *more).returncode == 0
    return index


def original(index: Path, title: str) -> Original | None:
    with closing(open_engine(index)) as engine:
        (identifier,) = [one.id for one in engine.articles() if one.title == title]
        return engine.original(identifier)


def files(index: Path) -> Iterator[Path]:
    return index.glob("build-*/original-*")


LIBRARY = "三江市图书馆关于调整开放时间的通知"


def test_no_original_is_kept_unless_it_is_wanted(corpus: Path) -> None:
    index = rebuild(corpus)
    assert original(index, LIBRARY) is None
    assert not list(files(index))


def test_the_original_of_an_article_is_the_file_it_was_read_from(corpus: Path) -> None:
    kept = original(rebuild(corpus, "--keep-originals"), LIBRARY)
    assert kept is not None
    assert (kept.name, kept.size) == ("开放时间.txt", len(TEXT.encode()))
    assert kept.path.read_text("utf-8") == TEXT


def test_originals_follow_their_folder(corpus: Path) -> None:
    index = rebuild(corpus, "--keep-originals")
    changed = TEXT.replace("九点", "十点")
    (corpus / "通知" / "开放时间.txt").write_text(changed, "utf-8")
    (corpus / "值守.eml").unlink()
    assert run("update", "--index", index).returncode == 0
    kept = original(index, LIBRARY)
    assert kept is not None
    assert kept.path.read_text("utf-8") == changed
    assert list(files(index)) == [kept.path]


def test_an_original_stays_that_did_not_change(corpus: Path) -> None:
    index = rebuild(corpus, "--keep-originals")
    (corpus / "新的.txt").write_text(TEXT.replace("图书馆", "档案馆"), "utf-8")
    assert run("update", "--index", index).returncode == 0
    assert original(index, LIBRARY) is not None
    assert original(index, LIBRARY.replace("图书馆", "档案馆")) is not None


def test_they_go_with_the_next_build_that_keeps_none(corpus: Path) -> None:
    index = rebuild(corpus, "--keep-originals")
    rebuild(corpus, "--keep", "1")
    assert not list(files(index))


def test_check_tells_of_an_original_that_has_changed(corpus: Path) -> None:
    index = rebuild(corpus, "--keep-originals")
    assert run("check", "--index", index).returncode == 0
    kept = original(index, LIBRARY)
    assert kept is not None
    kept.path.write_bytes(kept.path.read_bytes().replace(b"2024", b"2025"))
    answer = run("check", "--index", index)
    assert answer.returncode != 0
    assert kept.path.name in answer.stdout + answer.stderr


def test_the_page_of_an_article_offers_its_original(corpus: Path) -> None:
    with closing(open_engine(rebuild(corpus, "--keep-originals"))) as engine:
        (found,) = [one for one in engine.articles() if one.title == LIBRARY]
        client = create_app(engine).test_client()
        page = client.get(f"/articles/{found.id}").text
        assert "下载原件" in page
        assert "（TXT，1 KB）" in page
        answer = client.get(f"/articles/{found.id}/original")
        assert answer.data.decode() == TEXT
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment")
        assert "%E5%BC%80%E6%94%BE%E6%97%B6%E9%97%B4.txt" in disposition
        answer.close()


def test_an_original_that_is_not_kept_is_not_found(corpus: Path) -> None:
    with closing(open_engine(rebuild(corpus))) as engine:
        (found,) = [one for one in engine.articles() if one.title == LIBRARY]
        client = create_app(engine).test_client()
        assert "下载原件" not in client.get(f"/articles/{found.id}").text
        assert client.get(f"/articles/{found.id}/original").status_code == 404


def test_the_public_index_keeps_only_what_all_may_read(corpus: Path, tmp_path: Path) -> None:
    (corpus / "内部").mkdir()
    (corpus / "内部" / "人事.txt").write_text(TEXT.replace("图书馆", "人事局"), "utf-8")
    rows = "title,text,date,audience\n公开的一条,周一闭馆整理书架，请相互转告。,2024-05-01,public\n"
    rows += "内部的一条,周二盘点库房，不对外公布。,2024-05-02,internal\n"
    (corpus / "两条.csv").write_text(rows.replace("，", "、"), "utf-8")
    settings = tmp_path / "zhengsou.toml"
    settings.write_text(RULES, "utf-8")
    public = tmp_path / "public"
    index = rebuild(
        corpus, "--keep-originals", "--public-index", str(public), "--config", str(settings)
    )
    assert original(index, LIBRARY.replace("图书馆", "人事局")) is not None
    assert original(index, "公开的一条") is not None
    assert original(public, LIBRARY) is not None
    assert original(public, "公开的一条") is None
    names = {kept.read_bytes() for kept in files(public)}
    assert not any(
        "人事局".encode() in content or "盘点库房".encode() in content for content in names
    )
