"""Scanner: where does reading stand in what was typed, and where does what begins there end?"""

from collections.abc import Iterator
from dataclasses import dataclass

from .operators import Operator, Spelling, find_operator
from .signs import CLOSE, COLONS, MINUS, OPEN, OR, PLUS, QUOTES, TITLE_CLOSE, TITLE_OPEN


@dataclass(slots=True)
class Scanner:
    """What was typed, and the place reached in it: characters, from 0."""

    text: str
    position: int = 0

    def take(self, operator: Operator) -> Spelling | None:
        """Go past an operator, if it comes next, and return it; of several in a row the first."""
        taken = None
        while True:
            self.skip_space()
            found = find_operator(self.text, self.position)
            if found is None or found.operator is not operator:
                return taken
            self.position = found.end
            taken = taken or found

    def plain(self, ends: str = "") -> str:
        """Read what stands in quotes, or up to a space or a bracket that was opened before, as it is.

        It ends before any of the given signs, too, but for what stands in brackets.
        """
        behind = self.behind_quotation()
        if behind and not self.text[behind : behind + 1].isalnum():  # else it goes on
            typed = self.text[self.position + 1 : behind - 1]
            self.position = behind
            return typed
        start, depth = self.position, 0
        while (character := self.peek()) and not character.isspace():
            depth += (character in OPEN) - (character in CLOSE)
            if depth < 0 or (not depth and character in ends):
                break
            self.position += 1
        return self.text[start : self.position]

    def closing_quote(self, opening: str, closing: str) -> int | None:
        """Find where a quotation ends; “…” may hold “…”."""
        depth = 0
        for index in range(self.position, len(self.text)):
            if self.text[index] == closing and depth:
                depth -= 1
                if depth == 0:
                    return index
            elif self.text[index] == opening:
                depth += 1
        return None

    def behind_quotation(self) -> int | None:
        """Return where a quotation ends that begins here; None: none does, or it never closes."""
        closing = QUOTES.get(self.peek())
        end = self.closing_quote(self.peek(), closing) if closing else None
        return None if end is None else end + 1

    def standalone_title(self) -> int | None:
        """Find where 《…》 ends if it stands alone; within a run of text it is part of the text."""
        end = self.closing_quote(TITLE_OPEN, TITLE_CLOSE)
        if end is None:
            return None
        before = self.text[self.position - 1 : self.position]
        after = self.text[end + 1 : end + 2]
        stands_before = (
            not before or before.isspace() or before in OPEN + OR + MINUS + PLUS + COLONS
        )
        stands_after = not after or after.isspace() or after in CLOSE + OR
        return end if stands_before and stands_after else None

    def is_within_title(self) -> bool:
        """Say whether the place lies between 《 and 》."""
        before = self.text[: self.position]
        return before.rfind(TITLE_OPEN) > before.rfind(TITLE_CLOSE)

    def skip_space(self) -> str:
        """Go past white space; return what comes next."""
        while self.text[self.position : self.position + 1].isspace():
            self.position += 1
        return self.peek()

    def peek(self) -> str:
        """Return the character that comes next, none at the end."""
        return self.text[self.position : self.position + 1]


def quoted_apart(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text into what stands in quotes, with its marks, and what beside it; and say which of both."""
    begin = 0
    scanner = Scanner(text)
    while scanner.position < len(text):
        behind = scanner.behind_quotation()
        if behind is None:
            scanner.position += 1
            continue
        if begin < scanner.position:
            yield text[begin : scanner.position], False
        yield text[scanner.position : behind], True
        scanner.position = begin = behind
    if begin < len(text):
        yield text[begin:], False
