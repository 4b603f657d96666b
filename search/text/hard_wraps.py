"""Hard wraps: which lines of a text are one paragraph, broken where a page was full?

What is copied out of a PDF has a break at the end of each line, in the middle of a sentence or a name.
A line goes on in the next where it was full (the next is not longer), no sentence ends with it, and the
paragraph ends as sentences do; an indentation or a number begins another one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from .characters import HAN
from .numbering import BLANK, style_of
from .sentences import ends_sentence, ends_sentence_or_leads_on

Range = tuple[int, int]

_FEWEST = 15  # characters of a full line: what is shorter may be a heading
_RAGGED = 4.0  # characters by which full lines differ: marks and Latin words are not parted
_NOTE = re.compile("[（(].*[)）]")  # (2020年12月23日通过)
_ROW = re.compile(rf"\t|\||[{HAN}][ \u3000]+[{HAN}].*[{HAN}][ \u3000]+[{HAN}]")  # of a table
_MARKS = frozenset("，、。；：！？,;:（《“")
_NUMBER = 4  # characters that a line may begin with: the marks in them tell nothing
_NOTED = re.compile(r"[。！？；!?;]\s*[（(][^（）()]{1,60}[）)]\s*$")  # …。（市水利局负责）
_TAIL = 80  # characters, of which that is looked for
_ANEW = re.compile(
    r"\s*(?:[（(]\d{1,3}[)）]|[①-⑳]|附件\s*\d*\s*[:：]|[（(]此件|抄送|[\d〇○零一二三四五六七八九十]{4}年.{2,8}日\s*$)"
)
_TITLE = re.compile(
    "(?:通知|通报|通告|公告|意见|决定|决议|办法|批复|函|报告|方案|规定|条例|细则|请示|令)\\s*$"
)
_LABEL = re.compile(r"\s*[^，。；：:]{1,10}[：:]")
_ADDRESSED = re.compile(r"(?<!如下)[：:]\s*$")
_BULLET = re.compile("[—―–●○◆◇■□▪•·★☆※*-]")
_PAUSE = re.compile(r"[，、,]\s*$")
# A text is wrapped where so many of its breaks, and one of so many, stand within sentences.
_FEWEST_BROKEN, _ONE_OF = 2, 5
_FEWEST_LINES = 3  # of a paragraph that is wrapped in a text that is not
_PAGE = 2  # characters by which most full lines of a page differ
_INDENTATION = 2  # characters that the first line of a paragraph has less, where it lost them
_MOST_WIDER = 0.05  # share of the lines that are wider than a page


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    after_blank: bool


_Lines = list[_Line]
_Measure = Callable[[str], float]


def paragraph_ranges(text: str) -> list[Range]:
    """Return the ranges of the paragraphs of what was pasted: lines, or several that only hard wraps part.

    Blank lines are none; a range ends before its line break.
    """
    runs = list(_runs(text))
    found = [*_paragraphs(runs[:-1]), *_paragraphs(runs[-1:], may_lack_end=True)]
    return [_range(lines) for lines in found]


def told_paragraph_ranges(text: str) -> list[Range]:
    """Return the ranges of the paragraphs of a text whose lines mostly are some: each line is one by itself.

    Not where its breaks tell that the text is wrapped, or a paragraph in it of three lines or more.
    """
    runs = list(_runs(text))
    found = list(_paragraphs(runs))
    told = [lines for lines in found if _tells(lines)]
    breaks = sum(map(len, found)) - 1
    broken = sum(len(lines) - 1 for lines in told)
    if broken < _FEWEST_BROKEN or broken * _ONE_OF < breaks:
        parts = ([lines] if _tells_of_itself(lines) else _each(lines) for lines in found)
        found = list(chain.from_iterable(parts))
    else:
        page = _page_of(told, found)
        found = list(
            _paragraphs(chain.from_iterable(_below_headings(run, page) for run in runs), True)
        )
        found = list(_joined(found, page))
    return [_range(lines) for lines in found]


def _range(lines: _Lines) -> Range:
    return lines[0].start, lines[-1].end


def _texts(lines: _Lines) -> list[str]:
    return [line.text.rstrip(BLANK) for line in lines[-2:]]


def _each(lines: _Lines) -> Iterator[_Lines]:
    return ([line] for line in lines)


def _paragraphs(runs: Iterable[_Lines], may_lack_end: bool = False) -> Iterator[_Lines]:
    for run in runs:
        yield from [run] if len(run) > 1 and _reads_on(run, may_lack_end) else _each(run)


def _runs(text: str) -> Iterator[_Lines]:
    """Yield lines that may be one paragraph, by how long they are and how each begins and ends."""
    run: _Lines = []
    at = 0
    after_blank = True
    for kept in text.splitlines(keepends=True):
        written = kept.splitlines()[0]
        line = _Line(at, at + len(written), written, after_blank)
        after_blank = not written.strip(BLANK)
        if run and (after_blank or not _may_go_on(_texts(run), written)):
            yield run
            run = []
        if not after_blank:
            run.append(line)
        at += len(kept)
    if run:
        yield run


def _may_go_on(before: Sequence[str], line: str) -> bool:
    last = before[-1]
    return (
        not _ends_or_leads_on(before)
        and _width(last) >= _FEWEST
        and any(_is_full(measure, before, line) for measure in (_width, len))
        and not _are_apart(last, line)
    )


def _ends(lines: Sequence[str]) -> bool:
    """Say whether a sentence ends with lines, perhaps before a note in brackets."""
    return ends_sentence(lines[-1]) or _NOTED.search("".join(lines[-2:])[-_TAIL:]) is not None


def _ends_or_leads_on(lines: Sequence[str]) -> bool:
    return ends_sentence_or_leads_on(lines[-1]) or _ends(lines)


def _is_full(measure: _Measure, before: Sequence[str], line: str) -> bool:
    """Say whether a line is not shorter than those beside it."""
    least = measure(before[-1]) + _RAGGED
    return measure(line) <= least and measure(before[0]) <= least


def _are_apart(last: str, line: str) -> bool:
    """Say whether a line is another paragraph than that of the line before, whatever that says."""
    return (
        _begins_anew(line)
        or _indent(line) > _indent(last)
        or _stands_alone(last)
        or _stands_alone(line)
        or have_labels(last, line)
        or (_TITLE.search(last) is not None and _ADDRESSED.search(line) is not None)
    )


def _begins_anew(line: str) -> bool:
    return style_of(line) is not None or _ANEW.match(line) is not None


def _stands_alone(line: str) -> bool:
    return _NOTE.fullmatch(line.strip(BLANK)) is not None or _ROW.search(line) is not None


def have_labels(*lines: str) -> bool:
    """Say whether each of some lines begins with what it is: 地址：…, 电话：…."""
    return all(_LABEL.match(line) for line in lines)


def _reads_on(lines: _Lines, may_lack_end: bool) -> bool:
    """Say whether lines read as a sentence, and not as a title above the name of who is spoken to.

    What is pasted last may have lost its end.
    """
    if _ends(_texts(lines)):
        return True
    return _has_marks(lines[:-1]) and (
        may_lack_end or ends_sentence_or_leads_on(lines[-1].text.rstrip(BLANK))
    )


def _has_marks(lines: _Lines) -> bool:
    """Say whether a line has marks, as sentences do, or opens a bracket that goes on."""
    return any(
        not _MARKS.isdisjoint(line.text[_NUMBER:]) or line.text.rfind("（") > line.text.rfind("）")
        for line in lines
    )


def _tells(lines: _Lines) -> bool:
    """Say whether lines that are one paragraph tell by themselves that their text is wrapped."""
    return len(lines) > 1 and _ends(_texts(lines)) and _has_marks(lines[:-1])


def _tells_of_itself(lines: _Lines) -> bool:
    """Say whether lines tell that they are one paragraph, in a text that is not wrapped."""
    widths = [_width(line.text) for line in lines[:-1]]
    return len(lines) >= _FEWEST_LINES and max(widths) - min(widths) <= _RAGGED and _tells(lines)


@dataclass(frozen=True, slots=True)
class _Page:
    """How long the full lines of a text are, and how that is measured."""

    measure: _Measure
    width: int

    def fills(self, line: _Line, ragged: float) -> bool:
        """Say whether a line is full, by so many characters at most, and no wider than a page."""
        return -ragged <= self.measure(line.text) - self.width <= _PAGE


def _page_of(told: Sequence[_Lines], paragraphs: Sequence[_Lines]) -> _Page | None:
    """Return the page of a text, by its broken lines; None where they are of several widths."""
    broken = [line.text for lines in told for line in lines[:-1]]
    pages = []
    for measure in (_width, len):
        counts = Counter(round(measure(text)) for text in broken)
        near = {width: sum(counts[width - less] for less in range(_PAGE + 1)) for width in counts}
        width = max(near, key=lambda width: (near[width], width))
        pages.append((near[width], _Page(measure, width)))
    count, page = max(pages, key=lambda counted: counted[0])
    wider = [page.measure(line.text) > page.width + _PAGE for each in paragraphs for line in each]
    is_one = count * 2 > len(broken) and sum(wider) <= len(wider) * _MOST_WIDER
    return page if is_one else None


def _below_headings(run: _Lines, page: _Page | None) -> Iterator[_Lines]:
    """Yield a run of lines; by itself the first, where it is a heading: numbered, and too short to be full."""
    first = run[0]
    if page and _begins_anew(first.text) and _is_open(run[:1]) and not page.fills(first, _PAGE):
        yield run[:1]
        run = run[1:]
    if run:
        yield run


def _joined(paragraphs: Sequence[_Lines], page: _Page | None) -> Iterator[_Lines]:
    """Join what goes on in a text that is wrapped, however long the next line is, and where a sentence ends."""
    whole: _Lines = []
    is_heading = False
    for before, lines in pairwise([[], *paragraphs]):
        if whole and not _goes_on(before, lines, page, is_heading):
            yield whole
            whole = []
        is_heading = (is_heading if whole else _begins_anew(lines[0].text)) and _is_open(lines)
        whole.extend(lines)
    yield whole


def _is_open(lines: _Lines) -> bool:
    """Say whether there is no sentence in lines yet: they may be a heading."""
    return not any("。" in line.text for line in lines) and _PAUSE.search(lines[-1].text) is None


def _goes_on(before: _Lines, lines: _Lines, page: _Page | None, is_heading: bool) -> bool:
    """Say whether lines go on with those before, with which perhaps a heading ends."""
    last, first = before[-1].text, lines[0].text
    if lines[0].after_blank or _are_apart(last, first):
        return False
    may_begin = len(lines) > 1 and page is not None and _has_lost_indentation(lines[0], page)
    ends_well = _ends(_texts(lines))
    if _ends_or_leads_on(_texts(before)):
        is_full = page is not None and page.fills(before[-1], _PAGE)
        goes_on = _ends(_texts(before)) and ends_well and not _BULLET.match(first)
        return is_full and goes_on and not may_begin
    is_full = page is not None and page.fills(before[-1], _RAGGED)
    if is_heading:
        return is_full and not may_begin
    return (is_full or ends_well) if _has_marks(before) else (is_full and ends_well)


def _has_lost_indentation(line: _Line, page: _Page) -> bool:
    return page.measure(line.text) <= page.width - _INDENTATION


def _width(line: str) -> float:
    """Return how wide a line is, in Chinese characters: those of ASCII are half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in line.rstrip(BLANK))


def _indent(line: str) -> float:
    return _width(line) - _width(line.lstrip(BLANK))
