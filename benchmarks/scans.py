"""Scans: how well are scanned papers read? python -m benchmarks.scans [FOLDER] [--most N] [--show]

Articles of a folder (the samples, where none is named) are set as official papers on pages of A4:
title, number, text, tables with lines, who signs, day. Each is written as a PDF with a text layer, and
as scans of the same pages: at 150 dots an inch, leaning by one degree, grey, noisy, saved as JPEG, a
red seal over who signs. What is read of both is compared: title, number, day, headings, and the
characters by their edit distance, white space aside. Rates are of one process.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rapidfuzz.distance import Levenshtein

from search import Article, BlockKind
from search.ingest import ReadArticle, read_file, single_file
from tests import scan_files as scans

from .formats import CORPUS, DAY, SIGNED, Paper, papers_of

_LEFT, _TOP, _BOTTOM, _WIDE = 79.0, 750.0, 90.0, 28  # points; characters in a line
_SIZE, _LEADING, _TITLE, _CELLS = 15.6, 28.0, 22.0, 13.0
_IN_TITLE = 18  # characters in a line of it
_CELL = " | "
_NEVER_FIRST = "，。、；：？！”’）》〕…"


def sheets_of(paper: Paper) -> list[scans.Sheet]:
    """Set a paper on pages."""
    setting = _Setting()
    for line in _broken(paper.title, _IN_TITLE):
        setting.centred(line, _TITLE)
    setting.centred(paper.number, _SIZE)
    setting.skip()
    rows: list[list[str]] = []
    for text in [*paper.texts, ""]:
        if _CELL in text:
            rows.append(text.split(_CELL))
            continue
        if rows:
            setting.table(rows)
            rows = []
        setting.paragraph(text)
    setting.signed(SIGNED, DAY)
    return setting.sheets


def _broken(words: str, wide: int) -> Iterator[str]:
    """Yield lines of so many characters, as a setter breaks them: none begins with a closing mark."""
    while words:
        end = wide
        while words[end : end + 1] and words[end] in _NEVER_FIRST:
            end -= 1
        yield words[:end]
        words = words[end:]


class _Setting:
    """Sets lines on pages, from the top."""

    def __init__(self) -> None:
        self.sheets = [scans.Sheet()]
        self._y = _TOP

    def skip(self) -> None:
        self._y -= _LEADING

    def centred(self, words: str, size: float) -> None:
        self._page().centred(words, self._y, size)
        self._y -= 1.5 * size + 6

    def paragraph(self, words: str) -> None:
        for line in _broken(f"\u3000\u3000{words}" if words else "", _WIDE):
            self._page().put(
                line.strip("\u3000"), _LEFT + _SIZE * 2 * line.startswith("\u3000"), self._y, _SIZE
            )
            self._y -= _LEADING

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        columns = max(map(len, rows))
        widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(columns)]
        room = min(_CELLS, (_WIDE * _SIZE - 12 * columns) / sum(widths))
        if self._y - len(rows) * 2 * room < _BOTTOM:
            self._y = 0.0
        y = self._page().table(
            rows, _LEFT, self._y + _SIZE, [width * room + 12 for width in widths], room
        )
        self._y = y - 1.6 * _SIZE

    def signed(self, *words: str) -> None:
        self.skip()
        for line in words:
            self._page().put(line, 360, self._y, _SIZE)
            self._y -= _LEADING

    def _page(self) -> scans.Sheet:
        if self._y < _BOTTOM:
            self.sheets.append(scans.Sheet())
            self._y = _TOP
        return self.sheets[-1]


def scanned(sheets: Sequence[scans.Sheet], number: int = 1) -> bytes:
    """Print and scan pages: as a PDF that holds pictures only."""
    pictures = [
        scans.worn(scans.as_picture(sheet), seal=_seal(sheet), seed=number * 100 + at)
        for at, sheet in enumerate(sheets)
    ]
    return scans.scanned_pdf(*pictures)


def _seal(sheet: scans.Sheet) -> tuple[float, float] | None:
    """Return where the seal stands: over who signs, where that is on the page."""
    for words, x, y, _ in sheet.words:
        if words == SIGNED:
            return (x + 55) / 595, (842 - y) / 842
    return None


@dataclass(frozen=True, slots=True)
class Compared:
    """What a scan has of the article that the file it was printed from has."""

    title: bool
    number: bool
    day: bool
    headings: bool
    characters: int
    wrong: int
    slips: tuple[str, ...]  # what was read → what stands there


def compared(read: Article, printed: Article) -> Compared:
    """Compare an article read of a scan with that of the file it was printed from."""
    ours, theirs = _text(read), _text(printed)
    steps = [step for step in Levenshtein.opcodes(ours, theirs) if step.tag != "equal"]
    return Compared(
        title=_plain(read.title) == _plain(printed.title),
        number=read.doc_number == printed.doc_number,
        day=read.day == printed.day,
        headings=_headings(read) == _headings(printed),
        characters=len(theirs),
        wrong=Levenshtein.distance(ours, theirs),
        slips=tuple(
            f"{ours[step.src_start : step.src_end]}→{theirs[step.dest_start : step.dest_end]}"
            for step in steps
        ),
    )


def _plain(text: str) -> str:
    return "".join(text.split())


def _text(article: Article) -> str:
    return _plain("".join(article.texts()))


def _headings(article: Article) -> list[str]:
    return [_plain(block.text) for block in article.blocks if block.kind is BlockKind.HEADING]


def _article(folder: Path, content: bytes) -> Article:
    path = folder / "a.pdf"
    path.write_bytes(content)
    items = list(read_file(single_file(path)))
    return next(item.article for item in items if isinstance(item, ReadArticle))


def measure(papers: Iterable[Paper], show: bool = False) -> str:
    """Return a row of the table: files, pages, characters and fields right, pages a second."""
    found: list[Compared] = []
    pages, seconds = 0, 0.0
    with TemporaryDirectory() as scratch:
        for number, paper in enumerate(papers, 1):
            sheets = sheets_of(paper)
            printed = _article(Path(scratch), scans.as_pdf(*sheets))
            content = scanned(sheets, number)
            begun = time.process_time()
            read = _article(Path(scratch), content)
            seconds += time.process_time() - begun
            pages += len(sheets)
            found.append(compared(read, printed))
            if show:
                print(paper.title, found[-1])
    right = 1 - sum(one.wrong for one in found) / sum(one.characters for one in found)
    fields = [sum(getattr(one, name) for one in found) / len(found)
              for name in ("title", "number", "day", "headings")]  # fmt: skip
    shares = " | ".join(f"{share:.3f}" for share in [right, *fields])
    return f"| scanned .pdf | {len(found)} | {pages} | {shares} | {pages / seconds:.2f} |"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=CORPUS)
@click.option("--most", default=10, help="Articles.")
@click.option("--show", is_flag=True, help="Print what is wrong in each.")
def main(folder: Path, most: int, show: bool) -> None:
    """Print the table of scans."""
    print(
        "| format | files | pages | characters | title | number | day | headings | pages a second |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    print(measure(papers_of(folder, most), show))


if __name__ == "__main__":
    main()
