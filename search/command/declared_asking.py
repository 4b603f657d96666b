"""Declared, asking: which commands ask an index for articles and wordings? Likewise."""

from pathlib import Path

import click

from .declaring import done_in
from .options import (
    COPY_MODES,
    Command,
    QueryCommand,
    csv_option,
    hidden_dictionary_option,
    index_option,
    json_option,
    narrowing_options,
    number_option,
    query_argument,
    question_options,
    settings_option,
    site_settings_option,
    synonyms_option,
    without_copies_option,
)


@click.command(
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
@csv_option("输出表格（CSV）；不写 --limit、--page 时至多 1000 条。")
@json_option
@done_in("searching", at_once=True)
def search() -> None:
    """查找文章：词语用空格隔开，“高质量发展” 逐字查找，-疫情 除去；-- 之后的都是词语。"""


@click.command(cls=Command, epilog="例：zhengsou show yj-2016-0031")
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


@click.command(cls=QueryCommand, epilog="例：zhengsou explain 高质量发展 yj-2016-0031")
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


@click.command(cls=QueryCommand, epilog="例：zhengsou trend 高质量发展 “以*为中心” --from 2013")
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
@csv_option()
@json_option
@done_in("wordings")
def trend() -> None:
    """统计提法逐年用了多少：处、篇、每万字几处，最早、最近、最多、最长未用。

    一至五个提法 WORDING，各按原样查找；没有文章的年份不算零。
    """


@click.command(cls=QueryCommand, epilog="例：zhengsou context “以*为中心” --group gap --from 2013")
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
@number_option("--limit", 1, "每页几处，默认 50。", most=10_000)
@number_option("--page", 1, "第几页，默认 1。", default=1, most=10_000)
@without_copies_option
@narrowing_options
@csv_option("输出表格（CSV）；不写 --limit 时至多 10000 处。")
@json_option
@done_in("wordings")
def context() -> None:
    """列出每一处的上下文：一处一行，提法上下对齐；不加引号连写的也逐字查找。"""


@click.command(
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
@number_option("--limit", 1, "最早的几处；默认屏幕上 50，表格和文件里 10000。", most=10_000)
@without_copies_option
@narrowing_options
@csv_option()
@json_option
@done_in("evidencing")
def evidence() -> None:
    """列出依据：用到一种提法的句子，连同小标题、标题、文号、日期、来源、栏目和固定链接。"""


@click.command(cls=Command, epilog="例：zhengsou compare yj-2018-0103 07450089f4218b91")
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


@click.command(cls=Command, epilog="例：zhengsou new --since 2024-01 --least 10")
@index_option
@settings_option
@click.option("--since", default="", metavar="DATE", help="首次出现不早于，年或年月，默认近三年。")
@click.option("--until", default="", metavar="DATE", help="首次出现不晚于，年或年月。")
@number_option("--least", 1, "至少多少篇用过，默认 5。", default=5)
@number_option("--limit", 1, "最多列出几个，默认 50。", default=50)
@narrowing_options
@json_option
@csv_option("以 CSV 输出。")
@done_in("new_wordings", at_once=True)
def new() -> None:
    """列出新提法：某年某月以来首次出现、以后不止一处在用的。

    用得多的在前，转载只计一次；有筛选时只看筛选内的。不想列出的写进 hidden-wordings.txt。
    """  # fmt: skip


@click.command(cls=Command, epilog="例：zhengsou quotes 讲话稿.docx --csv > 核对.csv")
@click.argument("file", type=click.Path(path_type=Path))
@index_option
@settings_option
@csv_option("输出表格（CSV），一行一处。")
@json_option
@done_in("quoting")
def quotes() -> None:
    """核对文稿 FILE 里的引文：每句话、引语、标题、文号，库里有没有、一字不差还是有改动。

    FILE 可以是 Word、网页、PDF、文本等；写 - 则从标准输入读。有改动时退出码为 1，没有为 0。
    """
