"""Section hints: has an office that a query names a section of its own? Offered as a filter, never applied."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..engine import Engine
from ..facets import SECTION_SEPARATOR
from ..query.date_hints import is_plain
from ..query.nodes import Everything
from ..query.synonyms import Synonyms
from ..request import SearchRequest, Sort
from ..text.function_words import FUNCTION_WORDS
from ..text.normalization import normalize
from ..text.segmentation import plain_segmenter

#: What kinds of names are those of offices, which may have a section.
_OFFICES = frozenset({"ministry", "department", "organization"})
_ENDINGS = ("厅", "局", "委", "部", "办", "院", "署", "委员会", "政府")
_LEAST = 3  # characters of a word that is taken for an office by its ending
_PLACE_ENDINGS = frozenset("省市区县州盟旗镇乡国")
_MAX_SECTIONS = 2000


@dataclass(frozen=True, slots=True)
class SectionHint:
    """What of a query may have been meant as a section, and the query without it."""

    typed: str
    section: str  # a value of the facet
    rest: str


def find_section_hint(engine: Engine, text: str, synonyms: Synonyms) -> SectionHint | None:
    """Find the first office in a text, short or in full, that has a section; of several the largest."""
    found = list(_offices(normalize(text), synonyms))
    if not found:
        return None
    everything = SearchRequest(
        Everything(), sort=Sort.NEWEST, limit=0, facets=("section",), facet_values=_MAX_SECTIONS
    )
    sections = [count.value for count in engine.find(everything).facets["section"]]
    for typed, names in found:
        before, _, after = text.partition(typed)
        if before == text:
            continue  # it was typed in other characters, and cannot be left out
        for section in sections:
            place = _place(_last_level(section), names)
            written = None if place is None else _place_written(before, place)
            # Without it a field, quotes or a sign would stand empty.
            if written is not None and is_plain(text, len(before) - len(written)):
                rest = f"{before.removesuffix(written).rstrip()} {after.lstrip()}".strip()
                return SectionHint(written + typed, section, rest)
    return None


def _offices(text: str, synonyms: Synonyms) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what in a text may name an office, and how else the office may be called."""
    for start, end in synonyms.find(text):
        name = text[start:end]
        if synonyms.kinds.get(name) in _OFFICES:
            yield name, (name, *synonyms.of(name))
    for name in synonyms.find_with_no_other(text):
        if synonyms.kinds[name] in _OFFICES:
            yield name, (name,)
    for word in plain_segmenter().words(text):
        if len(word) >= _LEAST and word.endswith(_ENDINGS) and word not in FUNCTION_WORDS:
            yield word, (word,)


@lru_cache(maxsize=4096)
def _last_level(section: str) -> str:
    return normalize(section.rpartition(SECTION_SEPARATOR)[2])


def _place(level: str, names: tuple[str, ...]) -> str | None:
    """Return the place before one of the names of an office, maybe none; None: it is no such section."""
    for name in names:
        if level.endswith(name):
            place = level.removesuffix(name)
            if not place or place[-1] in _PLACE_ENDINGS:
                return place
    return None


def _place_written(before: str, place: str) -> str | None:
    """Return what of a place is written before an office, maybe nothing; None: another place is."""
    for written in (place, place[:-1]):
        if written and before.endswith(written):
            return written
    if place and (" " + before).endswith(" " + place[-1]):
        return place[-1]  # 市人社局
    return None if before[-1:] in _PLACE_ENDINGS else ""
