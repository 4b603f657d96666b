"""Wordings on the command line: through time, and in context; as lines, as a table, as JSON."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date

import pytest

from .articles import article, build
from .programs import Answer, run

ARTICLES = [
    article(
        "k1", "职工夜校", "以职工为中心。夜校免费。", published=date(2013, 9, 7), source="云江日报"
    ),
    article("k2", "河道", "河道清淤。", published=date(2014, 5, 1)),
    article("k3", "=夜校\x1b[31m", "以河道为中心，以职工为中心。夜校", published=date(2016, 1, 2)),
    article("k4", "无日期", "夜校。"),
]
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder = tmp_path_factory.mktemp("said")
    build(folder, ARTICLES).close()
    return lambda *arguments: run(*arguments, ZHENGSOU_INDEX=str(folder))


def rows(answer: Answer) -> list[list[str]]:
    assert answer.returncode == 0
    return list(csv.reader(io.StringIO(answer.stdout.removeprefix("\ufeff"))))


def test_a_trend_says_first_latest_most_and_each_year(ask: Ask) -> None:
    answer = ask("trend", "夜校")
    assert (answer.returncode, answer.stderr) == (0, "")
    said = answer.stdout.splitlines()
    assert said[0] == "“夜校”：3 篇 5 处（全部 4 篇）"
    assert "最早 2013-09-07《职工夜校》[k1]" in said[1]
    assert "最近 2016-01-02" in said[2]
    assert "最多 2013，2 处" in said[3]
    assert "2013 之后到 2016 再用，其间 1 年有文章而未用" in said[4]
    assert [line.split()[:2] for line in said[8:]] == [
        ["2013", "1"], ["2014", "1"], ["2015", "没有文章"], ["2016", "1"], ["无日期", "1"],
    ]  # fmt: skip


def test_a_trend_as_a_table_leaves_gaps_open(ask: Ask) -> None:
    header, *table = rows(ask("trend", "夜校", "“以*为中心”", "--csv"))
    assert header == ["提法", "年份", "处数", "篇数", "每万字处数", "本库篇数", "本库字数"]
    assert [row[:4] for row in table] == [
        ["夜校", "2013", "2", "1"], ["夜校", "2014", "0", "0"], ["夜校", "2015", "", ""],
        ["夜校", "2016", "2", "1"], ["夜校", "无日期", "1", "1"], ["夜校", "合计", "5", "3"],
        ["以*为中心", "2013", "1", "1"], ["以*为中心", "2014", "0", "0"],
        ["以*为中心", "2015", "", ""], ["以*为中心", "2016", "2", "1"],
        ["以*为中心", "无日期", "0", "0"], ["以*为中心", "合计", "3", "2"],
    ]  # fmt: skip


def test_a_trend_as_json_has_every_number(ask: Ask) -> None:
    said = ask("trend", "夜校", "--by", "month", "--source", "云江日报", "--json")
    answer = json.loads(said.stdout)
    (series,) = answer["wordings"]
    assert (answer["by"], answer["articles"]) == ("month", 1)
    assert series["first"]["id"] == "k1"
    (point,) = series["points"]
    assert (point["period"], point["occurrences"], point["all_characters"]) == ("2013-09", 2, 17)


def test_contexts_stand_below_one_another(ask: Ask) -> None:
    answer = ask("context", "夜校", "--limit", "3")
    assert answer.stdout.splitlines() == [
        "“夜校”：3 篇 5 处",
        "2013-09-07" + " " * 30 + "职工夜校  [k1]",
        "2013-09-07" + " " * 20 + "以职工为中心。夜校免费。  [k1]",
        "2016-01-02" + " " * 33 + "=夜校\ufffd[31m  [k3]",
        "第 1 至 3 处；--page 翻页，--limit 每页多少",
    ]
    last = ask("context", "夜校", "--limit", "3", "--page", "2", "--sort", "newest")
    assert [line.split()[0] for line in last.stdout.splitlines()[1:]] == ["2013-09-07", "无日期"]
    assert "这一页没有了" in ask("context", "夜校", "--page", "9").stderr


def test_contexts_as_a_table_are_all_there_and_no_formula(ask: Ask) -> None:
    header, *table = rows(ask("context", "夜校", "--csv"))
    assert header == ["日期", "标题", "来源", "左", "提法", "右", "编号", "网址"]
    assert len(table) == 5
    assert [row[3] for row in table if row[6] == "k3"] == ["'=", "以河道为中心，以职工为中心。"]
    some = ask("context", "夜校", "--csv", "--limit", "3", "--sort", "newest")
    assert len(rows(some)) == 4
    assert "注意：共 5 处，只列最近的 3 处" in some.stderr


def test_contexts_as_json_say_what_fills_a_gap_and_where_it_stands(ask: Ask) -> None:
    answer = json.loads(ask("context", "“以*为中心”", "--sort", "after", "--json").stdout)
    assert (answer["total"], answer["articles"], answer["considered"]) == (3, 2, 3)
    assert {(one["article"]["id"], one["block"], one["start"], *one["fillers"]) for one in answer["lines"]} == {
        ("k1", 0, 0, "职工"), ("k3", 0, 0, "河道"), ("k3", 0, 7, "职工"),
    }  # fmt: skip


def test_what_fills_a_gap_is_counted_with_first_and_latest_day(ask: Ask) -> None:
    said = ask("context", "“以*为中心”", "--group", "gap").stdout.splitlines()
    assert said[0] == "“以*为中心”（* 代几个字，? 代一字）：2 篇 3 处"
    assert said[1].split() == ["2", "处", "职工", "2", "篇", "2013-09-07", "至", "2016-01-02"]
    assert rows(ask("context", "“以*为中心”", "--group", "gap", "--csv"))[2] == [
        "河道", "1", "1", "2016-01-02", "2016-01-02",
    ]  # fmt: skip
    answer = json.loads(ask("context", "夜校", "--group", "before", "--json").stdout)
    assert [(one["text"], one["occurrences"]) for one in answer["groups"]] == [
        ("。", 2), ("", 1), ("=", 1), ("职工", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["trend", "--csv", "--json", "夜校"], "--csv 和 --json 只能用一个"),
        (["trend", *"一二三四五六"], "最多同时统计 5 个提法"),
        (["trend", "夜校", "--from", "昨天"], "起始日期不是日期"),
        (["context", "夜校", "--limit", "9000", "--page", "3"], "最多只能翻到第 10000 处"),
        (["context", "夜校", "--limt", "3"], "--limit"),
    ],
)
def test_what_is_wrong_is_one_line(ask: Ask, arguments: list[str], said: str) -> None:
    answer = ask(*arguments)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stdout == ""


def test_a_value_that_no_article_has_is_said(ask: Ask) -> None:
    answer = ask("trend", "夜校", "--source", "云江晚报")
    assert "云江晚报" in answer.stderr
    assert answer.stdout.splitlines() == ["“夜校”：0 篇 0 处（全部 0 篇）"]


def test_groups_of_what_has_no_gap_and_places_of_no_wording_are_said(ask: Ask) -> None:
    assert "所写的没有空处" in ask("context", "夜校", "--group", "gap").stdout
    assert "所写的没有可以列出的原文，只有条件" in ask("context", "日期:2013").stdout
