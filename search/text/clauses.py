"""Clauses: which clause does an address name (第一百三十三条之一, 第3条第2款), and where in a law is it?

An address counts articles of a law (条), those put in later (之一), their paragraphs (款) and items (项).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..article import ArticleHead, Block, BlockKind
from .names import name_of, version_year, version_year_behind
from .normalization import normalize
from .numerals import MAX_NUMERAL, NUMERALS, read_numeral, write_numeral

_NUMERAL = rf"[{NUMERALS}]{{1,{MAX_NUMERAL}}}"
_INSERTED = rf"(?:之(?P<inserted>{_NUMERAL}))?"
_WITHIN = rf"(?:第?(?P<paragraph>{_NUMERAL})款)?(?:第?\(?(?P<item>{_NUMERAL})\)?项)?"
#: In a normalised text. With digits people leave 第 out behind a law's name: 刑法20条.
_ADDRESS = re.compile(
    rf"(?:第(?P<number>{_NUMERAL})|(?<=[法典例定则程])(?P<digits>[0-9]{{1,4}}))条{_INSERTED}{_WITHIN}"
)
_BEGINS = re.compile(rf"第(?P<number>{_NUMERAL})条{_INSERTED}(?![之、])")
#: The same before normalising, where nothing stands behind it that normalising could change.
_BEGINS_PLAINLY = re.compile(
    rf"第(?P<number>{_NUMERAL})条{_INSERTED}[ \u3000]*(?![之、])[\u4e00-\u9fff《“]"
)
_ITEM = re.compile(rf"\((?P<item>{_NUMERAL})\)")
# What leads to a law's name.
_CITING = re.compile("根据|依据|依照|按照|违反|触犯")
_AROUND_NAMES = " 《》〈〉'"  # normalised
_LONGEST_BEGINNING = 40  # characters: an address that a block begins with, spaces in it


@dataclass(frozen=True, slots=True)
class ClauseAddress:
    """Which clause, each part from 1; 0 where nothing is said of it."""

    number: int  # 条
    inserted: int = 0  # 之一
    paragraph: int = 0  # 款
    item: int = 0  # 项

    @property
    def clause(self) -> "ClauseAddress":
        """Return the address of the whole clause."""
        return ClauseAddress(self.number, self.inserted)

    @property
    def is_whole(self) -> bool:
        """Say whether it is that of a whole clause."""
        return not self.paragraph and not self.item

    def within(self, paragraph: int, item: int = 0) -> "ClauseAddress":
        """Return the address of a part of the clause."""
        return ClauseAddress(self.number, self.inserted, paragraph, item)

    @property
    def anchor(self) -> str:
        """Return what a link to it ends in, which never changes: 第一百三十三条之一, 第三条第二款第一项."""
        inserted = f"之{write_numeral(self.inserted)}" if self.inserted else ""
        paragraph = f"第{write_numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第{write_numeral(self.item)}项" if self.item else ""
        return f"第{write_numeral(self.number)}条{inserted}{paragraph}{item}"

    @property
    def former_anchor(self) -> str:
        """Return what links ended in that were made before, which lead there too: c-133.1-2."""
        inserted = f".{self.inserted}" if self.inserted else ""
        within = f"-{self.paragraph}" if self.paragraph or self.item else ""
        return f"c-{self.number}{inserted}{within}" + (f"-{self.item}" if self.item else "")


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause that a text names, and what stands before it: perhaps the name of the law at its end."""

    before: str  # normalised
    address: ClauseAddress
    year: int = 0  # of the version of the law that is named: 公司法（2018年修正）第三条; 0 for none

    def is_of(self, title: str, synonyms: Iterable[tuple[str, Sequence[str]]] = ()) -> bool:
        """Say whether the clause is cited of a paper with a title, by its name or another name of it."""
        name, before = name_of(normalize(title)), name_of(self.before)
        return len(name) > 1 and (
            before.endswith(name)
            or any(
                before.endswith(typed) and name in map(name_of, others)
                for typed, others in synonyms
            )
        )

    def is_of_year(self, paper: ArticleHead) -> bool:
        """Say whether a paper is of the year of the version that is named, or none is named.

        Its title tells its year, else its day.
        """
        year = version_year(normalize(paper.title)) or (paper.day.year if paper.day else 0)
        return not self.year or year == self.year


