"""Cutters: which segmenter cuts Chinese? rjieba, or jieba itself where no rjieba is installed.

The only module that imports a segmenter. Either is given runs of Chinese characters only, with
its guessing of new words (HMM) off, which makes both cut alike.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .dictionary import Dictionary

_FREQUENT_CHARACTERS = 16_000
# Two characters or more, and a frequency of three digits or more: rarer ones are not among them.
_LISTED_WORD = re.compile(r"^(\S{2,}) ([0-9]{3,})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cutter:
    """A loaded segmenter: its name and version, plain cutting, and cutting for search."""

    name: str
    cut: Callable[[str], list[str]]
    cut_for_search: Callable[[str], list[str]]


@cache
def load_cutter(dictionary: Dictionary) -> Cutter:
    """Load the segmenter with a dictionary's words, once for each dictionary."""
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
        f"rjieba {version('rjieba')}",
        lambda text: jieba.cut(text, False),
        lambda text: jieba.cut_for_search(text, False),
    )


def load_jieba(dictionary: Dictionary) -> Cutter:
    """Load jieba itself: the fallback, and the reference in the tests. Takes about a second."""
    import jieba  # noqa: PLC0415 - slow to load

    jieba.setLogLevel(logging.WARNING)
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
        f"jieba {version('jieba')}",
        lambda text: tokenizer.lcut(text, HMM=False),
        lambda text: tokenizer.lcut_for_search(text, HMM=False),
    )


def segmenter_name() -> str:
    """Return the installed segmenter and its version, without loading it."""
    name = "rjieba" if find_spec("rjieba") else "jieba"
    return f"{name} {version(name)}"


@cache
def frequent_words() -> str:
    """Return the most frequent words of jieba's dictionary, one behind another, the commonest last.

    16,000 characters: as many as a text compressed by zlib may look back to.
    """
    package = find_spec("jieba")  # not loaded, which takes a second
    folders = (package and package.submodule_search_locations) or []
    listed = _LISTED_WORD.findall(Path(folders[0], "dict.txt").read_text(encoding="utf-8"))
    ranked = sorted((int(frequency) * (len(word) - 1), word) for word, frequency in listed)
    return "".join(word for _, word in ranked[-_FREQUENT_CHARACTERS:])[-_FREQUENT_CHARACTERS:]
