"""The command: in this process, and where that matters in one of its own, as its users run it."""

import json
import os
import re
import shutil
import signal
import socket
import time
from contextlib import closing
from pathlib import Path

import click
import pytest

from search.command.cli import cli
from search.command.reported import time_said
from search.engines import open_builder, open_engine
from search.text.segmentation import Segmenter
from search.upkeep.indexing import rebuild

from .clocks import PATIENCE
from .programs import COMMAND, RunPython, StartPython, run, run_in_terminal

SCREEN, ALL_COMMANDS = 24, 33  # lines


@pytest.fixture
def index(sample_index: Path) -> Path:
    return sample_index


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["search", "“三江善治”"], 0),
        (["show", "yj-2018-0103", "--json"], 0),
        (["inspect", __file__], 1),
        (["nonsense"], 2),
        (["show", "none"], 2),
        (["stats", "--index", "/nonexistent"], 3),
    ],
)
def test_in_a_process_of_its_own_the_command_answers_as_here(
    index: Path, run_python: RunPython, arguments: list[str], code: int
) -> None:
    environment = {"ZHENGSOU_INDEX": str(index)}
    there, here = run_python(*COMMAND, *arguments, **environment), run(*arguments, **environment)
    assert (there.returncode, here.returncode) == (code, code)
    assert there.stdout == here.stdout
    assert there.stderr == here.stderr


@pytest.mark.parametrize("name", ["", *cli.commands])
def test_help_is_chinese_fits_a_screen_and_has_an_example(name: str) -> None:
    answer = run(*filter(None, [name]), "--help", ZHENGSOU_INDEX="/nonexistent")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "选项" in answer.stdout
    assert "例：zhengsou" in answer.stdout
    assert len(answer.stdout.splitlines()) <= (SCREEN if name else ALL_COMMANDS)
    assert "Show this message" not in answer.stdout


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_option_has_a_chinese_explanation(name: str) -> None:
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert any("一" <= character <= "鿿" for character in parameter.help or "")


def test_rebuild_reports_what_it_rejects_goes_on_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("---\ntitle: 夜校\n---\n\n职工夜校。\n", encoding="utf-8")
    (tmp_path / "bad.md").write_text("---\nsource: 夜校\ntitle:\n---\n\n正文\n", encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index")
    assert answer.returncode == 1
    assert "bad.md:3: 没有标题 title" in answer.stderr
    assert "empty.txt: 空文件" in answer.stderr
    assert "收入 1 篇，未收录 2 处" in answer.stdout


def test_rebuild_ends_with_how_long_it_took_and_what_to_do_next(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index")
    first, took, following = answer.stdout.splitlines()
    assert first == "收入 1 篇"
    assert took.startswith("用时 ")
    assert following.startswith(f"下一步：zhengsou serve --index {tmp_path / '.index'}（")


def test_what_is_rejected_for_one_reason_is_counted_and_the_first_are_shown(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    for number in range(9):
        (tmp_path / f"{number}.txt").touch()
    (tmp_path / "bad.jsonl").write_text('{"title": "题"}\n', encoding="utf-8")
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index")
    assert answer.stderr.splitlines() == [
        *(f"未收录：{number}.txt: 空文件" for number in range(3)),
        "　　　　……同样原因的还有 6 处",
        "未收录：bad.jsonl:1: 没有正文 text",
    ]
    assert "收入 1 篇，未收录 10 处" in answer.stdout
    assert "加 --report 报告.html" in answer.stdout
    told = run("update", "--index", tmp_path / ".index", "--report", tmp_path / "报告.html").stdout
    assert f"报告：{tmp_path / '报告.html'}" in told
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert all(f"{number}.txt" in page for number in range(9))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "不到 1 秒"), (9.6, "10 秒"), (62, "1 分 2 秒"), (7 * 3600 + 1300, "7 小时 21 分")],
)
def test_a_time_is_said_as_a_person_would(seconds: float, said: str) -> None:
    assert time_said(seconds) == said


