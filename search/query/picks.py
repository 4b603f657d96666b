"""Picks: which articles has an editor chosen to stand on top, for which queries? A file says so.

A pick names queries that mean the same, up to three articles by their ids, and perhaps why:

    [[pick]]
    queries = ["夜校", "职工夜校报名"]
    articles = ["yj-2024-0012"]
    reason = "今年的报名办法"
"""

import json
import re
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import PicksError, system_reason
from ..followed_file import FollowedFile, text_of, write_checked
from ..text.normalization import normalize

#: Name of the file in a corpus folder.
PICKS_NAME = "picks.toml"

MAX_PICKS = 2000
MAX_QUERIES = 20  # of one pick
MAX_PICK_LENGTH = 200  # characters of a query, of an id, and of a reason
MAX_PICKED = 3  # articles of one pick
_MAX_BYTES = 2_000_000

_KEYS = ("queries", "articles", "reason")
_LINE = re.compile(r"line (\d+)")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Pick:
    """The articles chosen for some queries, and why."""

    number: int  # of its entry in the file, from 1
    queries: tuple[str, ...]  # as they are written
    articles: tuple[str, ...]  # ids, the first on top
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Picks:
    """All picks, by what they are looked up by."""

    by_query: Mapping[str, Pick] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Pick, ...]:
        """Return every pick once, in the order of the file."""
        return tuple(dict.fromkeys(self.by_query.values()))

    def of(self, text: str) -> Pick | None:
        """Return the pick for what was typed; spaces, width, case and script do not matter."""
        return self.by_query.get(_key(text)) if self.by_query else None


NO_PICKS = Picks()


def _key(text: str) -> str:
    return "".join(normalize(text).split())


def read_picks(path: Path) -> Picks:
    """Read a file of picks. Raises PicksError, naming the line, or the entry."""
    entries = _read_toml(path)
    by_query: dict[str, Pick] = {}
    for number, entry in enumerate(entries, 1):
        try:
            pick = _pick(number, entry)
            for query in pick.queries:
                before = by_query.setdefault(_key(query), pick)
                if before is not pick:
                    raise ValueError(
                        f"“{_shown(query)}”在第 {before.number} 条已有，一个检索词只写一次"
                    )
        except ValueError as error:
            raise PicksError(f"{path}: 第 {number} 条推荐: {error}") from error
    return Picks(by_query)


def faults_of_picks(path: Path, known: Container[str]) -> list[str]:
    """Say all that is wrong with a file of picks, a line each; nothing where there is no file.

    `known` has the ids of all articles.
    """
    if not path.is_file():
        return []
    try:
        picks = read_picks(path)
    except PicksError as error:
        return [str(error)]
    return unknown_articles(path, picks.entries, known)


def unknown_articles(path: Path, entries: Iterable[Pick], known: Container[str]) -> list[str]:
    """Say which articles are picked that are not known, a line each, naming the entry of the file."""
    return [
        f"{path}: 第 {pick.number} 条推荐: 没有编号为 {identifier} 的文章"
        for pick in entries
        for identifier in pick.articles
        if identifier not in known
    ]


def add_pick(path: Path, query: str, articles: Sequence[str], reason: str) -> None:
    """Write a pick into a file of them. Raises PicksError when it does not fit, OSError."""
    lines = ["[[pick]]", f"queries = {_toml([query])}", f"articles = {_toml(articles)}"]
    lines += [f"reason = {_toml_text(reason)}"] if reason else []
    before = text_of(path)
    gap = "\n" if before else ""
    write_checked(path, "\n".join([f"{before}{gap}{lines[0]}", *lines[1:], ""]), read_picks)


def _toml(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_toml_text, texts))}]"


def _toml_text(text: str) -> str:
    """Write a text as TOML has it: what JSON escapes it escapes alike, and one character more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class PicksFile(FollowedFile[Picks]):
    """A file of picks that may change while it is in use."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, read_picks, NO_PICKS)


def _read_toml(path: Path) -> list[object]:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise PicksError(f"{path}: 推荐太多，文件最大 {_MAX_BYTES // 1_000_000} MB")
        tables = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        raise PicksError(f"{path}: 无法读取推荐: {system_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise PicksError(f"{path}: 无法读取推荐，须为 UTF-8 文本") from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        line = _LINE.search(str(error))
        place = f"{path}:{line[1]}" if line else f"{path}"
        raise PicksError(f'{place}: 不合 TOML 的写法，应如 queries = ["夜校"]') from error
    entries = tables.pop("pick", [])
    if tables or not isinstance(entries, list):
        name = _shown(next(iter(tables), "pick"))
        raise PicksError(f"{path}: 不认识的 {name}；每条推荐以 [[pick]] 开头")
    if len(entries) > MAX_PICKS:
        raise PicksError(f"{path}: 推荐最多 {MAX_PICKS} 条")
    return entries


def _pick(number: int, entry: object) -> Pick:
    """Read one entry. Raises ValueError, saying what is wrong."""
    if not isinstance(entry, dict):
        raise ValueError("每条推荐以 [[pick]] 开头")
    for name in entry:
        if name not in _KEYS:
            raise ValueError(f"不认识的 {_shown(name)}，可用 {'、'.join(_KEYS)}")
    queries = tuple(_texts(entry, "queries", "检索词", MAX_QUERIES))
    articles = tuple(_texts(entry, "articles", "文章编号", MAX_PICKED))
    for query in queries:
        if not _key(query):
            raise ValueError("queries 里有空的检索词")
    for values in (tuple(map(_key, queries)), articles):
        for value in values:
            if values.count(value) > 1:
                raise ValueError(f"“{_shown(value)}”写了两次")
    reason = entry.get("reason", "")
    if not isinstance(reason, str) or len(reason) > MAX_PICK_LENGTH or len(reason.splitlines()) > 1:
        raise ValueError(f"reason 应为一行文字，最长 {MAX_PICK_LENGTH} 个字")
    return Pick(number, queries, articles, " ".join(reason.split()))


def _texts(entry: Mapping[str, object], name: str, label: str, most: int) -> Iterator[str]:
    """Yield the texts of a list. Raises ValueError unless there are one to `most` of them."""
    values = entry.get(name)
    if not isinstance(values, list) or not values:
        raise ValueError(f'{name} 应为{label}的列表，如 {name} = ["…"]')
    if len(values) > most:
        raise ValueError(f"{name} 最多 {most} 个")
    for value in values:
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_PICK_LENGTH:
            raise ValueError(f"{name} 里每个{label}应为文字，最长 {MAX_PICK_LENGTH} 个字")
        yield value.strip()


def _shown(text: object) -> str:
    return " ".join(str(text).split())[:_SHOWN]
