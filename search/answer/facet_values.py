"""Facet values: which values has a facet in a result? All of them, and those that a word finds by name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..article import in_one_line
from ..engine import Engine, FacetCount
from ..query.parser import parse_query
from ..query.synonyms import Synonyms
from ..request import SearchRequest
from ..text.characters import HAN
from ..text.normalization import TEXT_SEPARATOR, normalize, normalize_texts
from ..text.pinyin import pinyin_letters, spelling
from ..text.segmentation import Segmenter
from .matching import find_as_read
from .question import CopyMode, Question
from .results import known_to

#: So many values of a facet are listed: those with most articles.
MAX_VALUES = 10_000
#: So many of them can be found by their pinyin: to know it takes longer than all the rest.
_SPELLED = 1_000
_CHINESE = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class FacetValues:
    """All values of some facets: those with most articles first, of dates the newest."""

    total: int  # articles of the result
    counts: Mapping[str, tuple[FacetCount, ...]]


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
    return FacetValues(matches.total, matches.facets)


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
