"""Options: which do several commands share? Each once, with its help in Chinese."""

import math
import os
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..facets import FACETS
from .completing import facet_values
from .exit_codes import EXIT_READER_GONE

if TYPE_CHECKING:
    from webui.settings.reading import Told

#: Where an index is, unless told.
DEFAULT_INDEX = "var/index"

#: The values of Sort, CopyMode and Matching, which are loaded with what searches.
SORTS = ("relevance", "recent", "newest", "oldest", "added")
COPY_MODES = ("merged", "separate")
MATCHINGS = ("all", "most")

#: Where settings are, unless told.
SETTINGS_NAME = "zhengsou.toml"
#: Which setting an option says, where it is no path of its own.
SETTING_OF = {
    "index": ("index", "folder"),
    "corpus": ("index", "corpus"),
    "keep": ("index", "keep"),
    "public_index": ("index", "public"),
    "base_url": ("site", "base_url"),
    "host": ("server", "host"),
    "port": ("server", "port"),
    "workers": ("server", "workers"),
    "threads": ("server", "threads"),
    "metrics_port": ("server", "metrics_port"),
}
_VARIABLES = "ZHENGSOU_"

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class NumberOption(click.Option):
    """An option that says itself which numbers it takes: help need not add x>=1."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return what click adds to the help of an option."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra


class ServerOption(NumberOption):
    """An option that says a setting, and what that is unless said: this is written in the settings alone."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return what help says of it: with the default of the setting in its place, `%(default)s`."""
        from webui.settings.sections import SETTINGS  # noqa: PLC0415 - only help needs it here

        section, key = SETTING_OF[str(self.name)]
        record = super().get_help_record(ctx)
        return record and (record[0], record[1] % {"default": SETTINGS[section][key].default})


index_option: _Decorator = click.option(
    "--index", "index", type=click.Path(), default=DEFAULT_INDEX,
    envvar="ZHENGSOU_INDEX", show_envvar=True, metavar="DIR",
    help=f"索引所在的文件夹，默认 {DEFAULT_INDEX}。",
)  # fmt: skip


def _settings_wanted(path: Path | None) -> bool:
    return path is not None or any(
        name.startswith(_VARIABLES) and name != "ZHENGSOU_INDEX" for name in os.environ
    )


def _take_settings(ctx: click.Context, told: "Told") -> None:
    """Let what is set stand where an option is not given."""
    from webui.settings.sections import SETTINGS  # noqa: PLC0415

    ctx.default_map = {
        name: getattr(getattr(told.settings, section), key)
        for name, (section, key) in SETTING_OF.items()
        if (section, key) in told.sources
    }
    for key, setting in SETTINGS["cluster"].items():  # what reaches a cluster asks the environment
        if ("cluster", key) in told.sources:
            value = getattr(told.settings.cluster, key)
            os.environ[setting.variable] = (
                str(value).lower() if isinstance(value, bool) else str(value)
            )


def _index_settings(
    ctx: click.Context, param: click.Parameter, given: Path | None, *others: str
) -> None:
    """Read the settings that say where the index is, if there are any, and those of other sections."""
    path = given or _usual_settings()
    if _settings_wanted(path) and not ctx.resilient_parsing:
        from webui.settings.reading import read_settings  # noqa: PLC0415 - help needs none

        _take_settings(ctx, read_settings(path, only={"index", "cluster", *others}))


def _site_settings(ctx: click.Context, param: click.Parameter, given: Path | None) -> None:
    """Read the same, and those of its site."""
    _index_settings(ctx, param, given, "site")


def _all_settings(ctx: click.Context, param: click.Parameter, given: Path | None) -> "Told | None":
    """Read all settings."""
    if ctx.resilient_parsing:
        return None
    from webui.settings.reading import read_settings  # noqa: PLC0415

    told = read_settings(given or _usual_settings())
    _take_settings(ctx, told)
    return told


def _usual_settings() -> Path | None:
    path = Path(SETTINGS_NAME)
    return path if path.is_file() else None


def _building_settings(
    ctx: click.Context, param: click.Parameter, given: Path | None
) -> Path | None:
    """Read the same, and return where the rules may be that say who may read what."""
    _index_settings(ctx, param, given)
    return given or _usual_settings()


settings_option, site_settings_option, building_settings_option, all_settings_option = (
    click.option(
        "--config", name, type=click.Path(path_type=Path), default=None, metavar="FILE",
        envvar="ZHENGSOU_CONFIG", is_eager=True, callback=read, hidden=is_hidden,
        expose_value=name != "unused",
        help="设置，默认用当前文件夹里的 zhengsou.toml；各项见 zhengsou config。",
    )
    for read, name, is_hidden in (
        (_index_settings, "unused", True),
        (_site_settings, "unused", True),
        (_building_settings, "settings", True),
        (_all_settings, "told", False),
    )
)  # fmt: skip


def number_option(
    name: str, least: int, said: str, *, default: int | None = None, most: int | None = None
) -> _Decorator:
    """Declare an option that takes a number, of which help says what is said."""
    return click.option(
        name,
        cls=NumberOption,
        default=default,
        type=click.IntRange(least, most),
        metavar="N",
        help=said,
    )


def csv_option(said: str = "输出表格（CSV）。") -> _Decorator:
    """Declare the option to get a table, of which help says what is said."""
    return click.option("--csv", "as_csv", is_flag=True, help=said)


