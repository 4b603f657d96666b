"""Corrections beside a file: NAME.meta.toml."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.article import Article
from search.engines import open_engine
from search.ingest import Rejection, list_files, read_corpus
from search.upkeep.following import update
from search.upkeep.indexing import rebuild

from .files import HTML, PAGE_TEXT


def put(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder


def read(folder: Path) -> tuple[list[Article], list[str]]:
    items = list(read_corpus(folder))
    rejections = [str(item) for item in items if isinstance(item, Rejection)]
    return [item for item in items if isinstance(item, Article)], rejections


@pytest.mark.parametrize("name", ["a.html.meta.toml", "a.meta.toml"])
def test_fields_of_a_sidecar_take_the_place_of_those_read(tmp_path: Path, name: str) -> None:
    put(tmp_path, a__html=HTML)
    (tmp_path / name).write_text(
        'title = "夜校开班"\ndate = 2024-03-09\nsection = ["新闻中心", "要闻"]\nid = "yj-1"\n',
        "utf-8",
    )
    (article,), rejections = read(tmp_path)
    assert rejections == []
    assert (article.title, article.published, article.id) == ("夜校开班", date(2024, 3, 9), "yj-1")
    assert article.section == ("新闻中心", "要闻")


def test_a_sidecar_may_have_chinese_names(tmp_path: Path) -> None:
    put(
        tmp_path,
        a__txt=PAGE_TEXT,
        a__meta__toml='来源 = "云江日报"\n"发文字号" = "云工发〔2024〕3号"\n',
    )
    (article,), _ = read(tmp_path)
    assert (article.source, article.doc_number) == ("云江日报", "云工发〔2024〕3号")
    assert article.published == date(2024, 3, 8)


def test_a_sidecar_is_for_every_article_of_its_file(tmp_path: Path) -> None:
    line = '{"title": "夜校", "text": "开班。"}\n'
    put(tmp_path, a__jsonl=line + line.replace("开班", "停课"), a__meta__toml='source = "云江日报"')
    articles, _ = read(tmp_path)
    assert [article.source for article in articles] == ["云江日报"] * 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('source = "a"\ntitle = \n', ":2: 不是 TOML"),
        ('source = "a"\n\n发布日期 = "某日"\n', ":3: 发布日期 date 不是日期"),
        ('source = "a"\nsuorce = "b"\n', ":2: 不认识的名称 suorce"),
        ("author = 5.5\nsection = 3\n", ":2: 栏目 section 应为文字的列表"),
        ("\0", ": 不是文本文件"),
    ],
)
def test_a_wrong_sidecar_is_named_by_line_and_the_file_read_without_it(
    tmp_path: Path, content: str, reason: str
) -> None:
    put(tmp_path, a__txt=PAGE_TEXT, a__meta__toml=content)
    (article,), (rejection,) = read(tmp_path)
    assert rejection.startswith(f"a.meta.toml{reason}")
    assert article.title == "关于夜校开班的通知"


def test_a_wrong_field_of_a_sidecar_costs_only_itself(tmp_path: Path) -> None:
    put(tmp_path, a__txt=PAGE_TEXT, a__meta__toml='date = "某日"\nsource = "云江日报"\n')
    (article,), (rejection,) = read(tmp_path)
    assert rejection.startswith("a.meta.toml:1: 发布日期 date 不是日期")
    assert (article.source, article.published) == ("云江日报", date(2024, 3, 8))


def test_a_sidecar_without_its_file_is_reported(tmp_path: Path) -> None:
    put(tmp_path, a__txt=PAGE_TEXT, b__meta__toml='title = "乙"')
    _, rejections = read(tmp_path)
    assert rejections == ["b.meta.toml: 旁注文件没有它说明的文件"]


def test_an_update_follows_a_sidecar(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    put(corpus, a__txt=PAGE_TEXT, b__txt=PAGE_TEXT)
    rebuild(corpus, index)
    for source in ("云江日报", "云江工会网"):
        put(corpus, a__meta__toml=f'source = "{source}"')
        assert (update(corpus, index).added, update(corpus, index).added) == (1, 0)
        with closing(open_engine(index)) as engine:
            assert source in {article.source for article in engine.articles()}
    (corpus / "a.meta.toml").unlink()
    assert update(corpus, index).added == 1


@pytest.mark.parametrize("folder", ["a_files", "a.files"])
def test_the_folder_of_a_saved_page_is_passed_over_only_beside_it(
    tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    put(tmp_path / folder, ad__html=HTML)
    assert [file.path for file in list_files(tmp_path).files] == [f"{folder}/ad.html"]
    put(tmp_path, a__htm=HTML)
    assert [file.path for file in list_files(tmp_path).files] == ["a.htm"]


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", "~$通知.doc", ".DS_Store"])
def test_what_programs_leave_is_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    listing = list_files(tmp_path)
    assert (listing.files, listing.rejections) == ([], [])
