"""Declared, building: which commands read files? Names, options, help; what does it is loaded when called."""

from pathlib import Path

import click

from ..engines import KEPT_BUILDS
from .declaring import done_in
from .options import (
    Command,
    NumberOption,
    WaitingCommand,
    building_settings_option,
    dictionary_option,
    index_option,
    json_option,
    number_option,
    public_index_option,
    report_option,
    settings_option,
    wait_option,
)

_DEFAULT_CORPUS = Path("corpus")


@click.command(cls=WaitingCommand, epilog="例：zhengsou rebuild corpus --index var/index")
@click.argument("corpus", type=click.Path(path_type=Path), default=_DEFAULT_CORPUS)
@index_option
@building_settings_option
@dictionary_option
@number_option(
    "--keep",
    1,
    f"留下最近几次建成的索引，在用的也算一次，默认 {KEPT_BUILDS}。",
    default=KEPT_BUILDS,
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


@click.command(cls=WaitingCommand, epilog="例：zhengsou update corpus --index var/index")
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


@click.command(cls=Command, epilog="例：zhengsou inspect 通知.html")
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
