"""Formats: how well is each format of an office read? python -m benchmarks.formats [FOLDER] [--most N]

The articles of a folder (the samples, where none is named) are written in each format as official
papers: title, number, text, who signs, day. What is read of these files is compared with what was
written: whether title, number and day are right, and the text by F1 of character 4-grams. Rates
are of pages of 600 characters, of one process.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import click

from search import Article
from search.ingest import ReadArticle, read_corpus, read_file, single_file
from search.ingest.lines.blocks import title_key
from tests import ofd_files as ofd
from tests import office_files as office
from tests.files import word_file
from tests.old_word import OldWord

from .extraction import f_score

CORPUS = Path(__file__).parents[1] / "corpus"
SIGNED, DAY = "云江市人民政府", "2024年5月20日"
_ON_A_LINE, _ON_A_PAGE = 28, 600  # characters
_LEADING, _TOP, _BOTTOM = 10.0, 40.0, 255.0  # millimetres
_LONGEST_TITLE = 60  # characters: in three lines
_MOST_PARAGRAPHS = {"wps": 29}  # that the maker of old files has room for


class Paper:
    """What is written: an article as an official paper."""

    def __init__(self, article: Article, number: int) -> None:
        self.title = " ".join(article.title.split())
        self.number = f"云政发〔2024〕{number}号"
        self.texts = [text for block in article.blocks for text in block.text.splitlines() if text]

    @property
    def lines(self) -> list[str]:
        """Return all of it, a line for each paragraph."""
        return [self.title, self.number, *self.texts, SIGNED, DAY]


def _ofd(paper: Paper) -> bytes:
    pages: list[str] = [""]
    y = _TOP

    def put(words: str, indent: str = "", x: float = 28, size: float = 5.6) -> None:
        nonlocal y
        whole = indent + words
        for at in range(0, len(whole), _ON_A_LINE):
            if y > _BOTTOM:
                pages.append("")
                y = _TOP
            pages[-1] += ofd.text(whole[at : at + _ON_A_LINE], x, y, size)
            y += _LEADING

    for at in range(0, len(paper.title), 20):
        pages[-1] += ofd.centred(paper.title[at : at + 20], y, 7.8)
        y += _LEADING
    pages[-1] += ofd.centred(paper.number, y, 5.6)
    y += 2 * _LEADING
    for text in paper.texts:
        put(text, ofd.INDENT)
    y += _LEADING
    put(SIGNED, x=120)
    put(DAY, x=125)
    return ofd.ofd(ofd.Document(pages))


def _docx(paper: Paper) -> bytes:
    centred = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    first = f'<w:p>{centred}<w:r><w:rPr><w:sz w:val="44"/></w:rPr><w:t>{escape(paper.title)}</w:t></w:r></w:p>'
    rest = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in paper.lines[1:])
    return word_file(first + rest)


def _odt(paper: Paper) -> bytes:
    first = office.paragraph(escape(paper.title), "Title")
    return office.open_document(
        first + "".join(office.paragraph(escape(line)) for line in paper.lines[1:])
    )


def _rtf(paper: Paper) -> bytes:
    lines = (office.in_rich_text(_bare(line)) for line in paper.lines)
    return office.rich_text("".join(rf"\pard {line}\par " for line in lines))


def _bare(line: str) -> str:
    for sign in "\\{}":
        line = line.replace(sign, "")
    return line


def _pptx(paper: Paper) -> bytes:
    return office.presentation(
        office.shape(paper.title, kind="ctrTitle"), office.shape(*paper.lines[1:])
    )


def _epub(paper: Paper) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in paper.lines[1:])
    return office.book(paper.title, f"<h1>{escape(paper.title)}</h1>{body}")


def _eml(paper: Paper) -> bytes:
    return office.message(paper.title, "\n\n".join(paper.lines[1:]))


def _msg(paper: Paper) -> bytes:
    return office.outlook(paper.title, "\r\n\r\n".join(paper.lines[1:]))


def _wps(paper: Paper) -> bytes:
    return OldWord("".join(f"{line}\r" for line in paper.lines)).saved()


#: By suffix: how a paper is written.
FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "ofd": _ofd, "docx": _docx, "wps": _wps, "odt": _odt, "rtf": _rtf, "pptx": _pptx,
    "epub": _epub, "eml": _eml, "msg": _msg,
}  # fmt: skip


def papers_of(folder: Path, most: int) -> list[Paper]:
    """Return articles of a folder as papers."""
    articles = (
        item
        for item in read_corpus(folder)
        if isinstance(item, Article) and len(item.title) <= _LONGEST_TITLE and item.blocks
    )
    return [Paper(article, number) for number, article in enumerate(islice(articles, most), 1)]


def _read(folder: Path, suffix: str, content: bytes) -> Article | None:
    path = folder / f"a.{suffix}"
    path.write_bytes(content)
    return next(
        (i.article for i in read_file(single_file(path)) if isinstance(i, ReadArticle)), None
    )


def measure(papers: Sequence[Paper], suffix: str) -> Iterator[float]:
    """Yield of a format: files, how many are read, titles, numbers and days right, mean F1, pages a second."""
    read = titles = numbers = days = 0
    text = seconds = pages = 0.0
    longest = _MOST_PARAGRAPHS.get(suffix)
    papers = [paper for paper in papers if longest is None or len(paper.lines) <= longest]
    with TemporaryDirectory() as scratch:
        for paper in papers:
            content = FORMATS[suffix](paper)
            begun = time.process_time()
            article = _read(Path(scratch), suffix, content)
            seconds += time.process_time() - begun
            pages += max(1.0, sum(map(len, paper.lines)) / _ON_A_PAGE)
            if article is None:
                continue
            read += 1
            titles += title_key(article.title) == title_key(paper.title)
            numbers += article.doc_number == paper.number
            days += str(article.signed or article.day) == "2024-05-20"
            shown = "\n".join([article.title, *article.lines()])
            text += f_score(shown, "\n".join(paper.lines))[0]
    count = len(papers)
    yield count
    yield from (read / count, titles / count, numbers / count, days / count, text / count)
    yield pages / seconds


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=CORPUS)
@click.option("--most", default=200, help="Articles.")
def main(folder: Path, most: int) -> None:
    """Print the table of formats."""
    papers = papers_of(folder, most)
    print("| format | files | read | title | number | day | text, F1 | pages a second |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for suffix in FORMATS:
        count, *shares, rate = measure(papers, suffix)
        print(
            f"| .{suffix} | {count:.0f} | {' | '.join(f'{share:.3f}' for share in shares)} | {rate:.0f} |"
        )


if __name__ == "__main__":
    main()
