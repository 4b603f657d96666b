"""Segmentation: how does text become terms? Words, cut by jieba, to rank.

All functions take normalised text (`search.text.normalization`).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate, chain, compress, takewhile

from .cutters import Cutter, load_cutter, segmenter_name
from .dictionary import Dictionary
from .latin_words import tokens_of_run
from .places import places
from .runs import RUN, is_segmentable, segmentable_parts

#: Changes whenever the same text would give other terms: indexes record it.
SEGMENTATION_VERSION = 3


_SHORT, _SHORT_TEXTS = 64, 256  # characters of what is typed, which is cut several times
_BETWEEN = "，"  # no segmenter takes it into a word


class Segmenter:
    """Cuts normalised text into terms, with the words of a user dictionary.

    Never changes once made, so threads may share one: rjieba raises when a word is added while
    another thread cuts.
    """

    def __init__(self, dictionary: Dictionary | None = None) -> None:
        self.dictionary = dictionary or Dictionary()

    @cached_property
    def _cutter(self) -> Cutter:
        return load_cutter(
            self.dictionary
        )  # once: a long dictionary takes long to tell from others

    @property
    def identity(self) -> str:
        """Name what decides how text is cut, the dictionary's words apart."""
        return f"{segmenter_name()}; segmentation {SEGMENTATION_VERSION}"

    def load(self) -> None:
        """Load at once what is else loaded when there is more to cut than a query."""
        self._cutter.load()

    def terms(self, text: str) -> list[str]:
        """Return the words of a text, for ranking: jieba's search mode, and whole Latin words and their parts."""
        return [*self._terms_of_short(text)] if len(text) <= _SHORT else self._terms(text)

    @cached_property
    def _terms_of_short(self) -> Callable[[str], list[str]]:
        return lru_cache(_SHORT_TEXTS)(self._terms)

    def _terms(self, text: str) -> list[str]:
        cut_for_search = self._cutter.cut_for_search
        if is_segmentable(text):
            return cut_for_search(text)
        terms: list[str] = []
        for run in RUN.finditer(text):
            if run["han"]:
                for part in segmentable_parts(run["han"]):
                    terms += cut_for_search(part) if is_segmentable(part) else [part]
            else:
                terms += [token.text for token in tokens_of_run(run)]
        return terms

    def term_counts(self, text: str) -> Counter[str]:
        """Count how often each of the terms of a text stands in it: its Chinese is cut in one step."""
        cut, counts = list[str](), Counter[str]()
        for run in RUN.finditer(text):
            if not run["han"]:
                counts.update(token.text for token in tokens_of_run(run))
            elif is_segmentable(run["han"]):
                cut.append(run["han"])
            else:
                for part in segmentable_parts(run["han"]):
                    if is_segmentable(part):
                        cut.append(part)
                    else:
                        counts[part] += 1
        counts.update(self._cutter.cut_for_search(_BETWEEN.join(cut)))
        del counts[_BETWEEN]
        return counts

    def words(self, text: str) -> list[str]:
        """Cut a run of Chinese characters into words, each character in one of them."""
        cut = self._cutter.cut
        parts = segmentable_parts(text)
        return list(
            chain.from_iterable(cut(part) if is_segmentable(part) else [part] for part in parts)
        )

    def words_of_runs(self, runs: Sequence[str]) -> Iterator[list[str]]:
        """Cut each of several such runs: those of common characters in one step."""
        is_common = list(map(is_segmentable, runs))
        cut = iter(self._cutter.cut(_BETWEEN.join(compress(runs, is_common))))
        for run, is_cut in zip(runs, is_common, strict=True):
            yield list(takewhile(_BETWEEN.__ne__, cut)) if is_cut else self.words(run)


@cache
def plain_segmenter() -> Segmenter:
    """Return the one that cuts with no words of its own: for what is typed, and what is shown."""
    return Segmenter()


def stands_between_words(text: str, part: str) -> bool:
    """Say whether a part of a text begins and ends, somewhere, where words do."""
    ends = {0, *accumulate(map(len, plain_segmenter().words(text)))}
    return any({start, start + len(part)} <= ends for start in places(text, part))
