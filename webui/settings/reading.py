"""Reading: what is set, by the file, the environment and the command line, and where was each said?"""

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from search.errors import SettingsError, system_reason

from .declared import VARIABLES, Setting
from .lines import fault_in, line_of
from .sections import SETTINGS, Settings

FILE_VARIABLE = f"{VARIABLES}CONFIG"  # names the file
#: Variables that Kubernetes makes for a service that is called zhengsou: they are no settings.
_NOT_OURS = re.compile(rf"{VARIABLES}(?:SERVICE|PORT)(?:_.*)?")
_BY_VARIABLE = {one.variable: one for keys in SETTINGS.values() for one in keys.values()}


@dataclass(frozen=True, slots=True)
class Told:
    """Settings, and where each that is no default was said, by section and key."""

    settings: Settings
    sources: Mapping[tuple[str, str], str]
    sections: frozenset[str] = frozenset()  # that the file has, empty ones, too

    def and_by(self, options: Mapping[str, tuple[str, str, Any]]) -> "Told":
        """Return this with what options say: of each its section, its key and its value."""
        settings, sources = self.settings, dict(self.sources)
        for option, (section, key, value) in options.items():
            changed = replace(getattr(settings, section), **{key: value})
            settings = replace(settings, **{section: changed})
            sources[section, key] = option
        return replace(self, settings=settings, sources=sources)


def read_settings(
    path: Path | None,
    environment: Mapping[str, str] = os.environ,
    only: Collection[str] = SETTINGS,
) -> Told:
    """Read a file, if one is named, and the environment, which goes before it; of some sections only.

    Raises SettingsError: one line that says what is wrong, where, and what to write.
    """
    read, sections = _of_file(path, only) if path else ({}, frozenset())
    read |= _of_environment(environment, only)
    values: dict[str, dict[str, Any]] = {}
    for (section, key), (value, _) in read.items():
        values.setdefault(section, {})[key] = value
    settings = Settings()
    for section, keys in values.items():
        try:
            changed = replace(getattr(settings, section), **keys)
        except ValueError as error:
            where = next(where for key, (_, where) in read.items() if key[0] == section)
            raise SettingsError(f"{where}: [{section}] {error}") from error
        settings = replace(settings, **{section: changed})
    return Told(settings, {key: where for key, (_, where) in read.items()}, sections)


_Read = dict[tuple[str, str], tuple[Any, str]]  # by section and key: the value, and who says it


def _of_file(path: Path, only: Collection[str]) -> tuple[_Read, frozenset[str]]:
    """Read a file; return also which sections it has."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: {system_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: 不是 UTF-8 编码，请另存为 UTF-8") from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}:{fault_in(text, error)}") from error
    return dict(_of_tables(tables, path, text, only)), frozenset(tables)


def _of_tables(
    tables: Mapping[str, Any], path: Path, text: str, only: Collection[str]
) -> Iterator[tuple[tuple[str, str], tuple[Any, str]]]:
    for section, entries in tables.items():
        where = f"{path}:{line_of(text, section)}"
        if section not in SETTINGS:
            raise SettingsError(f"{where}: 没有 [{section}] 这一节{_instead(section, SETTINGS)}")
        if not isinstance(entries, dict):
            raise SettingsError(f"{where}: {section} 应写成一节：[{section}]")
        for key, value in entries.items() if section in only else ():
            where = f"{path}:{line_of(text, section, key)}"
            if (setting := SETTINGS[section].get(key)) is None:
                instead = _instead(key, SETTINGS[section])
                raise SettingsError(f"{where}: [{section}] 里没有 {key} 这一项{instead}")
            try:
                yield (section, key), (setting.read(value, path.parent), where)
            except ValueError as error:
                raise SettingsError(f"{where}: [{section}] {key}: {error}") from error


def _of_environment(environment: Mapping[str, str], only: Collection[str]) -> _Read:
    read: _Read = {}
    for variable, text in environment.items():
        if not variable.startswith(VARIABLES) or variable == FILE_VARIABLE:
            continue
        if setting := _BY_VARIABLE.get(variable):
            if setting.section in only:
                if setting.in_file_only:
                    raise SettingsError(
                        f"环境变量 {variable}: [{setting.section}] 只能写在设置文件里，以后的更新才认得"
                    )
                value = _value(setting, text)
                read[setting.section, setting.key] = value, variable
        elif not _NOT_OURS.fullmatch(variable):
            raise SettingsError(f"环境变量 {variable}: 没有这一项设置{_instead_of(variable)}")
    return read


def _value(setting: Setting, text: str) -> Any:
    """Read a variable: a text as it stands, anything else as it is written in TOML."""
    try:
        return setting.read(text, Path())
    except ValueError as error:
        reason = error
    try:
        return setting.read(tomllib.loads(f"value = {text}")["value"], Path())
    except tomllib.TOMLDecodeError:
        pass
    except ValueError as error:
        reason = error
    raise SettingsError(f"环境变量 {setting.variable}: {reason}") from reason


def _instead(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, 1)
    if near:
        return f"，是不是 {near[0]}？"
    return f"，可用 {'、'.join(known)}"


def _instead_of(variable: str) -> str:
    """Say which variable may be meant, of those whose names are alike behind what all begin with."""
    names = [known.removeprefix(VARIABLES) for known in _BY_VARIABLE]
    near = get_close_matches(variable.removeprefix(VARIABLES), names, 1)
    return f"，是不是 {VARIABLES}{near[0]}？" if near else "；zhengsou config 列出各项"
