"""Declared, keeping: which commands are for who keeps an index, or serves it? Likewise."""

from pathlib import Path

import click

from .completing import SHELLS
from .declaring import done_in
from .options import (
    Command,
    all_settings_option,
    index_option,
    json_option,
    number_option,
    server_options,
    settings_option,
    synonyms_option,
)


@click.command(cls=Command, epilog="例：zhengsou stats --json")
@index_option
@settings_option
@click.option("--verbose", is_flag=True, help="也显示供程序员看的：代数、分词版本、字节数。")
@json_option
@done_in("searching", at_once=True)
def stats() -> None:
    """显示索引里有什么。"""


@click.command(cls=Command, epilog="例：zhengsou check --phrases 200")
@index_option
@settings_option
@number_option("--phrases", 0, "随机短语的个数，默认 100。", default=100)
@number_option("--min-length", 1, "短语最少几个字，默认 2。", default=2, most=100)
@number_option("--max-length", 1, "短语最多几个字，默认 12。", default=12, most=100)
@click.option(
    "--seed", default=0, type=int, metavar="N", help="随机数的种子，默认 0；同一种子取同样的短语。"
)
@json_option
@done_in("inspection")
def check() -> None:
    """核对索引：能打开、不缺文章、短语查得准。

    从文章里随机取短语，比较索引查到的和逐字查找到的，篇数、处数都须相同。
    """


@click.command(cls=Command, epilog="例：zhengsou generations --json")
@index_option
@settings_option
@json_option
@done_in("keeping", at_once=True)
def generations() -> None:
    """列出留着的各份索引：在用的在前，然后是以前用过的，由近及远。

    每行是序号、写成的时间、篇数、大小、名称；换回某一份用 zhengsou rollback 序号。
    """


@click.command(cls=Command, epilog="例：zhengsou rollback 3")
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


@click.command(cls=Command, epilog="例：zhengsou terms --limit 100")
@index_option
@settings_option
@number_option("--limit", 1, "最多列出几个词，默认 50。", default=50)
@json_option
@done_in("inspection")
def terms() -> None:
    """列出用户词典里也许该添、该删的词，供人取舍。

    该添的：文章里常用、分词时却被切开的词。该删的：文章里没有的词，切坏别的词的词。
    每行第一列是词，可以抄进 dictionary.txt；改了词典须重建索引。
    """


@click.command(cls=Command, epilog="例：zhengsou serve --port 8000")
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


@click.command(cls=Command, epilog="例：zhengsou config --json")
@index_option
@server_options
@all_settings_option
@json_option
@done_in("configured", at_once=True)
def config() -> None:
    """列出各项设置，以及各是在哪里设的：文件、环境变量、命令行，还是默认。

    有错就说明在哪一行、应怎样写；密码之类不显示。
    """


@click.command(cls=Command, epilog="例：zhengsou password 王芳 --file staff.toml")
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


@click.command(cls=Command, epilog="例：zhengsou report var/queries.db --limit 50")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@number_option("--limit", 1, "每类最多列几条，默认 20。", default=20, most=1000)
@json_option
@done_in("serving", at_once=True)
def report() -> None:
    """列出常查的、查不到的、查得慢的检索式；FILE 是 zhengsou.toml 里 [log] queries 写的文件。"""


@click.command(
    cls=Command, epilog="例：zhengsou completion fish > ~/.config/fish/completions/zhengsou.fish"
)
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
@done_in("completing", at_once=True)
def completion() -> None:
    """打印让命令行按 Tab 键补全的脚本，SHELL 为 bash、zsh 或 fish。

    \b
    bash  写进 ~/.local/share/bash-completion/completions/zhengsou
    zsh   在 ~/.zshrc 里加一行：eval "$(zhengsou completion zsh)"
    fish  写进 ~/.config/fish/completions/zhengsou.fish
    """
