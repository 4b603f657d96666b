"""What does a person see? The home page, results, articles."""

from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from search.article import Article, Block, BlockKind, in_one_line
from search.engine import MAX_RESULTS_DEPTH, Engine, FacetCount, Filters, Sort
from search.facets import FACETS, SECTION_SEPARATOR, section_path
from search.matching import Matching
from search.query import describe_period
from search.results import CopyMode, Question, ResultPage, mark_article, run_query
from search.synonyms import Synonyms, SynonymsFile

from .addresses import Address

_SORT_LABELS = {
    Sort.RELEVANCE: "相关",
    Sort.RECENT: "相关且较新",
    Sort.NEWEST: "最新",
    Sort.OLDEST: "最早",
}
_SHOWN_AT_ONCE = 8
_PAGES_AROUND = 2
_COPIES_LISTED = 10  # of a hit; all are found by listing them one by one


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet as the page lists it."""

    value: str
    label: str
    count: int
    depth: int  # 0 for the outermost
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet as the page lists it: the first values, and more to unfold."""

    name: str
    label: str
    shown: list[FacetValue]
    more: list[FacetValue]


def make_blueprint(engine: Engine, synonyms: SynonymsFile) -> Blueprint:
    """Make the pages over an engine."""
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    def home() -> str | Response:
        if request.args:  # an address typed by hand: /?q=…
            return redirect(Address.of(request.args).url)
        newest = run_query(engine, Question(sort=Sort.NEWEST, size=_SHOWN_AT_ONCE))
        address = Address()
        return render_template(
            "home.html",
            address=address,
            newest=newest,
            statistics=engine.statistics(),
            sections=_facet_list("section", newest.facets["section"], address),
        )

    @blueprint.get("/search")
    def search() -> str:
        address = Address.of(request.args)
        question = address.question().checked()
        result = run_query(engine, question, synonyms.current())
        return render_template(
            "search.html",
            address=address,
            result=result,
            facets=[_facet_list(f.name, result.facets[f.name], address) for f in FACETS],
            facet_labels={facet.name: facet.label for facet in FACETS},
            period=_period(question),
            described=_described(result),
            sorts=[(sort, label, address.sorted_by(sort)) for sort, label in _SORT_LABELS.items()],
            page_links=_page_links(result, address),
            unfiltered=_unfiltered_total(engine, result, address, synonyms.current()),
            copies=_copies(engine, result),
            separate_url=address.with_copies(CopyMode.SEPARATE),
            other_matching=_other_matching(result, address),
            merged_url=address.with_copies(CopyMode.MERGED),
        )

    @blueprint.get("/articles/<identifier>")
    def article(identifier: str) -> str:
        found = engine.fetch([identifier])
        if not found:
            abort(404, description="没有这篇文章，可能已经移除或改了编号。")
        address = Address.of(request.args)
        marked = mark_article(found[0], address.text, synonyms.current())
        return render_template(
            "article.html",
            address=address,
            marked=marked,
            group=engine.fetch(engine.copies(identifier)),
            section_path=section_path,
            contents=_contents(found[0].blocks),
        )

    return blueprint


def _facet_list(name: str, counts: tuple[FacetCount, ...], address: Address) -> FacetList:
    """Lay out a facet: chosen values even when nothing has them, sections as a tree."""
    facet = next(facet for facet in FACETS if facet.name == name)
    present = {entry.value: entry.count for entry in counts}
    for value in address.chosen(name):
        present.setdefault(value, 0)
    values = list(present)
    if name == "section":
        values = _as_tree(present)
    listed = [_facet_value(name, value, present[value], address) for value in values]
    shown = [v for i, v in enumerate(listed) if i < _SHOWN_AT_ONCE or v.chosen]
    return FacetList(name, facet.label, shown, [v for v in listed if v not in shown])


def _as_tree(counts: dict[str, int]) -> list[str]:
    """Order section paths so that each stands under its parent, those with most articles first."""

    def key(path: str) -> list[tuple[int, str]]:
        names = path.split(SECTION_SEPARATOR)
        parents = [SECTION_SEPARATOR.join(names[:depth]) for depth in range(1, len(names) + 1)]
        return [(-counts.get(parent, 0), parent) for parent in parents]

    return sorted(counts, key=key)


def _facet_value(name: str, value: str, count: int, address: Address) -> FacetValue:
    path = value.split(SECTION_SEPARATOR) if name == "section" else [value]
    return FacetValue(
        value=value,
        label=path[-1],
        count=count,
        depth=len(path) - 1,
        chosen=address.has(name, value),
        url=address.toggled(name, value),
    )


def _period(question: Question) -> str | None:
    first, last = question.filters.first, question.filters.last
    return describe_period(first, last) if first or last else None


def _described(result: ResultPage) -> str:
    """Say how the query was read and what narrows it; nothing when it was read as it stands."""
    parts = [] if result.reading == result.parsed.text else [f"读作：{result.reading}"]
    filters = result.question.filters
    for facet in FACETS:
        if values := filters.facets.get(facet.name):
            parts.append(f"{facet.label}：{' 或 '.join(values)}")
    if period := _period(result.question):
        parts.append(f"发布日期：{period}")
    return "；".join(parts)


def _other_matching(result: ResultPage, address: Address) -> tuple[str, str] | None:
    """Return what to call the other reading of the words, and where it is; None when there is none."""
    if not result.both_readings:
        return None
    if result.matching is Matching.ALL:
        return "只含其中部分词语的也列出", address.with_matching(Matching.MOST)
    return "只看全部词语都有的", address.with_matching(Matching.ALL)


def _page_links(result: ResultPage, address: Address) -> list[tuple[int, str]]:
    """Return the pages around the one shown, the first and the last; a page too deep is not offered."""
    last = min(result.pages, MAX_RESULTS_DEPTH // result.question.size)
    here = result.question.page
    around = range(max(1, here - _PAGES_AROUND), min(last, here + _PAGES_AROUND) + 1)
    numbers = sorted({1, *around, last}) if last > 1 else []
    return [(number, address.on_page(number)) for number in numbers]


def _unfiltered_total(
    engine: Engine, result: ResultPage, address: Address, synonyms: Synonyms
) -> int:
    """Count what the words alone find, when filters leave nothing."""
    if result.total or not address.is_narrowed:
        return 0
    unfiltered = replace(result.question, filters=Filters(), page=1, size=1)
    return run_query(engine, unfiltered, synonyms).total


def _copies(engine: Engine, result: ResultPage) -> dict[str, list[Article]]:
    """Fetch the first copies of each hit, by the hit's id."""
    listed = {hit.article.id: hit.copies[:_COPIES_LISTED] for hit in result.hits if hit.copies}
    found = {one.id: one for one in engine.fetch([i for ids in listed.values() for i in ids])}
    return {hit: [found[one] for one in ids if one in found] for hit, ids in listed.items()}


def _contents(blocks: tuple[Block, ...]) -> list[tuple[int, str]]:
    """List the headings, each with the index of its block."""
    return [
        (index, in_one_line(block.text))
        for index, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
    ]