def cited_clause(text: str) -> CitedClause | None:
    """Read the first address of a normalised text, behind what may be the name of a law."""
    for match in _ADDRESS.finditer(text):
        address = _address(match)
        before = _CITING.split(text[: match.start()])[-1].strip(_AROUND_NAMES)
        if address is not None and before:
            year = version_year(before) or version_year_behind(text[match.end() :])
            return CitedClause(before, address, year)
    return None


def address_places(text: str) -> frozenset[int]:
    """Return which characters of a normalised text belong to addresses of clauses."""
    return frozenset(
        place
        for match in _ADDRESS.finditer(text)
        if _address(match) is not None
        for place in range(*match.span())
    )


def clause_places(blocks: Sequence[Block]) -> dict[ClauseAddress, int]:
    """Number the block in which each clause, paragraph and item begins: the first, if there are several."""
    places: dict[ClauseAddress, int] = {}
    for number, address in _addressed(blocks):
        places.setdefault(address, number)
    return places


def find_clause(blocks: Sequence[Block], wanted: ClauseAddress) -> tuple[ClauseAddress, int] | None:
    """Return what of a clause there is: the item, the paragraph, or the whole, and its block; None: nothing."""
    places = clause_places(blocks)
    paragraph = 0 if wanted.paragraph == 1 and not wanted.item else wanted.paragraph
    addresses = [replace(wanted, paragraph=paragraph)]
    if wanted.item and not wanted.paragraph:  # of whichever paragraph
        same = replace(wanted, paragraph=0)
        addresses += (one for one in places if replace(one, paragraph=0) == same)
    addresses += replace(wanted, paragraph=paragraph, item=0), wanted.clause
    return next(((one, places[one]) for one in addresses if one in places), None)


def _addressed(blocks: Sequence[Block]) -> Iterator[tuple[int, ClauseAddress]]:
    """Yield the blocks of clauses, each with its address."""
    clause: ClauseAddress | None = None
    paragraph = 1
    for number, block in enumerate(blocks):
        beginning = block.text[:_LONGEST_BEGINNING].lstrip()
        if (begun := _begun(beginning)) is not None:
            clause, paragraph = begun, 1
            yield number, clause
        elif block.kind is BlockKind.HEADING and not beginning.startswith(("(", "（")):
            clause = None
        elif clause is not None and (item := _item(beginning)):
            yield number, clause.within(paragraph, item)
        elif clause is not None and not block.joined:  # what goes on in a line is no paragraph (款)
            paragraph += 1
            yield number, clause.within(paragraph)


def _begun(text: str) -> ClauseAddress | None:
    if not text.startswith("第") or "条" not in text.replace("條", "条"):
        return None
    match = _BEGINS_PLAINLY.match(text) or _BEGINS.match(normalize(text))
    if match is None:
        return None
    number, inserted = read_numeral(match["number"]), read_numeral(match["inserted"] or "0")
    return ClauseAddress(number, inserted or 0) if number else None


def _item(text: str) -> int:
    match = _ITEM.match(normalize(text)) if text.startswith(("(", "（")) else None
    return (read_numeral(match["item"]) or 0) if match else 0


def _address(match: re.Match[str]) -> ClauseAddress | None:
    parts = [
        match["number"] or match["digits"],
        match["inserted"],
        match["paragraph"],
        match["item"],
    ]
    numbers = [read_numeral(part) if part else 0 for part in parts]
    if not numbers[0] or None in numbers:
        return None
    return ClauseAddress(*(number or 0 for number in numbers))
