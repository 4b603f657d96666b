"""What articles are in a file? Recognised by its content, read by the reader of its format."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

from ..article import Article
from ..errors import UnreadableError, system_reason
from .archives import members
from .citations import with_numbers
from .corpus import CorpusFile, Rejection, list_files
from .decoding import decode
from .evidence import Evidence, Reading, evidence_given
from .json_lines import bounded_lines, read_json, read_json_lines
from .markdown import read_markdown
from .mhtml import page_in_archive
from .pasted_text import render_pasted
from .pdf_document import read_pdf
from .recognition import BEGINNING, Format, in_compound_file, in_zip, recognize
from .rendering import Rendering
from .sidecars import NO_SIDECAR, Sidecar, read_sidecar
from .sites import SharedLines, site_of
from .tables import read_csv, read_spreadsheet
from .understanding import understand
from .web_page import render_html
from .word_binary import read_doc
from .word_document import read_docx

_MAX_TEXT_BYTES, _MAX_BYTES = 32 * 1024 * 1024, 128 * 1024 * 1024  # of files read as a whole
_BINARY = frozenset({Format.DOCX, Format.DOC, Format.SPREADSHEET, Format.PDF})
_MAX_DEPTH = 2  # of archives in archives: a page in .gz in .zip
_BROKEN = "\ufffd"

_READERS = {Format.DOCX: read_docx, Format.DOC: read_doc, Format.PDF: read_pdf}

NOTHING_SHARED: SharedLines = {}


def read_corpus(folder: Path) -> Iterator[Article | Rejection]:
    """Yield every article of a folder, and a rejection for all that cannot be read."""
    listing = list_files(folder)
    yield from listing.rejections
    for file in listing.files:
        for item in read_file(file):
            yield item if isinstance(item, Rejection) else item.article


def read_file(
    file: CorpusFile,
    shared: SharedLines = NOTHING_SHARED,
    on_bytes: Callable[[int], None] = lambda done: None,
) -> Iterator[Reading | Rejection]:
    """Yield the articles of one file, and a rejection for all that cannot be read.

    `shared` are the lines that the pages of a site share; `on_bytes` is told, before each article,
    how many bytes of the file are done.
    """
    try:
        sidecar = _sidecar(file)
    except UnreadableError as error:
        yield Rejection(file.sidecar or file.path, error.line, error.reason)
        return
    try:
        with (file.folder / file.path).open("rb") as raw:
            for item in _File(raw, file.path, sidecar, shared).items():
                on_bytes(raw.tell())
                yield item
    except OSError as error:
        yield Rejection(file.path, None, f"无法打开: {system_reason(error)}")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a folder, or of an archive in it, that is being read."""

    stream: IO[bytes]
    path: str
    sidecar: Sidecar
    shared: SharedLines
    depth: int = 0

    def items(self) -> Iterator[Reading | Rejection]:
        """Yield what is in it."""
        try:
            for item in self._read():
                yield self._rejection(item) if isinstance(item, UnreadableError) else item
        except UnreadableError as error:
            yield self._rejection(error)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            yield Rejection(self.path, None, "gzip 文件已损坏")

    def _rejection(self, error: UnreadableError) -> Rejection:
        return Rejection(self.path, error.line, error.reason)

    def _read(self) -> Iterable[Reading | Rejection | UnreadableError]:
        beginning = self.stream.read(BEGINNING)
        if not beginning:
            raise UnreadableError("空文件")
        self.stream.seek(0)
        match recognize(beginning, _without_gz(self.path)):
            case Format.GZIP:
                return self._inner(
                    cast("IO[bytes]", gzip.GzipFile(fileobj=self.stream)), self.path
                ).items()
            case Format.ZIP:
                return self._in_zip()
            case Format.JSON_LINES:
                lines = read_json_lines(bounded_lines(self.stream), self.path)
                return map(self._given, lines)
            case kind:
                return self._whole(kind)

    def _in_zip(self) -> Iterable[Reading | Rejection | UnreadableError]:
        kind = in_zip(self.stream)
        self.stream.seek(0)
        return self._whole(kind) if kind is not Format.ZIP else self._members()

    def _members(self) -> Iterator[Reading | Rejection]:
        if self.depth >= _MAX_DEPTH - 1:
            raise UnreadableError("压缩包里的压缩包，未读入；请解开")
        for name, content in members(self.stream):
            path = f"{self.path}/{name}"
            if isinstance(content, UnreadableError):
                yield Rejection(path, None, content.reason)
            else:
                yield from self._inner(io.BytesIO(content), path).items()

    def _inner(self, stream: IO[bytes], path: str) -> "_File":
        if self.depth >= _MAX_DEPTH:
            raise UnreadableError("压缩包里的压缩包，未读入；请解开")
        return _File(stream, path, self.sidecar, self.shared, self.depth + 1)

    def _whole(self, kind: Format) -> Iterable[Reading | UnreadableError]:
        most = _MAX_BYTES if kind in _BINARY else _MAX_TEXT_BYTES
        content = self.stream.read(most + 1)
        if len(content) > most:
            raise UnreadableError(f"超过 {most >> 20} MB")
        if kind is Format.DOC:
            kind = in_compound_file(content)
        match kind:
            case Format.JSON:
                return map(self._given, read_json(decode(content), self.path))
            case Format.TABLE:
                return map(self._given, read_csv(decode(content), self.path))
            case Format.SPREADSHEET:
                return map(self._given, read_spreadsheet(content, self.path))
            case Format.MARKDOWN:
                return [self._given(read_markdown(decode(content), self.path))]
            case _:
                return [self._understood(*_render(kind, content), site_of(content))]

    def _given(self, item: Article | UnreadableError) -> Reading | UnreadableError:
        """Complete an article whose fields the file gives."""
        if isinstance(item, UnreadableError):
            return item
        article = self.sidecar.overriding(with_numbers(item))
        beside = {hint.fact for hint in self.sidecar.hints}
        given = (one for one in evidence_given(article) if one.fact not in beside)
        return Reading(article, (*self.sidecar.hints, *given))

    def _understood(self, rendering: Rendering, broken: int, site: str | None) -> Reading:
        """Understand a document, with what its sidecar says before all."""
        hints = (*self.sidecar.hints, *rendering.hints)
        shared = self.shared.get(site or "", frozenset())
        reading = understand(replace(rendering, hints=hints), self.path, shared)
        article = self.sidecar.overriding(reading.article)
        doubts = reading.doubts if not broken else (*reading.doubts, f"有 {broken} 个字无法解码")
        return Reading(article, reading.evidence, doubts)


def _without_gz(path: str) -> str:
    return path[:-3] if path.lower().endswith(".gz") else path


def _render(kind: Format, content: bytes) -> tuple[Rendering, int]:
    """Render a document, and count the characters of it that are broken."""
    hint: Evidence | None = None
    match kind:
        case Format.DOCX | Format.DOC | Format.PDF:
            return _READERS[kind](content), 0
        case Format.MHTML:
            text, hint = page_in_archive(content)
        case _:
            text = decode(content)
    rendering = render_pasted(text) if kind is Format.PASTED else render_html(text)
    if hint:
        rendering = replace(rendering, hints=(hint, *rendering.hints))
    return rendering, text.count(_BROKEN)


def _sidecar(file: CorpusFile) -> Sidecar:
    """Read a file's sidecar. Raises UnreadableError."""
    if file.sidecar is None:
        return NO_SIDECAR
    try:
        return read_sidecar((file.folder / file.sidecar).read_bytes())
    except OSError as error:
        raise UnreadableError(f"无法打开: {system_reason(error)}") from error
