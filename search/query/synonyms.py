"""Synonyms: which names mean the same thing? Written a thing a line; only queries know of them.

    市总 = 市总工会 = 云江市总工会               who asks by one of these is given the others too
    党章 = 党的章程 > 中国共产党章程             by those before the > what is after it, not the other way
    [report] YYYY年报告 > YYYY年工作报告         names of a kind, for every year

The administrator's are in `synonyms.txt` in the folder of articles; those shipped with the program
in `abbreviations.txt` beside this module.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from ..errors import SynonymsError
from ..followed_file import FollowedFile, text_of, write_checked
from ..text.normalization import TEXT_SEPARATOR, normalize_texts
from ..text.pieces import left_over_beside, word_edges
from ..text.word_lists import read_word_list

#: Name of the file in a corpus folder.
SYNONYMS_NAME = "synonyms.txt"
#: The list shipped with the program.
ABBREVIATIONS = Path(__file__).with_name("abbreviations.txt")

MAX_NAMES = 20  # of one thing
MAX_NAME_LENGTH = 40  # characters

_KIND = re.compile(r"\[([a-z]{1,20})\]")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ANY_YEAR = "yyyy"  # as it is normalised, and as long as a year


@dataclass(frozen=True)
class Synonyms:
    """Names of the same thing, normalised, by each that may be asked by."""

    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # of what, by every name whose line says it

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """Return how long names are, the longest first, by their first two characters."""
        lengths: dict[str, set[int]] = {}
        for name in self.others:
            lengths.setdefault(name[:2], set()).add(len(name))
        return {beginning: sorted(of, reverse=True) for beginning, of in lengths.items()}

    @cached_property
    def _with_no_other(self) -> dict[str, list[str]]:
        """Return the names that stand for nothing but themselves, by their first two characters."""
        names: dict[str, list[str]] = {}
        for name in self.kinds.keys() - self.others.keys():
            names.setdefault(name[:2], []).append(name)
        return names

    def find_with_no_other(self, text: str) -> Iterator[str]:
        """Yield the names in a normalised text that stand for nothing but themselves, as they begin."""
        for start in range(len(text)):
            for name in self._with_no_other.get(text[start : start + 2], ()):
                if text.startswith(name, start):
                    yield name

    @cached_property
    def full_names(self) -> frozenset[str]:
        """Return the names that are looked for where others were asked by."""
        return frozenset(name for names in self.others.values() for name in names)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where names stand in a normalised text between words, from the left, the longest first.

        A single character left over beside it makes a name a part of a longer word: 河长 in 河长制.
        """
        if not self.others:
            return
        edges, of_any_year = word_edges(text), _YEAR.sub(_ANY_YEAR, text)
        before, behind = left_over_beside(text)
        reached = 0
        for start in edges:
            if start < reached or start in before:
                continue
            for length in self._lengths_at(start, text, of_any_year):
                end = start + length
                if end not in edges or end in behind:
                    continue
                if text[start:end] in self.others or of_any_year[start:end] in self.others:
                    yield start, end
                    reached = end
                    break

    def _lengths_at(self, start: int, text: str, of_any_year: str) -> Iterable[int]:
        """Return how long the names are, the longest first, that begin as what stands at a place."""
        lengths, of_years = (
            self._lengths.get(one[start : start + 2], ()) for one in (text, of_any_year)
        )
        return lengths if lengths is of_years else sorted({*lengths, *of_years}, reverse=True)

    def of(self, name: str) -> tuple[str, ...]:
        """Return the others of a name that was found, with its own year."""
        if name in self.others:
            return self.others[name]
        year = _YEAR.search(name)
        others = self.others.get(_YEAR.sub(_ANY_YEAR, name), ())
        return tuple(other.replace(_ANY_YEAR, year[0]) for other in others) if year else others

    def before(self, later: "Synonyms") -> "Synonyms":
        """Return these and later ones; what these say of a name takes the place of what those say."""
        return Synonyms(later.others | self.others, later.kinds | self.kinds)


NO_SYNONYMS = Synonyms()


@dataclass(frozen=True, slots=True)
class _Line:
    """Names of one thing: those that it is asked by, and those that are then looked for; none: each other."""

    asked: tuple[str, ...]
    found: tuple[str, ...]
    kind: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return self.asked + self.found

    def others(self, name: str) -> tuple[str, ...]:
        """Return what is looked for too where one name was asked by."""
        return self.found or tuple(other for other in self.asked if other != name)


def read_synonyms(path: Path) -> Synonyms:
    """Read a file of synonyms. Raises SynonymsError, naming the line."""
    lines = read_word_list(path, "同义词", SynonymsError)
    without_comments = (line.partition("#")[0].strip() for line in lines)
    entries = {number: entry for number, entry in enumerate(without_comments, 1) if entry}
    read: list[_Line] = []
    line_of: dict[str, int] = {}
    for (number, entry), line in zip(entries.items(), _read_lines(entries.values()), strict=True):
        if fault := _fault(line, line_of):
            raise SynonymsError(f'{path}:{number}: {fault}: "{entry[:40]}"')
        line_of |= dict.fromkeys(line.asked, number)
        read.append(line)
    return _synonyms(read)


@cache
def abbreviations() -> Synonyms:
    """Return the names that people use, as the program knows them."""
    return read_synonyms(ABBREVIATIONS)


def _read_lines(entries: Iterable[str]) -> Iterator[_Line]:
    """Read what is written on lines, normalising all in one pass."""
    parts: list[tuple[str | None, str, str, str]] = []
    for entry in entries:
        match = _KIND.match(entry)
        names = entry[match.end() if match else 0 :].replace("＞", ">")
        parts.append((match[1] if match else None, *names.partition(">")))
    if not parts:
        return
    written = [names for _, asked, _, found in parts for names in (asked, found)]
    normalized = iter(normalize_texts(written).text.split(TEXT_SEPARATOR))
    for (kind, _, one_way, _), asked, found in zip(parts, normalized, normalized, strict=True):
        yield _Line(_names(asked), _names(found) if one_way else (), kind)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("="))


def _synonyms(lines: Iterable[_Line]) -> Synonyms:
    others: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, str] = {}
    for line in lines:
        for name in line.asked:
            others[name] = line.others(name)
        if line.kind:
            kinds |= dict.fromkeys(line.names, line.kind)
    return Synonyms(others, kinds)


def _fault(line: _Line, line_of: dict[str, int]) -> str | None:
    """Say what is wrong with the names of one line, None if nothing is."""
    names = line.names
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
    for name in line.asked:
        if name in line_of:
            return f"“{name}”在第 {line_of[name]} 行已有，成了环；同一事物的名称请写在同一行"
    return None


def add_synonyms(path: Path, names: Sequence[str]) -> None:
    """Write names of one thing into a file of synonyms. Raises SynonymsError when they do not fit, OSError."""
    if any(sign in name for name in names for sign in "=>＞#[]\r\n"):
        raise SynonymsError("名称里不能有 = > # [ ] 和换行")
    line = " = ".join(name.strip() for name in names)
    write_checked(path, f"{text_of(path)}{line}\n", read_synonyms)


class SynonymsFile(FollowedFile[Synonyms]):
    """The administrator's file, that may change while it is in use, and the shipped list after it."""

    def __init__(self, path: Path | None, with_abbreviations: bool = True) -> None:
        shipped = abbreviations() if with_abbreviations else NO_SYNONYMS
        super().__init__(path, lambda given: read_synonyms(given).before(shipped), shipped)
