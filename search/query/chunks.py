"""Chunks: how is what stands without quotes read, up to a space or a sign? As words, a beginning, or names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..document_numbers import NumberInText, number_to_look_up
from ..saying import Message, message
from ..text.latin_words import without_thousands_marks
from ..text.normalization import normalize
from ..text.pieces import pieces
from . import signs
from .loosening import AT_ENDS, as_run
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
from .scanner import Scanner, quoted_apart
from .synonyms import NO_SYNONYMS, Synonyms
from .typed import as_word

MAX_LITERALS = 40
TOO_MANY = message("词语过多，只用了前 %(count)s 个", count=MAX_LITERALS)
UNPAIRED_QUOTE = message("引号不成对，按普通词语理解")
UNPAIRED_BRACKET = message("括号不成对，按普通词语理解")
_MARKS = signs.OPEN + signs.CLOSE + "".join(signs.QUOTES)
_BEFORE_BRACKETS = signs.CLOSE + signs.TITLE_CLOSE + "".join(signs.QUOTES.values())


@dataclass(slots=True)
class Chunks(Scanner):
    """Reads chunks; what was read of the whole query so far is noted here."""

    synonyms: Synonyms = NO_SYNONYMS
    instead: Mapping[str, str] = field(default_factory=dict)  # the name to read for one typed
    is_excluding: bool = False
    is_literal: bool = False  # what is read stands character by character, words too
    literal_count: int = 0
    depth: int = 0  # of the brackets that are open
    notes: dict[Message, None] = field(default_factory=dict)  # an ordered set
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by the name typed, the others
    chunks: list[Query] = field(default_factory=list)  # typed in texts without quotes
    numbers: dict[int, NumberInText] = field(default_factory=dict)  # by where each begins

    def _chunk(self, where: Field) -> Query | None:
        """Read characters up to a space, a bracket, a bar, or what joins it to others.

        What is quoted within it is a part of it, but of a value that is looked up.
        """
        start = self.position
        self.position = self._behind_clause() or self.behind_quotation() or start + 1
        while not self._ends_chunk(where):
            pass
        typed = self.text[start : self.position]
        if where is Field.TEXT:
            self._note_what_is_no_sign(start)
        parts = [*quoted_apart(typed)]
        if any(_has_quote(part) for part, is_quoted in parts if not is_quoted):
            self._note(UNPAIRED_QUOTE)
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
        run = self._quoting(parts, where) or self._reworded(text, where) or self._run(text, where)
        if run is not None and where is Field.TEXT:
            self.chunks.append(run)
        return run

    def _ends_chunk(self, where: Field) -> bool:
        """Say whether a chunk ends where reading stands; if not, go past what belongs to it."""
        self.position = self._behind_plain()
        if not (character := self.peek()):
            return True
        if behind := self._behind_clause() or self._behind_bracketed() or self._behind_mark(where):
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
        if not (is_text(before) or before in _BEFORE_BRACKETS):
            return None
        bracketed = signs.BRACKETED.match(self.text, self.position)
        if bracketed is None or any(map(self._begins_part, range(*bracketed.span()))):
            return None
        return bracketed.end()

    def _behind_mark(self, where: Field) -> int | None:
        """Return where a quotation within text ends, or a mark within it that has no partner."""
        character, behind = self.peek(), self.position + 1
        if where in VALUE_FIELDS or character not in _MARKS:
            return None
        if end := self.behind_quotation():
            return None if signs.NEAR.match(self.text, end) else end
        if character in signs.OPEN and (unclosed := signs.UNCLOSED.match(self.text, self.position)):
            self._note(UNPAIRED_BRACKET)
            return unclosed.end()
        following = self.text[behind : behind + 1]
        if following.isspace() or following in signs.OPEN + signs.CLOSE + signs.OR:
            return None  # none follows, too
        if character in signs.CLOSE and not self.depth:
            self._note(UNPAIRED_BRACKET)
            return behind
        return behind if character in signs.QUOTES else None

    def is_quoted_in_text(self, where: Field) -> bool:
        """Say whether the quotation that begins here is the beginning of a sentence, written without a space."""
        start = self.position
        while behind := self.behind_quotation():
            self.position = behind
        reached, self.position = self.position, start
        if where in VALUE_FIELDS or reached == start or find_operator(self.text, reached):
            return False
        return signs.GOES_ON.match(self.text, reached) is not None

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

    def _quoting(self, parts: Sequence[tuple[str, bool]], where: Field) -> Run | None:
        """Read a run that quotes, given in parts with whether each is quoted; None where nothing is.

        What is quoted is one piece; beside it what only asks need not stand there.
        """
        if not any(is_quoted and normalize(part[1:-1]) for part, is_quoted in parts):
            return None
        whole = ""
        found: list[Literal] = []
        names: list[Phrase] = []
        quoted: list[Phrase] = []
        for part, is_quoted in parts:
            text = normalize(part[1:-1] if is_quoted else part)
            reworded = None if is_quoted else self._reworded(text, where)
            whole += part if reworded is None else reworded.whole.text
            if reworded is not None:
                found += reworded.pieces
                names += reworded.names
            elif not is_quoted:
                found += self._beside(text, where)
            elif text and self._counted(Phrase(text, where)) is not None:
                quoted.append(Phrase(text, where))
                found.append(quoted[-1])
        if not quoted:
            return None
        return Run(
            Phrase(normalize(whole).strip(AT_ENDS), where),
            tuple(dict.fromkeys(found)),
            tuple(dict.fromkeys(names)),
            tuple(dict.fromkeys(quoted)),
        )

    def _reworded(self, text: str, where: Field) -> Run | None:
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


def _has_quote(text: str) -> bool:
    return any(mark in text for mark in [*signs.QUOTES, *signs.LONE_QUOTES])
