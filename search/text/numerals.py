"""Numerals: which number is 二十, 一百零三, 二〇 or 20?"""

import unicodedata
from functools import lru_cache

#: What a numeral is written in, in a normalised text: inside the brackets of a pattern.
NUMERALS = "0-9〇零一二三四五六七八九十百千两"
#: Longer ones are no number that anybody counts by.
MAX_NUMERAL = 8


def read_numeral(text: str) -> int | None:
    """Read a number in digits or in Chinese, by its digits (二〇) or its units (二十); None if it is none."""
    return _read(text) if 0 < len(text) <= MAX_NUMERAL else None


@lru_cache(maxsize=2048)  # a law counts its clauses, and its page asks for each several times
def _read(text: str) -> int | None:
    total = last = 0
    has_units = False
    for character in text.replace("两", "二"):
        value = unicodedata.numeric(character, -1.0)
        if value < 0 or not value.is_integer():
            return None
        number = int(value)
        if number >= 10:
            total += (last or 1) * number
            last = 0
            has_units = True
        else:
            last = number if has_units else last * 10 + number
    return total + last


_ONES, _UNITS = "〇一二三四五六七八九", ("", "十", "百", "千")


@lru_cache(maxsize=2048)
def write_numeral(number: int) -> str:
    """Write a number from 1 to 9,999 as laws do: 十二, 一百零三; in digits beyond."""
    if not 0 < number < 10_000:
        return str(number)
    digits = [int(digit) for digit in str(number)]
    written, skipped = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            written += ("零" if skipped else "") + _ONES[digit] + _UNITS[place]
        skipped = not digit
    return written.removeprefix("一") if 10 <= number < 20 else written
