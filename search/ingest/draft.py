"""Draft: what does a file say, line by line, whether it is an article or not? Read shut in, as any file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ..article import Article, Block, BlockKind
from ..errors import UnreadableError, UsageError, system_reason
from .corpus import read_file
from .fields.evidence import ReadArticle
from .files.listing import CorpusFile, Rejection, single_file
from .plain_lines import read_lines
from .understanding.sites import SharedLines
from .workers.readers import Readers
from .workers.reading_process import Limits
from .workers.sent import Item

#: Bytes that a draft may have.
MOST_BYTES = 16 * 1024 * 1024
#: What reading one may take: somebody waits for it.
_LIMITS = Limits(seconds=20.0, memory=768 * 1024 * 1024)


def read_draft(path: Path, most: int, keeps_spare: bool = True) -> str:
    """Return the text of a file, a line for each of its lines; what is longer than so many characters may be cut.

    A document has all its lines, what is no article's text, too; of records and archives the
    articles are taken. Without `keeps_spare` no process stays that has read it. Raises UsageError
    when it cannot be read, or there is nothing in it.
    """
    file = single_file(path)
    if file.size > MOST_BYTES:
        raise UsageError("%(name)s：超过 %(most)s MB", name=path.name, most=MOST_BYTES >> 20)
    lines: list[str] = []
    reason = "里面没有文字"
    with Readers(read=_read, limits=_LIMITS, keeps_spare=keeps_spare) as readers:
        for reading in readers.read([file]):
            for item, _ in reading.items:
                if isinstance(item, Rejection):
                    reason = item.reason
                elif isinstance(item, ReadArticle):
                    lines += [item.article.title] if item.article.title else []
                    lines += item.article.lines()
                if sum(map(len, lines)) > most:
                    break
    if not any(map(str.strip, lines)):
        raise UsageError("%(name)s：%(reason)s", name=path.name, reason=reason)
    return "\n".join(lines)


def _read(file: CorpusFile, shared: SharedLines, on_bytes: Callable[[int], None]) -> Iterator[Item]:
    """Read a document as its lines, anything else as the articles in it: done in the reading process."""
    try:
        lines = read_lines(file)
        if lines is None:
            yield from read_file(file, shared, on_bytes)
            return
    except UnreadableError as error:
        yield Rejection(file.path, error.line, error.reason)
        return
    except OSError as error:
        yield Rejection(file.path, None, system_reason(error))
        return
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    yield ReadArticle(Article("draft", "", None, (), None, None, None, None, blocks=blocks))
