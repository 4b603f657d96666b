"""Result page: what does it show? Hits, what was understood, what narrows it, and when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from search import (
    MAX_RESULTS_DEPTH,
    ArticleHead,
    Engine,
    Matching,
    Picks,
    Question,
    ResultPage,
    Sort,
    Synonyms,
    run_query,
)
from search.answer.absence import DATES, explain_absence
from search.answer.advice import advise
from search.answer.as_table import MOST_IN_PART, part_count
from search.answer.question import Counting
from search.facets import FACETS
from search.query.date_hints import last_months
from search.query.description import describe, describe_period
from search.query.nodes import Field, Phrase
from search.text.normalization import normalize
from search.wording.asked import read_places
from search.wording.trend import find_uses

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..asked.paths import path_of, with_parameters
from ..escaping import all_escaped, escaped
from ..noting import note_found
from ..templating import render_template
from .facet_lists import facet_lists, said_value
from .hits import shown_hits
from .rendering import emphasised
from .replaced import replacements
from .timeline import facets_drawn, make_timeline

SIZES = (10, 20, 50)
_PAGES_AROUND = 2
_GAP = '<li aria-hidden="true"><span class="gap">…</span></li>'
#: Months are counted where they are drawn; of each facet so many values as a short tree may need.
_LISTED = tuple(facet.name for facet in FACETS if facet.name != "month")
_COUNTED = 100


def result_page(engine: Engine, address: QuestionAddress, synonyms: Synonyms, picks: Picks) -> str:
    """Answer a search as a page."""
    question = address.checked()
    drawn = facets_drawn(question.filters)
    counting = Counting(tuple(dict.fromkeys((*_LISTED, *drawn))), _COUNTED)
    result = run_query(engine, question, synonyms, picks, counting, passages=1)
    note_found(result)
    timeline = None if address.is_long else make_timeline(result.facets, result.total, address)
    absence = None if result.total else explain_absence(engine, question, result.parsed)
    advice = (
        advise(engine, result.parsed, absence.first, absence.last, synonyms)
        if absence and not absence.unfiltered and not absence.contradictions
        else ()
    )
    foremost = _foremost(result)
    wording = _one_wording(result)
    replaced = replacements(engine, _shown(result))
    meant = replace(address, text=result.suggestion, page="") if result.suggestion else address
    return render_template(
        "search.html",
        address=address,
        result=result,
        most_in_part=MOST_IN_PART,
        export_parts=part_count(result.groups),
        absence=absence,
        advice=advice,
        facets=facet_lists(result.facets, address, without=drawn if timeline else ("month",)),
        filter_labels=_filter_labels() if absence else {},
        timeline=timeline,
        hits=shown_hits(engine, result.hits, replaced, address),
        suggested=shown_hits(engine, result.suggested, replaced, meant) if result.suggested else [],
        chips=_chips(result, address),
        described=_described(result),
        headline=[emphasised(said.said(_)) for said in result.found],
        foremost=foremost,
        uses=find_uses(engine, wording) if wording else None,
        trend=with_parameters(path_of("wording.trend"), [("w", wording.text)]) if wording else "",
        notes=[said for note in result.notes if (said := note.said(_)) != foremost],
        sorts=_sorts(result, address),
        sizes=[(size, address.with_size(size)) for size in SIZES],
        page_links=page_links(result, address.on_page),
        replaced=replaced,
        readings=_other_readings(result, address),
        spans=_spans(question, address),
    )


def _shown(result: ResultPage) -> Iterator[ArticleHead]:
    """Yield the articles of which the page tells."""
    yield from (hit.article for hit in (*result.hits, *result.suggested))
    yield from (picked.article for picked in result.picks)


def _filter_labels() -> dict[str, str]:
    """Say what each filter is called."""
    return {facet.name: _(facet.label) for facet in FACETS} | {DATES: _("日期")}


def _chips(result: ResultPage, address: QuestionAddress) -> list[tuple[str, str]]:
    """List every filter, each with what to call it and the address without it."""
    labels = _filter_labels() if address.facets else {}
    chips = [
        (
            _("%(name)s：%(value)s", name=labels[name], value=said_value(name, value)),
            address.toggled(name, value),
        )
        for name, value in address.facets
    ]
    if period := _period(result.question):
        chips.append((_("日期：%(period)s", period=period), address.without_dates()))
    return chips


def _described(result: ResultPage) -> str:
    """Say how the whole was read; nothing where that is just what was typed, and something was found."""
    reading = describe(result.reading, _)
    is_plain = reading in {result.parsed.text, f"“{result.parsed.text}”"}
    return "" if not result.parsed.text or (is_plain and result.total) else reading


def _foremost(result: ResultPage) -> str:
    """Say what must be read before the hits, in one line; what was perhaps meant takes its place.

    Without hits it is not said of numbers that are not held: then all about them is in sight.
    """
    if result.suggestion:
        return ""
    if result.held_numbers and result.total:
        numbers = "、".join(one.asked for one in result.held_numbers)
        return str(_("没有收录 %(number)s", number=numbers))
    return result.foremost.said(_) if result.foremost else ""


def _one_wording(result: ResultPage) -> Phrase | None:
    """Return what was asked for, where that is one wording in quotes, and was found."""
    query = result.parsed.query
    if not isinstance(query, Phrase) or query.field is not Field.TEXT:
        return None
    if normalize(result.parsed.text) == query.text:  # it was not in quotes
        return None
    return query if result.total and result.question.page == 1 else None


def _sorts(result: ResultPage, address: QuestionAddress) -> list[tuple[str, str, bool]]:
    """List the orders, each with its name, its address, and whether it is chosen.

    Where nothing was typed, nothing is more relevant than another: the newest are first.
    """
    offered, chosen = {Sort.NEWEST: _("最新"), Sort.OLDEST: _("最早")}, result.question.sort
    if result.parsed.text:
        offered = {Sort.RELEVANCE: _("相关"), Sort.RECENT: _("相关且较新")} | offered
    elif chosen is not Sort.OLDEST:
        chosen = Sort.NEWEST
    if result.question.sort is Sort.ADDED:  # of those who ask for it by its address
        offered, chosen = offered | {Sort.ADDED: _("新收录")}, Sort.ADDED
    return [(label, address.sorted_by(sort), sort is chosen) for sort, label in offered.items()]


def _period(question: Question) -> str | None:
    first, last = question.filters.first, question.filters.last
    return describe_period(first, last, _) if first or last else None


def _other_readings(result: ResultPage, address: QuestionAddress) -> list[tuple[str, str]]:
    """List the other ways to read the words, each with what to call it and its address."""
    readings = []
    wording, found = result.parsed.wording, result.wording
    if isinstance(wording, Phrase) and found and 0 < found.articles < result.total:
        as_typed = f"“{result.parsed.text}”"  # with its own quotes, which a wording has as one sign
        is_same = "'" in wording.text and read_places(as_typed) == wording
        text = as_typed if is_same else f"“{wording.text}”"
        label = _("只看有原话%(text)s的 %(count)s 篇", text=text, count=found.articles)
        readings.append((label, address.asking(text)))
    if not result.both_readings or not result.total:
        return readings
    if result.matching is Matching.ALL:
        url = address.with_matching(Matching.MOST)
        readings.append((_("只含其中部分词语的也列出"), url))
    elif result.complete.articles or result.question.matching:
        readings.append((_("只看全部词语都有的"), address.with_matching(Matching.ALL)))
    return readings


def _spans(question: Question, address: QuestionAddress) -> list[tuple[str, str, bool]]:
    """List the last years as ranges of days: what to call each, its address, whether it is chosen."""
    spans = []
    for label, years in ((_("近一年"), 1), (_("近三年"), 3), (_("近五年"), 5)):
        first, last = last_months(12 * years, date.today())
        chosen = (question.filters.first, question.filters.last) == (first, last)
        spans.append((label, address.between(first, last), chosen))
    return spans


def page_links(result: ResultPage, on_page: Callable[[int], str]) -> list[tuple[int, str]]:
    """Return the pages around the one shown, the first and the last; a page too deep is not offered."""
    last = min(result.pages, MAX_RESULTS_DEPTH // result.question.size)
    return [(number, on_page(number)) for number in pages_around(result.question.page, last)]


def page_items(links: Sequence[tuple[int, str]], here: int) -> Markup:
    """Write links to pages as items of a list, the page that is shown without one, and gaps between them."""
    urls = all_escaped([url for _number, url in links])
    items, before = [], 0
    for (number, _url), url in zip(links, urls, strict=True):
        gap = _GAP if 0 < before < number - 1 else ""
        before = number
        if number == here:
            items.append(f'{gap}    <li><span aria-current="page">{number}</span></li>')
            continue
        label = escaped(_("第 %(number)s 页", number=number))
        items.append(f'{gap}    <li><a href="{url}" aria-label="{label}">{number}</a></li>')
    return Markup("\n".join(items))  # noqa: S704 - escaped


def pages_around(here: int, last: int) -> list[int]:
    """List the pages around one, the first and the last; none where there is but one."""
    around = range(max(1, here - _PAGES_AROUND), min(last, here + _PAGES_AROUND) + 1)
    return sorted({1, *around, last}) if last > 1 else []
