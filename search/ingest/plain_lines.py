"""Plain lines: which lines does a document have, as they are read, whether it is an article or not?"""

from contextlib import suppress
from pathlib import PurePosixPath

from ..errors import UnreadableError
from .corpus import RENDERERS
from .files.listing import CorpusFile
from .files.steady import SteadyFile
from .lines.rendering import Rendering
from .recognition import recognize


def read_lines(file: CorpusFile) -> list[str] | None:
    """Return the lines of a document, and of the documents in it; None for files that are no document.

    Raises UnreadableError, OSError.
    """
    with SteadyFile(file).open() as stream:
        kind = recognize(stream, PurePosixPath(file.path).name)
        if kind not in RENDERERS:
            return None
        rendering = RENDERERS[kind](stream.read())
    lines = [line.text for line in rendering.lines]
    for other in rendering.beside:
        with suppress(UnreadableError):
            if isinstance(found := other.read(), Rendering):
                lines += [line.text for line in found.lines]
    return lines
