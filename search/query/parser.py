"""Parser: how is what a user typed read as a query? The language is described in docs/query-language.md.

    all_of  = choice { [ "AND" | "&&" ] choice }     工会 改革|创新: 工会 and (改革 or 创新)
    choice  = unary { ("OR" | "|") unary }
    unary   = [ "-" | "+" | "NOT" ] primary
    primary = [ field ":" ] operand | date ":" period | unit ":" operand | number
    operand = quoted [ "~" distance ] | "(" all_of ")" | chunk [ "*" ]

Brackets written onto a chunk, with plain text in them, are a part of it: 解释（二）.
Nothing is ever an error: what is unbalanced or unknown is read as plain words, and a note says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product

from ..document_numbers import DocumentNumber, NumberInText, number_to_look_up, numbers_typed
from ..saying import Message, message
from ..text.normalization import normalize
from ..text.pieces import is_single_character, pieces
from . import signs
from .loosening import all_of, as_run, loosen
from .nodes import (
    VALUE_FIELDS,
    AllOf,
    AnyOf,
    Dated,
    Exact,
    Field,
    Like,
    Literal,
    Named,
    Near,
    Not,
    Nothing,
    ParsedQuery,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    TypedPart,
    Word,
    Wordings,
    anywhere,
    conditions,
    walk,
)
from .operators import Operator, find_operator, unread_operator
from .patterns import ONE, is_pattern, read_pattern, shape_of
from .periods import read_period
from .scanner import Scanner
from .synonyms import NO_SYNONYMS, Synonyms
from .typed import whole

MAX_QUERY_LENGTH = 1000  # characters
MAX_LITERALS = 64
MAX_DEPTH = 16
#: A query is read in no more wordings than this, and in fewer if it is long: each costs time.
MAX_WORDINGS = 24
MAX_WORDED_LITERALS = 160
_TOO_MANY = message("词语过多，只用了前 %(count)s 个", count=MAX_LITERALS)


def parse_query(text: str, synonyms: Synonyms = NO_SYNONYMS) -> ParsedQuery:
    """Read a query. Never raises, whatever the text.

    Names that have others, but in quotes, are read in every wording that these make.
    """
    parser = _Parser(text, synonyms=synonyms)
    parsed = parser.parse()
    if not parser.named:
        return parsed
    names = _with_room(parser.named, MAX_WORDED_LITERALS // max(parser.literal_count, 1))
    worded = [parsed]
    for chosen in islice(product(*((name, *others) for name, others in names.items())), 1, None):
        instead = {name: one for name, one in zip(names, chosen, strict=True) if name != one}
        worded.append(_Parser(text, synonyms=synonyms, instead=instead).parse())
    return replace(
        parsed,
        query=_in_wordings([one.query for one in worded]),
        loosened=_in_wordings([one.loosened or one.query for one in worded])
        if any(one.loosened is not None for one in worded)
        else None,
        anywhere=_in_wordings([one.anywhere or one.query for one in worded])
        if parsed.anywhere is not None
        else None,
        wording=parsed.wording or parsed.query,
        synonyms=tuple(names.items()),
    )


def _with_room(named: dict[str, tuple[str, ...]], most: int) -> dict[str, tuple[str, ...]]:
    """Keep the other names that make no more wordings than the query has room for."""
    kept: dict[str, tuple[str, ...]] = {}
    room = min(most, MAX_WORDINGS)
    for name, others in named.items():
        if fitting := others[: room - 1]:
            kept[name] = fitting
            room //= 1 + len(fitting)
    return kept


def _in_wordings(queries: Sequence[Query]) -> Query:
    distinct = tuple(dict.fromkeys(queries))
    return distinct[0] if len(distinct) == 1 else Wordings(distinct)


@dataclass(slots=True)
class _Parser(Scanner):
    synonyms: Synonyms = NO_SYNONYMS
    instead: Mapping[str, str] = field(default_factory=dict)  # the name to read for one typed
    is_excluding: bool = False
    depth: int = 0
    literal_count: int = 0
    notes: dict[Message, None] = field(default_factory=dict)  # an ordered set
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by the name typed, the others
    chunks: list[Query] = field(default_factory=list)  # typed in texts without quotes
    parts: list[TypedPart] = field(default_factory=list)
    numbers: dict[int, NumberInText] = field(default_factory=dict)  # by where each begins

    def parse(self) -> ParsedQuery:
        typed = self.text.strip()
        self.text = typed
        if len(typed) > MAX_QUERY_LENGTH:
            self.text = typed[:MAX_QUERY_LENGTH]
            self._note(message("查询过长，只用了前 %(count)s 个字", count=MAX_QUERY_LENGTH))
        self.numbers = {found.start: found for found in numbers_typed(self.text)}
        nodes: list[Query] = []
        while self.position < len(self.text):
            nodes += self._all_of(Field.TEXT, self.parts)
            if self.peek() and self.peek() in signs.CLOSE:
                self.position += 1
                self._note(message("括号不成对，已略去多余的括号"))
        if not nodes and typed:
            return ParsedQuery(typed, Nothing(), tuple(self.notes))
        nodes = self._needed(self._with_words_beside_numbers(nodes))
        loosened = loosen(nodes, self.chunks)
        query, nodes_anywhere = all_of(nodes), all_of(self._anywhere(nodes))
        wanted = [node for node in conditions(query) if not _only_narrows(node)]
        return ParsedQuery(
            typed,
            nodes_anywhere if len(wanted) > 1 else query,
            tuple(self.notes),
            self._loosened_to_numbers(nodes) or loosened.query,
            None if len(wanted) > 1 or nodes_anywhere == query else nodes_anywhere,
            loosened.wording,
            loosened.is_question,
            parts=tuple(self.parts),
        )

    def _with_words_beside_numbers(self, nodes: list[Query]) -> list[Query]:
        """Let what is written onto a number (关于…的解读, a title) rank, but not decide what is found."""
        kept: list[Query] = []
        beside: list[TypedPart] = []
        for part, node in zip(self.parts, nodes, strict=True):
            if beside and part.start > beside[-1].end:
                kept += self._beside_numbers(beside)
                beside = []
            beside.append(replace(part, node=node))
        return kept + self._beside_numbers(beside)

    def _beside_numbers(self, parts: Sequence[TypedPart]) -> list[Query]:
        nodes = [part.node for part in parts]
        numbers = [node for node in nodes if isinstance(node, DocumentNumber)]
        words = self._typed(nodes)
        if not numbers or not words or len(numbers) + len(words) < len(nodes):
            return nodes
        self._must_hold(*words)
        telling = [node for node in words if not _only_asks(node)]
        number = all_of(numbers)
        return [AnyOf((number, all_of([*numbers, *telling])))] if telling else [number]

    def _loosened_to_numbers(self, nodes: Sequence[Query]) -> Query | None:
        """Ask for the numbers of a query alone, of which words that stand by themselves only rank."""
        words = self._typed(nodes)
        others = [node for node in nodes if node not in words]
        if not words or not any(isinstance(node, DocumentNumber) for node in others):
            return None
        return AnyOf((all_of(others), all_of(nodes)))

    def _typed(self, nodes: Sequence[Query]) -> list[Query]:
        """Return those of some nodes that were typed in texts without quotes."""
        return [node for node in nodes if any(node is chunk for chunk in self.chunks)]

    def _needed(self, nodes: Sequence[Query]) -> list[Query]:
        """Leave out what only asks, and read single characters as words, where more was typed."""
        typed = {id(chunk): chunk for chunk in self.chunks}
        asking = {number for number, chunk in typed.items() if _only_asks(chunk)}
        if len(asking) < len(nodes):
            nodes = [node for node in nodes if id(node) not in asking]
        if len({node for node in nodes if id(node) in typed}) < 2:
            return list(nodes)
        words = [_as_word(node) if id(node) in typed else node for node in nodes]
        self.chunks += [word for word, node in zip(words, nodes, strict=True) if word is not node]
        return words

    def _anywhere(self, nodes: Sequence[Query]) -> list[Query]:
        """Look for words that were typed without quotes anywhere."""
        typed = {id(chunk) for chunk in self.chunks}

        def read(node: Query) -> Query:
            if isinstance(node, AllOf | AnyOf):
                return replace(node, nodes=tuple(map(read, node.nodes)))
            if isinstance(node, Word | Phrase) and id(node) in typed:
                return anywhere(node)
            return node

        return list(map(read, nodes))

    def _all_of(self, where: Field, parts: list[TypedPart] | None = None) -> list[Query]:
        """Read choices up to a closing bracket or the end, and note where each stands."""
        nodes: list[Query] = []
        while (character := self.skip_space()) and character not in signs.CLOSE:
            start = self.position
            is_joined = self._takes(Operator.AND)
            node = self._choice(where)
            if node is not None:
                if is_joined:
                    self._must_hold(*nodes[-1:], node)
                nodes.append(node)
                if parts is not None:
                    typed = self.text[start : self.position].rstrip()
                    parts.append(TypedPart(node, start, start + len(typed)))
        return nodes

    def _choice(self, where: Field) -> Query | None:
        nodes = [self._unary(where)]
        while self._takes(Operator.OR):
            nodes.append(self._unary(where))
        kept = tuple(dict.fromkeys(node for node in nodes if node is not None))
        if not kept:
            return None
        return kept[0] if len(kept) == 1 else AnyOf(kept)

    def _unary(self, where: Field) -> Query | None:
        character = self.skip_space()
        if not character or character in signs.CLOSE or character in signs.OR:
            return None
        if self._takes(Operator.NOT) or self._takes_sign(character):
            self.is_excluding = True  # then a name stands for itself: others are not lost by it
            node = self._primary(where) if self.skip_space() else None
            self.is_excluding = False
            return Not(_in_texts(node)) if node is not None else None
        if character in signs.PLUS and self._stands_before_text():
            self.position += 1
            node = self._primary(where)
            if node is not None:
                self._must_hold(node)
            return node
        return self._primary(where)

    def _takes(self, operator: Operator) -> bool:
        """Go past an operator, if it comes next, and note one that may have been meant as a word."""
        taken = self.take(operator)
        if taken is not None and not taken.is_sure:
            self._note(taken.note)
        return taken is not None

    def _takes_sign(self, character: str) -> bool:
        """Go past a sign right before something that it excludes."""
        if character in signs.MINUS:
            following = self.text[self.position + 1 : self.position + 2]
            if following and not following.isspace():
                self.position += 1
                return True
        elif character in signs.EXCLAMATIONS and self.position and self._stands_before_text():
            if character == signs.EXCLAMATIONS[0]:
                self.position += 1
                self._note(message("“!”读作“除去”，同 -；要查这个标点，请加引号"))
                return True
            self._note(message("“！”按标点理解；要除去后面的词，请写 -"))
        return False

    def _stands_before_text(self) -> bool:
        """Say whether what comes next is a sign right before a word, a phrase or a bracket."""
        before = self.text[max(self.position - 1, 0) : self.position]
        after = self.text[self.position + 1 : self.position + 2]
        begins = not before or before.isspace() or before in signs.OPEN + signs.OR
        return begins and (_is_text(after) or (bool(after) and after in signs.BEGINNINGS))

    def _must_hold(self, *nodes: Query) -> None:
        """Ask for all of what was typed so, not for most of it."""
        self.chunks = [chunk for chunk in self.chunks if not any(chunk is node for node in nodes)]

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
            self._note(_TOO_MANY)
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
        if character in signs.QUOTES:
            return self._quoted(signs.QUOTES[character], where)
        if character == signs.TITLE_OPEN and (closing := self.standalone_title()):
            title = self.text[self.position + 1 : closing]
            self.position = closing + 1
            return self._named(title, where)
        return self._chunk(where)

    def _in_field(self, prefix: re.Match[str]) -> Query | None:
        name = prefix["name"].lower()
        if name in signs.UNITS or name in signs.EXACT_FIELDS or name in signs.LIKE_FIELDS:
            return self._in_special_field(name, prefix.end())
        if name not in signs.DATE_FIELDS:
            self.position = prefix.end()
            return self._operand(signs.FIELDS[name])
        value = signs.DATE_VALUE.match(self.text, prefix.end())
        period = read_period(value[0]) if value else None
        if value and period:
            self.position = value.end()
            return period
        self._note(message("日期看不懂，按普通词语理解；可写 日期:2024、日期:2024-05..2025-05"))
        return self._chunk(Field.TEXT)

    def _in_special_field(self, name: str, position: int) -> Query | None:
        self.position = position
        if name in signs.UNITS:
            inner = self._operand(Field.TEXT)
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
        typed = self.plain()
        if name in signs.LIKE_FIELDS:
            return Like(typed)
        phrase = self._phrase(typed, Field.TEXT)
        return Exact("".join(typed.split()), phrase) if isinstance(phrase, Phrase) else phrase

    def _group(self, where: Field) -> Query | None:
        if self.depth >= MAX_DEPTH:
            self.position += 1
            self._note(message("括号超过 %(count)s 层，里层的括号已略去", count=MAX_DEPTH))
            return None
        self.depth += 1
        self.position += 1
        nodes = self._all_of(where)
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
            self._note(message("引号不成对，按普通词语理解"))
            return None
        quoted = self.text[self.position + 1 : end]
        is_within_text = _is_text(self.text[self.position - 1 : self.position]) or _is_text(
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
            self._note(message("词语过多，只用了前 %(count)s 个", count=MAX_LITERALS))
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
            return Near(near, distance)
        return near[0] if near else None

    def _phrase(self, quoted: str, where: Field) -> Query | None:
        text = number_to_look_up(quoted) if where is Field.DOC_NUMBER else normalize(quoted)
        if not text:
            self._note(message("引号里没有文字，已略去"))
            return None
        return self._counted(Phrase(text, where))

    def _named(self, title: str, where: Field) -> Query | None:
        phrase = self._phrase(title, where)
        if not isinstance(phrase, Phrase) or where is not Field.TEXT:
            return phrase
        named = Named(phrase)
        self.chunks.append(named)
        return named

    def _chunk(self, where: Field) -> Query | None:
        """Read characters up to a space, a bracket, a quote, a bar, or what joins it to others."""
        start = self.position
        self.position = self._behind_clause() or start + 1
        while character := self.peek():
            if behind := self._behind_clause() or self._behind_bracketed():
                self.position = behind
                continue
            if character.isspace() or character in signs.CHUNK_END:
                break
            if find_operator(self.text, self.position):
                break
            if where is Field.TEXT and self._begins_number(self.position):
                break
            self.position += 1
        typed = self.text[start : self.position]
        if where is Field.TEXT:
            self._note_what_is_no_sign(start)
        if any(mark in typed for mark in signs.LONE_QUOTES):
            self._note(message("引号不成对，按普通词语理解"))
        if typed.count(signs.TITLE_OPEN) != typed.count(signs.TITLE_CLOSE):
            self._note(message("书名号不成对，按普通词语理解"))
        if typed[-1] in signs.STARS and (beginning := normalize(typed.rstrip(signs.STARS))):
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
        if not (_is_text(before) or before in signs.CLOSE + signs.TITLE_CLOSE):
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
        if unknown := signs.UNKNOWN_FIELD.match(self.text, start, self.position):
            self._note(
                message(
                    "没有“%(name)s:”这种限定，按普通词语理解；可写 标题: 来源: 栏目: 作者: 发文机关: 文号: 日期:",
                    name=unknown["name"] or unknown["other"],
                )
            )

    def _run(self, text: str, where: Field) -> Query | None:
        if self._is_full:
            return None
        typed = as_run(text, where)
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
        word = None if run is None else _as_word(run)
        return (word,) if isinstance(word, Word | Phrase) else ()

    @property
    def _is_full(self) -> bool:
        """Say whether something was left out already: what follows need not be cut into words."""
        return self.literal_count >= MAX_LITERALS and _TOO_MANY in self.notes

    def _counted(self, literal: Literal) -> Literal | None:
        if self.literal_count >= MAX_LITERALS:
            self._note(_TOO_MANY)
            return None
        self.literal_count += 1
        return literal

    def _note(self, note: Message) -> None:
        self.notes[note] = None


def _in_text(query: Query | None) -> list[Literal]:
    """Return what must stand in the texts, of words, phrases and runs that must all stand there."""
    found: dict[Literal, None] = {}
    for node in conditions(query) if query is not None else ():
        if isinstance(node, Run):
            found |= dict.fromkeys(node.pieces)
        elif isinstance(node, Word | Phrase) and node.field is Field.TEXT:
            found[node] = None
    return list(found)


def _in_texts(node: Query) -> Query:
    """Look for runs in texts only: what is excluded is what says it."""
    if isinstance(node, AllOf | AnyOf):
        return replace(node, nodes=tuple(map(_in_texts, node.nodes)))
    return replace(node, is_anywhere=False) if isinstance(node, Run) else node


def _only_narrows(node: Query) -> bool:
    """Say whether a node is no word that texts should have."""
    return isinstance(node, Not | Dated) or (
        isinstance(node, Phrase) and node.field in VALUE_FIELDS
    )


def _only_asks(chunk: Query) -> bool:
    return isinstance(chunk, Word | Phrase | Run) and not any(
        piece.is_content for piece in pieces(whole(chunk).text)
    )


def _as_word(chunk: Query) -> Query:
    """Read a single character as a word: 税, not in 税务."""
    if isinstance(chunk, Phrase) and is_single_character(chunk.text):
        return Word(chunk.text, chunk.field)
    return chunk


def _is_text(character: str) -> bool:
    """Say whether a character beside a quotation makes it a part of what is written there."""
    return character.isalnum()
