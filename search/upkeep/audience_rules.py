"""Audience rules: who may read what stands in a folder, by a site's settings? In doubt, the staff alone.

What an article or its sidecar says itself is heard, too; where they differ, it is internal:

    [audience]                       # in zhengsou.toml
    public = ["通知", "要闻"]          # paths within the corpus
    internal = ["通知/草稿"]           # of several that hold a file, the longest counts
    default = "internal"             # of what no rule names: internal, unless it says otherwise

What is written there is read by `webui.settings`, as all settings are; here is what it means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..article import Audience, agreed
from ..errors import UsageError


@dataclass(frozen=True, slots=True)
class AudienceRules:
    """What is said of folders and files, by their paths within the corpus; without any, all is public."""

    by_path: Mapping[str, Audience] = field(default_factory=dict)
    otherwise: Audience = Audience.PUBLIC
    are_written: bool = False  # whether a site has said any, be it that all is public

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


def rules_of(public: Iterable[str], internal: Iterable[str], otherwise: Audience) -> AudienceRules:
    """Make rules of paths (`rule_paths`), of which none stands there twice."""
    by_path = dict.fromkeys(public, Audience.PUBLIC) | dict.fromkeys(internal, Audience.INTERNAL)
    return AudienceRules(by_path, otherwise, are_written=True)


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
