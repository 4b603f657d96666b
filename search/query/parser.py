"""Parser: how is what a user typed read as a query? The language is described in docs/query-language.md.

    all_of  = choice { [ "AND" | "&&" ] choice }     工会 改革|创新: 工会 and (改革 or 创新)
    choice  = unary { ("OR" | "|") unary }
    unary   = [ "-" | "+" | "NOT" ] primary
    primary = [ field ":" ] operand | date ":" period | unit ":" operand | number
    operand = quoted [ "~" distance ] | "(" all_of ")" | chunk [ "*" ]

Brackets written onto a chunk, with plain text in them, and what is quoted within it, are a part of
it: 解释（二）, “三江”工作. So is a bracket or a quotation mark without a partner, but at its ends.
Nothing is ever an error: what is unbalanced or unknown is read as plain words, and a note says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise, product

from ..document_numbers import numbers_typed
from ..saying import message
from ..text.normalization import normalize
from . import signs
from .budget import spend
from .chunks import is_text
from .loosening import AT_ENDS, all_of, loosen
from .needs import Needs, only_narrows, without
from .nodes import (
    AllOf,
    AnyOf,
    Field,
    Not,
    Nothing,
    ParsedQuery,
    Phrase,
    Query,
    Run,
    TypedPart,
    Wordings,
    conditions,
)
from .operands import Operands
from .operators import Operator
from .synonyms import NO_SYNONYMS, Synonyms

MAX_QUERY_LENGTH = 1000  # characters
#: A query is read in no more wordings than this, and in fewer if it is long: each costs time.
MAX_WORDINGS = 24
MAX_WORDED_LITERALS = 160
_CHARACTER = 5  # what reading one costs, as a budget reckons


def parse_query(text: str, synonyms: Synonyms = NO_SYNONYMS) -> ParsedQuery:
    """Read a query. Never raises, whatever the text, but where a request's budget is at its end.

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
class _Parser(Operands):
    parts: list[TypedPart] = field(default_factory=list)

    def parse(self) -> ParsedQuery:
        typed = self.text.strip()
        self.text = typed
        if len(typed) > MAX_QUERY_LENGTH:
            self.text = typed[:MAX_QUERY_LENGTH]
            self._note(message("查询过长，只用了前 %(count)s 个字", count=MAX_QUERY_LENGTH))
        spend(len(self.text) * _CHARACTER)
        self.numbers = {found.start: found for found in numbers_typed(self.text)}
        nodes: list[Query] = []
        while self.position < len(self.text):
            nodes += self.read_all_of(Field.TEXT, self.parts)
            if self.peek() and self.peek() in signs.CLOSE:
                self.position += 1
                self._note(message("括号不成对，已略去多余的括号"))
        if not nodes and typed:
            return ParsedQuery(typed, Nothing(), tuple(self.notes))
        needs = Needs(self.chunks)
        nodes = needs.needed(needs.beside_numbers(nodes, self.parts))
        loosened = loosen(nodes, needs.chunks)
        query, nodes_anywhere = all_of(nodes), all_of(needs.found_anywhere(nodes))
        wanted = [node for node in conditions(query) if not only_narrows(node)]
        return ParsedQuery(
            typed,
            nodes_anywhere if len(wanted) > 1 else query,
            tuple(self.notes),
            needs.loosened_to_numbers(nodes) or loosened.query,
            None if len(wanted) > 1 or nodes_anywhere == query else nodes_anywhere,
            self._as_typed(loosened.wording),
            loosened.is_question,
            parts=tuple(self.parts),
        )

    def _as_typed(self, wording: Query | None) -> Query | None:
        """Put back into a wording what stood between parts of it that no space parts: brackets."""
        between = [self.text[one.end : other.start] for one, other in pairwise(self.parts)]
        if isinstance(wording, Phrase) and not all(any(map(str.isspace, gap)) for gap in between):
            return Phrase(normalize(self.text).strip(AT_ENDS))
        return wording

    def read_all_of(self, where: Field, parts: list[TypedPart] | None = None) -> list[Query]:
        """Read choices up to a closing bracket or the end, and note where each stands."""
        nodes: list[Query] = []
        while (character := self.skip_space()) and character not in signs.CLOSE:
            start = self.position
            is_joined = self._takes(Operator.AND)
            node = self._choice(where)
            if node is not None:
                if is_joined:
                    self.chunks = without(self.chunks, [*nodes[-1:], node])
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
                self.chunks = without(self.chunks, [node])
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
        return begins and (is_text(after) or (bool(after) and after in signs.BEGINNINGS))


def _in_texts(node: Query) -> Query:
    """Look for runs in texts only: what is excluded is what says it."""
    if isinstance(node, AllOf | AnyOf):
        return replace(node, nodes=tuple(map(_in_texts, node.nodes)))
    return replace(node, is_anywhere=False) if isinstance(node, Run) else node
