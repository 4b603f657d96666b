"""Facet values: which values has a facet in a result? All of them, and those that a word finds by name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ..article import in_one_line
from ..engine import Engine, FacetCount
from ..facets import FACETS, Facet
from ..query.parser import parse_query
from ..query.synonyms import Synonyms
from ..request import Filters, SearchRequest
from ..saying import Message, message
from ..text.characters import HAN
from ..text.normalization import TEXT_SEPARATOR, normalize, normalize_texts
from ..text.pinyin import pinyin_letters, spelling
from ..text.segmentation import Segmenter
from .matching import find_as_read
from .question import CopyMode, Question, known_to

#: So many values of a facet are listed: those with most articles.
MAX_VALUES = 10_000
#: So many of them can be found by their pinyin: to know it takes longer than all the rest.
_SPELLED = 1_000
_NEAR = 3  # values named for one that there is not
_CHINESE = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class FacetValues:
    """All values of some facets: those with most articles first, of dates the newest."""

    total: int  # articles of the result
    counts: Mapping[str, tuple[FacetCount, ...]]
    at_least: bool = False  # not all articles were looked into


def count_values(
    engine: Engine, question: Question, facets: Sequence[str], synonyms: Synonyms | None = None
) -> FacetValues:
    """Count all values of some facets in what `run_query` finds.

    Raises UsageError when the query is too long.
    """
    parsed = parse_query(question.text, known_to(question, synonyms))
    request = SearchRequest(
        filters=question.filters,
        sort=question.sort,
        limit=0,
        facets=tuple(facets),
        facet_values=MAX_VALUES,
        merge_copies=question.copies is CopyMode.MERGED,  # decides what is read as enough
    )
    matches = find_as_read(engine, parsed, question.matching, request).matches
    return FacetValues(matches.total, matches.facets, matches.looked_into is not None)


def unknown_values(engine: Engine, filters: Filters) -> list[Message]:
    """Say which chosen values no article has, each with those that are called most alike."""
    said = []
    for facet in FACETS:
        wanted = filters.facets.get(facet.name, ())
        if wanted:
            counts = count_values(engine, Question(), [facet.name]).counts[facet.name]
            known = [counted.value for counted in counts]
            missing = [value for value in wanted if value not in known] if _is_all(known) else []
            said += [_unknown(facet, value, known) for value in missing]
    return said


def _is_all(values: list[str]) -> bool:
    """Say whether no value was left out for being one of too many."""
    return len(values) < MAX_VALUES


def _unknown(facet: Facet, value: str, known: list[str]) -> Message:
    inside = [name for name in known if value and value in name]
    near = list(dict.fromkeys((*get_close_matches(value, known, _NEAR), *inside)))[:_NEAR]
    if not near:
        return message("没有%(facet)s“%(value)s”", facet=facet.label, value=value)
    names = "、".join(near)
    return message(
        "没有%(facet)s“%(value)s”，相近的有 %(near)s", facet=facet.label, value=value, near=names
    )


def find_values(values: Sequence[str], typed: str) -> list[str]:
    """Find the values whose name has what was typed in it, or whose pinyin or initials have.

    In any case, width and script; the pinyin of the first thousand only.
    """
    wanted = normalize(typed)
    letters = pinyin_letters(wanted)
    if not wanted:
        return list(values)
    names = normalize_texts([in_one_line(value) for value in values]).text.split(TEXT_SEPARATOR)
    return [
        value
        for at, (value, name) in enumerate(zip(values, names, strict=True))
        if wanted in name or (letters and at < _SPELLED and _sounds_like(name, letters))
    ]


def _sounds_like(name: str, letters: str) -> bool:
    return any(letters in spelled for spelled in spelling(name, _words))


def _words(text: str) -> list[str]:
    segmenter = Segmenter()
    return [word for run in _CHINESE.findall(text) for word in segmenter.words(run)]
