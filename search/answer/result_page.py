"""Result page: what does a person get, and what is it told of what was found? Plain values, and messages."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..engine import FacetCount, Tier
from ..query.date_hints import DateHint
from ..query.literals import literals
from ..query.nodes import Near, ParsedQuery, Query, Together, wordings
from ..query.typed import asked_clause
from ..request import Sort
from ..saying import Message, message
from ..text.names import name_of
from ..text.normalization import normalize
from .held_numbers import HeldNumbers
from .hits import Hit
from .matching import Matching, Tally
from .picked import Picked
from .question import Question
from .section_hint import SectionHint


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of an answer."""

    question: Question
    parsed: ParsedQuery
    query: Query  # what was asked of the engine
    complete: Tally  # articles with all that was typed
    wording: Tally | None  # all that was typed, side by side; None: it is no more than a word
    total: int  # articles, copies too
    groups: int  # results to turn pages through: fewer than articles where copies are merged
    occurrences: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    date_hint: DateHint | None = None  # days that the words speak of, to be offered as a filter
    section_hint: SectionHint | None = None  # the section of an office that is named, likewise
    order_hint: str | None = None  # a word that asks for what is new: the order by date is offered
    held_numbers: tuple[HeldNumbers, ...] = ()  # of numbers that no article bears
    beginnings: tuple[Message, ...] = ()  # of which not all words were looked for
    suggestion: str | None = None  # what was perhaps meant, to be offered instead
    suggested: tuple[Hit, ...] = ()  # its first hits, where nothing has all that was typed
    picks: tuple[Picked, ...] = ()  # what an editor put on top; the hits and counts are as without
    looked_into: int | None = None  # articles, where there are too many; None: all

    @property
    def at_least(self) -> bool:
        """Say whether there may be more articles, occurrences and so on than are counted."""
        return self.looked_into is not None

    @property
    def headline(self) -> tuple[Message, ...]:
        """Say what was found, and how many results are left of it."""
        return *self.found, *self._merged()

    @property
    def found(self) -> tuple[Message, ...]:
        """Say what was found, the number to believe first: partial matches are never in it."""
        wording, complete = self.wording, self.complete
        if self.total and not complete.articles and self.query is self.parsed.loosened:
            articles = _counted(self.total, self.at_least)
            return (message("只有其中部分词语的 %(articles)s 篇", articles=articles),)
        is_said = wording is not None and wording.articles > 0
        is_one = self.parsed.wording is None or len(literals(self.parsed.query)) < 2
        if (is_one and not is_said) or not self.total:
            is_less = complete.at_least if complete.articles else self.at_least
            articles = _counted(complete.articles or self.total, is_less)
            found = message("命中 %(articles)s 篇", articles=articles)
            if complete.occurrences:
                found = message(
                    "命中 %(articles)s 篇 %(occurrences)s 处",
                    articles=articles,
                    occurrences=complete.occurrences,
                )
            return (found,)
        said = []
        if wording is not None and wording.articles:
            said.append(
                message(
                    "原话 %(articles)s 篇 %(occurrences)s 处",
                    articles=_counted(wording.articles, wording.at_least),
                    occurrences=wording.occurrences,
                )
            )
        if wording is None or complete.articles > wording.articles:
            articles = _counted(complete.articles, complete.at_least)
            said.append(
                message("都有这些词或其他名称 %(articles)s 篇", articles=articles)
                if self.parsed.synonyms
                else message("都有这些词 %(articles)s 篇", articles=articles)
            )
        return tuple(said)

    def _merged(self) -> Iterator[Message]:
        if self.groups < self.total == self.complete.articles:
            yield message("合并后 %(count)s 条", count=self.groups)

    @property
    def rest(self) -> int | None:
        """Say at which hit those begin that have only some of the words; of a long text, not its wording.

        None: there are none, or only these, or they stand by their days among the others.
        """
        by_date = self.question.sort.is_by_date
        if by_date or self.matching is Matching.ALL or not self.complete.articles:
            return None
        tiers = [hit.tier for hit in self.hits]
        if Tier.MOST in tiers:
            return tiers.index(Tier.MOST)
        return tiers.index(None) if Tier.EXACT in tiers and None in tiers else None

    @property
    def said_of_rest(self) -> Message:
        """Say what the hits have that `rest` sets apart: of a long text it is not known which have all."""
        if self.rest is not None and self.hits[self.rest].tier is None:
            return message("以下没有原话，按相关程度列出")
        return message("以下只有其中部分词语")

    @property
    def reading(self) -> Query:
        """Return what all was read as; what most of it is enough for, where nothing has it all."""
        is_read_whole = self.complete.articles and not self.parsed.is_question
        chosen = self.question.matching is Matching.MOST
        return self.parsed.query if is_read_whole and not chosen else self.query

    @property
    def matching(self) -> Matching:
        """Say how much of what was typed without quotes had to match."""
        return Matching.MOST if self.query is self.parsed.loosened else Matching.ALL

    @property
    def counts_partial(self) -> bool:
        """Say whether articles with only some of the words are counted in facets beside those with all."""
        return self.matching is Matching.MOST and 0 < self.complete.articles < self.total

    @property
    def both_readings(self) -> bool:
        """Say whether the other way of matching asks for something else."""
        return self.parsed.loosened is not None

    @property
    def notes(self) -> tuple[Message, ...]:
        """Say what was read, answered or counted otherwise than one may think."""
        found = [
            self._found_elsewhere(),
            self._partly_found(),
            self._looked_into_some(),
            self._counted_apart(),
            self._without_clause(),
            self._of_another_version(),
        ]
        told = (note for note in found if note and self.total)
        return (*self.parsed.notes, *self.beginnings, *told)

    @property
    def foremost(self) -> Message | None:
        """Return the note to be read before the hits: of what they are the headline does not say it."""
        if not self.total:
            return next(iter(self.parsed.notes), None)
        found = self._found_elsewhere(), self._without_clause(), self._of_another_version()
        return next((note for note in (*found, *self.parsed.notes) if note), None)

    def _found_elsewhere(self) -> Message | None:
        """Say that it was found beside the texts only."""
        if self.complete.articles or self.query is not self.parsed.anywhere:
            return None
        words = _listed_words(self.parsed.query)
        return message(
            "没有文章写到%(words)s，以下文章的栏目、来源、作者或发文机关里有", words=words
        )

    def _partly_found(self) -> Message | None:
        """Say that articles have only some of the words, where that was not asked for."""
        if self.question.matching is Matching.MOST:
            return None
        if self.complete.articles:
            is_listed_long = self.parsed.is_question and self.matching is Matching.MOST
            if is_listed_long and self.total > self.complete.articles:
                return message("写得较长：按相关程度列出，不要求每个词都有")
            return None
        if self.query is self.parsed.anywhere or self.matching is Matching.ALL:
            return None
        words = _listed_words(self.parsed.query)
        return message("没有同时包含%(words)s的文章，以下包含其中部分词语", words=words)

    def _without_clause(self) -> Message | None:
        """Say that no law with the clause that was asked for is among the first."""
        typed = normalize(self.parsed.text)
        if self.question.page > 1 or not asked_clause(self.parsed):
            return None
        if any(hit.clause for hit in self.hits):
            return None
        if name_of(typed) in {name_of(normalize(hit.article.title)) for hit in self.hits}:
            return None
        return message("没有找到所写的条文；条文的编号不作词语查找")

    def _of_another_version(self) -> Message | None:
        """Say that no version of the year that was named is among the first, where the clause of another is shown."""
        cited = asked_clause(self.parsed)
        heads = [hit.article for hit in self.hits if hit.clause]
        if cited is None or self.question.page > 1 or not heads:
            return None
        if any(cited.is_of_year(head) for head in heads):
            return None
        return message(
            "没有找到 %(year)s 年版本的这一条，所示条文出自其他版本，请核对日期",
            year=str(cited.year),
        )

    def _looked_into_some(self) -> Message | None:
        """Say that not all articles were looked into."""
        if self.looked_into is None:
            return None
        match self.question.sort:
            case Sort.OLDEST:
                first = message("最早的 %(count)s 篇", count=self.looked_into)
            case Sort.ADDED:
                first = message("最后收录的 %(count)s 篇", count=self.looked_into)
            case _:
                first = message("最新的 %(count)s 篇", count=self.looked_into)
        return message(
            "所写的太常见，没有查遍所有文章，只查遍%(first)s；篇数、处数和筛选里的数是查到的，实际可能更多",
            first=first,
        )

    def _counted_apart(self) -> Message | None:
        """Say that words which had to stand near each other are counted wherever they stand."""
        if any(isinstance(part.node, Near | Together) for part in self.parsed.parts):
            return message("“处”按其中每个词分别计数。")
        return None

    @property
    def pages(self) -> int:
        """Count the pages."""
        return -(-self.groups // self.question.size)


def _counted(articles: int, at_least: bool) -> int | Message:
    """Return a number of articles, perhaps of those only that were looked into."""
    return message("至少 %(count)s", count=articles) if at_least else articles


def _listed_words(query: Query) -> str:
    as_typed, *_ = wordings(query)
    return "、".join(f"“{literal.text}”" for literal in literals(as_typed))
