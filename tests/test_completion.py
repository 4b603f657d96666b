"""Completion: titles from any word in them, by their everyday names, the likeliest first."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.engines.arrays.build import vocabulary_building
from search.engines.arrays.file.arrays import ArrayFile, write_arrays
from search.engines.arrays.file.name_starts import NameStarts, starts_to_arrays
from search.engines.arrays.file.strings import Strings, strings_to_arrays
from search.query.synonyms import Synonyms
from search.suggest.completion import complete
from search.suggest.lexicon import EntryKind
from search.suggest.starts import word_starts
from search.text.segmentation import Segmenter
from search.validity import Validity

from .articles import article, build

TITLES = (
    "中华人民共和国轮渡安全法",
    "云江市轮渡安全管理条例",
    "轮渡安全管理条例实施细则",
    "关于印发《轮渡停航应急预案》的通知",
    "轮渡停航公告",
    "市总工会慰问轮渡职工",
    "云江市公报（2023年）",
    "云江市公报（2024年）",
    "云江市章程（2022年）",
)


def articles() -> Iterator[Article]:
    for number, title in enumerate(TITLES):
        published = date(2015 + number, 1, 1)
        text = "轮渡码头的轮渡班次。" if number < 3 else "正文。"
        yield article(f"t{number}", title, text, published=published)
    yield article("again", "轮渡停航公告", "又停。", published=date(2014, 1, 1))
    for number in (9, 10, 11):
        yield article(
            f"n{number}",
            f"补贴发放第{number}批",
            "名单。",
            published=date(2024, 1, number),
            source="云江市人力资源和社会保障局",
            doc_number=f"云人社规〔2024〕{number}号",
        )
    yield article("order", "轮渡票价令", "价目。", doc_number="中华人民共和国轮渡部令第5号")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("index"), articles())) as engine:
        yield engine


def texts(engine: Engine, typed: str, limit: int = 8) -> list[str]:
    return [entry.text for entry in complete(engine.lexicon(), typed, limit)]


def titles(engine: Engine, typed: str) -> list[str]:
    entries = complete(engine.lexicon(), typed, 20)
    return [entry.text for entry in entries if entry.kind is EntryKind.TITLE]


@pytest.mark.parametrize("typed", ["轮渡安全法", "轮渡安", "輪渡安全法", "轮渡 安全法"])
def test_a_law_is_found_by_its_everyday_name(engine: Engine, typed: str) -> None:
    assert titles(engine, typed)[0] == "中华人民共和国轮渡安全法"


def test_what_is_called_just_so_stands_before_words(engine: Engine) -> None:
    assert texts(engine, "轮渡停航应急预案") == ["关于印发《轮渡停航应急预案》的通知"]
    assert texts(engine, "云江市章程")[0] == "云江市章程（2022年）"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("停航应急", "关于印发《轮渡停航应急预案》的通知"),
        ("管理条例实施", "轮渡安全管理条例实施细则"),
        ("慰问", "市总工会慰问轮渡职工"),
    ],
)
def test_a_title_is_found_from_any_word_in_it(engine: Engine, typed: str, title: str) -> None:
    assert title in titles(engine, typed)


def test_within_a_word_no_title_begins(engine: Engine) -> None:
    assert titles(engine, "渡安全") == []


def test_rules_stand_first_the_shortest_name_first_then_the_newest_titles(engine: Engine) -> None:
    assert titles(engine, "轮渡") == [
        "中华人民共和国轮渡安全法",  # called 轮渡安全法
        "轮渡安全管理条例实施细则",
        "轮渡停航公告",  # of 2019
        "关于印发《轮渡停航应急预案》的通知",  # of 2018
        "轮渡票价令",  # of no day
        "云江市轮渡安全管理条例",  # 轮渡 stands within its name
        "市总工会慰问轮渡职工",
    ]


@pytest.mark.parametrize("limit", [1, 8])
def test_a_name_that_means_the_same_leads_to_titles(engine: Engine, limit: int) -> None:
    synonyms = Synonyms({"渡轮法": ("轮渡安全法", "轮渡法")})
    found = complete(engine.lexicon(), "渡轮法", limit, synonyms)
    assert found[0].text == "中华人民共和国轮渡安全法"


def test_papers_that_are_no_longer_in_force_come_last(tmp_path: Path) -> None:
    said = {"路灯法": Validity.REPEALED, "路灯管理办法": Validity.IN_FORCE, "路灯亮化通知": None}
    articles = [
        replace(article(title, title, "正文。"), validity=validity)
        for title, validity in said.items()
    ]
    articles.append(replace(articles[1], id="before", validity=Validity.AMENDED))
    with closing(build(tmp_path, articles)) as engine:
        assert titles(engine, "路灯") == ["路灯管理办法", "路灯亮化通知", "路灯法"]


def test_articles_of_one_title_are_one_entry(engine: Engine) -> None:
    found = complete(engine.lexicon(), "轮渡停航公")
    assert [(entry.text, entry.articles) for entry in found] == [("轮渡停航公告", 2)]


def test_of_one_name_the_newest_stands_before_other_names_and_the_rest_after(
    engine: Engine,
) -> None:
    assert titles(engine, "云江市公报") == ["云江市公报（2024年）", "云江市公报（2023年）"]


@pytest.mark.parametrize(
    "typed",
    ["云人社", "云人社规", "云人社规〔2024", "云人社规2024", "云人社规[2024]", "云人社规20"],
)
def test_numbers_that_begin_so_are_offered_the_newest_first(engine: Engine, typed: str) -> None:
    found = complete(engine.lexicon(), typed)
    assert [entry.text for entry in found if entry.kind is EntryKind.NUMBER] == [
        "云人社规〔2024〕11号",
        "云人社规〔2024〕10号",
        "云人社规〔2024〕9号",
    ]


@pytest.mark.parametrize("typed", ["云人社规〔2024〕1", "云人社规20241", "云人社规(2024)1"])
def test_a_number_goes_on_after_its_year(engine: Engine, typed: str) -> None:
    assert texts(engine, typed) == ["云人社规〔2024〕11号", "云人社规〔2024〕10号"]


def test_an_order_is_found_without_the_state_before_it(engine: Engine) -> None:
    assert texts(engine, "轮渡部令") == ["中华人民共和国轮渡部令第5号"]


def test_a_body_is_found_from_any_word_in_its_name(engine: Engine) -> None:
    assert "云江市人力资源和社会保障局" in texts(engine, "社会保障局")


@pytest.mark.parametrize("typed", ["lunduanquanf", "ldaqf", "轮渡an"])
def test_everyday_names_are_found_by_pinyin_and_initials(engine: Engine, typed: str) -> None:
    assert "中华人民共和国轮渡安全法" in titles(engine, typed)


def test_words_titles_and_numbers_share_the_places(engine: Engine) -> None:
    kinds = [entry.kind for entry in complete(engine.lexicon(), "云", 3)]
    assert kinds == [EntryKind.WORD, EntryKind.TITLE, EntryKind.NUMBER]


def test_an_update_keeps_word_starts_and_adds_new_ones(tmp_path: Path) -> None:
    build(tmp_path, articles()).close()
    with open_updater(tmp_path) as writer:
        writer.add(article("new", "云江市采暖补贴办法", "全文。"))
        writer.remove(["t5"])
        writer.commit(CorpusRecord(corpus="", files={}))
    with closing(open_engine(tmp_path)) as engine:
        assert titles(engine, "采暖") == ["云江市采暖补贴办法"]
        assert titles(engine, "慰问") == []
        assert titles(engine, "轮渡安全法") == ["中华人民共和国轮渡安全法"]


def test_words_begin_where_they_are_cut_and_where_a_name_begins() -> None:
    cut = Segmenter().words
    text = "关于印发《轮渡停航预案》的通知"
    found = [text[start:] for start in word_starts(text, cut)]
    assert "轮渡停航预案》的通知" in found
    assert "通知" in found
    assert not any(rest.startswith(("的", "》", "《")) for rest in found)


@given(names=st.lists(st.text("轮渡ab办法", min_size=1, max_size=6), unique=True, max_size=8))
def test_places_that_begin_so_are_those_that_do(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    keys = sorted(name.encode() for name in names)
    offsets = {
        number: [len(key.decode()[:at].encode()) for at in range(1, len(key.decode()))]
        for number, key in enumerate(keys)
    }
    path = tmp_path_factory.mktemp("starts") / "arrays"
    write_arrays(path, {**strings_to_arrays("k", keys), **starts_to_arrays("s", keys, offsets)})
    arrays = ArrayFile(path)
    starts = NameStarts(arrays, "s", Strings(arrays, "k"))
    for beginning in ("轮", "办法", "ab", "渡a"):
        places = starts.beginning(beginning.encode())
        found = list(
            zip(starts.entries[places].tolist(), starts.offsets[places].tolist(), strict=True)
        )
        assert sorted(found) == [
            (number, offset)
            for number, of_key in offsets.items()
            for offset in of_key
            if keys[number][offset:].startswith(beginning.encode())
        ]


@given(
    before=st.sets(st.text("轮渡ab办法", min_size=1, max_size=6), max_size=8),
    now=st.sets(st.text("轮渡ab办法", min_size=1, max_size=6), max_size=8),
)
def test_starts_of_new_names_come_to_stand_among_those_that_are_known(
    tmp_path_factory: pytest.TempPathFactory, before: set[str], now: set[str]
) -> None:
    def listed(names: set[str]) -> tuple[list[bytes], dict[int, list[int]]]:
        keys = sorted(name.encode() for name in names)
        return keys, {number: [*range(1, len(key))] for number, key in enumerate(keys)}

    old_keys, old_offsets = listed(before)
    keys, offsets = listed(now)
    path = tmp_path_factory.mktemp("starts") / "arrays"
    old = {**strings_to_arrays("k", old_keys), **starts_to_arrays("s", old_keys, old_offsets)}
    write_arrays(path, old)
    arrays = ArrayFile(path)
    numbers = np.array([keys.index(key) if key in keys else -1 for key in old_keys], np.int64)
    new = {number: places for number, places in offsets.items() if number not in numbers}

    known = NameStarts(arrays, "s", Strings(arrays, "k"))
    found = known.with_others("s", numbers, keys, new)

    assert found is not None
    for name, array in starts_to_arrays("s", keys, offsets).items():
        assert found[name].tolist() == array.tolist()


def test_of_too_many_titles_the_likeliest_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary_building, "MAX_TITLES", 3)
    said = [("路灯停用公告", 2012), ("路灯改造公告", 2020), ("路灯检修公告", 2021)]
    articles = [article(title, title, published=date(year, 1, 1)) for title, year in said]
    articles.append(article("rule", "路灯管理办法", published=date(2001, 1, 1)))
    old = article("old", "路灯管理条例", published=date(2022, 1, 1), validity=Validity.REPEALED)
    with closing(build(tmp_path, [*articles, old])) as engine:
        assert titles(engine, "路灯") == ["路灯管理办法", "路灯检修公告", "路灯改造公告"]


def test_a_title_that_is_kept_counts_all_its_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary_building, "MAX_TITLES", 1)
    build(tmp_path, [article("a", "路灯公告", published=date(2020, 1, 1))]).close()
    with open_updater(tmp_path) as writer:
        writer.add(article("b", "路灯公告", published=date(2019, 1, 1)))
        writer.add(article("c", "路灯通告", published=date(2018, 1, 1)))
        writer.commit(CorpusRecord(corpus="", files={}))
    with closing(open_engine(tmp_path)) as engine:
        found = complete(engine.lexicon(), "路灯", 8)
    assert [(entry.text, entry.articles) for entry in found if entry.kind is EntryKind.TITLE] == [
        ("路灯公告", 2)
    ]
