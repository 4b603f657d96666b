"""Front matter: which fields does a Markdown file name above its text? YAML, TOML, or just `name: value` lines.

What is not quite YAML is read line by line, and said: the text below is an article all the same.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from textwrap import dedent

import yaml
from frontmatter.default_handlers import BaseHandler

from ...text.characters import UNSEEN
from ..fields.audience import means_audience
from ..fields.names import field_of

#: What shows nothing to a reader: white space within a line, of any kind; that and comments of HTML above
#: the text (under re.DOTALL), each of which keeps what it has taken: else it might reach to the end of any later one.
BLANK = rf"(?:[^\S\n]|[{UNSEEN}])*"
ABOVE = rf"(?>[\s{UNSEEN}]|<!--.*?-->)*+"
_ABOVE = re.compile(ABOVE, re.DOTALL)


def _handler(indented: str) -> tuple[tuple[BaseHandler, str], ...]:
    """Make what parts a text where its fences may be indented, or not."""
    toml = re.compile(rf"^{indented}\+{{3,}}{BLANK}$", re.MULTILINE)
    yaml_ = re.compile(rf"^{indented}(?:-{{3,}}|\.{{3}}){BLANK}$", re.MULTILINE)
    return (BaseHandler(toml, "+++", "+++"), "TOML"), (BaseHandler(yaml_, "---", "---"), "YAML")


_AT_TOP, _BELOW = _handler(""), _handler(BLANK)
_LINE_END = re.compile(r"\r\n?")
_FIELD = re.compile(r"([^\s:：#\-\[{][^:：\n]{0,60}?)\s{0,20}[:：]\s{0,20}(.*)")
_ITEM = re.compile(r"\s*-\s+(.*)")
_LIST = re.compile(r"\[(.*)\]")
_BETWEEN = re.compile(r"\s*[,，、]\s*")
_MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields above a text, the text, and what a person should know of the fields."""

    body: str
    values: Mapping[str, object] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Part a Markdown file in fields and text.

    Above its fields may stand what shows nothing; where they are not the first that stands in the file,
    they must name a field, to be told from a text between two rules.
    """
    text = _LINE_END.sub("\n", text)
    above = _ABOVE.match(text)
    start = above.end() if above else 0
    rest = text[start:]
    for handler, language in _BELOW if start else _AT_TOP:
        is_opened = rest.startswith(handler.START_DELIMITER or "") and handler.detect(rest)
        if is_opened and (not start or _names_a_field(rest)):
            return _split(text, start, handler, language)
    return FrontMatter(text)


def _names_a_field(text: str) -> bool:
    """Say whether a line up to the second fence names what is known of articles."""
    for line in islice(text.splitlines(), 1, _MOST_LINES):
        match = _FIELD.fullmatch(_as_yaml(line) if "=" in line else line.strip())
        if match and (field_of(match[1]) or means_audience(match[1])):
            return True
        if line.strip().startswith(("---", "+++")):
            return False
    return False


def _split(text: str, start: int, handler: BaseHandler, language: str) -> FrontMatter:
    """Part a text whose front matter begins at a character of it."""
    try:
        matter, body = handler.split(text[start:])
    except ValueError:
        values, body = _unclosed(text[start:])
        mark = handler.START_DELIMITER
        return FrontMatter(body, values, (f"文件头没有结束的 {mark}",) if values else ())
    above = text.count("\n", 0, text.index(matter, start))
    matter = dedent(matter)
    try:
        read = _read(matter, language)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        lines = matter.splitlines()
        loose, _ = _read_lines(map(_as_yaml, lines) if language == "TOML" else lines)
        mark = getattr(error, "problem_mark", None)
        where = f"（第 {above + mark.line + 1} 行）" if mark else ""
        doubt = f"文件头不是 {language}{where}，按“名称: 值”逐行读出"
        return FrontMatter(body, loose, (doubt,))
    if isinstance(read, Mapping):
        return FrontMatter(body, read)
    loose, rest = _read_lines(matter.splitlines())
    doubt = "文件头不是“名称: 值”的列表"
    return FrontMatter(body, loose, (doubt,) if rest or not loose else ())


def _read(matter: str, language: str) -> object:
    """Read YAML as plain text: a date or a number in it is read by our own rules."""
    if language == "TOML":
        return tomllib.loads(matter)
    return yaml.load(matter, Loader=yaml.BaseLoader) or {}  # noqa: S506 - makes text only


def _unclosed(text: str) -> tuple[dict[str, object], str]:
    """Read the fields that begin a text, up to the first line that is none."""
    lines = text.lstrip().splitlines()[1:]
    values, rest = _read_lines(lines)
    return (values, "\n".join(rest)) if values else ({}, text)


def _as_yaml(line: str) -> str:
    """Write a line of TOML with a colon."""
    name, sign, value = line.partition("=")
    return f"{name.strip()}: {value.strip()}" if sign else line


def _read_lines(given: Iterable[str]) -> tuple[dict[str, object], list[str]]:
    """Read `name: value` lines, lists below a name, and lines that go on; return what follows them, too."""
    values: dict[str, object] = {}
    name = ""
    lines = list(given)
    for number, line in enumerate(lines[:_MOST_LINES]):
        if not line.strip():
            continue
        match = _FIELD.fullmatch(line.strip())
        if match and line[0].isspace() and name and not values[name]:
            values[name] = _value(match[2])  # author:, and below it name: 李禾
        elif match:
            name = match[1]
            values[name] = _value(match[2])
        elif name and (match := _ITEM.fullmatch(line)):
            earlier = values[name]
            items = earlier if isinstance(earlier, list) else [earlier] if earlier else []
            values[name] = [*items, _unquoted(match[1])]
        elif name and line[0].isspace() and isinstance(values[name], str):
            values[name] = f"{values[name]} {line.strip()}".strip(" |>")
        else:
            return values, lines[number:]
    return values, lines[_MOST_LINES:]


def _value(text: str) -> object:
    if match := _LIST.fullmatch(text.strip()):
        return [_unquoted(item) for item in _BETWEEN.split(match[1]) if item]
    return _unquoted(text)


def _unquoted(text: str) -> str:
    stripped = text.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'":
        return stripped[1:-1]
    for quote in "\"'":
        if stripped.count(quote) == 1:
            stripped = stripped.strip(quote)
    return stripped