def test_what_only_programmers_read_is_said_when_asked_for(index: Path) -> None:
    plain, verbose = (run("stats", "--index", index, *more).stdout for more in ([], ["--verbose"]))
    assert not re.search("代|分词|毫秒|jieba", plain)
    assert "rjieba" in verbose
    assert verbose.startswith(plain)
    assert "毫秒" not in run("search", "职工", "--index", index).stdout


def test_a_rebuild_that_loses_much_says_what_and_publishes_nothing_unless_told(
    tmp_path: Path,
) -> None:
    for name in ("夜校.md", "体检.md"):
        (tmp_path / name).write_text(f"# {name}\n\n职工夜校开班。\n", encoding="utf-8")
    rebuild(tmp_path, tmp_path / ".index")
    (tmp_path / "体检.md").unlink()
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index")
    assert answer.returncode == 4
    assert "比上次少：体检.md: 少了 1 篇，文件不在了" in answer.stderr
    assert "索引未改动" in answer.stderr
    assert "--accept-loss" in answer.stderr
    accepted = run("rebuild", tmp_path, "--index", tmp_path / ".index", "--accept-loss")
    assert accepted.returncode == 0
    assert "收入 1 篇，比上次少 1 篇" in accepted.stdout


def test_rebuild_as_json_lists_every_rejection(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text('{"title": "题", "text": "文"}\n{\n', encoding="utf-8")
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index", "--json")
    result = json.loads(answer.stdout)
    assert result["added"] == 1
    assert result["rejected"][0]["path"] == "all.jsonl"
    assert result["rejected"][0]["line"] == 2
    assert "rejections" not in result


def test_search_prints_title_date_section_and_snippets(index: Path) -> None:
    answer = run("search", "“三江善治”", "--index", index, "--limit", 1)
    assert answer.returncode == 0
    assert answer.stdout.startswith("“三江善治”：命中 6 篇 8 处")
    assert "1. 在全市水环境治理工作会议上的讲话" in answer.stdout
    assert "2022-02-18  领导活动/讲话文稿" in answer.stdout
    assert "实行三江善治" in answer.stdout


def test_search_as_json_is_what_the_api_answers(index: Path) -> None:
    answer = run(
        "search", "职工", "--index", index, "--json", "--section", "新闻中心", "--from", "2020"
    )
    result = json.loads(answer.stdout)
    assert result["query"] == "职工"
    assert result["total"] == len(result["hits"])
    assert all(hit["section"][0] == "新闻中心" and hit["date"] >= "2020" for hit in result["hits"])


@pytest.mark.subprocess
def test_an_article_is_paged_through_in_a_terminal(index: Path) -> None:
    options = ("show", "yj-2018-0103", "--index", index)
    answer = run_in_terminal(*COMMAND, *options, PAGER="sed s/^/|/", TERM="xterm")
    lines = answer.stdout.splitlines()
    assert answer.returncode == 0
    assert any(line.strip("|") for line in lines)
    assert all(line.startswith("|") for line in lines)


def test_show_prints_an_article(index: Path) -> None:
    answer = run("show", "yj-2018-0103", "--index", index)
    assert answer.returncode == 0
    assert "我市召开河长工作会议" in answer.stdout
    assert json.loads(run("show", "yj-2018-0103", "--index", index, "--json").stdout)["blocks"]


def test_stats_tell_what_is_in_the_index(index: Path) -> None:
    result = json.loads(run("stats", "--index", index, "--json").stdout)
    assert result["articles"] == 95
    assert result["first"] == "2015-03-18"
    assert (result["copy_groups"], result["copies"]) == (3, 4)
    said = run("stats", "--index", index).stdout
    assert "95 篇" in said
    assert "4 篇，与首发并为 3 组" in said


def test_the_copies_in_the_sample_collection_are_grouped_and_nothing_else(index: Path) -> None:
    merged = json.loads(run("search", "", "--limit", 100, "--json", "--index", index).stdout)
    assert (merged["total"], merged["groups"]) == (95, 91)
    copied = {hit["title"]: hit["copy_count"] for hit in merged["hits"] if hit["copy_count"]}
    assert copied == {
        "市政府召开河长工作会议 部署“三江共治”三年行动": 2,
        "我市首批50家“骑手加油站”投入使用": 1,
        "关于做好2024—2025年供热季居民供热工作的通知": 1,
    }


def test_copies_are_named_under_their_hit_or_listed_separately(index: Path) -> None:
    question = ("search", "“骑手加油站”", "--index", index)
    assert "另有 1 篇转载：yj-2021-0155" in run(*question).stdout
    assert "另有" not in run(*question, "--copies", "separate").stdout


def test_check_finds_a_sound_index_sound(index: Path) -> None:
    answer = run("check", "--index", index, "--phrases", 50, "--json")
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["faults"] == []


def test_check_tells_what_the_folder_has_and_the_index_lacks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    rebuild(tmp_path, tmp_path / ".index")
    (tmp_path / "b.md").write_text("# 体检\n\n职工体检。\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# 夜校\n\n职工夜校，改了。\n", encoding="utf-8")
    answer = run("check", "--index", tmp_path / ".index")
    assert answer.returncode == 1
    assert "b.md" in answer.stderr
    assert "与索引中的文字不同" in answer.stderr


def test_the_index_may_be_named_by_the_environment(index: Path) -> None:
    assert run("stats", ZHENGSOU_INDEX=str(index)).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["search", "a", "--index", "/nonexistent"], 3, "没有索引；请先运行 zhengsou rebuild"),
        (["rebuild", "/nonexistent"], 2, "没有文件夹"),
        (["rebuild", "--nonsense"], 2, "没有这个选项"),
        (["nonsense"], 2, "没有这个命令"),
        (["search"], 2, "缺少参数"),
        (["serve", "--port", "x"], 2, "不是数字"),
        (["check", "--phrases", "-1"], 2, "不在范围"),
        (["terms", "--limit", "0"], 2, "不在范围"),
    ],
)
def test_what_is_wrong_is_one_chinese_line_and_an_exit_code(
    arguments: list[str], code: int, says: str
) -> None:
    answer = run(*arguments)
    assert answer.returncode == code
    assert says in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--limit", "0"], "每页条数应为"),
        (["--page", "x"], "页码不是数字"),
        (["--sort", "best"], "可用的有 'relevance', 'recent', 'newest', 'oldest'"),
        (["--from", "昨天"], "起始日期不是日期"),
        (["--from", "2024", "--to", "2023-05"], "起始日期 2024 晚于截止日期 2023-05"),
        (["--page", "9999", "--limit", "100"], "最多只能翻到"),
    ],
)
def test_a_search_option_that_cannot_be_read_is_named(
    index: Path, arguments: list[str], says: str
) -> None:
    answer = run("search", "职工", "--index", index, *arguments)
    assert answer.returncode == 2
    assert says in answer.stderr


