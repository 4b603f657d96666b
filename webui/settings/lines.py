"""Lines: on which line of a TOML file is something said? The standard library's parser does not tell."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_SHOWN = 60  # characters of a line that cannot be read


def line_of(text: str, *keys: str) -> int:
    """Return the line, from 1, on which a text that can be read first names a key, or one in a table.

    A text up to the end of that line can be read, and has the key: so strings and comments that
    only look like it are passed over. It is the first line where a key is written unlike its name.
    """
    lines = text.splitlines(keepends=True)
    for start in (number for number, line in enumerate(lines) if keys[-1] in line):
        for end in range(start + 1, len(lines) + 1):
            if (tables := _tables("".join(lines[:end]))) is not None:
                if _has(tables, keys):
                    return start + 1
                break
    return 1


def fault_in(text: str, error: tomllib.TOMLDecodeError) -> str:
    """Say where a text cannot be read, and how such a line is written: `3: …`."""
    lines = text.splitlines() or [""]
    place = _PLACE.search(str(error))
    number = int(place[1]) if place and place[1] else len(lines)
    shown = lines[min(number, len(lines)) - 1].strip()[:_SHOWN]
    return f'{number}: 不合 TOML 的写法：{shown}（应如 name = "…"，文字加引号；小节写成 [site]）'


def _tables(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _has(tables: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    found: Any = tables
    for key in keys:
        if not isinstance(found, dict) or key not in found:
            return False
        found = found[key]
    return True
