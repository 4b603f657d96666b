"""Site learning: which lines do the pages of a site in a folder share? Some pages of each are looked at."""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from ..errors import UnreadableError
from .corpus import RENDERERS
from .files.listing import CorpusFile
from .lines.rendering import Rendering
from .recognition import Format, recognize
from .understanding.sites import FEWEST_PAGES, PAGES_LOOKED_AT, SharedLines, shared_lines, site_of

_MAX_BYTES = 2 * 1024 * 1024  # larger files are no pages
_MAX_PAGES = 400  # looked at in all
_PAGES = {Format.HTML, Format.MHTML, Format.PASTED_TEXT}


def learn_sites(files: Sequence[CorpusFile], known: SharedLines) -> SharedLines:
    """Return the lines that the pages of each site share; what is known of a site is kept."""
    by_site: defaultdict[str, list[CorpusFile]] = defaultdict(list)
    for file in files:
        site = _site(file)
        if site and site not in known:
            by_site[site].append(file)
    return {**known, **shared_lines(_pages(by_site))}


def _pages(by_site: dict[str, list[CorpusFile]]) -> Iterator[tuple[str, Rendering]]:
    """Yield some pages of each site, spread over its files; of sites with most pages first."""
    left = _MAX_PAGES
    for site, files in sorted(by_site.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(files) < FEWEST_PAGES or left < FEWEST_PAGES:
            return
        step = max(1, len(files) // PAGES_LOOKED_AT)
        chosen = files[::step][: min(PAGES_LOOKED_AT, left)]
        left -= len(chosen)
        for file in chosen:
            rendering = _render(file)
            if rendering:
                yield site, rendering


def _site(file: CorpusFile) -> str | None:
    if file.size > _MAX_BYTES:
        return None
    try:
        return site_of((file.folder / file.path).read_bytes())
    except OSError:
        return None


def _render(file: CorpusFile) -> Rendering | None:
    """Render a page or pasted text; None for other files, and for what cannot be read."""
    try:
        content = (file.folder / file.path).read_bytes()
        kind = recognize(io.BytesIO(content), PurePosixPath(file.path).name)
        return RENDERERS[kind](content) if kind in _PAGES else None
    except (OSError, UnreadableError):
        return None
