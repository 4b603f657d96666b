"""Audience rules: who may read what stands in a folder, by a site's settings? In doubt, the staff alone.

What an article or its sidecar says itself is heard, too; where they differ, it is internal:

    [audience]                       # in zhengsou.toml
    public = ["通知", "要闻"]          # paths within the corpus
    internal = ["通知/草稿"]           # of several that hold a file, the longest counts
    default = "internal"             # of what no rule names: internal, unless it says otherwise
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..article import Audience, agreed
from ..errors import SettingsError, UsageError, system_reason

_SECTION = "audience"
_VARIABLES = "ZHENGSOU_AUDIENCE_"


@dataclass(frozen=True, slots=True)
class AudienceRules:
    """What is said of folders and files, by their paths within the corpus; without any, all is public."""

    by_path: Mapping[str, Audience] = field(default_factory=dict)
    otherwise: Audience = Audience.PUBLIC

    def audience_of(self, path: str, said: Audience | None) -> Audience:
        """Say who may read an article of the file at a path, which itself says so, or nothing."""
        holders = (path, *(str(folder) for folder in PurePosixPath(path).parents))
        ruled = next((self.by_path[place] for place in holders if place in self.by_path), None)
        return agreed((ruled, said)) or self.otherwise

    def check(self, corpus: Path) -> None:
        """Refuse rules that name nothing in a corpus: of a folder that has another name now, everyone could read.

        Raises UsageError. Names are compared letter by letter, whatever the file system does.
        """
        for path in self.by_path:
            folder = corpus
            for part in PurePosixPath(path).parts:
                if not folder.is_dir() or part not in {entry.name for entry in folder.iterdir()}:
                    raise UsageError(
                        "[audience] 里的“%(path)s”不在文章文件夹 %(corpus)s 里；改了名请一并改规则，没有了请删去",
                        path=path,
                        corpus=corpus,
                    )
                folder /= part


def read_rules(path: str | None) -> AudienceRules:
    """Read the rules of a configuration; without one, or without that section, all is public.

    Raises SettingsError: one line that says what is wrong. Rules of the environment are refused: an
    update that is started without it would give everything to everyone.
    """
    if variable := next((name for name in os.environ if name.startswith(_VARIABLES)), None):
        raise SettingsError(
            f"环境变量 {variable}: [{_SECTION}] 只能写在设置文件里，以后的更新才认得"
        )
    section = _section(Path(path)) if path else None
    if section is None:
        return AudienceRules()
    try:
        return _rules(section)
    except ValueError as error:
        raise SettingsError(f"{path}: [{_SECTION}] {error}") from error


def has_rules(path: Path | None) -> bool:
    """Say whether a configuration has rules, right or wrong. Raises SettingsError as `read_rules`."""
    return path is not None and _section(path) is not None


def _section(path: Path) -> object | None:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: {system_reason(error)}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: 不合 TOML 的写法，或不是 UTF-8（{error}）") from error
    return tables.get(_SECTION)


def _rules(section: object) -> AudienceRules:
    if not isinstance(section, dict):
        raise ValueError("应写成一节")
    if unknown := section.keys() - {"public", "internal", "default"}:
        raise ValueError(f"里没有 {min(unknown)} 这一项，可用 public、internal、default")
    by_path: dict[str, Audience] = {}
    for audience in Audience:
        for path in rule_paths(section.get(audience.value, [])):
            if path in by_path:
                raise ValueError(f"“{path}”写了不止一次")
            by_path[path] = audience
    return AudienceRules(by_path, _default(section.get("default", Audience.INTERNAL.value)))


def rule_paths(value: object) -> tuple[str, ...]:
    """Read paths within the corpus. Raises ValueError, saying in Chinese what they should be."""
    if not isinstance(value, list) or not all(isinstance(path, str) for path in value):
        raise ValueError('应是几个路径，如 ["通知", "要闻/2024"]')
    return tuple(map(_path, value))


def _path(text: str) -> str:
    path = PurePosixPath(text.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"“{text}”应是文章文件夹里的路径，如 通知/2024")
    return str(path)


def _default(value: object) -> Audience:
    """Read who may read what no rule names. Raises ValueError."""
    try:
        return Audience(str(value))
    except ValueError:
        raise ValueError("default 可用 public、internal") from None
