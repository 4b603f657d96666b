"""The command line: words without quotes, options anywhere, what a shell completes, what a terminal shows."""

import csv
import io
import json
from pathlib import Path

import click
import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from search.answer import as_table
from search.answer.matching import Matching
from search.answer.question import CopyMode
from search.command.chinese_click import CATALOGUES, DOMAIN, LANGUAGE
from search.command.cli import cli
from search.command.options import COPY_MODES, MATCHINGS, SORTS
from search.request import Sort
from search.upkeep.indexing import rebuild

from .programs import run


@pytest.fixture
def index(sample_index: Path) -> Path:
    return sample_index


def found(index: Path, *arguments: object) -> list[str]:
    """Return the ids that a search finds."""
    answer = run("search", "--index", index, "--json", "--limit", 100, *arguments)
    assert answer.returncode == 0, answer.stderr
    return [hit["id"] for hit in json.loads(answer.stdout)["hits"]]


def test_several_words_need_no_quotation_marks(index: Path) -> None:
    assert found(index, "职工", "夜校") == found(index, "职工 夜校") != []


def test_options_stand_anywhere_among_the_words(index: Path) -> None:
    narrowed = found(index, "职工 夜校", "--from", "2020")
    assert found(index, "职工", "--from", "2020", "夜校") == narrowed
    assert found(index, "--from", "2020", "职工", "夜校") == narrowed


def test_a_word_with_a_minus_is_left_out(index: Path) -> None:
    assert found(index, "职工", "-夜校") == found(index, "职工 -夜校")
    assert set(found(index, "职工", "-夜校")) < set(found(index, "职工"))


def test_behind_two_minuses_all_are_words(index: Path) -> None:
    assert found(index, "--from", "2020", "--", "职工", "-夜校") == found(
        index, "职工 -夜校", "--from", "2020"
    )
    answer = run("search", "--index", index, "--", "--sort")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_an_option_that_there_is_not_is_no_word(index: Path) -> None:
    answer = run("search", "职工", "--limt", "3", "--index", index)
    assert answer.returncode == 2
    assert answer.stderr == (
        "错误：没有这个选项：'--limt'（是不是 '--limit'？）；运行 zhengsou search --help 看说明\n"
    )


def test_explain_takes_words_before_the_id(index: Path) -> None:
    said = run("explain", "职工", "工会", "yj-2018-0059", "--index", index).stdout
    assert said == run("explain", "职工 工会", "yj-2018-0059", "--index", index).stdout
    assert "这篇文章符合。" in said


def table(*arguments: object) -> list[dict[str, str]]:
    """Return the rows that a command prints as a table."""
    answer = run(*arguments, "--csv")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("\ufeff编号,标题,")
    return list(csv.DictReader(io.StringIO(answer.stdout.removeprefix("\ufeff"), newline="")))


def test_a_table_has_all_hits_unless_a_page_is_asked_for(index: Path) -> None:
    rows = table("search", "职工", "--index", index)
    assert [row["编号"] for row in rows] == found(index, "职工")
    assert len(rows) > 10
    second = table("search", "职工", "--index", index, "--limit", 3, "--page", 2)
    assert second == rows[3:6]


def test_a_table_holds_nothing_that_a_spreadsheet_computes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"title": "=1+1", "text": "夜校", "source": "@工会"}\n', "utf-8"
    )
    rebuild(tmp_path, tmp_path / ".index")
    (row,) = table("search", "夜校", "--index", tmp_path / ".index")
    assert (row["标题"], row["来源"]) == ("'=1+1", "'@工会")


def test_a_table_that_is_cut_off_says_so(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_table, "MAX_EXPORTED", 5)
    answer = run("search", "职工", "--index", index, "--csv")
    everything = len(found(index, "职工"))
    assert answer.stderr.startswith(f"注意：共 {everything} 条，只列出前 5 条；")
    assert len(answer.stdout.splitlines()) == 6


def test_a_table_is_no_json(index: Path) -> None:
    answer = run("search", "职工", "--index", index, "--csv", "--json")
    assert (answer.returncode, answer.stderr) == (2, "错误：--csv 和 --json 只能用一个\n")


def test_no_article_tells_a_terminal_what_to_do(tmp_path: Path) -> None:
    fields = {"title": "夜校", "text": "职工夜校。", "source": "工会\x1b]0;坏\x07\x9b2J\u202e"}
    (tmp_path / "a.jsonl").write_text(json.dumps(fields), "utf-8")
    rebuild(tmp_path, tmp_path / ".index")
    (identifier,) = found(tmp_path / ".index", "夜校")
    for arguments in (["search", "夜校"], ["show", identifier]):
        said = run(*arguments, "--index", tmp_path / ".index").stdout
        assert "工会\ufffd]0;坏" in said
        assert not set("\x1b\x07\x9b\u202e") & set(said)


