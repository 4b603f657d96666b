"""Synonyms: which names mean the same thing? The administrator says so in a file; only queries know of it.

A line names one thing, its names joined by =:

    二十大 = 党的二十大 = 中国共产党第二十次全国代表大会
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..errors import SynonymsError
from ..followed_file import FollowedFile
from ..text.normalization import normalize
from ..text.word_lists import read_word_list

#: Name of the file in a corpus folder.
SYNONYMS_NAME = "synonyms.txt"

MAX_NAMES = 20  # of one thing
MAX_NAME_LENGTH = 40  # characters


@dataclass(frozen=True)
class Synonyms:
    """Names of the same thing, normalised, by each of them."""

    others: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(name) for name in self.others}, reverse=True)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where names stand in a normalised text, from the left, the longest first."""
        start = 0
        while start < len(text):
            for length in self._lengths:
                if text[start : start + length] in self.others and start + length <= len(text):
                    yield start, start + length
                    start += length - 1
                    break
            start += 1


NO_SYNONYMS = Synonyms()


def read_synonyms(path: Path) -> Synonyms:
    """Read a file of synonyms. Raises SynonymsError, naming the line."""
    lines = read_word_list(path, "同义词", SynonymsError)
    others: dict[str, tuple[str, ...]] = {}
    line_of: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        names = [normalize(name) for name in entry.replace("＝", "=").split("=")]
        if fault := _fault(names, line_of):
            raise SynonymsError(f'{path}:{number}: {fault}: "{entry[:40]}"')
        for name in names:
            line_of[name] = number
            others[name] = tuple(other for other in names if other != name)
    return Synonyms(others)


def _fault(names: list[str], line_of: dict[str, int]) -> str | None:
    """Say what is wrong with the names of one line, None if nothing is."""
    if len(names) < 2:
        return "每行至少写两个名称，用 = 隔开"
    if len(names) > MAX_NAMES:
        return f"一行最多 {MAX_NAMES} 个名称"
    for name in names:
        if len(name) < 2:
            return "每个名称至少两个字"
        if len(name) > MAX_NAME_LENGTH:
            return f"名称最长 {MAX_NAME_LENGTH} 个字"
        if names.count(name) > 1:
            return f"“{name}”在一行里写了两次"
        if name in line_of:
            return f"“{name}”在第 {line_of[name]} 行已有，成了环；同一事物的名称请写在同一行"
    return None


class SynonymsFile(FollowedFile[Synonyms]):
    """A file of synonyms that may change while it is in use."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, read_synonyms, NO_SYNONYMS)