json_option: _Decorator = click.option(
    "--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。"
)
without_copies_option: _Decorator = click.option(
    "--without-copies", is_flag=True, help="转载只计一篇：同一组里最早的。"
)
report_option: _Decorator = click.option(
    "--report", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="把未收录的文件、没有把握的字段写成一个网页，供人核对。",
)  # fmt: skip
wait_option: _Decorator = click.option(
    "--wait", cls=NumberOption, is_flag=False, flag_value=math.inf, default=0,
    type=click.FloatRange(0), metavar="[SECONDS]",
    help="另一个进程正在写索引时等它写完，至多这么多秒，不写秒数就一直等；不加则不等。",
)  # fmt: skip
dictionary_option, hidden_dictionary_option = (
    click.option(
        "--dictionary", type=click.Path(path_type=Path), default=None, metavar="FILE",
        help="用户词典，默认用文章文件夹里的 dictionary.txt。", hidden=is_hidden,
    )
    for is_hidden in (False, True)  # whoever searches has had it said when the index was built
)  # fmt: skip
public_index_option: _Decorator = click.option(
    "--public-index", default=None, metavar="DIR",
    help="另建一份只放公开文章的索引，供公众检索；以后重建、更新都带着它，写 off 不再带。",
)  # fmt: skip
synonyms_option: _Decorator = click.option(
    "--synonyms", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="同义词，默认用文章文件夹里的 synonyms.txt；写 own 不用自带的简称，写 off 都不用。",
)  # fmt: skip


_ALIKE = 0.75  # of 1: as near is an option to what may have been meant for it


class Command(click.Command):
    """A command whose usage is Chinese."""

    def __init__(self, name: str | None, options_metavar: str = "[选项]", **named: Any) -> None:
        super().__init__(name, options_metavar=options_metavar, **named)


class Commands(click.Group):
    """All commands, in the order in which a person comes to need them."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the order of their declaration."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; one whose reader has gone (| head) ends quietly, where click would end it with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            ctx.exit(EXIT_READER_GONE)


class WaitingCommand(Command):
    """A command that may wait for another; what follows `--wait` and is no number is not its seconds."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line."""
        read = list(args)
        for at, following in enumerate(args[1:]):
            if args[at] == "--wait" and not _are_seconds(following):
                read[at] = "--wait=inf"
        return super().parse_args(ctx, read)


def _are_seconds(word: str) -> bool:
    """Say whether a word is, or was to be, a number; a folder may begin with one, too (2024年)."""
    try:
        return float(word) >= 0
    except ValueError:
        return word[:1].isdecimal() and not Path(word).exists()


class QueryCommand(Command):
    """A command that takes a query in any number of words; one may begin with a minus, options stand anywhere.

    What begins with two is an option, unless it stands behind `--`.
    """

    def __init__(self, name: str | None, **named: Any) -> None:
        super().__init__(name, **named)
        self.context_settings["ignore_unknown_options"] = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line. Raises UsageError of click's for an option that there is not."""
        before = args[: args.index("--")] if "--" in args else args
        options = {name for p in self.get_params(ctx) for name in (*p.opts, *p.secondary_opts)}
        rest = super().parse_args(ctx, list(args))
        for word in ctx.params.get("words") or ():
            name = word.partition("=")[0]
            if name.startswith("--") and word in before and not ctx.resilient_parsing:
                close = get_close_matches(name, options, 1, _ALIKE)
                raise click.NoSuchOption(name, possibilities=close, ctx=ctx)
        return rest


_SERVER: tuple[_Decorator, ...] = (
    click.option(
        "--host", cls=ServerOption, metavar="ADDR", help="监听的地址，默认 %(default)s。"
    ),
    click.option(
        "--port", cls=ServerOption, type=click.IntRange(0, 65535), metavar="N",
        help="监听的端口，默认 %(default)s。",
    ),
    click.option(
        "--workers", cls=ServerOption, type=click.IntRange(1, 64), metavar="N",
        help="进程数，默认每个处理器核一个，最多 8 个。",
    ),
    click.option(
        "--threads", cls=ServerOption, type=click.IntRange(1, 256), metavar="N",
        help="每个进程的线程数，默认 %(default)s。",
    ),
    click.option(
        "--metrics-port", cls=ServerOption, type=click.IntRange(0, 65535), metavar="N",
        help="在另一个端口给出运行指标（/metrics，Prometheus 格式）和 /healthz。",
    ),
)  # fmt: skip


def server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what is served, where, and by how many."""
    return _all_of(_SERVER, command)


#: The words of a query.
query_argument: _Decorator = click.argument("words", nargs=-1, required=True, metavar="QUERY...")


_ORDER: tuple[_Decorator, ...] = (
    click.option(
        "--sort", type=click.Choice(SORTS), default=SORTS[0], metavar="NAME",
        help="排序：relevance 相关、recent 相关且新、newest 最新、oldest 最早、added 新收录。",
    ),
    click.option(
        "--matching", type=click.Choice(MATCHINGS), metavar="NAME",
        help="词语：all（都要有）、most（有一部分即可）；默认 all，不足十条时接着列只有一部分的。",
    ),
)  # fmt: skip
_NARROWING: tuple[_Decorator, ...] = (
    *(
        click.option(
            f"--{facet.name}", multiple=True, metavar="VALUE", shell_complete=facet_values,
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
    return _all_of((*_ORDER, *_NARROWING), command)


def narrowing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of which articles: every facet, days."""
    return _all_of(_NARROWING, command)


def _all_of(options: Sequence[_Decorator], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command