def completed(index: Path, line: str) -> list[str]:
    """Return what a shell offers behind a command line."""
    words = line.split(" ")
    answer = run(
        _ZHENGSOU_COMPLETE="bash_complete",
        COMP_WORDS=line,
        COMP_CWORD=str(len(words) - 1),
        ZHENGSOU_INDEX=str(index),
    )
    assert answer.stderr == ""
    return [one.removeprefix("plain,") for one in answer.stdout.split()]


def test_a_shell_completes_commands_options_and_their_values(index: Path) -> None:
    assert completed(index, "zhengsou se") == ["search", "serve"]
    assert completed(index, "zhengsou search 职工 --so") == ["--sort", "--source"]
    assert completed(index, "zhengsou search 职工 --sort ") == list(SORTS)
    assert completed(index, "zhengsou search 职工 --copies s") == ["separate"]
    assert completed(index, "zhengsou completion ") == ["bash", "zsh", "fish"]


def test_a_shell_completes_the_values_of_facets_that_the_index_has(index: Path) -> None:
    assert "新闻中心/工会要闻" in completed(index, "zhengsou search 职工 --section 新闻")
    assert completed(index, "zhengsou search 职工 --year 201") == sorted(
        completed(index, "zhengsou search 职工 --year 201"), reverse=True
    )
    assert completed(Path("/nonexistent"), "zhengsou search 职工 --year ") == []


def test_a_shell_is_given_no_value_that_it_would_run(tmp_path: Path) -> None:
    sources = ["云江日报", "$(touch 坏)", "坏;ls", "坏 报", "`ls`", "*"]
    lines = [{"title": f"题{i}", "text": "夜校", "source": one} for i, one in enumerate(sources)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    rebuild(tmp_path, tmp_path / ".index")
    assert completed(tmp_path / ".index", "zhengsou search 夜校 --source ") == ["云江日报"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_ask_what_completes(shell: str) -> None:
    answer = run("completion", shell)
    assert answer.returncode == 0
    assert f"_ZHENGSOU_COMPLETE={shell}_complete" in answer.stdout


def test_the_values_of_options_are_those_that_a_question_has() -> None:
    assert tuple(Sort) == SORTS
    assert tuple(CopyMode) == COPY_MODES
    assert tuple(Matching) == MATCHINGS


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8", "zh_CN.UTF-8"])
def test_the_command_speaks_chinese_whatever_the_system_speaks(language: str) -> None:
    said = run("--help", LANG=language, LC_ALL=language, LANGUAGE="en")
    assert said.stdout.startswith("用法: zhengsou [选项] 命令 [参数]...")
    assert "Options" not in said.stdout


def said_by(catalogue: Catalog) -> dict[str, str]:
    """Return what a catalogue says, by the texts it is asked for."""
    return {
        "".join(message.id): "".join(message.string or ()) for message in catalogue if message.id
    }


def test_the_compiled_catalogue_of_click_is_that_of_its_source() -> None:
    folder = CATALOGUES / LANGUAGE / "LC_MESSAGES"
    with (folder / f"{DOMAIN}.po").open("rb") as file:
        source = said_by(read_po(file))
    compiled = read_mo(io.BytesIO((folder / f"{DOMAIN}.mo").read_bytes()))
    assert said_by(compiled) == source


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "缺少参数 'QUERY...'；运行 zhengsou search --help 看说明"),
        (["夜校", "--sort", "best"], "'--sort' 有误：'best' 不可用，可用的有 'relevance', "),
        (["夜校", "--sort"], "选项 --sort 后面要有值；运行 zhengsou"),
        (["夜校", "--json=1"], "选项 --json 不带值；运行 zhengsou"),
    ],
)
def test_what_is_wrong_with_a_command_line_is_one_line(arguments: list[str], says: str) -> None:
    answer = run("search", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"错误：{says}")
    assert answer.stderr.count("\n") == 1


def test_the_command_alone_says_what_it_can_do() -> None:
    answer = run()
    assert answer.returncode == 2
    assert "rebuild" in answer.stdout


def test_commands_stand_in_the_order_in_which_they_are_needed() -> None:
    with click.Context(cli) as context:
        assert cli.list_commands(context)[:4] == ["rebuild", "update", "inspect", "search"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--year", "1850", "注意：没有年份“1850”"), ("--section", "工会要问", "相近的有 ")],
)
def test_a_value_that_no_article_has_is_said_with_those_alike(
    index: Path, option: str, value: str, said: str
) -> None:
    answer = run("search", "职工", option, value, "--index", index)
    assert answer.returncode == 0
    assert said in answer.stderr
    assert f"“{value}”" in answer.stderr


def test_a_value_that_articles_have_is_not_remarked_upon(index: Path) -> None:
    assert run("search", "职工", "--year", "2024", "--index", index).stderr == ""
