"""Chunks: how is what stands without quotes read, up to a space or a sign? As words, a beginning, or names."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..document_numbers import NumberInText, number_to_look_up
from ..saying import Message, message
from ..text.latin_words import without_thousands_marks
from ..text.normalization import normalize
from ..text.pieces import pieces
from . import signs
from .loosening import as_run
from .nodes import (
    VALUE_FIELDS,
    Field,
    Literal,
    Phrase,
    Prefix,
    Query,
    Run,
    Word,
)
from .operators import find_operator, unread_operator
from .scanner import Scanner
from .synonyms import NO_SYNONYMS, Synonyms
from .typed import as_word

MAX_LITERALS = 40
TOO_MANY = message("词语过多，只用了前 %(count)s 个", count=MAX_LITERALS)


@dataclass(slots=True)
class Chunks(Scanner):
    """Reads chunks; what was read of the whole query so far is noted here."""

    synonyms: Synonyms = NO_SYNONYMS
    instead: Mapping[str, str] = field(default_factory=dict)  # the name to read for one typed
    is_excluding: bool = False
    is_literal: bool = False  # what is read stands character by character, words too
    literal_count: int = 0
    notes: dict[Message, None] = field(default_factory=dict)  # an ordered set
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by the name typed, the others
    chunks: list[Query] = field(default_factory=list)  # typed in texts without quotes
    numbers: dict[int, NumberInText] = field(default_factory=dict)  # by where each begins

    def _chunk(self, where: Field) -> Query | None:
        """Read characters up to a space, a bracket, a quote, a bar, or what joins it to others."""
        start = self.position
        self.position = self._behind_clause() or start + 1
        while not self._ends_chunk(where):
            pass
        typed = self.text[start : self.position]
        if where is Field.TEXT:
            self._note_what_is_no_sign(start)
        if any(mark in typed for mark in signs.LONE_QUOTES):
            self._note(message("引号不成对，按普通词语理解"))
        if typed.count(signs.TITLE_OPEN) != typed.count(signs.TITLE_CLOSE):
            self._note(message("书名号不成对，按普通词语理解"))
        if typed[-1] in signs.STARS and (beginning := normalize(typed.rstrip(signs.STARS))):
            if where is Field.TEXT:
                beginning = without_thousands_marks(beginning)
            return self._counted(Prefix(beginning, where))
        text = normalize(typed)
        if where is Field.DOC_NUMBER:
            text = number_to_look_up(typed)
        if where in VALUE_FIELDS:
            return self._counted(Phrase(text, where)) if text else None
        run = self._reworded(text, where) or self._run(text, where)
        if run is not None and where is Field.TEXT:
            self.chunks.append(run)
        return run

    def _ends_chunk(self, where: Field) -> bool:
        """Say whether a chunk ends where reading stands; if not, go past what belongs to it."""
        self.position = self._behind_plain()
        if not (character := self.peek()):
            return True
        if behind := self._behind_clause() or self._behind_bracketed():
            self.position = behind
            return False
        if character.isspace() or character in signs.CHUNK_END:
            return True
        if find_operator(self.text, self.position):
            return True
        if where is Field.TEXT and self._begins_number(self.position):
            return True
        self.position += 1
        return False

    def _behind_plain(self) -> int:
        """Return how far what follows is text in which nothing else begins."""
        plain = signs.PLAIN.match(self.text, self.position)
        if plain is None:
            return self.position
        numbers = (start for start in self.numbers if start >= self.position)
        return min(plain.end(), next(numbers, plain.end()))

    def _begins_number(self, position: int) -> bool:
        """Say whether a number begins at a place that can be nothing else; in 《…》 it is a part of a name."""
        found = self.numbers.get(position)
        return found is not None and found.is_sure and not self.is_within_title()

    def _behind_clause(self) -> int | None:
        """Return where the address of a clause ends, if one begins here: it belongs to the law before it."""
        clause = signs.CLAUSE.match(self.text, self.position)
        return clause.end() if clause else None

    def _behind_bracketed(self) -> int | None:
        """Return where brackets close that open here, right behind text, and only go on with it."""
        before = self.text[self.position - 1]
        if not (is_text(before) or before in signs.CLOSE + signs.TITLE_CLOSE):
            return None
        bracketed = signs.BRACKETED.match(self.text, self.position)
        if bracketed is None or any(map(self._begins_part, range(*bracketed.span()))):
            return None
        return bracketed.end()

    def _begins_part(self, position: int) -> bool:
        """Say whether an operator, or a number that can be nothing else, begins at a place."""
        return self._begins_number(position) or find_operator(self.text, position) is not None

    def _note_what_is_no_sign(self, start: int) -> None:
        """Note what of a chunk looks like a part of the query language and is none."""
        if note := unread_operator(self.text, start, self.position):
            self._note(note)
        unknown = signs.UNKNOWN_FIELD.match(self.text, start, self.position)
        if unknown and not signs.FIELD_PREFIX.match(self.text, start):
            self._note(
                message(
                    "没有“%(name)s:”这种限定，按普通词语理解；可写 标题: 来源: 栏目: 作者: 发文机关: 文号: 日期:",
                    name=unknown["name"] or unknown["other"],
                )
            )

    def _run(self, text: str, where: Field) -> Query | None:
        if self._is_full:
            return None
        typed = as_run(text, where, as_written=self.is_literal)
        if not isinstance(typed, Run):
            return None if typed is None else self._counted(typed)
        kept = tuple(piece for piece in typed.pieces if self._counted(piece) is not None)
        return replace(typed, pieces=kept) if kept else None

    def _reworded(self, text: str, where: Field) -> Query | None:
        """Read a run with the names that are to be read for those in it; None where there are none.

        Such a name is one piece.
        """
        if not self.synonyms.others or self.is_excluding or self._is_full:
            return None
        names = {span: text[slice(*span)] for span in self.synonyms.find(text)}
        self.named |= {name: self.synonyms.of(name) for name in names.values()}
        read, end = "", 0
        found: list[Literal] = []
        others: list[Phrase] = []
        for (start, stop), name in names.items():
            if name in self.instead:
                other = Phrase(self.instead[name], where)
                others.append(other)
                found += [*self._beside(text[end:start], where), other]
                read += text[end:start] + other.text
                end = stop
        if not others:
            return None
        found += self._beside(text[end:], where)
        whole = Phrase((read + text[end:]).strip(), where)
        return Run(whole, tuple(dict.fromkeys(found)), tuple(dict.fromkeys(others)))

    def _beside(self, text: str, where: Field) -> tuple[Literal, ...]:
        """Read what of a run stands beside a name: nothing, where it only asks."""
        if not any(piece.is_content for piece in pieces(text)):
            return ()
        run = self._run(text, where)
        if isinstance(run, Run):
            return run.pieces
        word = None if run is None else as_word(run)
        return (word,) if isinstance(word, Word | Phrase) else ()

    @property
    def _is_full(self) -> bool:
        """Say whether something was left out already: what follows need not be cut into words."""
        return self.literal_count >= MAX_LITERALS and TOO_MANY in self.notes

    def _counted(self, literal: Literal) -> Literal | None:
        if self.literal_count >= MAX_LITERALS:
            self._note(TOO_MANY)
            return None
        self.literal_count += 1
        return literal

    def _note(self, note: Message) -> None:
        self.notes[note] = None


def is_text(character: str) -> bool:
    """Say whether a character beside a quotation makes it a part of what is written there."""
    return character.isalnum()
