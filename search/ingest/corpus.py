"""Corpus: what is in each file of a folder? Its format chooses the reader."""

import gzip
import io
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from ..errors import UnreadableError, damaged, system_reason
from .documents.pasted_text import render_pasted
from .fields.audience import IN_DOUBT, Told, told_in
from .fields.audience_lines import told_in_lines
from .fields.evidence import Evidence, ReadArticle, evidence_given
from .files.archives import MOST_MEMBER_BYTES, Allowance, read_members, unpacked
from .files.decoding import decode
from .files.listing import CorpusFile, Rejection, Remark
from .files.sidecars import correct, hints_of, read_sidecar
from .files.steady import SteadyFile
from .lines.coverage import loss_of
from .lines.rendering import Beside, Form, Rendering
from .recognition import HEAD_BYTES, Format, recognize
from .records.json_lines import bounded_lines, read_json_lines
from .records.record import Item
from .understanding.article import understand
from .understanding.citations import with_numbers
from .understanding.force import with_force
from .understanding.scanned import with_scan
from .understanding.sites import SharedLines, site_of
from .understanding.structure import with_structure
from .understanding.told_days import unlikely_days, with_told_day

_MOST_BYTES = MOST_MEMBER_BYTES
#: Where nothing is known of sites.
NOTHING_SHARED: SharedLines = {}
_PAGE_HEAD = 300  # lines of a page in which it may say who may read it: menus stand above its text
_MOST_ARCHIVES = 2  # in one another: an archive in the folder, and archives in it


def _reader(module: str, name: str) -> Callable[..., Any]:
    """Return a function that loads its module when it is first called.

    Some readers bring libraries that take longer to load than most commands to run.
    """

    def read(*given: object) -> Any:
        return getattr(import_module(f".{module}", __package__), name)(*given)

    return read


_render_html = _reader("documents.web_page", "render_html")
_read_markdown = _reader("records.markdown", "read_markdown")

