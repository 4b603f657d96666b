"""Understanding: what article is in a document? One set of rules for pages, pasted text, Word and PDF.

The lines of a document are, from top to bottom: navigation, breadcrumb, title, labelled lines
(发布时间, 来源, …), text, labelled lines again, links and footer. The run of lines that is the text is
found first, by its score; then the breadcrumb and the title above it; then what stands between.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ...article import Article, Block
from ...article_fields import FieldName, Place, shown_at
from ...document_numbers import canonical_number, is_number_alone
from ...errors import UnreadableError
from ...text.characters import HAN
from ..fields.dates import day_or_none, is_date
from ..fields.evidence import DOUBTFUL, Evidence, ReadArticle
from ..fields.values import article_id
from ..lines.blocks import (
    blocks_of_marked,
    blocks_of_pasted,
    find_title_echo,
    heading_of_echo,
    title_key,
)
from ..lines.labels import is_labelled, is_matter, labelled_values
from ..lines.page_furniture import is_list_heading
from ..lines.rendering import Form, Line, Rendering
from .bodies import signers
from .body import find_body, is_prose, is_row, line_score
from .breadcrumb import Breadcrumb, find_breadcrumb
from .citations import cited_numbers, find_own_number
from .endings import without_footer, without_imprint
from .findings import Findings
from .head_matter import head_length, is_sentence, without_head_matter
from .joins import with_labels_in_cells, with_split_lines_joined
from .left_out import doubt_of_left_out
from .notes import note_day
from .orders import Order, find_order
from .titles import FoundTitle, find_title, find_told_title
from .told_days import told_day, unlikely_days, with_years

_MAX_HEAD_LINES = 300  # above the text: the longest menus seen have about 100
_TRUST_BELOW = 0.85  # of what labels there say
_BELOW_TEXT = 14  # lines in which a note on source or author may follow a page's text
_MOST_APART = 8
_SHORT_TEXT = 30  # characters: less is hardly an article
_SIGNATURE_LINES = 6
_SHORTEST_TITLE = 4  # characters
_TOP = 60  # lines in which the head of an order may stand
_LINKED = 0.5  # share of a line in links
_DAY_BEHIND = re.compile(r"(?<=\S{4})\s*[\[（(]?20\d{2}-\d{1,2}-\d{1,2}[\]）)]?$")
_REPORTER = re.compile(
    r"[（(【][^（()）【】]{0,14}?(?:记者|记 者|作者|文[/／图])\s*[:：]?\s*"
    rf"((?:[{HAN}]{{2,4}}[\s、]*){{1,3}}?)\s*(?=[）)】]|通讯员|摄)|[报社网]记者\s+([{HAN}]{{2,4}})$"
)
_LEAST_OWN = 0.3  # share of a text that stands on no other page of its site
_SURE_OF_FIRST = 0.85  # that the first line of a document is its title, where it may be one
_MAX_DOCUMENT_HEAD = 20  # lines above the text of a document
_RED_HEAD = re.compile(r"^(.{2,40}?)\s*文\s*件$")  # 云江市人民政府文件


def understand(
    rendering: Rendering, origin: str, boilerplate: Collection[str] = frozenset()
) -> ReadArticle:
    """Make an article of a document; `boilerplate` are lines that the pages of its site share.

    Raises UnreadableError when there is nothing, no title or no text.
    """
    lines = with_split_lines_joined(with_labels_in_cells(rendering.lines))
    if not lines:
        raise UnreadableError(
            "空文件" if rendering.form is Form.PASTED else rendering.no_text or "没有文字"
        )
    findings = Findings(rendering.hints)
    match rendering.form:
        case Form.PASTED:
            title, body = _pasted_part(lines, findings, rendering)
        case Form.PAGE:
            title, body = _marked_part(lines, findings, rendering, boilerplate)
        case Form.DOCUMENT:
            title, body = _whole_document(lines, findings, rendering)
    echo: tuple[Block, ...] = ()
    if rendering.form is not Form.DOCUMENT:
        body = without_footer(body, findings)
        texts = [line.text for line in body]
        repeated = find_title_echo(texts, title.text)
        echo = heading_of_echo(texts[repeated.start : repeated.stop], title.text)
        body = without_head_matter(body, title.text, findings)
        body = _without_shared_edges(body, boilerplate)
    body = without_imprint(body, findings)
    if not body:
        raise UnreadableError(rendering.no_text or "没有正文")
    make_blocks = blocks_of_pasted if rendering.form is Form.PASTED else blocks_of_marked
    item = _read_article(title, findings, body, (*echo, *make_blocks(body)), origin)
    if rendering.form is not Form.PAGE:
        return item
    doubt = doubt_of_left_out(lines, body, {title.text, *boilerplate})
    return replace(item, doubts=(*item.doubts, doubt)) if doubt else item


def _pasted_part(
    lines: list[Line], findings: Findings, rendering: Rendering
) -> tuple[FoundTitle, list[Line]]:
    """Find the title of pasted text, and what stands below it: only words tell its parts."""
    prose = next((i for i, line in enumerate(lines) if is_sentence(line.text)), len(lines))
    breadcrumb = find_breadcrumb(lines[: min(prose + 1, _MAX_HEAD_LINES)])
    if breadcrumb:
        place = breadcrumb.place
        # Labels may stand above it too, as on pages with a table of them at the very top.
        labels = [line for line in lines[: place.start] if is_labelled(line.text)]
        lines = labels + lines[place.stop :]
    head = lines[: min(head_length(lines), _MAX_HEAD_LINES)]
    order = _order_in(lines, findings)
    title = _title(head, lines, breadcrumb is not None, rendering, order)
    _take_section(findings, breadcrumb, title)
    _take_labels(findings, lines[: title.place.start])
    return title, _without_order(lines[title.place.stop :], lines, order, title)


def _marked_part(
    lines: list[Line], findings: Findings, rendering: Rendering, boilerplate: Collection[str]
) -> tuple[FoundTitle, list[Line]]:
    """Find the title and the text of a document with markup, and the lines between that belong to it."""
    core = _core(lines, boilerplate, find_told_title(lines, rendering.hints))
    if not core:
        raise UnreadableError(rendering.no_text or "没有正文")
    above = lines[max(0, core.start - _MAX_HEAD_LINES) : min(core.start + 3, core.stop)]
    breadcrumb = find_breadcrumb(above)
    if breadcrumb:
        # What stood around a breadcrumb are no neighbours: the site's name is not joined to a title.
        below = [replace(line, after_blank=True) for line in above[breadcrumb.place.stop :][:1]]
        below += above[breadcrumb.place.stop + 1 :]
        above = [*above[: breadcrumb.place.start], *below]
    top = [*above, *lines[min(core.start + 3, core.stop) : core.stop]]
    order = _order_in(top, findings)
    title = _title(above, lines, False, rendering, order)
    _take_section(findings, breadcrumb, title)
    _take_labels(findings, above[: title.place.start])
    last = above[title.place.stop - 1].number if title.place else 0
    body = [line for line in lines[core.start : core.stop] if line.number > last]
    below = _notes_below(lines[core.stop : core.stop + _BELOW_TEXT])
    between = _between(above, title, lines[core.start])
    for line in below:
        findings.take(line, _TRUST_BELOW)
    return title, _without_order([*between, *body], top, order, title)


def _core(lines: list[Line], shared: Collection[str], title: int | None) -> range:
    """Find the run of lines that is the text; where shared lines are most of it, it is a form, and keeps them."""
    core = find_body(lines, shared, title)
    if shared:
        plain = find_body(lines, (), title)
        if _size(lines[core.start : core.stop]) < _LEAST_OWN * _size(
            lines[plain.start : plain.stop]
        ):
            return plain
    return core


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _whole_document(
    lines: list[Line], findings: Findings, rendering: Rendering
) -> tuple[FoundTitle, list[Line]]:
    """Find the title of a document that has nothing around it; everything else is its text."""
    head = lines[: max(1, min(head_length(lines), _MAX_DOCUMENT_HEAD))]
    order = _order_in(lines, findings)
    title = _title(head, lines, False, rendering, order)
    if order and title.text == order.title:  # its head is text; the title may stand anywhere below
        title = replace(title, place=order.titled)
    elif title.place.start == 0 and title.place:
        sure = max(title.confidence, _SURE_OF_FIRST)
        title = replace(title, confidence=sure)
    _take_labels(findings, head)
    for line in head[: title.place.start]:
        if match := _RED_HEAD.match(line.text):
            findings.add(FieldName.ISSUER, match[1], f"红头“{line.text}”", 0.9)
    for line in lines[title.place.stop : title.place.stop + _SIGNATURE_LINES]:
        if is_date(line.text):
            findings.add(FieldName.SIGNED, day_or_none(line.text) or "", "标题下的日期", 0.8)
    above = [replace(line, level=None) for line in lines[: title.place.start]]
    return title, [*above, *lines[title.place.stop :]]


def _order_in(lines: Sequence[Line], findings: Findings) -> Order | None:
    """Find the order at the top of a document, and keep what its head says."""
    order = find_order([line.text if line.linked <= _LINKED else "" for line in lines[:_TOP]])
    if order is None:
        return None
    findings.add(FieldName.ISSUER, order.issuer, f"“{order.name}”", 0.93)
    findings.add(FieldName.DOC_NUMBER, order.number or "", f"“{order.name}”及其编号", 0.97)
    if order.signed:
        findings.add(
            FieldName.SIGNED, order.signed.isoformat(), f"“{order.name}”署名下的日期", 0.92
        )
    below = order.titled.stop
    if order.titled and below < len(lines) and is_number_alone(lines[below].text):
        number = lines[below].text.strip("（()） ")
        findings.add(FieldName.DOC_NUMBER, number, "标题下单独一行的文号", 0.98)
    return order


def _title(
    head: Sequence[Line],
    lines: Sequence[Line],
    after_breadcrumb: bool,
    rendering: Rendering,
    order: Order | None,
) -> FoundTitle:
    """Find the title; that of an order is the title of what it issues. Raises UnreadableError."""
    hints = (
        *_labelled_titles(lines[:_TOP] if rendering.form is Form.DOCUMENT else head),
        *rendering.hints,
    )
    try:
        title = find_title(head, lines, after_breadcrumb, hints)
    except UnreadableError:
        if order is None:
            raise
        title = FoundTitle(order.place, order.name, "", 0.0)
    return order.titled_instead_of(title) if order else title


def _labelled_titles(lines: Sequence[Line]) -> list[Evidence]:
    """Return what tables above a text call its title: 标题： | 关于…的通知."""
    return [
        Evidence(FieldName.TITLE, value.strip(" |｜"), "“标题”一行", 0.97)
        for line in lines
        if is_labelled(line.text)
        for label, value in labelled_values(line.text)
        if label is FieldName.TITLE and len(title_key(value)) >= _SHORTEST_TITLE
    ]


def _without_order(
    body: list[Line], lines: Sequence[Line], order: Order | None, title: FoundTitle
) -> list[Line]:
    """Drop the head of an order, and the title of what it issues where it is the article's."""
    if order is None:
        return body
    told = {lines[index].number for index in order.place}
    if title.text == order.title:
        told |= {lines[index].number for index in order.titled}
    rest = [
        line
        for line in body
        if line.number not in told and "".join(line.text.split()) != order.name
    ]
    return rest or body


