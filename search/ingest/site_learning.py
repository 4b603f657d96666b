"""Site learning: which lines do the pages of a site in a folder share? Some pages of each are looked at."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from ..errors import UnreadableError
from .corpus import NOTHING_SHARED, RENDERERS
from .files.listing import CorpusFile
from .recognition import Format, recognize
from .understanding.sites import (
    FEWEST_PAGES,
    PAGES_LOOKED_AT,
    PageLines,
    SharedLines,
    lines_of,
    shared_lines,
    site_of,
)

_MAX_BYTES = 2 * 1024 * 1024  # larger files are no pages
_MAX_PAGES = 400  # looked at in all
_PAGES = {Format.HTML, Format.MHTML, Format.PASTED_TEXT}


#: Reads files, each as `read_page` does; or in processes, where a hostile one harms nobody.
ReadPages = Callable[[Sequence[CorpusFile]], Iterable[Iterable[object]]]


def read_pages_here(files: Sequence[CorpusFile]) -> Iterator[Iterator[PageLines]]:
    """Read pages in this process: one that crashes a library ends it."""
    return map(read_page, files)


def learn_sites(
    files: Sequence[CorpusFile], known: SharedLines, read: ReadPages = read_pages_here
) -> SharedLines:
    """Return the lines that the pages of each site share; what is known of a site is kept."""
    by_site: defaultdict[str, list[CorpusFile]] = defaultdict(list)
    for file in files:
        site = _site(file)
        if site and site not in known:
            by_site[site].append(file)
    chosen = list(_chosen(by_site))
    of_files = zip(chosen, read([file for _, file in chosen]), strict=True)
    pages = (
        (site, page)
        for (site, _), found in of_files
        for page in found
        if isinstance(page, PageLines)
    )
    return {**known, **shared_lines(pages)}


def read_page(
    file: CorpusFile,
    shared: SharedLines = NOTHING_SHARED,
    on_bytes: Callable[[int], None] = lambda done: None,
) -> Iterator[PageLines]:
    """Yield what is learned from a page or pasted text; nothing of other files, or one that cannot be read.

    A `ReadFile` of the workers, so it takes what they give, and needs none of it.
    """
    try:
        with file.open() as stream:
            content = stream.read()
        kind = recognize(io.BytesIO(content), PurePosixPath(file.path).name)
        if kind in _PAGES:
            yield lines_of(RENDERERS[kind](content))
    except (OSError, UnreadableError):
        return


def _chosen(by_site: dict[str, list[CorpusFile]]) -> Iterator[tuple[str, CorpusFile]]:
    """Yield some files of each site, spread over them; of sites with most pages first."""
    left = _MAX_PAGES
    for site, files in sorted(by_site.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(files) < FEWEST_PAGES or left < FEWEST_PAGES:
            return
        step = max(1, len(files) // PAGES_LOOKED_AT)
        chosen = files[::step][: min(PAGES_LOOKED_AT, left)]
        left -= len(chosen)
        yield from ((site, file) for file in chosen)


def _site(file: CorpusFile) -> str | None:
    if file.size > _MAX_BYTES:
        return None
    try:
        return site_of(file.place.read_bytes())
    except OSError:
        return None
