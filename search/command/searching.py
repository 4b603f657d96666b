"""Searching: what does an index answer? Nothing here reads files or writes an index."""

from dataclasses import replace
from pathlib import Path

from ..answer.as_table import exported_hits, what_is_left_out
from ..answer.facet_values import unknown_values
from ..answer.one_article import explain as run_explain
from ..answer.question import TypedQuestion
from ..answer.results import run_query
from ..engines import Location
from ..errors import UsageError
from ..facets import as_listed
from ..query.picks import NO_PICKS, read_picks
from .exit_codes import EXIT_WELL
from .found import (
    print_article,
    print_explanation,
    print_results,
    print_statistics,
    print_table,
)
from .opening import known_synonyms, opened, picks_path, unknown_picks
from .terminal import print_warnings


def search(  # noqa: PLR0913, PLR0917 - a parameter for each option
    words: tuple[str, ...], index: Location, dictionary: Path | None, limit: str, page: str,
    sort: str, copies: str, matching: str | None, synonyms: Path | None, first: str, last: str,
    as_csv: bool, as_json: bool, **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """Find articles."""
    if as_csv and as_json:
        raise UsageError("--csv 和 --json 只能用一个")
    typed = _typed(words, sort, matching, first, last, facets)
    question = replace(typed, page=page, size=limit, copies=copies).checked()
    with opened(index, dictionary) as engine:
        names = known_synonyms(engine, synonyms)
        print_warnings(map(str, unknown_values(engine, question.filters)))
        if as_csv and not limit and not page:
            matches, hits = exported_hits(engine, question, names)
            print_table(hits)
            if left_out := what_is_left_out(matches):
                print_warnings([f"{left_out}；其余的可用 --page、--limit 分页输出，或再加条件"])
            return EXIT_WELL
        picked = picks_path(engine)
        picks = read_picks(picked) if picked.is_file() else NO_PICKS
        result = run_query(engine, question, names, picks)
        pick = picks.of(question.text)
        print_warnings(unknown_picks(engine, picked, [pick] if pick else []))
    if as_csv:
        print_table(result.hits)
    else:
        print_results(result, as_json)
    return EXIT_WELL


def show(identifier: str, index: Location, no_pager: bool, as_json: bool) -> int:
    """Print an article."""
    with opened(index) as engine:
        articles = engine.fetch([identifier])
    if not articles:
        raise UsageError("没有编号为 %(id)s 的文章；编号见 zhengsou search 的结果", id=identifier)
    print_article(articles[0], as_json, pager=not no_pager)
    return EXIT_WELL


def explain(  # noqa: PLR0913, PLR0917 - a parameter for each option
    words: tuple[str, ...], identifier: str, index: Location, synonyms: Path | None, sort: str,
    matching: str | None, first: str, last: str, as_json: bool, **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """Say why an article stands where it does."""
    question = _typed(words, sort, matching, first, last, facets).checked()
    with opened(index) as engine:
        names = known_synonyms(engine, synonyms)
        read, explanation = run_explain(engine, question, identifier, names)
    print_explanation(read, explanation, as_json)
    return EXIT_WELL


def stats(index: Location, verbose: bool, as_json: bool) -> int:
    """Say what an index holds."""
    with opened(index) as engine:
        statistics, record = engine.statistics(), engine.corpus_record()
    print_statistics(statistics, record, verbose, as_json)
    return EXIT_WELL


def _typed(
    words: tuple[str, ...],
    sort: str,
    matching: str | None,
    first: str,
    last: str,
    facets: dict[str, tuple[str, ...]],
) -> TypedQuestion:
    """Put together what was typed: the words with a space between them, and the options."""
    chosen = tuple(
        (name, as_listed(name, value)) for name, values in facets.items() for value in values
    )
    return TypedQuestion(" ".join(words), chosen, first, last, sort=sort, matching=matching or "")