def _without_shared_edges(lines: list[Line], shared: Collection[str]) -> list[Line]:
    """Cut lines that a site's pages share off a text; of sentences, those at its end only."""
    start, end = 0, len(lines)
    while end > start and lines[end - 1].text in shared:
        end -= 1
    while start < end and lines[start].text in shared and not is_prose(lines[start].text):
        start += 1
    is_form = _size(lines[start:end]) < _LEAST_OWN * _size(lines)
    return lines if is_form else lines[start:end]


def _between(above: Sequence[Line], title: FoundTitle, first: Line) -> list[Line]:
    """Return the lines above a text that belong to it, up to its title: labels, salutation, headings."""
    kept: list[Line] = []
    apart = first.apart
    candidates = [line for line in above[title.place.stop :] if line.number < first.number]
    for line in reversed(candidates):
        belongs = is_row(line) or (line_score(line) >= -1.0 and apart <= _MOST_APART)
        if is_matter(line.text) or is_date(line.text) or belongs:
            kept.append(line)
            apart = 0
        elif not title.place:
            break
        apart += line.apart
    return kept[::-1]


def _notes_below(lines: Sequence[Line]) -> list[Line]:
    """Return the lines directly below a text that are no links, up to the first list of other articles."""
    end = next((i for i, line in enumerate(lines) if is_list_heading(line.text)), len(lines))
    return [line for line in lines[:end] if line.linked <= 0.5]