def test_an_unknown_article_is_told(index: Path) -> None:
    answer = run("show", "none", "--index", index)
    assert (answer.returncode, "没有编号为 none 的文章" in answer.stderr) == (2, True)


def test_a_dictionary_changed_since_asks_for_a_rebuild(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    rebuild(tmp_path, tmp_path / ".index")
    (tmp_path / "dictionary.txt").write_text("夜校\n", encoding="utf-8")
    answer = run("search", "夜校", "--index", tmp_path / ".index")
    assert answer.returncode == 3
    assert "请运行 zhengsou rebuild" in answer.stderr


@pytest.mark.parametrize("name", ["corpus/dictionary.txt", "words.txt"])
def test_a_dictionary_removed_since_asks_for_a_rebuild(tmp_path: Path, name: str) -> None:
    corpus, index, words = tmp_path / "corpus", tmp_path / "index", tmp_path / name
    corpus.mkdir()
    (corpus / "a.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    words.write_text("夜校\n", encoding="utf-8")
    rebuild(corpus, index, None if words.parent == corpus else words)
    words.unlink()
    answer = run("search", "夜校", "--index", index)
    assert (answer.returncode, "请运行 zhengsou rebuild" in answer.stderr) == (3, True)
    answer = run("update", "--index", index)
    assert (answer.returncode, len(answer.stderr.splitlines())) in {(2, 1), (3, 1)}
    assert "No such file" not in answer.stderr


def test_an_index_answers_while_its_articles_and_dictionary_are_away(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    (corpus / "dictionary.txt").write_text("夜校\n", encoding="utf-8")
    rebuild(corpus, tmp_path / "index")
    corpus.rename(tmp_path / "away")
    assert run("search", "夜校", "--index", tmp_path / "index").returncode == 0
    corpus.mkdir()  # where a share would be mounted
    assert run("search", "夜校", "--index", tmp_path / "index").returncode == 0


def test_a_dictionary_that_is_not_there_is_told_in_chinese(index: Path, tmp_path: Path) -> None:
    answer = run("search", "夜校", "--index", index, "--dictionary", tmp_path / "none.txt")
    assert answer.returncode == 2
    assert "无法读取用户词典: 没有这个文件" in answer.stderr


def test_a_port_in_use_is_told_in_chinese(index: Path, run_python: RunPython) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run_python(*COMMAND, "serve", "--index", index, "--port", port)
    assert answer.returncode == 2
    assert answer.stderr == (
        f"错误：无法监听 127.0.0.1:{port}（端口已被占用）；可用 --port 换一个端口\n"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b"])
def test_an_address_of_no_port_here_is_told_with_the_option_to_mend(
    index: Path, host: str, run_python: RunPython
) -> None:
    """192.0.2.0/24 is no machine's (RFC 5737)."""
    answer = run_python(*COMMAND, "serve", "--index", index, "--host", host, "--port", 0)
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"错误：无法监听 {host}:0（")
    assert answer.stderr.endswith("；可用 --host 换成本机的地址，如 127.0.0.1\n")


def test_a_port_for_metrics_in_use_is_told_with_its_own_option(
    index: Path, run_python: RunPython
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run_python(
            *COMMAND, "serve", "--index", index, "--port", 0, "--metrics-port", port
        )
    assert answer.returncode == 2
    assert answer.stderr.endswith("；可用 --metrics-port 换一个端口\n")


def test_an_update_of_a_folder_without_articles_is_wrong_usage(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    rebuild(corpus, index)
    (corpus / "a.md").unlink()
    answer = run("update", "--index", index)
    assert (answer.returncode, len(answer.stderr.splitlines())) == (2, 1)
    assert "索引未改动" in answer.stderr
    assert run("search", "夜校", "--index", index).stdout.startswith("“夜校”：命中 1 篇")


def test_output_that_cannot_show_chinese_is_no_error(index: Path, run_python: RunPython) -> None:
    answer = run_python(*COMMAND, "search", "职工", "--index", index, PYTHONIOENCODING="ascii")
    assert answer.returncode == 0
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_a_rebuild_that_is_stopped_leaves_the_old_index(
    tmp_path: Path, start_python: StartPython, kind: signal.Signals
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.md").write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    rebuild(corpus, index)
    line = json.dumps({"title": "题", "text": "职工体检河道清淤" * 3000}, ensure_ascii=False)
    lines = "\n".join(line.replace("题", f"题{i}") for i in range(250))
    (corpus / "many.jsonl").write_text(lines, encoding="utf-8")
    process = start_python(*COMMAND, "rebuild", corpus, "--index", index)
    while not list(index.glob("build-*/*.tmp/batch-*")):  # written by a worker, one of many
        assert process.poll() is None
        time.sleep(0.01)
    if kind is signal.SIGINT:  # a terminal sends Ctrl-C to the workers, too
        os.killpg(process.pid, kind)
    else:
        process.send_signal(kind)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == (130 if kind is signal.SIGINT else -signal.SIGKILL)
    if kind is signal.SIGINT:  # of one killed, Python's own worker processes may complain
        assert "Traceback" not in errors
    with closing(open_engine(index)) as engine:
        assert engine.statistics().articles == 1


@pytest.mark.parametrize(
    "arguments", [["show", "a"], ["stats"], ["check"], ["update"], ["serve", "--port", "0"]]
)
def test_every_command_that_reads_an_index_says_how_to_make_one(
    tmp_path: Path, arguments: list[str]
) -> None:
    answer = run(*arguments, "--index", tmp_path / "none")
    assert answer.returncode == 3
    assert "没有索引；请先运行 zhengsou rebuild" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_query_may_begin_with_a_minus(index: Path) -> None:
    answer = run("search", "-职工", "--index", index)
    assert answer.returncode == 0
    assert answer.stdout.startswith("除去“职工”")


def test_nothing_found_is_no_fault(index: Path) -> None:
    answer = run("search", "“没有这样的文章”", "--index", index)
    assert (answer.returncode, "命中 0 篇" in answer.stdout) == (0, True)


def test_a_second_page_goes_on_with_the_numbers(index: Path) -> None:
    answer = run("search", "职工", "--index", index, "--limit", 2, "--page", 2)
    assert "\n3. " in answer.stdout
    assert "第 2 页，共" in answer.stdout


def test_several_values_of_a_facet_are_joined_by_or(index: Path) -> None:
    chosen = ["--year", "2023", "--year", "2024"]
    result = json.loads(run("search", "", "--index", index, "--json", *chosen).stdout)
    counts = {entry["value"]: entry["count"] for entry in result["facets"]["year"]}
    assert result["total"] == counts["2023"] + counts["2024"]


def test_update_reads_only_the_files_that_changed(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# 夜校{name}\n\n职工。\n", encoding="utf-8")
    rebuild(tmp_path, tmp_path / ".index")
    (tmp_path / "b.md").write_text("# 夜校\n\n职工，改了。\n", encoding="utf-8")
    answer = run("update", "--index", tmp_path / ".index", "--json")
    report = json.loads(answer.stdout)
    assert answer.returncode == 0
    assert (report["added"], report["removed"], report["unchanged_files"]) == (1, 1, 2)


def test_an_update_with_a_rejected_file_is_done_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工。\n", encoding="utf-8")
    rebuild(tmp_path, tmp_path / ".index")
    (tmp_path / "b.jsonl").write_text('{"title": "题", "text": "文"}\n{"title": 1}\n', "utf-8")
    answer = run("update", tmp_path, "--index", tmp_path / ".index")
    assert answer.returncode == 1
    assert "未收录：b.jsonl:2: 没有正文 text" in answer.stderr
    assert "收入 1 篇，1 个文件未变，未收录 1 处" in answer.stdout


def test_an_update_from_another_folder_is_refused(index: Path, tmp_path: Path) -> None:
    answer = run("update", tmp_path, "--index", index)
    assert (answer.returncode, "索引建自" in answer.stderr) == (2, True)


def test_a_rebuild_while_another_process_writes_is_refused(
    tmp_path: Path, run_python: RunPython
) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工。\n", encoding="utf-8")
    with open_builder(tmp_path / ".index", Segmenter()):
        answer = run_python(*COMMAND, "rebuild", tmp_path, "--index", tmp_path / ".index")
    assert answer.returncode == 3
    assert "另一个进程正在写这个索引" in answer.stderr


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # by Whoosh, the broken one
@pytest.mark.parametrize("name", ["build-*/settings.json", "build-*/*.toc", "build-*/*.arrays"])  # fmt: skip
def test_a_broken_index_asks_for_a_rebuild_which_mends_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工。\n", encoding="utf-8")
    index = tmp_path / ".index"
    rebuild(tmp_path, index)
    (path,) = index.glob(name)
    path.write_bytes(b"\xff\x00")
    for command in (["search", "职工"], ["stats"], ["check"], ["serve", "--port", "0"]):
        answer = run(*command, "--index", index)
        assert answer.returncode == 3
        assert re.fullmatch("错误：.*zhengsou rebuild.*\n", answer.stderr)
    rebuild(tmp_path, index)


def test_an_index_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工。\n", encoding="utf-8")
    answer = run("rebuild", tmp_path, "--index", tmp_path / "a.md")
    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"abc def ghi jkl\n"])
def test_a_dictionary_that_cannot_be_read_is_wrong_usage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.md").write_text("# 夜校\n\n职工。\n", encoding="utf-8")
    (tmp_path / "dictionary.txt").write_bytes(content)
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index")
    assert (answer.returncode, "dictionary.txt" in answer.stderr) == (2, True)
    assert "Traceback" not in answer.stderr


def test_a_folder_of_broken_files_gives_reasons_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.md.gz").write_bytes(b"\x1f\x8b broken")
    (tmp_path / "b.jsonl").write_bytes(b"\x00\xff\n[[[[\n" + b"[" * 100000)
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    (tmp_path / "d.md").write_bytes(b"---\n: : [\n---\n")
    (tmp_path / "e.txt").write_bytes(bytes(range(256)))
    (tmp_path / "link.md").symlink_to("nowhere.md")
    (tmp_path / "good.md").write_text("# 夜校\n\n职工。\n", encoding="utf-8")
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index")
    assert answer.returncode == 1
    assert all(name in answer.stderr for name in ("a.md.gz", "b.jsonl:", "c.pdf", "d.md:", "e.txt"))
    assert "Traceback" not in answer.stderr


def test_a_folder_without_one_article_is_wrong_usage_and_leaves_no_index(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    answer = run("rebuild", tmp_path, "--index", tmp_path / ".index")
    assert answer.returncode == 2
    assert "没有一篇可用的文章，索引未改动（a.pdf: " in answer.stderr
    assert not list(tmp_path.glob(".index/*/"))


def test_an_option_names_the_index_before_the_environment(index: Path) -> None:
    answer = run("stats", "--index", index, ZHENGSOU_INDEX="/nonexistent")
    assert answer.returncode == 0


def test_check_may_be_of_single_characters(index: Path) -> None:
    answer = run("check", "--index", index, "--phrases", 20, "--min-length", 1, "--max-length", 1)
    assert answer.returncode == 0
    assert "20 个短语：全部相符" in answer.stdout


def test_json_holds_no_value_that_json_has_not(index: Path) -> None:
    answer = run("search", "学校", "--index", index, "--json")
    assert "NaN" not in answer.stdout


def test_explain_takes_the_filters_and_the_order_of_a_search(index: Path) -> None:
    arguments = ("explain", "职工 工会", "yj-2018-0059", "--index", index, "--json")
    found = json.loads(run(*arguments, "--sort", "newest", "--from", "2018-01-01").stdout)
    left_out = json.loads(run(*arguments, "--from", "2019-01-01").stdout)
    assert (found["found"], left_out["found"], left_out["tier"]) == (True, False, None)
    assert run(*arguments, "--sort", "best").returncode == 2


def test_a_message_says_which_index_is_to_be_built_anew(index: Path, tmp_path: Path) -> None:
    shutil.copytree(index, tmp_path / "broken")
    for path in (tmp_path / "broken").glob("build-*/*.arrays"):
        path.write_bytes(path.read_bytes()[:-9])
    answer = run("search", "夜校", "--index", tmp_path / "broken")
    assert answer.returncode == 3
    assert answer.stderr.rstrip().endswith(
        f"请运行 zhengsou rebuild 文章文件夹 --index {tmp_path / 'broken'}"
    )


def test_a_reader_that_has_gone_ends_the_command_quietly_as_the_system_would(
    index: Path, start_python: StartPython
) -> None:
    process = start_python(*COMMAND, "search", "工作", "--limit", "100", "--index", index)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert (process.wait(60), process.stderr.read()) == (141, "")
