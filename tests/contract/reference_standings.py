"""Standings of the reference engine: which validity has each article on a day, and what has replaced it?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from search.article import Article
from search.copies.succession import (
    Standing,
    order_of_versions,
    repealing,
    repeals,
    replaced,
    superseded,
)
from search.copies.versions import paper_of
from search.partial_date import first_of, last_of
from search.text.normalization import normalize
from search.validity import Validity, validity_on

Ids = tuple[str, ...]


def as_of(
    today: date, articles: Sequence[Article], groups: Mapping[str, Ids], papers: Mapping[str, Ids]
) -> tuple[list[Article], dict[str, Ids]]:
    """Return articles with their validity on a day, and papers with their versions in order."""
    held = {
        one.id: replace(one, validity=validity_on(today, one.validity, one.effective, one.expires))
        for one in articles
    }
    told = dict(held)
    for one in articles:
        candidates = [
            (other.id, _earlier(told[other.id], today))
            for other in articles
            if other.id != one.id and repeals(other, one)
        ]
        by = repealing(_standing(told[one.id], today), candidates)
        if by is not None:
            held[one.id] = _replaced(held[one.id], by, by_repeal=True)
    ordered = {}
    for heads in set(papers.values()):
        order, stands = _in_order(heads, held, groups, today)
        members = (one for head in heads for one in groups.get(head, (head,)))
        names = (paper_of(normalize(held[one].title)) for one in members)
        for head in superseded(next(filter(None, names), ""), stands):
            for copy in groups.get(order[head], (order[head],)):
                held[copy] = _replaced(held[copy], order[0], by_repeal=False)
        ordered[heads] = tuple(order)
    return (
        [held[one.id] for one in articles],
        {one: ordered[heads] for one, heads in papers.items()},
    )


def _in_order(
    heads: Ids, held: Mapping[str, Article], groups: Mapping[str, Ids], today: date
) -> tuple[list[str], list[Standing]]:
    stands = [_of_version(groups.get(head, (head,)), held, today) for head in heads]
    order = order_of_versions(stands)
    return [heads[at] for at in order], [stands[at] for at in order]


def _of_version(copies: Ids, held: Mapping[str, Article], today: date) -> Standing:
    head = _standing(held[copies[0]], today)
    is_in_force = any(held[copy].validity is Validity.IN_FORCE for copy in copies)
    return replace(head, validity=Validity.IN_FORCE) if is_in_force else head


def _standing(article: Article, today: date) -> Standing:
    begun = article.effective if article.effective and article.effective <= today else None
    first, last = (first_of(article.day), last_of(article.day)) if article.day else (None, None)
    return Standing(article.validity, _number(first), _number(last), _number(begun))


def _earlier(article: Article, today: date) -> Standing:
    standing = _standing(article, today)
    start = _number(article.effective)
    return replace(standing, first=start, last=start) if 0 < start < standing.first else standing


def _replaced(article: Article, by: str, by_repeal: bool) -> Article:
    return replace(
        article,
        validity=replaced(article.validity, by_repeal),
        replaced_by=article.replaced_by or by,
    )


def _number(day: date | None) -> int:
    return day.toordinal() if day else 0
