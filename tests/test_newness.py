"""New wordings as people ask for them: by when, by how many articles, without those that are hidden."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.engines.whoosh.store.opening import open_snapshot
from search.errors import UsageError, WordingsError
from search.partial_date import PartialDate
from search.query.hidden_wordings import HIDDEN_NAME, HiddenFile, read_hidden
from search.request import Filters
from search.wording.newness import NewRequest, find_new, read_period

from .articles import build
from .coinage import SOURCES, quiet_years, told
from .programs import run

EARLIER, NEW = "双河夜谈", "江心驿站"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coined")
    (folder / "no-corpus").mkdir()
    uses = [told(100 + n, date(2021, 2 + n, 3), EARLIER) for n in range(9)]
    uses += [told(120 + n, date(2023, 3 + n, 3), NEW) for n in range(7)]
    build(folder, [*quiet_years(), *uses]).close()
    return folder


@pytest.fixture(scope="module")
def engine(index: Path) -> Engine:
    return open_engine(index)


def texts(engine: Engine, request: NewRequest, hidden: frozenset[str] = frozenset()) -> list[str]:
    return [one.text for one in find_new(engine, request, hidden).wordings]


def test_an_index_that_has_no_record_of_them_says_how_to_get_one(index: Path) -> None:
    snapshot = open_snapshot(index, None, date(2026, 1, 1))
    files = {name: one for name, one in snapshot.manifest.files.items() if "coin" not in name}
    assert len(files) < len(snapshot.manifest.files)
    snapshot.manifest = replace(snapshot.manifest, files=files)
    with pytest.raises(UsageError, match="zhengsou rebuild"):
        _ = snapshot.coined


def test_the_most_used_come_first(engine: Engine) -> None:
    assert texts(engine, NewRequest()) == [EARLIER, NEW]


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (NewRequest(since=PartialDate(2023, 3)), [NEW]),
        (NewRequest(since=PartialDate(2023, 4)), []),
        (NewRequest(since=PartialDate(2020), until=PartialDate(2021, 2)), [EARLIER]),
        (NewRequest(until=PartialDate(2021, 1)), []),
        (NewRequest(least=8), [EARLIER]),
    ],
)
def test_they_are_chosen_by_their_first_use_and_by_how_many_articles_have_them(
    engine: Engine, request_: NewRequest, found: list[str]
) -> None:
    assert texts(engine, request_) == found


def test_years_say_how_many_were_new(engine: Engine) -> None:
    assert find_new(engine, NewRequest(since=PartialDate(2023))).years == ((2023, 1), (2021, 1))


def test_a_small_chart_has_a_bar_for_each_quarter_to_the_newest_article(engine: Engine) -> None:
    (new,) = find_new(engine, NewRequest(since=PartialDate(2023))).wordings
    assert (new.bars, new.by) == ((1, 3, 3), "quarter")
    assert new.first.id == "a120"


def test_hidden_ones_are_not_told_however_they_are_written(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / HIDDEN_NAME
    path.write_text("# 栏目名称\n雙河夜談  # 活动\n", "utf-8")
    assert texts(engine, NewRequest(), read_hidden(path)) == [NEW]


def test_a_file_of_hidden_ones_is_followed(tmp_path: Path) -> None:
    path = tmp_path / HIDDEN_NAME
    file = HiddenFile(path)
    assert not file.current()
    path.write_text("江心驿站\n", "utf-8")
    assert file.current() == {NEW}


@pytest.mark.parametrize("text", ["夜" * 41, "夜谈\n" * 10_001])
def test_a_file_of_hidden_ones_that_says_too_much_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / HIDDEN_NAME
    path.write_text(text, "utf-8")
    with pytest.raises(WordingsError, match=HIDDEN_NAME):
        read_hidden(path)


def test_filters_leave_what_is_used_there_and_those_most_used_there_first(engine: Engine) -> None:
    day = Filters(first=date(2021, 9, 1))
    later, earlier = find_new(engine, NewRequest(PartialDate(2020), filters=day)).wordings
    assert (later.text, earlier.text) == (NEW, EARLIER)
    assert later.within is not None and earlier.within is not None
    assert (later.within.articles, earlier.within.articles) == (7, 2)
    assert (earlier.coined.articles, earlier.first.id) == (9, "a100")  # are of the whole collection
    assert earlier.within.first and str(earlier.within.first.day) == "2021-09-03"
    assert sum(earlier.bars) == 2
    source = Filters({"source": (SOURCES[0],)})
    assert [
        one.within.articles
        for one in find_new(engine, NewRequest(PartialDate(2020), filters=source)).wordings
        if one.within
    ] == [5, 4]
    assert not find_new(engine, NewRequest(filters=Filters({"source": ("别处",)}))).wordings


@pytest.mark.parametrize("typed", ["去年", "2024-13", "0000", "24", "2024-1-1", "2024/01"])
def test_what_is_no_year_or_month_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="年或年月"):
        read_period(typed)


def test_fewer_articles_than_are_counted_are_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="至少"):
        find_new(engine, NewRequest(least=1))


def test_the_command_tells_them_a_line_each(index: Path) -> None:
    lines = run("new", "--index", index, "--since", "2023").stdout.splitlines()
    assert lines[0].startswith("2023年以来首次出现、至少 5 篇用过的提法：1 个")
    assert NEW in lines[1] and "7 篇" in lines[1] and "2023-03-03《" in lines[1]


def test_the_command_tells_them_as_a_table_or_json(index: Path) -> None:
    table = run("new", "--index", index, "--csv", "--since", "2021").stdout.lstrip("\ufeff")
    assert [row[:2] for row in csv.reader(table.splitlines())] == [
        ["提法", "篇数"],
        [EARLIER, "9"],
        [NEW, "7"],
    ]
    told_ = json.loads(run("new", "--index", index, "--json", "--limit", "1").stdout)
    assert (told_["total"], len(told_["wordings"])) == (2, 1)


def test_the_command_narrows_and_warns_of_what_no_article_has(index: Path) -> None:
    asked = ("new", "--index", index, "--since", "2020")
    told_ = run(*asked, "--source", SOURCES[1]).stdout
    assert "筛选内    3 篇" in next(line for line in told_.splitlines() if NEW in line)
    table = run(*asked, "--source", SOURCES[1], "--csv").stdout.splitlines()
    assert table[0].endswith("筛选内篇数,筛选内处数,筛选内最早日期,筛选内最早文章,筛选内编号")
    assert "没有来源“三江晚报”" in run(*asked, "--source", "三江晚报").stderr


def test_the_command_follows_the_folders_file(index: Path) -> None:
    path = index / "no-corpus" / HIDDEN_NAME
    path.write_text(f"{EARLIER}\n", "utf-8")
    try:
        assert EARLIER not in run("new", "--index", index).stdout
    finally:
        path.unlink()


def test_an_update_counts_again(tmp_path: Path) -> None:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW) for n in range(9)]
    engine = build(tmp_path, [*quiet_years(), *uses])
    with open_updater(tmp_path) as writer:
        writer.remove(["a100"])
        writer.commit(CorpusRecord(corpus="", files={}))
    (found,) = engine.coined()
    assert (found.articles, found.first, found.day) == (8, "a101", "2023-03-03")


def test_a_time_that_ends_before_it_begins_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="起始日期 2024-01 晚于截止日期 2023，请改正"):
        find_new(engine, NewRequest(PartialDate(2024, 1), PartialDate(2023)))
    assert find_new(engine, NewRequest(PartialDate(2023, 5), PartialDate(2023))).total == 0
