"""Runs: where in a normalised text do Chinese characters stand side by side, where Latin words?"""

import re

_HAN = "\u2e80-\u2fdf々-〇\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
LETTERS = rf"(?:(?![{_HAN}])[^\W_])+"
# A Latin word or number may hold single connecting marks: covid-19, 2025-05-17, pm2.5, 2,350.
_WORD = rf"{LETTERS}(?:(?:[-._/'&+:@]|(?<=[0-9]),(?=[0-9]{{3}})){LETTERS})*"
#: Matches either, as `han` or as `word`.
RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>{_WORD})")
# The characters that both segmenters look up in their dictionary (jieba's own re_han_default).
_SEGMENTABLE = re.compile(r"[一-鿕]+|.")
_ONLY_SEGMENTABLE = re.compile(r"[一-鿕]+")


def is_all_han(text: str) -> bool:
    """Say whether a text is one run of Chinese characters."""
    run = RUN.fullmatch(text)
    return run is not None and bool(run["han"])


def is_segmentable(text: str) -> bool:
    """Say whether a text is one run of characters of which a segmenter's dictionary has words."""
    return _ONLY_SEGMENTABLE.fullmatch(text) is not None


def segmentable_parts(run: str) -> list[str]:
    """Part a run of Chinese characters into segmentable ones, and rare characters, each alone."""
    return _SEGMENTABLE.findall(run)
