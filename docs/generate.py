"""Generated blocks: what do the pages say that the code knows better? `make docs` writes them anew.

A block stands between `<!-- generated: NAME -->` and `<!-- /generated -->`, on lines of their own
or within a line; a test compares what stands there with what the code says.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial

import click

from search.command import cli as command
from search.command import exit_codes
from search.engines.arrays.file.arrays import ARRAYS_VERSION
from search.engines.arrays.file.records import FORMAT_VERSION
from search.facets import FACET_NAMES
from webui.settings.declared import Setting
from webui.settings.sections import SETTINGS

from . import example_plan, rooms
from .rooms import ROOT

PAGES = (*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md")))
_BLOCK = re.compile(r"(<!-- generated: (\S+) -->(\n?))(.*?)(<!-- /generated -->)", re.DOTALL)

# The command speaks Chinese.
_COMMANDS = {
    "rebuild": "read a folder (by default `corpus`) and build its index",
    "update": "read only what was added, changed or removed since",
    "inspect": "show how a file is understood: each field with its evidence",
    "search": "find articles",
    "show": "print one article",
    "explain": "why an article stands where it does: reading, tier, what each term gave",
    "compare": "two articles side by side, or one and a text ([docs/wording.md](docs/wording.md))",
    "trend": "how often wordings were used, year by year; first, latest, most, longest silence"
    " ([docs/wording.md](docs/wording.md))",
    "context": "every place of a wording with what stands around it, or what fills its gaps, counted",
    "evidence": "the sentences in which a wording stands, with their sources, as a file for an annex"
    " ([docs/wording.md](docs/wording.md#evidence-依据表))",
    "new": "which wordings are new since a year or a month, who used each first, how often since"
    " ([docs/wording.md](docs/wording.md#new-wordings))",
    "quotes": "check what a draft quotes: as it stands here, changed, or not found"
    " ([docs/wording.md](docs/wording.md))",
    "stats": "say what the index holds",
    "check": "compare index and texts: articles, and random phrases by plain search",
    "generations": "list the indexes that are kept: which is in use, when it was written, articles, size",
    "rollback": "use an earlier one again, and the later one again by the same command",
    "terms": "list words that the user dictionary may lack, and needless or harmful ones",
    "password": "let somebody of the staff log in, or no more ([docs/audience.md](docs/audience.md))",
    "report": "what people look for, what they do not find, and what takes long, as `serve` has counted it",
    "completion": "print the script that lets bash, zsh or fish complete the command line",
    "serve": "serve the page; `--config`: name, colour, footer ([docs/site.md](docs/site.md))",
    "config": "print the settings in effect, and who said each: file, environment, command line"
    " ([docs/settings.md](docs/settings.md))",
}
_EXIT_CODES = {
    exit_codes.EXIT_WELL: ("all well", "正常"),
    exit_codes.EXIT_FAULTS: (
        "done, but some files were not read or lost all they had, or a check failed",
        "有文件未收录或失去了全部文章，或核对不符",
    ),
    exit_codes.EXIT_USAGE: ("wrong usage", "用法有误"),
    exit_codes.EXIT_NO_INDEX: (
        "no usable index, or another process is writing it",
        "没有可用的索引，或另一个进程正在写它",
    ),
    exit_codes.EXIT_NOT_DONE: (
        "not done, the index is as it was: a rebuild would lose much, memory or disk is full",
        "没有做成，索引未改动：重建会少得太多，或内存、磁盘不足",
    ),
    exit_codes.EXIT_INTERRUPTED: ("interrupted", "被中断"),
    exit_codes.EXIT_READER_GONE: (
        "whatever read its output has gone (`| head`)",
        "读取输出的程序已经退出（`| head`）",
    ),
}


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _commands(heads: tuple[str, ...], say: Callable[[str, click.Command], str]) -> str:
    rows = (
        (f"`zhengsou {_usage(name, made)}`", say(name, made), _options(made))
        for name, made in command.cli.commands.items()
    )
    return _table(heads, rows)


def _usage(name: str, made: click.Command) -> str:
    with click.Context(made) as context:
        arguments = [p for p in made.params if isinstance(p, click.Argument)]
        return " ".join([name, *(argument.make_metavar(context) for argument in arguments)])


def _options(made: click.Command) -> str:
    options = [p for p in made.params if isinstance(p, click.Option)]
    return " ".join(
        f"`{option.opts[-1]}{'' if option.is_flag else f' {option.metavar}'}`" for option in options
    )


def _exit_codes(language: int, mark: str) -> str:
    return mark.join(f"{code} {meanings[language]}" for code, meanings in _EXIT_CODES.items())


def _settings() -> str:
    rows = (
        (
            f"`[{table}]`" if number == 0 else "",
            f"`{name}`",
            _default(setting),
            setting.meaning,
        )
        for table, settings in SETTINGS.items()
        for number, (name, setting) in enumerate(settings.items())
    )
    return _table(("section", "key", "unless told", "what"), rows)


def _default(setting: Setting) -> str:
    return f"`{json.dumps(setting.default, ensure_ascii=False)}`" if setting.default else ""


def _rooms() -> str:
    return _table(("room", "what it answers", "modules"), rooms.rows())


#: What makes each block.
BLOCKS: dict[str, Callable[[], str]] = {
    "commands": partial(_commands, ("command", "what", "options"), lambda name, _: _COMMANDS[name]),
    "commands-zh": partial(
        _commands,
        ("命令", "作用", "选项"),
        lambda _, made: (made.help or "").partition("\n")[0].rstrip("。"),
    ),
    "exit-codes": partial(_exit_codes, 0, "; "),
    "exit-codes-zh": partial(_exit_codes, 1, "；"),
    "settings": _settings,
    "rooms": _rooms,
    "plan": example_plan.example,
    "facets": lambda: ", ".join(f"`{name}`" for name in FACET_NAMES),
    "format-version": lambda: str(FORMAT_VERSION),
    "arrays-version": lambda: str(ARRAYS_VERSION),
}


def renewed(page: str) -> str:
    """Return a page with its blocks as the code says. Raises KeyError for one that nothing makes."""
    return _BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block[2]]()}{block[5]}", page)


def blocks_of(page: str) -> list[str]:
    """Name the blocks of a page."""
    return [block[2] for block in _BLOCK.finditer(page)]


def main() -> None:
    """Write the blocks of all pages anew."""
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        if renewed(page) != page:
            path.write_text(renewed(page), encoding="utf-8")


if __name__ == "__main__":
    main()
