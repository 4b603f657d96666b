"""Runs: where in a normalised text do Chinese characters stand side by side, where Latin words?"""

import re
from collections.abc import Iterator

from .characters import ALL_HAN, SEGMENTABLE

LETTERS = rf"[^\W_{ALL_HAN}]+"
# A Latin word or number may hold single connecting marks: covid-19, 2025-05-17, pm2.5, 2,350.
_WORD = rf"{LETTERS}(?:(?:[-._/'&+:@]|(?<=[0-9]),(?=[0-9]{{3}})){LETTERS})*"
#: Matches either, as `han` or as `word`.
RUN = re.compile(rf"(?P<han>[{ALL_HAN}]+)|(?P<word>{_WORD})")
_HAN_RUN = re.compile(rf"[{ALL_HAN}]+")
_SEGMENTABLE = re.compile(rf"[{SEGMENTABLE}]+|.")
_YEAR = "[〇零一二三四五六七八九]{4}年"
_YEAR_OR_SEGMENTABLE = re.compile(rf"{_YEAR}|(?:(?!{_YEAR})[{SEGMENTABLE}])+|.")
_ONLY_SEGMENTABLE = re.compile(rf"[{SEGMENTABLE}]+")


def is_all_han(text: str) -> bool:
    """Say whether a text is one run of Chinese characters."""
    run = RUN.fullmatch(text)
    return run is not None and bool(run["han"])


def runs_with(text: str, character: str) -> Iterator[tuple[int, int]]:
    """Yield where the runs of Chinese characters begin and end that hold one of them."""
    end = 0
    while (at := text.find(character, end)) >= 0:
        begin = at - _han_from(text[end:at][::-1], 0)
        end = at + _han_from(text, at)
        yield begin, end


def _han_from(text: str, place: int) -> int:
    """Count the Chinese characters that stand side by side from a place on."""
    run = _HAN_RUN.match(text, place)
    return run.end() - place if run else 0


def is_segmentable(text: str) -> bool:
    """Say whether a text is one run of characters of which a segmenter's dictionary has words."""
    return _ONLY_SEGMENTABLE.fullmatch(text) is not None


def segmentable_parts(run: str) -> list[str]:
    """Part a run of Chinese characters into segmentable ones, and rare characters, each alone.

    A year with 〇, which no segmenter's dictionary has, is a part (二〇二四年).
    """
    return (_YEAR_OR_SEGMENTABLE if "〇" in run else _SEGMENTABLE).findall(run)