def _take_labels(findings: Findings, lines: Sequence[Line]) -> None:
    for line in lines:
        if is_labelled(line.text):
            findings.take(line)
        elif is_number_alone(line.text):
            findings.add(FieldName.DOC_NUMBER, line.text.strip("（()） "), "单独一行的文号", 0.9)


def _take_section(findings: Findings, breadcrumb: Breadcrumb | None, title: FoundTitle) -> None:
    path = breadcrumb.without_title(title.text) if breadcrumb else ()
    findings.add(FieldName.SECTION, ">".join(path), "页面上的位置导航", 0.95)


def _read_article(
    title: FoundTitle,
    findings: Findings,
    body: Sequence[Line],
    blocks: tuple[Block, ...],
    origin: str,
) -> ReadArticle:
    if match := _DAY_BEHIND.search(title.text):
        findings.add(FieldName.DATE, day_or_none(match[0]) or "", "标题后面的日期", 0.85)
        title = replace(title, text=title.text[: match.start()].strip())
    told = findings.best(FieldName.TITLE)
    if told and title.confidence < DOUBTFUL <= told.confidence:
        title = replace(title, text=told.value, reason=told.reason, confidence=told.confidence)
    findings.settle(Evidence(FieldName.TITLE, title.text, title.reason, title.confidence))
    if day := _signature_day(body):
        findings.add(FieldName.SIGNED, day, "文末署名下的日期", 0.9)
    elif day := note_day([line.text for line in body]):
        findings.add(FieldName.SIGNED, day, "标题下题注中的日期", 0.8)
    if issuer := signers([line.text for line in body]):
        findings.add(FieldName.ISSUER, issuer, "文末署名", 0.85)
    if author := _reporter(blocks):
        findings.add(FieldName.AUTHOR, author, "正文里的“记者”", 0.76)
    if own := find_own_number(title.text, [block.text for block in blocks]):
        findings.add(FieldName.DOC_NUMBER, own.number, own.reason, own.confidence)
    given = findings.value(FieldName.DOC_NUMBER)
    doc_number = canonical_number(given) if given else None
    _complete_days(findings, title.text, body, doc_number)
    article = Article(
        **findings.values()
        | {"id": article_id(None, origin), "title": title.text, "doc_number": doc_number},
        blocks=blocks,
        cites=cited_numbers((block.text for block in blocks), doc_number),
    )
    size = sum(len(block.text) for block in blocks)
    confidence = 0.9 if size >= _SHORT_TEXT else 0.5
    findings.add(
        FieldName.TEXT, f"{len(blocks)} 段，{size} 字", "连在一起、最像正文的各行", confidence
    )
    shown = (findings.best(field.name) for field in shown_at(Place.INSPECT))
    evidence = tuple(
        replace(best, value=doc_number)
        if doc_number and best.field is FieldName.DOC_NUMBER
        else best
        for best in shown
        if best
    )
    doubts = (*findings.doubts, *_doubts(article, evidence), *unlikely_days(article))
    return ReadArticle(article, evidence, doubts)


