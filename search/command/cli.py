"""Command: what can be done by `zhengsou`? Parses, calls, prints; here all parts are put together."""

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from ..answer.question import Question
from ..answer.results import explain as run_explain
from ..answer.results import run_query
from ..engine import CommitListener, Engine
from ..engines import KEPT_BUILDS, Location
from ..errors import (
    DictionaryError,
    IndexUnusableError,
    PicksError,
    SiteError,
    SynonymsError,
    UsageError,
    ZhengsouError,
    system_reason,
)
from ..ingest import Rejection, read_file, single_file
from ..query.picks import NO_PICKS, Pick, PicksFile, read_picks, unknown_articles
from ..query.synonyms import SynonymsFile
from ..upkeep.checking import check as run_check
from ..upkeep.file_records import IndexingReport
from ..upkeep.following import update as run_update
from ..upkeep.indexing import rebuild as run_rebuild
from ..upkeep.losses import MOST_LOST, LossError
from ..upkeep.report import write_report
from ..upkeep.term_review import review_terms
from . import terminal
from .chinese_click import speak_chinese
from .opening import known_synonyms, open_index, picks_path, shared_lines, synonyms_path
from .options import (
    dictionary_option,
    index_option,
    json_option,
    question_options,
    report_option,
    synonyms_option,
    typed_question,
)
from .progress import Progress

#: What is loaded for a query, and for a typo: asked before the first person has to wait for it.
_FIRST_QUERIES = ("政", "“政府工坐报告”")
EXIT_WELL, EXIT_FAULTS, EXIT_USAGE, EXIT_NO_INDEX, EXIT_INTERRUPTED = 0, 1, 2, 3, 130

_DEFAULT_CORPUS = Path("corpus")


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="例：zhengsou rebuild corpus && zhengsou search '\"高质量发展\"'",
)
@click.version_option(package_name="zhengsou", help="显示版本。")
def cli() -> None:
    """政搜：公文、讲话、通知、要闻的全文检索。"""


@cli.command(epilog="例：zhengsou rebuild corpus --index var/index")
@click.argument("corpus", type=click.Path(path_type=Path), default=_DEFAULT_CORPUS)
@index_option
@dictionary_option
@click.option(
    "--keep",
    default=KEPT_BUILDS,
    type=click.IntRange(1),
    metavar="N",
    help=f"留下最近几次建成的索引，在用的也算一次，默认 {KEPT_BUILDS}。",
)
@click.option(
    "--accept-loss",
    is_flag=True,
    help=f"比上次少了 {MOST_LOST:.0%} 以上的文章，也用新索引；不加则不用。",
)
@report_option
@json_option
def rebuild(
    corpus: Path,
    index: Location,
    dictionary: Path | None,
    keep: int,
    accept_loss: bool,
    report: Path | None,
    as_json: bool,
) -> int:
    """读入文件夹 CORPUS（默认 corpus），重建索引。

    新索引建好之前旧索引照常可用；中途停止，旧索引不变。
    """
    try:
        with Progress("读入文章", "篇") as reading, Progress("写入索引", "条") as writing:
            done = run_rebuild(
                corpus, index, dictionary, reading.show, _counted(writing), keep, accept_loss
            )
    except LossError as error:
        _tell(error.report, corpus, report, as_json)
        raise
    return _tell(done, corpus, report, as_json)


@cli.command(epilog="例：zhengsou update corpus --index var/index")
@click.argument("corpus", type=click.Path(path_type=Path), default=None, required=False)
@index_option
@dictionary_option
@report_option
@json_option
def update(
    corpus: Path | None,
    index: Location,
    dictionary: Path | None,
    report: Path | None,
    as_json: bool,
) -> int:
    """只读入新增、改动、删去的文件，更新索引。

    不写 CORPUS 时用建索引时的文件夹。
    """
    with Progress("读入文章", "篇") as reading, Progress("写入索引", "条") as writing:
        done = run_update(corpus, index, dictionary, reading.show, _counted(writing))
    return _tell(done, corpus, report, as_json)


def _tell(done: IndexingReport, corpus: Path | None, report: Path | None, as_json: bool) -> int:
    """Say what was done, and write the report that was asked for."""
    if report:
        write_report(done, corpus, report)
    terminal.print_indexing(done, as_json)
    return EXIT_FAULTS if done.has_faults else EXIT_WELL


