"""Cutters: which segmenter cuts Chinese? rjieba, or jieba itself where no rjieba is installed.

The only module that imports a segmenter. Either is given runs of Chinese characters only, with
its guessing of new words (HMM) off, which makes both cut alike; and so does `word_file`, which cuts
the first few characters, since a query has no more and loading either takes longer.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from .dictionary import Dictionary
from .word_file import WordFile

_FREQUENT_CHARACTERS = 16_000
_FEW_CHARACTERS = 4000  # are cut by the word file in less time than a segmenter takes to load
# Two characters or more, and a frequency of three digits or more: rarer ones are not among them.
_LISTED_WORD = re.compile(r"^(\S{2,}) ([0-9]{3,})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cutter:
    """A segmenter: its name and version, plain cutting, cutting for search, and loading what is not yet."""

    name: str
    cut: Callable[[str], list[str]]
    cut_for_search: Callable[[str], list[str]]
    load: Callable[[], None] = lambda: None


@cache
def load_cutter(dictionary: Dictionary) -> Cutter:
    """Return what cuts with a dictionary's words, the same for each dictionary.

    Without any the segmenter is loaded when there is more to cut than a query, or by `load`.
    """
    if dictionary.entries:
        return _load(dictionary)
    first = CutsFirst(WordFile(word_list()), _load_plain)
    return Cutter(segmenter_name(), first.cut, first.cut_for_search, first.load)


class CutsFirst:
    """Cuts a few characters by a word file, and by a segmenter, which is loaded then, what follows."""

    def __init__(self, words: WordFile, load: Callable[[], Cutter]) -> None:
        self._words, self._load = words, load
        self._left = _FEW_CHARACTERS

    def cut(self, text: str) -> list[str]:
        """Cut plainly."""
        return self._cutter(text).cut(text)

    def cut_for_search(self, text: str) -> list[str]:
        """Cut for search."""
        return self._cutter(text).cut_for_search(text)

    def load(self) -> None:
        """Load the segmenter now."""
        self._left = 0
        self._segmenter  # noqa: B018 - asked for, it is loaded

    def _cutter(self, text: str) -> Cutter | WordFile:
        self._left -= len(text)
        return self._words if self._left >= 0 else self._segmenter

    @cached_property
    def _segmenter(self) -> Cutter:
        return self._load()


def _load_plain() -> Cutter:
    return _load(Dictionary())


def _load(dictionary: Dictionary) -> Cutter:
    try:
        return load_rjieba(dictionary)
    except ImportError:
        return load_jieba(dictionary)


def load_rjieba(dictionary: Dictionary) -> Cutter:
    """Load jieba's Rust twin, of the same dictionary: 11 to 15 times faster. Raises ImportError."""
    import rjieba  # noqa: PLC0415 - no wheel for every platform

    jieba = rjieba if not dictionary.entries else rjieba.Jieba()
    for word, frequency in dictionary.entries:
        jieba.add_word(word, frequency, None)
    return Cutter(
        f"rjieba {_version('rjieba')}",
        lambda text: jieba.cut(text, False),
        lambda text: jieba.cut_for_search(text, False),
    )


def load_jieba(dictionary: Dictionary) -> Cutter:
    """Load jieba itself: the fallback, and the reference in the tests. Takes about a second."""
    import jieba  # noqa: PLC0415 - slow to load

    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    # Left to itself, jieba caches its dictionary in the shared temporary folder, where any local
    # user could plant another one; so read it afresh.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, frequency in dictionary.entries:
        # jieba adds a word's new frequency to the total and forgets to take out the old one.
        tokenizer.total -= tokenizer.FREQ.get(word, 0)
        tokenizer.add_word(word, frequency)
    return Cutter(
        f"jieba {_version('jieba')}",
        lambda text: tokenizer.lcut(text, HMM=False),
        lambda text: tokenizer.lcut_for_search(text, HMM=False),
    )


def segmenter_name() -> str:
    """Return the installed segmenter and its version, without loading it."""
    name = "rjieba" if find_spec("rjieba") else "jieba"
    return f"{name} {_version(name)}"


def _version(name: str) -> str:
    """Return the version of an installed package, by its record's folder, called NAME-VERSION.dist-info.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    records = [path.name for path in _place(name).parent.glob(f"{name}-*.dist-info")]
    if len(records) != 1:
        from importlib.metadata import version  # noqa: PLC0415 - loads the reading of mail

        return version(name)
    return records[0].removeprefix(f"{name}-").removesuffix(".dist-info")


def _place(name: str) -> Path:
    """Return the folder of an installed package, or the file of a module, without loading it."""
    spec = find_spec(name)
    places = spec and (spec.submodule_search_locations or [spec.origin or ""])
    return Path(places[0]) if places else Path()


@cache
def frequent_words() -> str:
    """Return the most frequent words of jieba's dictionary, one behind another, the commonest last.

    16,000 characters: as many as a short text has a use for.
    """
    listed = _LISTED_WORD.findall(word_list().read_text(encoding="utf-8"))
    ranked = sorted((int(frequency) * (len(word) - 1), word) for word, frequency in listed)
    return "".join(word for _, word in ranked[-_FREQUENT_CHARACTERS:])[-_FREQUENT_CHARACTERS:]


def word_list() -> Path:
    """Return where jieba's list of words is."""
    return _place("jieba") / "dict.txt"
