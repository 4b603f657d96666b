"""Chinese click: what does it say in Chinese? It asks gettext for its texts, and brings no catalogue."""

import gettext
import os
from pathlib import Path

import click

#: The name of our catalogue of its texts, and the folder of catalogues.
DOMAIN = "click"
CATALOGUES = Path(__file__).with_name("translations")
LANGUAGE = "zh_CN"


def speak_chinese() -> None:
    """Have gettext say click's own texts in Chinese, for this process.

    Always: all else that the command says is Chinese, and servers in China say en_US or C in LANG.
    """
    os.environ["LANGUAGE"] = LANGUAGE  # what gettext goes by before LC_ALL and LANG
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def in_a_line(error: click.UsageError) -> str:
    """Say what is wrong with a command line, and where its help is, in one line."""
    text = " ".join(error.format_message().split()).rstrip("。.")
    text = text.replace("'. ", "'，").replace("： ", "：").replace(" （", "（")
    place = error.ctx.command_path if error.ctx else "zhengsou"
    return f"{text}；运行 {place} --help 看说明"
