"""Running: what becomes of a command that was given? An exit code, and of what a person can mend one line."""

import errno
import gc
import os
import sys
from io import TextIOWrapper
from typing import NoReturn

import click

from ..errors import (
    DictionaryError,
    IndexingError,
    IndexUnusableError,
    PicksError,
    SettingsError,
    SynonymsError,
    UsageError,
    WordingsError,
    ZhengsouError,
    system_reason,
)
from .chinese_click import in_a_line, speak_chinese
from .cli import cli
from .exit_codes import (
    EXIT_FAULTS,
    EXIT_INTERRUPTED,
    EXIT_NO_INDEX,
    EXIT_NOT_DONE,
    EXIT_READER_GONE,
    EXIT_USAGE,
    EXIT_WELL,
)
from .terminal import tell

_NAME = "zhengsou"


def start() -> NoReturn:
    """Run the command in a process of its own, collecting no garbage where it ends at once."""
    gc.disable()
    # numpy's linear algebra, which nothing here uses, would start a thread for each core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        main()
    finally:
        gc.freeze()  # what is left goes with the process


def main() -> NoReturn:
    """Run the command, turning every error that a person can mend into one line and an exit code."""
    speak_chinese()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks Chinese
    code = _run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Else Python says it once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_READER_GONE
    sys.exit(code)


def _run() -> int:
    try:
        color = False if os.environ.get("NO_COLOR") else None  # https://no-color.org
        result = cli.main(prog_name=_NAME, standalone_mode=False, color=color)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        tell(f"错误：{in_a_line(error)}", err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        tell(f"错误：{error.format_message()}", err=True)
        return EXIT_USAGE
    except (KeyboardInterrupt, click.Abort):
        tell("\n已中断。索引完好：没有写完的改动不算。", err=True)
        return EXIT_INTERRUPTED
    except ZhengsouError as error:
        tell(f"错误：{error}", err=True)
        return _exit_code(error)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        tell(f"错误：{place}{system_reason(error)}", err=True)
        return EXIT_NOT_DONE if error.errno in {errno.ENOSPC, errno.EIO} else EXIT_USAGE
    return result if isinstance(result, int) else EXIT_WELL


def _exit_code(error: ZhengsouError) -> int:
    match error:
        case IndexUnusableError():
            return EXIT_NO_INDEX
        case (
            UsageError()
            | DictionaryError()
            | SynonymsError()
            | PicksError()
            | WordingsError()
            | SettingsError()
        ):
            return EXIT_USAGE
        case IndexingError():
            return EXIT_NOT_DONE
        case _:
            return EXIT_FAULTS
