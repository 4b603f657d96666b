"""Operands: what may stand beside an operator? A phrase, words, brackets, a field and its value, a number."""

import re
from dataclasses import dataclass

from ..document_numbers import DocumentNumber, NumberInText, number_to_look_up
from ..saying import message
from ..text.normalization import normalize
from . import signs
from .chunks import MAX_LITERALS, TOO_MANY, UNPAIRED_QUOTE, Chunks, is_text
from .loosening import all_of
from .nodes import (
    VALUE_FIELDS,
    AnyOf,
    Dated,
    Exact,
    Field,
    Like,
    Literal,
    Named,
    Near,
    Pattern,
    Phrase,
    Query,
    Run,
    Together,
    TypedPart,
    Word,
    conditions,
    walk,
)
from .patterns import ONE, is_pattern, read_pattern, shape_of
from .periods import read_period

MAX_DEPTH = 16
MAX_DISTANCE = 999  # characters between words that are looked for close together


@dataclass(slots=True)
class Operands(Chunks):
    """Reads operands; what stands in brackets is read by who reads operators."""

    def read_all_of(self, where: Field, parts: list[TypedPart] | None = None) -> list[Query]:
        """Read what must all hold, up to a closing bracket or the end, and note where each stands."""
        raise NotImplementedError

    def _primary(self, where: Field) -> Query | None:
        prefix = signs.FIELD_PREFIX.match(self.text, self.position)
        if prefix and self.text[prefix.end() : prefix.end() + 1] not in {
            "",
            *signs.CLOSE,
            *signs.OR,
        }:
            return self._in_field(prefix)
        if where is Field.TEXT and (found := self.numbers.get(self.position)):
            return self._number(found)
        return self._operand(where)

    def _number(self, found: NumberInText) -> Query | None:
        """Read a number; where words may be meant as well, these too."""
        typed = self.text[found.start : found.end]
        self.position = found.end
        number = self._counted_number(found.number)
        if found.is_sure:
            return number
        runs = [self._run(normalize(part), Field.TEXT) for part in typed.split()]
        words = all_of([run for run in runs if run is not None])
        return AnyOf((words, number)) if number is not None else words

    def _counted_number(self, number: DocumentNumber) -> DocumentNumber | None:
        if self.literal_count + len(number.writings) > MAX_LITERALS:
            self._note(TOO_MANY)
            return None
        self.literal_count += len(number.writings)
        return number

    def _operand(self, where: Field) -> Query | None:
        character = self.text[self.position]
        found = self.numbers.get(self.position)
        if where is Field.DOC_NUMBER and found is not None:
            self.position = found.end
            return self._phrase(found.number.text, where)
        if character in signs.OPEN:
            return self._group(where)
        if character in signs.QUOTES and not self.is_quoted_in_text(where):
            return self._quoted(signs.QUOTES[character], where)
        if character == signs.TITLE_OPEN and (closing := self.standalone_title()):
            title = self.text[self.position + 1 : closing]
            self.position = closing + 1
            return self._named(title, where)
        return self._chunk(where)

    def _in_field(self, prefix: re.Match[str]) -> Query | None:
        name = normalize(prefix["name"])
        if name in signs.UNITS or name in signs.EXACT_FIELDS or name in signs.LIKE_FIELDS:
            return self._in_special_field(name, prefix.end())
        if name not in signs.DATE_FIELDS:
            self.position = prefix.end()
            return self._operand(signs.FIELDS[name])
        if (period := self._period(prefix.end())) is not None:
            if period.first and period.last and period.first > period.last:
                self._note(
                    message(
                        "起始日期 %(first)s 晚于截止日期 %(last)s，请改正",
                        first=period.first,
                        last=period.last,
                    )
                )
            return period
        self._note(message("日期看不懂，按普通词语理解；可写 日期:2024、日期:2024-05..2025-05"))
        return self._chunk(Field.TEXT)

    def _period(self, position: int) -> Dated | None:
        """Read the longest text at a place that says days, and go past it."""
        for form in signs.DATE_VALUES:
            value = form.match(self.text, position)
            period = read_period(value[0]) if value else None
            if value and period:
                self.position = value.end()
                return period
        return None

    def _in_special_field(self, name: str, position: int) -> Query | None:
        self.position = position
        if name in signs.UNITS:
            self.is_literal = True
            inner = self._operand(Field.TEXT)
            self.is_literal = False
            together = tuple(Phrase(literal.text) for literal in _in_text(inner))
            if inner is not None and any(isinstance(one, Pattern) for one in walk(inner)):
                self._note(message("%(name)s: 里不能用 * 和 ?，已不限在一起", name=name))
                return inner
            if len(together) > 1:
                return Together(signs.UNITS[name], together)
            self._note(
                message(
                    "%(name)s: 后面要有两个以上的词，如 %(name)s:(深化 改革)；已按普通词语理解",
                    name=name,
                )
            )
            return inner
        if name in signs.LIKE_FIELDS:
            return Like(self.plain())
        is_bracketed = self.peek() in signs.OPEN
        typed = self.plain(signs.OR)
        if is_bracketed and not set(signs.OR).isdisjoint(typed):
            self._note(message("精确: 后面的括号也逐字查找；几种写法任一，请写 精确:甲|精确:乙"))
        phrase = self._phrase(typed, Field.TEXT)
        return Exact("".join(typed.split()), phrase) if isinstance(phrase, Phrase) else phrase

    def _group(self, where: Field) -> Query | None:
        if self.depth >= MAX_DEPTH:
            self.position += 1
            self._note(message("括号超过 %(count)s 层，里层的括号已略去", count=MAX_DEPTH))
            return None
        self.depth += 1
        self.position += 1
        nodes = self.read_all_of(where)
        self.depth -= 1
        if self.peek():
            self.position += 1
        else:
            self._note(message("括号不成对，按到末尾理解"))
        return all_of(nodes) if nodes else None

    def _quoted(self, closing: str, where: Field) -> Query | None:
        opening = self.text[self.position]
        end = self.closing_quote(opening, closing)
        if end is None:
            self.position += 1
            self._note(UNPAIRED_QUOTE)
            return None
        quoted = self.text[self.position + 1 : end]
        is_within_text = is_text(self.text[self.position - 1 : self.position]) or is_text(
            self.text[end + 1 : end + 2]
        )
        self.position = end + 1
        if near := signs.NEAR.match(self.text, self.position):
            self.position = near.end()
            if (found := self._near(quoted, int(near[1]), where)) is not None:
                return found
        is_literal = is_within_text or where in VALUE_FIELDS
        phrase = (self._phrase if is_literal else self._phrase_or_pattern)(quoted, where)
        if phrase is not None and is_within_text and where is Field.TEXT:
            self.chunks.append(phrase)  # of a sentence that quotes, what it quotes is a part
        return phrase

    def _phrase_or_pattern(self, quoted: str, where: Field) -> Query | None:
        pattern = read_pattern(normalize(quoted))
        if not is_pattern(pattern):
            return self._phrase(pattern or quoted, where)
        if pattern.endswith(ONE):
            self._note(
                message("引号里 ? 代任意一个字，* 代几个字；要查这些符号本身，请写 精确:“…”")
            )
        more = len(shape_of(pattern).parts) - 1
        if self.literal_count + more >= MAX_LITERALS:
            self._note(TOO_MANY)
            return None
        self.literal_count += more
        return self._counted(Pattern(pattern, where))

    def _near(self, quoted: str, distance: int, where: Field) -> Query | None:
        texts = [text for text in map(normalize, quoted.split()) if text]
        if len(texts) < 2 or where is not Field.TEXT:
            self._note(message("“词 词”~10 要在引号里写两个以上的词，用空格隔开；已按原句查找"))
            return None
        counted = [self._counted(Phrase(text)) for text in dict.fromkeys(texts)]
        near = tuple(literal for literal in counted if isinstance(literal, Phrase))
        if len(near) > 1:
            if distance > MAX_DISTANCE:
                self._note(message("~ 后面至多 %(count)s，已按它查找", count=MAX_DISTANCE))
            return Near(near, min(distance, MAX_DISTANCE))
        return near[0] if near else None

    def _named(self, title: str, where: Field) -> Query | None:
        phrase = self._phrase(title, where)
        if not isinstance(phrase, Phrase) or where is not Field.TEXT:
            return phrase
        named = Named(phrase)
        self.chunks.append(named)
        return named

    def _phrase(self, quoted: str, where: Field) -> Query | None:
        text = number_to_look_up(quoted) if where is Field.DOC_NUMBER else normalize(quoted)
        if not text:
            self._note(message("引号里没有文字，已略去"))
            return None
        return self._counted(Phrase(text, where))


def _in_text(query: Query | None) -> list[Literal]:
    """Return what must stand in the texts, of words, phrases and runs that must all stand there."""
    found: dict[Literal, None] = {}
    for node in conditions(query) if query is not None else ():
        if isinstance(node, Run):
            found |= dict.fromkeys(node.pieces)
        elif isinstance(node, Word | Phrase) and node.field is Field.TEXT:
            found[node] = None
    return list(found)
