"""Records: how do values with names, of a row or a JSON object, become an article?

A value that is wrong costs only itself. What is not taken is named once a file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ...article import Article, Block, BlockKind
from ...article_fields import GIVEN, Kind
from ...errors import UnreadableError
from ...text.hard_wraps import told_paragraph_ranges
from ..fields.audience import (
    IN_DOUBT,
    NOTHING_TOLD,
    Told,
    means_audience,
    told_in,
    without_audience,
)
from ..fields.evidence import ReadArticle
from ..fields.names import NamedValues, by_field, sort_out
from ..fields.plain_markup import markup_of, plain_line, plain_text
from ..fields.values import article_id, read_fields, without_surrogates
from ..files.listing import Remark
from ..lines.blocks import blocks_of_lines, without_echo_blocks
from ..lines.coverage import loss, loss_of, size_of
from .structured_text import size_within, text_of

# Fields whose names other things have, too: the attribute of Article is called the same.
_MAY_BE_ANOTHER = tuple(
    field.name.value for field in GIVEN if field.kind in {Kind.VALIDITY, Kind.ADDRESS}
)
_MOST_NAMES, _MOST_NAMES_SHOWN, _SHOWN = 2_000, 30, 40

#: What a reader of records yields.
Item = ReadArticle | Remark | UnreadableError


@dataclass(frozen=True, slots=True)
class Record:
    """Values with names, and where in the file they stand."""

    values: Mapping[str, object]
    line: int | None = None
    place: str = ""  # where a line does not say it: 第 3 项
    doubts: tuple[str, ...] = ()  # what its reader is not sure of
    told: Told = NOTHING_TOLD  # what is said above or around it of who may read it


@dataclass(slots=True)
class LeftOut:
    """Counts, in a file, how many articles have a value under a name that is not taken."""

    _unknown: Counter[str] = field(default_factory=Counter)
    _unused: Counter[str] = field(default_factory=Counter)

    def add(self, given: NamedValues, article: Article) -> None:
        """Count the names of one article, which was made of what is given.

        One whose value says nothing of the kind is as one that is unknown: status may tell of
        something else.
        """
        silent = (
            f"{given.names[name]}（值“{_shown(given.fields[name])}”）"
            for name in _MAY_BE_ANOTHER
            if name in given.fields and not getattr(article, name)
        )
        unknown = (*given.unknown, *silent)
        for counts, names in ((self._unknown, unknown), (self._unused, given.unused)):
            if len(counts) < _MOST_NAMES:
                counts.update(list(dict.fromkeys(names)))

    def remarks(self, origin: str) -> Iterator[Remark]:
        """Say of the file at a path what is left out of its articles."""
        for counts, why in (
            (self._unknown, "不认识，未收入"),
            (self._unused, "与已收的字段意思相同而值不同，未收入"),
        ):
            if counts:
                yield Remark(origin, f"字段 {_counted(counts, why)}".replace("） ", "）"))


def read_records(
    records: Iterable[Record | Remark | UnreadableError], origin: str
) -> Iterator[Item]:
    """Make an article of each record, or say why there is none; at the end what was left out of all."""
    left_out = LeftOut()
    for record in records:
        if not isinstance(record, Record):
            yield record
            continue
        named = sort_out(without_audience(record.values))
        try:
            item = with_audience(_read(named, origin), record.values, record.told)
        except UnreadableError as error:
            reason = f"{record.place}：{error.reason}" if record.place else error.reason
            yield UnreadableError(reason, record.line)
            continue
        left_out.add(named, item.article)
        yield _doubted(item, record) if record.doubts else item
    yield from left_out.remarks(origin)


def with_what_stands_before(
    records: Iterable[Record | UnreadableError],
) -> Iterator[Record | UnreadableError]:
    """Keep from everyone what stands below an object that says so, and is no article: of a file, its head."""
    told = NOTHING_TOLD
    for record in records:
        if isinstance(record, Record):
            if by_field(record.values).keys().isdisjoint({"title", "text"}):
                told = told.and_told(told_in(record.values).restricting())
            yield replace(record, told=told) if told.audience else record
        else:
            yield record


def read_record(values: Mapping[str, object], origin: str) -> ReadArticle:
    """Make an article of named values; `text` may be HTML, or a list. Raises UnreadableError."""
    return with_audience(_read(sort_out(without_audience(values)), origin), values)


def with_audience(
    item: ReadArticle, values: Mapping[str, object], around: Told = NOTHING_TOLD
) -> ReadArticle:
    """Add to an article what named values, and what stands around them, say of who may read it."""
    told = told_in(values).and_told(around)
    if told.audience is None:
        return item
    return replace(item, audience=told.audience, doubts=(*item.doubts, *told.doubts))


def _doubted(item: ReadArticle, record: Record) -> ReadArticle:
    """Add what the reader of a record was not sure of; its audience may stand under another name then."""
    says = any(means_audience(name) for name in record.values) or item.audience
    audience = IN_DOUBT.audience if says else None
    return replace(item, doubts=(*record.doubts, *item.doubts), audience=audience)


def _read(named: NamedValues, origin: str) -> ReadArticle:
    given = named.fields.get("text")
    text = without_surrogates(text_of(given))
    if not text.strip():
        raise UnreadableError("没有正文 text")
    known = read_fields(named.fields)
    blocks, lost = _blocks(text)
    lost = lost or loss(size_within(given), size_of(text))
    blocks = without_echo_blocks(blocks, known.values["title"])
    if not blocks:
        raise UnreadableError("没有正文：text 只重复了标题")
    content = (known.values["title"], str(known.values["published"]), text)
    identifier = article_id(known.values["id"], origin, *content)
    return ReadArticle(
        Article(**known.values | {"id": identifier, "blocks": blocks}),
        doubts=(*known.doubts, *((lost,) if lost else ())),
    )


def _blocks(text: str) -> tuple[tuple[Block, ...], str | None]:
    """Make blocks of a text; say what of it was lost."""
    markup = markup_of(text)
    if markup is None:
        return blocks_of_lines(list(_paragraphs(plain_text(text)))), None
    from ..documents.web_page import render_html  # noqa: PLC0415 - few records hold HTML

    rendering = render_html(markup)
    blocks: list[Block] = []
    for line in rendering.lines:
        shown = plain_line(line.text)  # what was escaped twice
        if line.level is not None:
            blocks.append(Block(BlockKind.HEADING, shown))
        else:
            blocks += blocks_of_lines([shown])
    return tuple(block for block in blocks if block.text.strip()), loss_of(rendering)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text, each a line of it or, where it is hard-wrapped, its lines."""
    for start, end in told_paragraph_ranges(text):
        stripped = (raw.strip() for raw in text[start:end].splitlines())
        if paragraph := "\n".join(line for line in stripped if line):
            yield paragraph


def _counted(counts: Counter[str], why: str) -> str:
    """Write names with how many articles have each: bianma、stage 不认识，未收入（12 篇）."""
    by_count: dict[int, list[str]] = {}
    for name, count in counts.most_common(_MOST_NAMES_SHOWN):
        by_count.setdefault(count, []).append(_shown(name))
    more = f" 等 {len(counts)} 个" if len(counts) > _MOST_NAMES_SHOWN else ""
    if len(by_count) == 1:
        ((count, names),) = by_count.items()
        return f"{'、'.join(names)}{more} {why}（{count} 篇）"
    told = "、".join(f"{'、'.join(names)}（{count} 篇）" for count, names in by_count.items())
    return f"{told}{more} {why}"


def _shown(value: object) -> str:
    if not isinstance(value, str | int | float):
        return "…"
    return " ".join(without_surrogates(str(value)[:_MOST_NAMES]).split())[:_SHOWN]
