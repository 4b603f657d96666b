"""Completing: what may stand next on a command line? Told to bash, zsh and fish by click's own scripts."""

import re
from contextlib import closing

import click
from click.shell_completion import CompletionItem, get_completion_class

from .exit_codes import EXIT_WELL

SHELLS = ("bash", "zsh", "fish")
#: What a shell may be given to put into a command line as it is: nothing that it would expand or run.
_SAFE = re.compile(r"[\w/·、，。：（）《》“”—–-]+")
_MOST_VALUES = 200
_VARIABLE = "_ZHENGSOU_COMPLETE"  # by click's own rule of the name of the command


def completion(shell: str) -> int:
    """Print what a shell has to be told, once, to complete the command."""
    kind = get_completion_class(shell)
    assert kind is not None, shell
    command = click.get_current_context().find_root().command
    click.echo(kind(command, {}, "zhengsou", _VARIABLE).source())
    return EXIT_WELL


def facet_values(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the values of a facet that the index has and that begin so; none without a usable index."""
    from ..answer.facet_values import count_values  # noqa: PLC0415 - help needs no index
    from ..answer.question import Question  # noqa: PLC0415
    from ..engines import open_engine  # noqa: PLC0415
    from ..errors import ZhengsouError  # noqa: PLC0415

    facet = parameter.name or ""
    try:
        with closing(open_engine(context.params["index"])) as engine:
            counts = count_values(engine, Question(), [facet]).counts[facet]
    except (ZhengsouError, OSError):
        return []
    values = (one.value for one in counts if one.value.startswith(incomplete))
    return [CompletionItem(value) for value in values if _SAFE.fullmatch(value)][:_MOST_VALUES]
