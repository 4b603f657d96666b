"""New wordings: which are new since a year or a month? A line each, or as a table or JSON."""

import click

from ..engines import Location
from ..partial_date import in_words
from ..query.hidden_wordings import Hidden, read_hidden
from ..wording.newness import NewRequest, NewWordings, find_new, read_period
from ..wording.newness_told import as_json as plain_json
from ..wording.newness_told import new_rows
from .exit_codes import EXIT_WELL
from .opening import hidden_path, opened
from .terminal import padded, print_json, styled, tell
from .wordings import print_rows, read_filters, warn_of_unknown


def new(  # noqa: PLR0913, PLR0917 - a parameter for each option
    index: Location, since: str, until: str, least: int, limit: int, first: str, last: str,
    as_json: bool, as_csv: bool, **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """Tell the new wordings."""
    filters = read_filters(first, last, facets)
    request = NewRequest(read_period(since), read_period(until), least, filters)
    with opened(index) as engine:
        warn_of_unknown(engine, filters)
        path = hidden_path(engine)
        hidden = read_hidden(path) if path.is_file() else Hidden()
        found = find_new(engine, request, hidden, limit=limit)
    if as_json:
        print_json(plain_json(found))
    elif as_csv:
        print_rows(new_rows(found))
    else:
        _print(found)
    return EXIT_WELL


def _print(found: NewWordings) -> None:
    until = f"至 {in_words(found.until)}" if found.until else "以来"
    tell(
        f"{in_words(found.since)}{until}首次出现、至少 {found.least} 篇用过的提法：{found.total} 个"
        f"（本库 {found.articles} 篇）"
    )
    width = max((len(one.text) for one in found.wordings), default=0)
    for one in found.wordings:
        wording = styled(padded(one.text, 2 * width), bold=True)
        counts = f"{one.coined.articles:>5} 篇 {one.coined.source_count:>3} 个来源"
        first = f"{one.coined.day}《{styled(one.first.title)}》"
        own = f"  筛选内 {one.within.articles:>4} 篇" if one.within else ""
        click.echo(f"{wording} {counts}{own}  {first}")
    if found.total > len(found.wordings):
        tell(f"只列出前 {len(found.wordings)} 个；--limit 列出更多")
