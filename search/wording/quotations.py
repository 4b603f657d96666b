"""Quotations: does what a draft says stand in the collection so, otherwise, or nowhere?

Sentence after sentence is looked up as it is; one that stands nowhere so is laid beside what is most
like it. Of these, what stands in quotation marks, the titles and the document numbers are looked up, too.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..engine import Engine
from ..errors import UsageError
from ..saying import Message, message
from .edits import edits
from .findings import Change, CheckedDraft, Finding, Verdict
from .papers import (
    find_mention,
    find_near_mention,
    find_near_title,
    find_number,
    find_paper,
    names_another,
    stands_with,
)
from .passages import Passage, PassageKind, details_in, is_bare, sentences_in, without_titles
from .resemblance import resemblance
from .sources import Nearest, find_nearest, find_standing

#: A longer draft is refused.
MOST_CHARACTERS = 20_000
# How like a text something must be, 0 to 1, to be what it was before it was changed; a short one more.
_LIKE, _LIKE_IF_SHORT, _SHORT = 0.7, 0.8, 12
# What is shorter than so many characters, and stands in one of so many articles, is said by everybody.
_COMMON_LENGTH, _COMMON_SHARE, _COMMON_LEAST = 16, 100, 20
_AT_ONCE = 100  # sentences
_MARKS = frozenset(" '\"!#%&()*,-./:;?@[]_·…、。〈〉《》「」『』【】〔〕〖〗~")


def check_draft(engine: Engine, draft: str) -> CheckedDraft:
    """Look all passages of a draft up. Raises UsageError when it is too long."""
    if len(draft) > MOST_CHARACTERS:
        raise UsageError(
            "文稿太长：%(length)s 字，一次最多核对 %(most)s 字，请分几次核对",
            length=len(draft),
            most=MOST_CHARACTERS,
        )
    articles = engine.statistics().articles
    findings = sorted(
        _Check(engine, draft, articles).findings(), key=lambda one: (one.start, -one.end)
    )
    return CheckedDraft(draft, tuple(findings), articles)


class _Check:
    """One draft; what stands in it twice is looked up once."""

    def __init__(self, engine: Engine, draft: str, articles: int) -> None:
        self._engine = engine
        self._draft = draft
        self._common = max(articles // _COMMON_SHARE, _COMMON_LEAST)
        self._nearest: dict[str, Nearest | None] = {}

    def findings(self) -> Iterator[Finding]:
        sentences = list(sentences_in(self._draft))
        for number, sentence in enumerate(sentences):
            if number % _AT_ONCE == 0:  # so a cluster is asked once for all of them
                some = sentences[number : number + _AT_ONCE]
                self._engine.lexicon().counts([one.said for one in some])
            if is_bare(sentence):
                yield from self._details(sentence)
                continue
            finding = self._look_up(sentence)
            if finding is None:
                continue
            yield finding
            if finding.verdict is not Verdict.SAME:
                yield from self._details(sentence)

    def _details(self, sentence: Passage) -> Iterator[Finding]:
        """Look up what a sentence that stands nowhere so quotes and names."""
        titles: list[Passage] = []
        for passage in details_in(self._draft, sentence.start, sentence.end):
            if passage.number is not None:
                with_it = [t for t in titles if stands_with(self._draft, t, passage)]
                yield find_number(self._engine, passage, with_it[0] if with_it else None)
                continue
            if passage.kind is PassageKind.TITLE:
                titles.append(passage)
                found = self._look_up_title(passage)
            else:
                found = self._look_up(passage)
            if found is not None:
                yield found

    def _look_up_title(self, title: Passage) -> Finding | None:
        known = find_paper(self._engine, title)
        if known is not None:
            return known
        near = find_near_title(self._engine, title)
        if near is not None and not names_another(self._engine, title.said, near.with_beginning):
            return self._changed(title, near, is_paper=True)
        return find_mention(self._engine, title, title.said) or self._near_mention(title)

    def _near_mention(self, title: Passage) -> Finding | None:
        """Say which title that texts name is most like one of a paper that is not held."""
        marked = f"《{title.said}》"
        if marked not in self._nearest:
            self._nearest[marked] = find_near_mention(self._engine, title)
        near = self._nearest[marked]
        if near is None or names_another(self._engine, title.said, near.said):
            return Finding(title.kind, title.start, title.end, Verdict.UNKNOWN)
        return self._changed(title, near)

    def _look_up(self, passage: Passage) -> Finding | None:
        """Look a passage up; None: everybody says so."""
        standing = find_standing(self._engine, passage.said)
        if standing is None:
            return self._nearest_to(passage)
        if self._is_common(passage, standing.articles):
            return None
        own = (passage.kind, passage.start, passage.end)
        articles, is_least = standing.articles, standing.at_least
        return Finding(*own, Verdict.SAME, articles, standing.source, at_least=is_least)

    def _nearest_to(self, passage: Passage) -> Finding | None:
        """Say what is most like a passage that stands nowhere; None: what everybody says is."""
        unknown = Finding(passage.kind, passage.start, passage.end, Verdict.UNKNOWN)
        said = passage.said
        if said not in self._nearest:
            self._nearest[said] = find_nearest(self._engine, said)
        nearest = self._nearest[said]
        if nearest is None or not _is_like(passage, nearest):
            return unknown
        return self._changed(passage, nearest)

    def _changed(
        self, passage: Passage, nearest: Nearest, is_paper: bool = False
    ) -> Finding | None:
        """Lay a passage beside what it was; None: what everybody says is."""
        standing = find_standing(self._engine, nearest.said)
        articles = standing.articles if standing else 1
        if self._is_common(passage, articles):
            return None
        return Finding(
            passage.kind,
            passage.start,
            passage.end,
            Verdict.CHANGED,
            articles,
            standing.source if standing and not is_paper else nearest.source,
            _changes(passage, nearest),
            _note(passage, nearest),
            at_least=standing is not None and standing.at_least,
            is_paper=is_paper,
        )

    def _is_common(self, passage: Passage, articles: int) -> bool:
        return (
            passage.kind is PassageKind.SENTENCE
            and len(passage.said) < _COMMON_LENGTH
            and articles >= self._common
        )


def _is_like(passage: Passage, nearest: Nearest) -> bool:
    """Say whether a passage may have been what is most like it: not only for the papers that both name."""
    least = _LIKE_IF_SHORT if len(passage.said) < _SHORT else _LIKE
    if nearest.found.share < least:
        return False
    bare, other = without_titles(passage.said), without_titles(nearest.said)
    return bare == passage.said or resemblance(bare, other, len(other) // 2).share >= least


def _changes(passage: Passage, nearest: Nearest) -> tuple[Change, ...]:
    """Return what was changed, as both are written."""
    return tuple(
        Change(
            *passage.original_range(edit.start, edit.end),
            nearest.original(edit.other_start, edit.other_end),
        )
        for edit in edits(passage.said, nearest.said)
    )


def _note(passage: Passage, nearest: Nearest) -> Message | None:
    """Say of which kind the changes are, where that can be told in a word."""
    parts = [
        (passage.said[one.start : one.end], nearest.said[one.other_start : one.other_end])
        for one in edits(passage.said, nearest.said)
    ]
    if all(_MARKS.issuperset(here + there) for here, there in parts):
        return message("只有标点不同")
    if nearest.found.is_moved and any(_stands_in(here, parts) for here, _ in parts):
        return message("语序不同")
    if any(any(map(str.isdigit, here + there)) for here, there in parts):
        return message("数字不同")
    return None


def _stands_in(text: str, parts: Sequence[tuple[str, str]]) -> bool:
    """Say whether most of what was put in is what is missing elsewhere."""
    pairs = set(pairwise(text))
    missing = {pair for _, there in parts for pair in pairwise(there)}
    return len(pairs & missing) * 2 > len(pairs)