@cli.command(epilog="例：zhengsou inspect 通知.html")
@click.argument("file", type=click.Path(path_type=Path))
@index_option
@json_option
def inspect(file: Path, index: Location, as_json: bool) -> int:
    """显示文件 FILE 里的文章是怎样读出来的：每个字段的值、依据和把握。

    有索引时，也用建索引时学到的各网站共有的行。
    """
    items = list(read_file(single_file(file), shared_lines(index)))
    for item in items:
        terminal.print_read_article(item, as_json)
    return EXIT_FAULTS if any(isinstance(item, Rejection) for item in items) else EXIT_WELL


@cli.command(
    context_settings={"ignore_unknown_options": True},  # a query may begin with a minus
    epilog="例：zhengsou search '\"高质量发展\" -疫情' --from 2024-01-01 --sort newest",
)
@click.argument("query")
@index_option
@dictionary_option
@synonyms_option
@click.option("--limit", default="10", metavar="N", help="每页条数，1 到 100，默认 10。")
@click.option("--page", default="1", metavar="N", help="第几页，默认 1。")
@click.option(
    "--copies",
    default="merged",
    metavar="NAME",
    help="转载和版本：merged（并为一条，默认）、separate（逐篇列出）。",
)
@question_options
@json_option
def search(  # noqa: PLR0913, PLR0917 - a parameter for each option
    query: str, index: Location, dictionary: Path | None, limit: str, page: str, sort: str,
    copies: str, matching: str, synonyms: Path | None, first: str, last: str,
    as_json: bool, **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """查找文章。引号内逐字查找：'"高质量发展"'。"""
    typed = typed_question(query, sort, matching, first, last, facets)
    question = replace(typed, page=page, size=limit, copies=copies).checked()
    with closing(open_index(index, dictionary)) as engine:
        picked = picks_path(engine)
        picks = read_picks(picked) if picked.is_file() else NO_PICKS
        result = run_query(engine, question, known_synonyms(engine, synonyms), picks)
        pick = picks.of(question.text)
        terminal.print_warnings(_unknown(engine, picked, [pick] if pick else []))
    terminal.print_results(result, as_json)
    return EXIT_WELL


@cli.command(epilog="例：zhengsou show yj-2016-0031")
@click.argument("identifier", metavar="ID")
@index_option
@json_option
def show(identifier: str, index: Location, as_json: bool) -> int:
    """显示编号为 ID 的文章全文。"""
    with closing(open_index(index, None)) as engine:
        articles = engine.fetch([identifier])
    if not articles:
        raise UsageError("没有编号为 %(id)s 的文章；编号见 zhengsou search 的结果", id=identifier)
    terminal.print_article(articles[0], as_json)
    return EXIT_WELL


@cli.command(epilog="例：zhengsou explain '高质量发展' yj-2016-0031")
@click.argument("query")
@click.argument("identifier", metavar="ID")
@index_option
@synonyms_option
@question_options
@json_option
def explain(  # noqa: PLR0913, PLR0917 - a parameter for each option
    query: str, identifier: str, index: Location, synonyms: Path | None, sort: str, matching: str,
    first: str, last: str, as_json: bool, **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """说明编号为 ID 的文章为何排在那里：检索式怎样理解，各词给了多少分。"""
    question = typed_question(query, sort, matching, first, last, facets).checked()
    with closing(open_index(index, None)) as engine:
        names = known_synonyms(engine, synonyms)
        read, explanation = run_explain(engine, question, identifier, names)
    terminal.print_explanation(read, explanation, as_json)
    return EXIT_WELL


@cli.command(epilog="例：zhengsou stats --json")
@index_option
@json_option
def stats(index: Location, as_json: bool) -> int:
    """显示索引里有什么。"""
    with closing(open_index(index, None)) as engine:
        statistics, record = engine.statistics(), engine.corpus_record()
    terminal.print_statistics(statistics, record, as_json)
    return EXIT_WELL


@cli.command(epilog="例：zhengsou check --phrases 200")
@index_option
@click.option(
    "--phrases", default=100, type=click.IntRange(0), metavar="N", help="随机短语的个数，默认 100。"
)
@click.option(
    "--min-length",
    default=2,
    type=click.IntRange(1, 100),
    metavar="N",
    help="短语最少几个字，默认 2。",
)
@click.option(
    "--max-length",
    default=12,
    type=click.IntRange(1, 100),
    metavar="N",
    help="短语最多几个字，默认 12。",
)
@click.option(
    "--seed", default=0, type=int, metavar="N", help="随机数的种子，默认 0；同一种子取同样的短语。"
)
@json_option
def check(
    index: Location, phrases: int, min_length: int, max_length: int, seed: int, as_json: bool
) -> int:
    """核对索引：能打开、不缺文章、短语查得准。

    从文章里随机取短语，比较索引查到的和逐字查找到的，篇数、处数都须相同。
    """
    if min_length > max_length:
        raise UsageError("--min-length 不能大于 --max-length")
    with closing(open_index(index, None)) as engine, Progress("核对", "个短语") as progress:
        report = run_check(
            engine,
            phrases,
            (min_length, max_length),
            seed,
            _counted(progress),
        )
    terminal.print_check(report, as_json)
    return EXIT_FAULTS if report.faults else EXIT_WELL


@cli.command(epilog="例：zhengsou terms --limit 100")
@index_option
@click.option(
    "--limit", default=50, type=click.IntRange(0), metavar="N", help="最多列出几个词，默认 50。"
)
@json_option
def terms(index: Location, limit: int, as_json: bool) -> int:
    """列出用户词典里也许该添、该删的词，供人取舍。

    该添的：文章里常用、分词时却被切开的词。该删的：文章里没有的词，切坏别的词的词。
    每行第一列是词，可以抄进 dictionary.txt；改了词典须重建索引。
    """
    with closing(open_index(index, None)) as engine, Progress("统计用词", "步") as progress:
        review = review_terms(engine, limit, _counted(progress))
    terminal.print_terms(review, as_json)
    return EXIT_WELL


@cli.command(epilog="例：zhengsou serve --port 8000")
@index_option
@click.option("--host", default="127.0.0.1", metavar="ADDR", help="监听的地址，默认 127.0.0.1。")
@click.option(
    "--port",
    default=8000,
    type=click.IntRange(0, 65535),
    metavar="N",
    help="监听的端口，默认 8000。",
)
@click.option(
    "--threads", default=16, type=click.IntRange(1, 256), metavar="N", help="线程数，默认 16。"
)
@synonyms_option
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="网站的名称、颜色、页脚等，默认用当前文件夹里的 zhengsou.toml。",
)
def serve(
    index: Location, host: str, port: int, threads: int, synonyms: Path | None, site: Path | None
) -> int:
    """启动检索网页。索引重建或更新后不必重启。"""
    from webui.server import PageServer  # noqa: PLC0415 - only this command needs the web
    from webui.site_settings import SITE_NAME, Site, read_site  # noqa: PLC0415

    if site is None and Path(SITE_NAME).is_file():
        site = Path(SITE_NAME)
    dressed = read_site(site) if site else Site()
    with closing(open_index(index, None)) as engine:
        path, picked = synonyms_path(engine, synonyms), picks_path(engine)
        shipped = dressed.abbreviations and str(synonyms) not in {"off", "own"}
        known_synonyms(engine, synonyms)  # say now what is wrong in it
        if picked.is_file():
            terminal.print_warnings(_unknown(engine, picked, read_picks(picked).entries))
        files = SynonymsFile(path, shipped), PicksFile(picked)
        try:
            server = PageServer(engine, host, port, threads, files[0], dressed, files[1])
        except OSError as error:
            raise UsageError(
                "无法监听 %(host)s:%(port)s（%(reason)s）；可用 --port 换一个端口",
                host=host,
                port=port,
                reason=system_reason(error),
            ) from error
        for text in _FIRST_QUERIES:
            run_query(engine, Question(text))
        click.echo(f"政搜在 {server.address}")
        try:
            server.run()
        except KeyboardInterrupt:
            click.echo("已停止。")
    return EXIT_WELL


def main() -> NoReturn:
    """Run the command, turning every error that a person can mend into one line and an exit code."""
    speak_chinese()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks Chinese
    sys.exit(_run())


def _run() -> int:
    try:
        result = cli.main(standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("\n已中断。索引完好：没有写完的改动不算。", err=True)
        return EXIT_INTERRUPTED
    except ZhengsouError as error:
        click.echo(f"错误：{error}", err=True)
        return _exit_code(error)
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (| head): nothing more to say
        return EXIT_WELL
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"错误：{place}{system_reason(error)}", err=True)
        return EXIT_USAGE
    return result if isinstance(result, int) else EXIT_WELL


def _exit_code(error: ZhengsouError) -> int:
    match error:
        case IndexUnusableError():
            return EXIT_NO_INDEX
        case UsageError() | DictionaryError() | SynonymsError() | PicksError() | SiteError():
            return EXIT_USAGE
        case _:
            return EXIT_FAULTS


def _unknown(engine: Engine, path: Path, entries: Sequence[Pick]) -> list[str]:
    """Say which articles of picks are not in the index."""
    picked = sorted({identifier for pick in entries for identifier in pick.articles})
    return unknown_articles(path, entries, {article.id for article in engine.heads(picked)})


def _counted(progress: Progress) -> CommitListener:
    return lambda done, total: progress.show(done, total, done)


if __name__ == "__main__":
    main()
