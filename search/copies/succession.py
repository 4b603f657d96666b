"""Succession: what has taken the place of a paper? A later version of it, or a paper that repeals it.

Worked out anew on each day from what is held: a version that takes effect tomorrow leaves the one
before it in force today.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..article import ArticleHead
from ..document_numbers import keys_of
from ..text.names import name_of, without_version
from ..text.normalization import normalize
from ..validity import Validity
from .versions import paper_of

#: Kinds of papers of which several of one name may be in force side by side; and drafts, never in force.
_SIDE_BY_SIDE = re.compile("(?:意见|批复)$|稿|草案")
_WITH_NUMBER = re.compile(r"(.+?)（([^（）]*\d[^（）]*号)）")
_BRACKETED = re.compile(r"\([^()]*\)")
_STATE = "中华人民共和国"
_PLACE = 2  # characters with which the names of a place's papers begin alike: 云江

# A paper is held against all that it may repeal.
_plain = lru_cache(1024)(normalize)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a paper stands on a day, by itself.

    `first` and `last` are the days, as numbers, between which its own lies: the same where that is
    known, 0 without one. `begun`: the day from which it says that it is in force, if that has come.
    """

    validity: Validity | None
    first: int
    last: int
    begun: int = 0

    @property
    def age(self) -> tuple[int, int]:
        """Return what papers are ordered by, the oldest first; see `search.partial_date.age_of`."""
        return self.first, self.first - self.last

    def is_older(self, other: "Standing") -> bool:
        """Say whether its day is surely before that of another."""
        return self.first > 0 and self.last < other.first

    @property
    def may_stand(self) -> bool:
        """Say whether it may be in force: it is said to be, or nothing is said of it."""
        return self.validity in {None, Validity.IN_FORCE}

    @property
    def stands(self) -> bool:
        """Say whether it is in force for what is known of it alone: said to be, or begun and not said to be over."""
        return self.validity is Validity.IN_FORCE or (self.validity is None and self.begun > 0)

    def succeeds(self, other: "Standing") -> bool:
        """Say whether this version, which may stand, has taken the place of another one.

        What is said to be in force stays so but for a version that is said to be, too, or that names
        a later day from which it is: the day of a page may be that of a repost.
        """
        if not other.is_older(self) or other.validity is Validity.NOT_YET:
            return False
        if other.validity is not Validity.IN_FORCE or self.validity is Validity.IN_FORCE:
            return True
        return self.begun > max(other.last, other.begun) and self.begun != self.first


def order_of_versions(standings: Sequence[Standing]) -> list[int]:
    """Return the order in which versions are shown: the one that is in force first, then the newest.

    That is the newest that is said to be, or has begun and succeeds that; where there is none, the
    newest, unless it is over, or to come.
    """
    newest = sorted(range(len(standings)), key=lambda one: standings[one].age, reverse=True)
    sure = [one for one in newest if standings[one].stands]
    said = next((one for one in sure if standings[one].validity is Validity.IN_FORCE), None)
    if said is not None:
        sure = [one for one in sure if one == said or standings[one].succeeds(standings[said])]
    begun = [one for one in newest if standings[one].validity is not Validity.NOT_YET]
    likely = [one for one in begun[:1] if standings[one].may_stand]
    first = (sure or likely or newest)[:1]
    return [*first, *(one for one in newest if one not in first)]


def superseded(paper: str, standings: Sequence[Standing]) -> list[int]:
    """Return which of the versions of a paper, the first in force, an older one is that it has replaced.

    `standings` are in the order of `order_of_versions`. None are where the first is not in force
    itself, or its day is not known; none of kinds that stand side by side.
    """
    first = standings[0]
    if not first.may_stand or _SIDE_BY_SIDE.search(paper):
        return []
    return [number for number, version in enumerate(standings) if first.succeeds(version)]


def replaced(validity: Validity | None, by_repeal: bool) -> Validity:
    """Return the validity of a paper whose place another has taken: what is said to be over stays so."""
    if validity is not None and validity.is_over:
        return validity
    return Validity.REPEALED if by_repeal else Validity.AMENDED


def repealing(paper: Standing, candidates: Iterable[tuple[str, Standing]]) -> str | None:
    """Return which of the papers that name one as repealed has done so: the newest that has begun.

    Each candidate is an id and its standing; None where none is surely newer than the paper.
    """
    done = [
        (standing.age, identifier)
        for identifier, standing in sorted(candidates, key=lambda candidate: candidate[0])
        if standing.validity is not Validity.NOT_YET and paper.is_older(standing)
    ]
    return max(done, key=lambda one: one[0])[1] if done else None


def keys_of_repeals(article: ArticleHead) -> tuple[str, ...]:
    """Return by what the papers are found that an article says are repealed: names, and keys of numbers."""
    keys: dict[str, None] = {}
    for entry in article.repeals:
        name, number = _name_and_number(entry)
        keys.update(dict.fromkeys([name_of(normalize(name)), *keys_of([number or entry])]))
    return tuple(key for key in keys if key)


def repeals(article: ArticleHead, other: ArticleHead) -> bool:
    """Say whether an article says for sure of another that it is repealed.

    By its number; or by its name, if that begins with the place that the article's own begins with,
    or both are of the same body: several places have a 河道管理办法. The name of the article itself
    says nothing: its versions tell.
    """
    title = _plain(other.title)
    own = paper_of(_plain(article.title)) or name_of(_plain(article.title))
    bears = _keys_of(other.doc_number or "")
    for entry in article.repeals:
        name, number = _name_and_number(entry)
        told = _keys_of(number or entry)
        if told and bears:
            if told & bears:
                return True
            continue
        called = _plain(name)
        is_named = name_of(called) in {name_of(title), paper_of(title)} - {own, ""}
        if is_named and _is_of_one_place(article, other, called):
            return all(part in title for part in _BRACKETED.findall(called))
    return False


@lru_cache(1024)
def _keys_of(text: str) -> frozenset[str]:
    return frozenset(keys_of([text]))


def may_repeal_of_any_body(article: ArticleHead) -> bool:
    """Say whether an article may repeal by name what another body issued: what begins with its place, or the state.

    If not, it repeals by name nothing but papers of its own body.
    """
    names = (_plain(_name_and_number(entry)[0]) for entry in article.repeals)
    return any(_is_local(article, called) for called in names)


def _is_of_one_place(article: ArticleHead, other: ArticleHead, called: str) -> bool:
    return _is_local(article, called) or (body_of(article) == body_of(other) != "")


def _is_local(article: ArticleHead, called: str) -> bool:
    own = without_version(_plain(article.title))
    starts = [text[:_PLACE] for text in (own, body_of(article))]
    is_local = called[:_PLACE] in starts and not called.startswith("关于")
    return is_local or called.startswith(_STATE)


def body_of(article: ArticleHead) -> str:
    """Return whose a paper is, normalised; nothing where it is not said."""
    return _plain(article.issuer or article.author or "")


def _name_and_number(entry: str) -> tuple[str, str | None]:
    match = _WITH_NUMBER.fullmatch(entry)
    return (match[1], match[2]) if match else (entry, None)
