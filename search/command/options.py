"""Options: which do several commands share? Each once, with its help in Chinese."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..facets import FACETS

_DEFAULT_INDEX = "var/index"

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

index_option: _Decorator = click.option(
    "--index", "index", type=click.Path(), default=_DEFAULT_INDEX,
    envvar="ZHENGSOU_INDEX", show_envvar=True, metavar="DIR",
    help="索引所在的文件夹，默认 var/index。",
)  # fmt: skip
json_option: _Decorator = click.option(
    "--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。"
)
report_option: _Decorator = click.option(
    "--report", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="把未收录的文件、没有把握的字段写成一个网页，供人核对。",
)  # fmt: skip
dictionary_option: _Decorator = click.option(
    "--dictionary", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="用户词典，默认用文章文件夹里的 dictionary.txt。",
)  # fmt: skip
synonyms_option: _Decorator = click.option(
    "--synonyms", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="同义词，默认用文章文件夹里的 synonyms.txt；写 own 不用自带的简称，写 off 都不用。",
)  # fmt: skip


_NARROWING: tuple[_Decorator, ...] = (
    click.option(
        "--sort", default="relevance", metavar="NAME",
        help="排序：relevance（相关）、recent（相关，较新的略优先）、newest（最新）、oldest（最早）。",
    ),
    click.option(
        "--matching", default="", metavar="NAME",
        help="词语：all（都要有）、most（有一部分即可）；默认 all，一篇也没有时 most。",
    ),
    *(
        click.option(
            f"--{facet.name}", multiple=True, metavar="VALUE",
            help=f"{facet.label}，如 {facet.example}；可多次。",
        )
        for facet in FACETS
    ),
    click.option(
        "--from", "first", default="", metavar="DATE",
        help="不早于这一天；不晚于某一天，用 --to DATE。",
    ),
    # Told with --from: all options have to fit on a screen.
    click.option("--to", "last", default="", metavar="DATE", hidden=True, help="不晚于这一天。"),
)  # fmt: skip


def question_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what is asked: order, matching, every facet, days."""
    for option in reversed(_NARROWING):
        command = option(command)
    return command
