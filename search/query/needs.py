"""Needs: what of a query must hold, and what only ranks, or may stand anywhere?"""

from collections.abc import Sequence
from dataclasses import replace

from ..document_numbers import DocumentNumber
from ..text.pieces import pieces
from .loosening import all_of
from .nodes import (
    VALUE_FIELDS,
    AllOf,
    AnyOf,
    Dated,
    Not,
    Phrase,
    Query,
    Run,
    TypedPart,
    Word,
    anywhere,
)
from .typed import as_word, whole


class Needs:
    """What the parts of a query ask for; `chunks` are those that were typed in texts without quotes."""

    def __init__(self, chunks: Sequence[Query]) -> None:
        self.chunks = list(chunks)

    def beside_numbers(self, nodes: Sequence[Query], parts: Sequence[TypedPart]) -> list[Query]:
        """Let what is written onto a number (关于…的解读, a title) rank, but not decide what is found."""
        kept: list[Query] = []
        beside: list[TypedPart] = []
        for part, node in zip(parts, nodes, strict=True):
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
        self.chunks = without(self.chunks, words)
        telling = [node for node in words if not _only_asks(node)]
        number = all_of(numbers)
        return [AnyOf((number, all_of([*numbers, *telling])))] if telling else [number]

    def loosened_to_numbers(self, nodes: Sequence[Query]) -> Query | None:
        """Ask for the numbers of a query alone, of which words that stand by themselves only rank."""
        words = self._typed(nodes)
        others = [node for node in nodes if node not in words]
        if not words or not any(isinstance(node, DocumentNumber) for node in others):
            return None
        return AnyOf((all_of(others), all_of(nodes)))

    def _typed(self, nodes: Sequence[Query]) -> list[Query]:
        """Return those of some nodes that were typed in texts without quotes."""
        return [node for node in nodes if any(node is chunk for chunk in self.chunks)]

    def needed(self, nodes: Sequence[Query]) -> list[Query]:
        """Leave out what only asks, and read single characters as words, where more was typed."""
        typed = {id(chunk): chunk for chunk in self.chunks}
        asking = {number for number, chunk in typed.items() if _only_asks(chunk)}
        if len(asking) < len(nodes):
            nodes = [node for node in nodes if id(node) not in asking]
        if len({node for node in nodes if id(node) in typed}) < 2:
            return list(nodes)
        words = [as_word(node) if id(node) in typed else node for node in nodes]
        self.chunks += [word for word, node in zip(words, nodes, strict=True) if word is not node]
        return words

    def found_anywhere(self, nodes: Sequence[Query]) -> list[Query]:
        """Look for words that were typed without quotes anywhere."""
        typed = {id(chunk) for chunk in self.chunks}

        def read(node: Query) -> Query:
            if isinstance(node, AllOf | AnyOf):
                return replace(node, nodes=tuple(map(read, node.nodes)))
            if isinstance(node, Word | Phrase) and id(node) in typed:
                return anywhere(node)
            return node

        return list(map(read, nodes))


def without(chunks: Sequence[Query], nodes: Sequence[Query]) -> list[Query]:
    """Leave out some nodes, not others that are equal: all of what was typed so is asked for."""
    return [chunk for chunk in chunks if not any(chunk is node for node in nodes)]


def only_narrows(node: Query) -> bool:
    """Say whether a node is no word that texts should have."""
    return isinstance(node, Not | Dated) or (
        isinstance(node, Phrase) and node.field in VALUE_FIELDS
    )


def _only_asks(chunk: Query) -> bool:
    return isinstance(chunk, Word | Phrase | Run) and not any(
        piece.is_content for piece in pieces(whole(chunk).text)
    )
