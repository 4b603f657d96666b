"""Command: what can be done by `zhengsou`? Declares and calls; what does it is loaded when it is called."""

import gc
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ..engines import KEPT_BUILDS
from .completing import SHELLS
from .exit_codes import EXIT_USAGE
from .options import (
    COPY_MODES,
    Commands,
    NumberOption,
    QueryCommand,
    WaitingCommand,
    all_settings_option,
    building_settings_option,
    dictionary_option,
    hidden_dictionary_option,
    index_option,
    json_option,
    narrowing_options,
    public_index_option,
    query_argument,
    question_options,
    report_option,
    server_options,
    settings_option,
    site_settings_option,
    synonyms_option,
    wait_option,
    without_copies_option,
)

_DEFAULT_CORPUS = Path("corpus")


def done_in(
    module: str, at_once: bool = False
) -> Callable[[Callable[[], None]], Callable[..., int]]:
    """Let a command be done by the function of its name in a module of this room, loaded when called.

    So help and completion need not wait for what reads files or opens an index. One that is done
    `at_once` collects no garbage: it would take a seventh of its time.
    """

    def decorate(declared: Callable[[], None]) -> Callable[..., int]:
        @wraps(declared)
        def call(**given: Any) -> int:
            if not at_once:
                gc.enable()
            done = getattr(import_module(f".{module}", __package__), declared.__name__)
            code: int = done(**given)
            return code

        return call

    return decorate


