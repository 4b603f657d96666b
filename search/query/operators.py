"""Operators: where does what was typed say and, or, not? In signs, in capitals, or in plain English words.

What a sign or a word in capitals says is sure. A word in small letters, or one written onto
Chinese, may be meant as a word; among English words it is one. Chinese words (或, 非) are words.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ..saying import Message, message
from ..text.characters import HAN_AND_RARE
from .signs import AND, CLOSE, ENGLISH, NOT_IN_ENGLISH, OR, TITLE_CLOSE, TITLE_OPEN


class Operator(StrEnum):
    """How what stands before and behind is joined."""

    AND = "and"
    OR = "or"
    NOT = "not"

    @property
    def meaning(self) -> Message:
        """Say what it asks for."""
        return _MEANINGS[self]


_MEANINGS = {
    Operator.AND: message("并且"),
    Operator.OR: message("或者"),
    Operator.NOT: message("除去"),
}
#: What is sure to be read so, between what stands before and behind.
_SURE = {Operator.AND: " ", Operator.OR: "|", Operator.NOT: " -"}
_LONGEST_EXAMPLE = 12  # characters, of a word
#: Of a word of letters: nothing that goes on with it stands beside it.
_ENGLISH = re.compile(
    rf"(?<![A-Za-z0-9_/.'’&+:：-])(?P<word>{'|'.join(ENGLISH)})(?![A-Za-z0-9_/.'’&+:：-])",
    re.IGNORECASE,
)
_OR_SIGN, _AND_SIGN = re.compile(rf"[{OR}]+"), re.compile(rf"[{AND}]{{2,}}")
_CHINESE = {
    **dict.fromkeys(("或", "或者"), Operator.OR),
    **dict.fromkeys(("非", "不要", "不含", "不包括", "除了", "排除"), Operator.NOT),
}
_HAN = re.compile(f"[{HAN_AND_RARE}]")
_LETTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """An operator as it was typed, where it ends, and whether nothing else can be meant."""

    operator: Operator
    typed: str
    end: int
    is_sure: bool

    @property
    def note(self) -> Message:
        """Say how it was read, and how to write it otherwise."""
        return message(
            "“%(typed)s”读作“%(meaning)s”；要查这个词本身，请加引号",
            typed=self.typed,
            meaning=self.operator.meaning,
        )


def find_operator(text: str, position: int) -> Spelling | None:
    """Return the operator that stands at a place; None: what stands there is no operator."""
    if sign := _OR_SIGN.match(text, position):
        return Spelling(Operator.OR, sign[0], sign.end(), is_sure=True)
    sign, match = _AND_SIGN.match(text, position), _ENGLISH.match(text, position)
    if not (sign or match) or _is_within_title(text, position):
        return None
    if sign:
        return Spelling(Operator.AND, sign[0], sign.end(), is_sure=True)
    assert match is not None
    operator, end = _operator_of(match["word"]), match.end()
    before, after = _word_before(text, position), _word_after(text, end)
    is_english = _is_english(before) and _is_english(after)
    if match["word"].isupper():
        # One at an edge joins nothing, and is no word either: a part beside it was taken away.
        is_operator = bool(after) if operator is Operator.NOT else bool(before)
        is_operator |= operator is Operator.AND and not is_english
        is_sure = not is_english and not _is_glued(text, position, end)
    else:
        is_operator = bool(after) and bool(before or operator is Operator.NOT) and not is_english
        is_sure = False
    return Spelling(operator, match[0], end, is_sure) if is_operator else None


def _is_within_title(text: str, position: int) -> bool:
    """Say whether a place lies between 《 and 》."""
    opened = text.rfind(TITLE_OPEN, 0, position) > text.rfind(TITLE_CLOSE, 0, position)
    return opened and TITLE_CLOSE in text[position:]


def unread_operator(text: str, start: int, end: int) -> Message | None:
    """Return a note on a word between spaces that may have been meant as an operator."""
    typed, before, after = text[start:end], _word_before(text, start), _word_after(text, end)
    operator = _CHINESE.get(typed)
    if operator is None and _ENGLISH.fullmatch(typed) and _is_pair(text[:start], text[end:]):
        operator = _operator_of(typed)
    if operator is None or not after or not (before or operator is Operator.NOT):
        return None
    return message(
        "“%(typed)s”按普通词语理解；要表示“%(meaning)s”，请写 %(instead)s",
        typed=typed,
        meaning=operator.meaning,
        instead=_example(before, "工会") + _SURE[operator] + _example(after, "改革"),
    )


def _example(typed: str, other: str) -> str:
    return typed if 0 < len(typed) <= _LONGEST_EXAMPLE else other


def _operator_of(word: str) -> Operator:
    return Operator(unicodedata.normalize("NFKC", word).lower())


def _is_glued(text: str, start: int, end: int) -> bool:
    """Say whether a word of letters is written onto Chinese: 工会OR改革, 工会 OR改革."""
    before = text[max(start - 1, 0) : start]
    if _HAN.match(before):
        return True
    return bool(_HAN.match(text, end)) and (not before or before.isspace())


def _is_pair(before: str, after: str) -> bool:
    """Say whether one word stands on each side: covid or flu, but not the rule of law and order."""
    return len(before.split()) == 1 and len(after.split()) == 1


def _word_before(text: str, position: int) -> str:
    """Return what was typed up to a place since the last space."""
    words = text[:position].split()
    return words[-1] if words else ""


def _word_after(text: str, position: int) -> str:
    """Return what was typed from a place up to the next space; nothing where a bracket closes."""
    words = text[position:].split(maxsplit=1)
    return words[0] if words and words[0][0] not in CLOSE + OR else ""


def _is_english(typed: str) -> bool:
    """Say whether a word belongs to English text; nothing at all may."""
    if not typed:
        return True
    if _HAN.search(typed) or any(sign in typed for sign in NOT_IN_ENGLISH):
        return False
    return _LETTER.search(typed) is not None
