"""Chinese click: what does it say in Chinese? It looks its messages up with gettext but brings no catalogue."""

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.types

_MESSAGES = {
    "Usage:": "用法：",
    "Usage: ": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "Try '{command} {option}' for help.": "运行“{command} {option}”看说明。",
    "Error: {message}": "错误：{message}",
    "Invalid value: {message}": "参数有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 有误：{message}",
    "No such option: {name}": "没有这个选项：{name}",
    "No such option: {name!r}": "没有这个选项：{name!r}",
    "No such option {name!r}.": "没有这个选项：{name!r}",
    "No such command {name!r}.": "没有这个命令：{name!r}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing command.": "缺少命令。",
    "Got unexpected extra argument ({args})": "多余的参数：{args}",
    "Got unexpected extra arguments ({args})": "多余的参数：{args}",
    "Option {name!r} requires an argument.": "选项 {name} 后面要有值。",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是数字。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{value!r} is not one of {choice}.": "{value!r} 不可用，可用的有 {choices}。",
    "{value!r} is not one of {choices}.": "{value!r} 不可用，可用的有 {choices}。",
    "{name} {filename!r} does not exist.": "没有 {filename!r}。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件，应为文件夹。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹，应为文件。",
    "{name} {filename!r} is not readable.": "{filename!r} 无法读取。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Possible options: {possibilities})": "（可用的选项：{possibilities}）",
    "(DEPRECATED)": "（已弃用）",
    "default: {default}": "默认 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必填",
    "Aborted!": "已中断。",
}


def speak_chinese() -> None:
    """Make click's own messages Chinese, for this process."""

    def translate(message: str) -> str:
        return _MESSAGES.get(message, message)

    def translate_plural(one: str, many: str, number: int) -> str:
        return translate(one if number == 1 else many)

    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.types,
        click.parser,
    ):
        for name, function in (("_", translate), ("ngettext", translate_plural)):
            if hasattr(module, name):
                setattr(module, name, function)
