"""Command: what can be done by `zhengsou`? All commands, in the order in which a person comes to need them."""

import click

from .declared_asking import (
    compare,
    context,
    evidence,
    explain,
    new,
    quotes,
    search,
    show,
    trend,
)
from .declared_building import (
    inspect,
    rebuild,
    update,
)
from .declared_keeping import (
    check,
    completion,
    config,
    generations,
    password,
    report,
    rollback,
    serve,
    stats,
    terms,
)
from .exit_codes import EXIT_USAGE
from .options import Commands


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


for _command in (
    rebuild,
    update,
    inspect,
    search,
    show,
    explain,
    trend,
    context,
    evidence,
    compare,
    new,
    quotes,
    stats,
    check,
    generations,
    rollback,
    terms,
    serve,
    config,
    password,
    report,
    completion,
):
    cli.add_command(_command)