def _complete_days(
    findings: Findings, title: str, body: Sequence[Line], number: str | None
) -> None:
    """Add what else tells of the days: of one without a year, that; where there is none, the paper itself."""
    for evidence in with_years(findings.yearless, title, findings.value(FieldName.URL), number):
        findings.add(evidence.field, evidence.value, evidence.reason, evidence.confidence)
    if findings.value(FieldName.DATE) or findings.value(FieldName.SIGNED):
        return
    if told := told_day(title, [line.text for line in body], number):
        findings.add(told.field, told.value, told.reason, told.confidence)


def _reporter(blocks: tuple[Block, ...]) -> str | None:
    """Return whom the first or the last words of a text name: （记者 潘以宁）, 【文/专栏作者 李禾】."""
    for text in (*(block.text[:120] for block in blocks[:2]), blocks[-1].text[-60:]):
        if match := _REPORTER.search(text):
            return " ".join((match[1] or match[2]).split())
    return None


def _doubts(article: Article, evidence: Sequence[Evidence]) -> list[str]:
    doubts = [
        f"{entry.field.label}“{entry.value[:40]}”没有把握：{entry.reason}"
        for entry in evidence
        if entry.confidence < DOUBTFUL
    ]
    return doubts if article.day else [*doubts, "没有找到日期"]


def _signature_day(body: Sequence[Line]) -> str | None:
    """Return the last date that stands alone near the end: under the issuer's name."""
    for line in reversed(body[-_SIGNATURE_LINES:]):
        if is_date(line.text):
            return day_or_none(line.text)
    return None