#: What makes lines of a document.
RENDERERS: dict[Format, Callable[[bytes], Rendering]] = {
    Format.HTML: lambda content: _render_html(decode(content)),
    Format.MHTML: _reader("documents.mhtml", "read_mhtml"),
    Format.PASTED_TEXT: lambda content: render_pasted(decode(content)),
    Format.DOCX: _reader("word.document", "read_docx"),
    Format.DOC: _reader("word.binary", "read_doc"),
    Format.PDF: _reader("pdf.document", "read_pdf"),
    Format.OFD: _reader("ofd.document", "read_ofd"),
    Format.OPEN_DOCUMENT: _reader("office.open_document", "read_open_document"),
    Format.PRESENTATION: _reader("office.presentation", "read_presentation"),
    Format.RICH_TEXT: _reader("office.rich_text", "read_rich_text"),
    Format.BOOK: _reader("office.book", "read_book"),
    Format.MESSAGE: _reader("mail.message", "read_message"),
    Format.OUTLOOK: _reader("mail.outlook", "read_outlook"),
    Format.PICTURE: _reader("scans.picture_files", "read_picture"),
}
#: What makes articles of files that name their fields; what is passed over is told by remarks.
_RECORD_READERS: dict[Format, Callable[[bytes, str], Iterator[Item]]] = {
    Format.CSV: _reader("tables.csv_file", "read_csv"),
    Format.XLSX: _reader("tables.workbook", "read_workbook"),
    Format.XLS: _reader("tables.workbook", "read_workbook"),
    Format.PAGE_TABLES: _reader("tables.page_tables", "read_page_tables"),
    Format.SPREADSHEET_XML: _reader("tables.spreadsheet_xml", "read_spreadsheet_xml"),
    Format.XML: _reader("records.xml_file", "read_xml"),
    Format.JSON: _reader("records.json_file", "read_json"),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where what is read stands: a file of the corpus, or a file in an archive."""

    origin: str  # path within the corpus, through archives
    depth: int = 0  # archives it stands in
    hints: tuple[Evidence, ...] = ()  # what a sidecar says
    shared: SharedLines = field(default_factory=dict)  # by site: lines that its pages share
    allowance: Allowance = field(default_factory=Allowance)
    on_bytes: Callable[[int], None] = lambda done: None

    @property
    def name(self) -> str:
        """Return the name of the file alone."""
        return PurePosixPath(self.origin).name

    def inside(self, path: str) -> "_Place":
        """Return the place of a file in the archive that stands here."""
        origin = f"{self.origin}/{path}" if path else self.origin
        return replace(self, origin=origin, depth=self.depth + 1, on_bytes=lambda done: None)


_Items = Iterator[ReadArticle | Remark | Rejection]
_Reading = Generator[ReadArticle | Remark | Rejection, None, str]
_Found = ReadArticle | Remark | Rejection | UnreadableError


def read_file(
    file: CorpusFile,
    shared: SharedLines = NOTHING_SHARED,
    on_bytes: Callable[[int], None] = lambda done: None,
) -> _Reading:
    """Yield the articles of one file, remarks on it, and a rejection for all that cannot be read.

    `shared` are the lines that the pages of a site share, by site; `on_bytes` is told, before each
    article, how many bytes of the file are done. Returns the fingerprint of what was read; an empty
    one of a file that did not open, or changed meanwhile: it has to be read again.
    """
    fields: dict[str, object] = {}
    told = Told()
    steady = SteadyFile(file)
    if file.sidecar:
        try:
            fields = read_sidecar(steady.sidecar())
            told = told_in(fields)
        except UnreadableError as error:
            told = IN_DOUBT
            yield Rejection(file.sidecar, error.line, error.reason)
        except OSError as error:
            told = IN_DOUBT
            yield Rejection(file.sidecar, None, f"无法打开: {system_reason(error)}")
    place = _Place(file.path, hints=hints_of(fields), shared=shared, on_bytes=on_bytes)
    items = map(_structured, _told(told, _read_place(steady.open, place)))
    yield from _corrected(items, file, fields, steady) if file.sidecar and fields else items
    return steady.fingerprint()


def _structured(item: ReadArticle | Remark | Rejection) -> ReadArticle | Remark | Rejection:
    """Tell the headings of an article, whatever it was read from."""
    if not isinstance(item, ReadArticle):
        return item
    article = with_structure(item.article)
    return with_scan(item if article is item.article else replace(item, article=article))


def _told(told: Told, items: _Items) -> _Items:
    """Add to articles what is said, beside them, of who may read them."""
    for item in items:
        if isinstance(item, ReadArticle) and told.audience:
            both = Told(item.audience).and_told(told)
            doubts = tuple(dict.fromkeys((*item.doubts, *both.doubts)))
            yield replace(item, audience=both.audience, doubts=doubts)
        else:
            yield item


def _corrected(
    items: _Items, file: CorpusFile, fields: dict[str, object], steady: SteadyFile
) -> _Items:
    """Put what a sidecar says in the place of what was read; where it is wrong, say so once."""
    is_wrong = False
    for item in items:
        if not isinstance(item, ReadArticle):
            yield item
            continue
        read, error = correct(item, fields, steady.sidecar(), file.path)
        if error and not is_wrong:
            is_wrong = True
            yield Rejection(file.sidecar or "", error.line, error.reason)
        yield read


def _read_place(open_stream: Callable[[], BinaryIO], place: _Place) -> _Items:
    """Yield what stands at a place; whatever is wrong with it becomes a rejection of it."""
    try:
        with open_stream() as stream:
            for item in _read(stream, place):
                if isinstance(item, UnreadableError):
                    yield Rejection(place.origin, item.line, item.reason)
                else:
                    yield item
    except UnreadableError as error:
        yield Rejection(place.origin, error.line, error.reason)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Rejection(place.origin, None, damaged("gzip 文件").reason)
    except OSError as error:
        yield Rejection(place.origin, None, f"无法打开: {system_reason(error)}")


def _read(stream: BinaryIO, place: _Place) -> Iterable[_Found]:
    kind = recognize(stream, place.name)
    if kind in {Format.ZIP, Format.GZIP} and place.depth >= _MOST_ARCHIVES:
        raise UnreadableError("压缩包套了太多层，未读入；请解开")
    if kind is Format.ZIP:
        return _read_archive(stream, place)
    if kind is Format.GZIP:
        return _read_gzip(stream, place)
    if kind is Format.JSON_LINES:
        return _read_lines(stream, stream, place)
    content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise UnreadableError(f"超过 {_MOST_BYTES >> 20} MB")
    return _read_content(kind, content, place)


def _read_content(kind: Format, content: bytes, place: _Place) -> Iterator[_Found]:
    if kind in RENDERERS:
        rendering = RENDERERS[kind](content)
        site = site_of(content) if place.shared else None
        shared = place.shared.get(site or "", frozenset())
        told = _told_by(rendering)
        try:
            yield from _told(told, _understood(rendering, place, shared))
        except UnreadableError as error:  # what stands beside it is read all the same
            is_bare = not (rendering.lines or rendering.no_text) and bool(rendering.beside)
            yield Remark(place.origin, "没有正文，只收附件") if is_bare else error
        yield from _told(told, _read_beside(rendering.beside, place))
    elif kind is Format.MARKDOWN:
        yield from _readings(_read_markdown(decode(content), place.origin))
    else:
        yield from _readings(_RECORD_READERS[kind](content, place.origin))


def _told_by(rendering: Rendering) -> Told:
    """Return what a document says of who may read it, and what stands in it beside."""
    head = [_PAGE_HEAD] if rendering.form is Form.PAGE else []
    return rendering.told.and_told(told_in_lines([line.text for line in rendering.lines], *head))


def _understood(rendering: Rendering, place: _Place, shared: frozenset[str]) -> _Items:
    """Make an article of a document, and remarks on what was passed over. Raises UnreadableError."""
    hinted = replace(rendering, hints=(*place.hints, *rendering.hints))
    item = with_force(understand(hinted, place.origin, shared))
    item = replace(item, recognized=rendering.recognized)
    lost = loss_of(rendering)
    yield replace(item, doubts=(*item.doubts, lost)) if lost else item
    for part in rendering.set_aside:
        if part.remark:
            yield Remark(place.origin, part.remark)


def _read_beside(files: Iterable[Beside], place: _Place) -> _Items:
    """Read what stands in a file beside its document, as the files of an archive are read."""
    for file in files:
        inside = place.inside(file.path)
        try:
            found = file.read()
            if isinstance(found, Rendering):
                yield from _told(_told_by(found), _understood(found, inside, frozenset()))
                continue
            place.allowance.spend(len(found))
            if inside.depth > _MOST_ARCHIVES:
                raise UnreadableError("附件套了太多层，未读入；请取出另存")
        except UnreadableError as error:
            yield Rejection(inside.origin, error.line, error.reason)
            continue
        yield from _read_place(lambda content=found: io.BytesIO(content), inside)  # type: ignore[misc]


def _readings(items: Iterable[Item]) -> Iterator[_Found]:
    """Complete articles whose fields their file names with the numbers and days in their texts."""
    for item in items:
        if isinstance(item, ReadArticle):
            article = with_numbers(item.article)
            doubts = (*item.doubts, *unlikely_days(article))
            given = evidence_given(article)
            read = replace(item, article=article, evidence=given, doubts=doubts)
            told = told_in_lines([article.title, *(block.text for block in article.blocks)])
            yield from _told(told, iter([with_force(with_told_day(read))]))
        else:
            yield item


def _read_lines(lines: BinaryIO, raw: BinaryIO, place: _Place) -> Iterator[_Found]:
    """Read articles as they come; `raw` is the file itself where its lines are compressed."""
    for item in _readings(read_json_lines(bounded_lines(lines), place.origin)):
        place.on_bytes(raw.tell())
        yield item


def _read_gzip(stream: BinaryIO, place: _Place) -> Iterator[_Found]:
    """Read the file that is compressed: lines as they come, any other whole."""
    inside = cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if _holds_lines(inside.read(HEAD_BYTES), place.name):
        inside.seek(0)
        yield from _read_lines(inside, stream, place)
        return
    inside.seek(0)
    with unpacked(inside, place.allowance) as whole:
        yield from _read(whole, place.inside(""))


def _holds_lines(head: bytes, name: str) -> bool:
    try:
        return recognize(io.BytesIO(head), name) is Format.JSON_LINES
    except UnreadableError:  # of the beginning alone; the whole is looked at again
        return False


def _read_archive(stream: BinaryIO, place: _Place) -> _Items:
    """Read the files of an archive like those of a folder."""
    for member in read_members(stream, place.allowance):
        place.on_bytes(member.offset)
        inside = place.inside(member.path)
        if isinstance(member.content, UnreadableError):
            yield Rejection(inside.origin, None, member.content.reason)
        else:
            content = member.content
            told = IN_DOUBT if member.has_sidecar else Told()
            items = _read_place(lambda content=content: io.BytesIO(content), inside)  # type: ignore[misc]
            yield from _told(told, items)