@click.group(
    cls=Commands,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="例：zhengsou rebuild corpus && zhengsou search '\"高质量发展\"'",
)
@click.version_option(package_name="zhengsou", help="显示版本。")
@click.pass_context
def cli(context: click.Context) -> None:
    """政搜：公文、讲话、通知、要闻的全文检索。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(EXIT_USAGE)


@cli.command(cls=WaitingCommand, epilog="例：zhengsou rebuild corpus --index var/index")
@click.argument("corpus", type=click.Path(path_type=Path), default=_DEFAULT_CORPUS)
@index_option
@building_settings_option
@dictionary_option
@click.option(
    "--keep",
    cls=NumberOption,
    default=KEPT_BUILDS,
    type=click.IntRange(1),
    metavar="N",
    help=f"留下最近几次建成的索引，在用的也算一次，默认 {KEPT_BUILDS}。",
)
@click.option(
    "--accept-loss",
    is_flag=True,
    help="比上次少了 5% 以上的文章，也用新索引；不加则不用。",
)
@click.option(
    "--follow-links",
    is_flag=True,
    help="也读入指向文件夹之外的链接，以后更新时也读；不加则报告并跳过。",
)
@click.option(
    "--keep-originals",
    is_flag=True,
    help="把文章的原文件也留在索引里，文章页可以下载；以后更新时也留。",
)
@wait_option
@public_index_option
@report_option
@json_option
@done_in("building")
def rebuild() -> None:
    """读入文件夹 CORPUS（默认 corpus），重建索引。

    新索引建好之前旧索引照常可用；中途停止，旧索引不变。
    """


@cli.command(cls=WaitingCommand, epilog="例：zhengsou update corpus --index var/index")
@click.argument("corpus", type=click.Path(path_type=Path), default=None, required=False)
@index_option
@building_settings_option
@dictionary_option
@wait_option
@report_option
@click.option(
    "--watch", "is_watched", is_flag=True, help="一直看着文件夹，有变动就更新，直到按 Ctrl-C。"
)
@click.option(
    "--poll",
    cls=NumberOption,
    default=None,
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="和 --watch 一起用：每隔几秒自己看一遍，不等系统通知；共享盘上须用。",
)
@json_option
@done_in("building")
def update() -> None:
    """只读入新增、改动、删去的文件，更新索引。

    不写 CORPUS 时用建索引时的文件夹。
    """


@cli.command(epilog="例：zhengsou inspect 通知.html")
@click.argument("file", type=click.Path(path_type=Path))
@index_option
@settings_option
@json_option
@done_in("building")
def inspect() -> None:
    """显示文件 FILE 里的文章是怎样读出来的：每个字段的值、依据和把握。

    不成文章的文件，显示从中读到的各行。
    有索引时，也用建索引时学到的各网站共有的行。
    """


@cli.command(
    cls=QueryCommand,
    short_help="查找文章。",
    epilog="例：zhengsou search '\"高质量发展\"' 工会 -疫情 --from 2024-01-01 --sort newest",
)
@query_argument
@index_option
@settings_option
@hidden_dictionary_option
@synonyms_option
@click.option("--limit", default="", metavar="N", help="每页条数，1 到 100，默认 10。")
@click.option("--page", default="", metavar="N", help="第几页，默认 1。")
@click.option(
    "--copies",
    type=click.Choice(COPY_MODES),
    default=COPY_MODES[0],
    metavar="NAME",
    help="转载和版本：merged（并为一条，默认）、separate（逐篇列出）。",
)
@question_options
@click.option(
    "--csv", "as_csv", is_flag=True, help="输出表格（CSV）；不写 --limit、--page 时至多 1000 条。"
)
@json_option
@done_in("searching", at_once=True)
def search() -> None:
    """查找文章：词语用空格隔开，“高质量发展” 逐字查找，-疫情 除去；-- 之后的都是词语。"""


@cli.command(epilog="例：zhengsou show yj-2016-0031")
@click.argument("identifier", metavar="ID")
@index_option
@settings_option
@click.option("--no-pager", is_flag=True, help="不分页，一次显示完。")
@json_option
@done_in("searching", at_once=True)
def show() -> None:
    """显示编号为 ID 的文章全文。

    在终端里一页一页地看：空格翻页，按 q 退出。
    """


@cli.command(cls=QueryCommand, epilog="例：zhengsou explain 高质量发展 yj-2016-0031")
@query_argument
@click.argument("identifier", metavar="ID")
@index_option
@settings_option
@synonyms_option
@question_options
@json_option
@done_in("searching", at_once=True)
def explain() -> None:
    """说明编号为 ID 的文章为何排在那里：检索式怎样理解，各词给了多少分。"""


@cli.command(cls=QueryCommand, epilog="例：zhengsou trend 高质量发展 “以*为中心” --from 2013")
@click.argument("words", nargs=-1, required=True, metavar="WORDING...")
@index_option
@settings_option
@click.option(
    "--by",
    type=click.Choice(("year", "month")),
    default="year",
    metavar="NAME",
    help="按 year（年，默认）或 month（月）统计。",
)
@without_copies_option
@narrowing_options
@click.option("--csv", "as_csv", is_flag=True, help="输出表格（CSV）。")
@json_option
@done_in("wordings")
def trend() -> None:
    """统计提法逐年用了多少：处、篇、每万字几处，最早、最近、最多、最长未用。

    一至五个提法 WORDING，各按原样查找；没有文章的年份不算零。
    """


@cli.command(cls=QueryCommand, epilog="例：zhengsou context “以*为中心” --group gap --from 2013")
@query_argument
@index_option
@settings_option
@click.option(
    "--sort",
    type=click.Choice(("oldest", "newest", "after", "before")),
    default="oldest",
    metavar="NAME",
    help="排列：oldest 最早（默认）、newest 最新、after 按后文、before 按前文。",
)
@click.option(
    "--group",
    "group_by",
    type=click.Choice(("after", "before", "gap")),
    metavar="NAME",
    help="归并计数：after 后面的词、before 前面的词、gap 空处填的字。",
)
@click.option(
    "--limit",
    cls=NumberOption,
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="每页几处，默认 50。",
)
@click.option(
    "--page",
    cls=NumberOption,
    type=click.IntRange(1, 10_000),
    default=1,
    metavar="N",
    help="第几页，默认 1。",
)
@without_copies_option
@narrowing_options
@click.option(
    "--csv", "as_csv", is_flag=True, help="输出表格（CSV）；不写 --limit 时至多 10000 处。"
)
@json_option
@done_in("wordings")
def context() -> None:
    """列出每一处的上下文：一处一行，提法上下对齐；不加引号连写的也逐字查找。"""


@cli.command(
    cls=QueryCommand, epilog="例：zhengsou evidence 高质量发展 --from 2013 --output 依据.docx"
)
@query_argument
@index_option
@site_settings_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="写成文件：.docx（Word，至多 2000 处）、.xlsx、.csv 或 .json。",
)
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help="链接前面的网址，如 https://search.example，默认用设置里的。",
)
@click.option(
    "--limit",
    cls=NumberOption,
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="最早的几处；默认屏幕上 50，表格和文件里 10000。",
)
@without_copies_option
@narrowing_options
@click.option("--csv", "as_csv", is_flag=True, help="输出表格（CSV）。")
@json_option
@done_in("evidencing")
def evidence() -> None:
    """列出依据：用到一种提法的句子，连同小标题、标题、文号、日期、来源、栏目和固定链接。"""


@cli.command(epilog="例：zhengsou compare yj-2018-0103 07450089f4218b91")
@click.argument("identifier", metavar="ID")
@click.argument("other", metavar="OTHER")
@index_option
@settings_option
@json_option
@done_in("comparing", at_once=True)
def compare() -> None:
    """对照两篇文章：哪些句子相同、改动、移动、新增、删去，改动逐字标出。

    ID 是旧的一篇的编号，OTHER 是新的一篇的编号；写 - 则从标准输入读文字。
    """


@cli.command(epilog="例：zhengsou new --since 2024-01 --least 10")
@index_option
@settings_option
@click.option("--since", default="", metavar="DATE", help="首次出现不早于，年或年月，默认近三年。")
@click.option("--until", default="", metavar="DATE", help="首次出现不晚于，年或年月。")
@click.option(
    "--least",
    cls=NumberOption,
    default=5,
    type=click.IntRange(1),
    metavar="N",
    help="至少多少篇用过，默认 5。",
)
@click.option(
    "--limit",
    cls=NumberOption,
    default=50,
    type=click.IntRange(1),
    metavar="N",
    help="最多列出几个，默认 50。",
)
@narrowing_options
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="以 CSV 输出。")
@done_in("new_wordings", at_once=True)
def new() -> None:
    """列出新提法：某年某月以来首次出现、以后不止一处在用的。

    用得多的在前，转载只计一次；有筛选时只看筛选内的。不想列出的写进 hidden-wordings.txt。
    """  # fmt: skip


@cli.command(epilog="例：zhengsou quotes 讲话稿.docx --csv > 核对.csv")
@click.argument("file", type=click.Path(path_type=Path))
@index_option
@settings_option
@click.option("--csv", "as_csv", is_flag=True, help="输出表格（CSV），一行一处。")
@json_option
@done_in("quoting")
def quotes() -> None:
    """核对文稿 FILE 里的引文：每句话、引语、标题、文号，库里有没有、一字不差还是有改动。

    FILE 可以是 Word、网页、PDF、文本等；写 - 则从标准输入读。有改动时退出码为 1，没有为 0。
    """


@cli.command(epilog="例：zhengsou stats --json")
@index_option
@settings_option
@click.option("--verbose", is_flag=True, help="也显示供程序员看的：代数、分词版本、字节数。")
@json_option
@done_in("searching", at_once=True)
def stats() -> None:
    """显示索引里有什么。"""


@cli.command(epilog="例：zhengsou check --phrases 200")
@index_option
@settings_option
@click.option(
    "--phrases",
    cls=NumberOption,
    default=100,
    type=click.IntRange(0),
    metavar="N",
    help="随机短语的个数，默认 100。",
)
@click.option(
    "--min-length",
    cls=NumberOption,
    default=2,
    type=click.IntRange(1, 100),
    metavar="N",
    help="短语最少几个字，默认 2。",
)
@click.option(
    "--max-length",
    cls=NumberOption,
    default=12,
    type=click.IntRange(1, 100),
    metavar="N",
    help="短语最多几个字，默认 12。",
)
@click.option(
    "--seed", default=0, type=int, metavar="N", help="随机数的种子，默认 0；同一种子取同样的短语。"
)
@json_option
@done_in("inspection")
def check() -> None:
    """核对索引：能打开、不缺文章、短语查得准。

    从文章里随机取短语，比较索引查到的和逐字查找到的，篇数、处数都须相同。
    """


@cli.command(epilog="例：zhengsou generations --json")
@index_option
@settings_option
@json_option
@done_in("keeping", at_once=True)
def generations() -> None:
    """列出留着的各份索引：在用的在前，然后是以前用过的，由近及远。

    每行是序号、写成的时间、篇数、大小、名称；换回某一份用 zhengsou rollback 序号。
    """


@cli.command(epilog="例：zhengsou rollback 3")
@click.argument("generation", metavar="[GENERATION]", required=False, default=None)
@index_option
@settings_option
@json_option
@done_in("keeping", at_once=True)
def rollback() -> None:
    """换回以前的一份索引，一般一秒以内；再运行一次又换回来。

    GENERATION 是 zhengsou generations 列出的序号或名称，不写就是上一份。先核对那一份的校验和，
    有损坏就不换。运行中的网页不必重启。文件夹里后来的改动，下次 update 会补上。
    """


@cli.command(epilog="例：zhengsou terms --limit 100")
@index_option
@settings_option
@click.option(
    "--limit",
    cls=NumberOption,
    default=50,
    type=click.IntRange(0),
    metavar="N",
    help="最多列出几个词，默认 50。",
)
@json_option
@done_in("inspection")
def terms() -> None:
    """列出用户词典里也许该添、该删的词，供人取舍。

    该添的：文章里常用、分词时却被切开的词。该删的：文章里没有的词，切坏别的词的词。
    每行第一列是词，可以抄进 dictionary.txt；改了词典须重建索引。
    """


@cli.command(epilog="例：zhengsou serve --port 8000")
@index_option
@server_options
@synonyms_option
@click.option(
    "--staff", is_flag=True, help="只让本单位的人登录了看，按设置里的 [staff]；内部的文章也能查。"
)
@all_settings_option
@done_in("serving")
def serve() -> None:
    """启动检索网页，直到按 Ctrl-C。

    索引重建或更新后不必重启。
    """


@cli.command(epilog="例：zhengsou config --json")
@index_option
@server_options
@all_settings_option
@json_option
@done_in("configured", at_once=True)
def config() -> None:
    """列出各项设置，以及各是在哪里设的：文件、环境变量、命令行，还是默认。

    有错就说明在哪一行、应怎样写；密码之类不显示。
    """


@cli.command(epilog="例：zhengsou password 王芳 --file staff.toml")
@click.argument("name", metavar="NAME")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="密码文件，默认用设置里 [staff] passwords 写的。",
)
@click.option("--remove", is_flag=True, help="不再让这个人登录。")
@all_settings_option
@done_in("serving", at_once=True)
def password() -> None:
    """给 NAME 设密码，让这个人登录 serve --staff 的网站；文件里没有密码本身。"""


@cli.command(epilog="例：zhengsou report var/queries.db --limit 50")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--limit",
    cls=NumberOption,
    default=20,
    type=click.IntRange(1, 1000),
    metavar="N",
    help="每类最多列几条，默认 20。",
)
@json_option
@done_in("serving", at_once=True)
def report() -> None:
    """列出常查的、查不到的、查得慢的检索式；FILE 是 zhengsou.toml 里 [log] queries 写的文件。"""


@cli.command(epilog="例：zhengsou completion fish > ~/.config/fish/completions/zhengsou.fish")
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
@done_in("completing", at_once=True)
def completion() -> None:
    """打印让命令行按 Tab 键补全的脚本，SHELL 为 bash、zsh 或 fish。

    \b
    bash  写进 ~/.local/share/bash-completion/completions/zhengsou
    zsh   在 ~/.zshrc 里加一行：eval "$(zhengsou completion zsh)"
    fish  写进 ~/.config/fish/completions/zhengsou.fish
    """
