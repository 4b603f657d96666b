"""Article text: how is it written as HTML? Escaped here, not by a template: a law has thousands of sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from search import BlockKind

from ..asked.languages import gettext as _
from ..escaping import escaped
from .article_view import ArticleBlock, ArticlePiece, ArticleSentence


@dataclass(frozen=True, slots=True)
class TextLinks:
    """Where a text leads: to other hits, and to itself."""

    visited: int  # hits that can be visited one after another
    hit_address: Callable[[int], str]
    clause_address: Callable[[str], str]  # by its anchor
    sentence_address: Callable[[str, str], str] | None  # by key and text; None: no links are wanted
    cited: str  # the key of the sentence that a link points at; empty without one


def write_text(blocks: Iterable[ArticleBlock], own_contents: range, links: TextLinks) -> Markup:
    """Write blocks; those that only list the text's own headings are folded away."""
    writer = _Writer(links)
    written: list[str] = []
    folded: list[str] = []
    for block in blocks:
        if block.number in own_contents:
            folded.append(writer.paragraph(block))
            continue
        if folded:
            written.append(writer.folded(folded))
            folded = []
        is_heading = block.kind is BlockKind.HEADING
        written.append(writer.heading(block) if is_heading else writer.paragraph(block))
    if folded:
        written.append(writer.folded(folded))
    return Markup("\n".join(written))  # noqa: S704 - every text in it was escaped


class _Writer:
    """What is the same for every block: texts in the reader's language, and where links lead."""

    def __init__(self, links: TextLinks) -> None:
        self._links, self._cited = links, links.cited
        self._next, self._previous = escaped(_("下一处")), escaped(_("上一处"))
        self._hits, self._close = escaped(_("命中处")), escaped(_("关闭"))
        self._sentence = escaped(_("这一句的链接"))
        self._own_contents = escaped(_("原文的目录"))
        self._doubtful = escaped(_("识别没有把握"))
        self._last_doubtful = 0

    def heading(self, block: ArticleBlock) -> str:
        level = block.level + 1
        return (
            f'<h{level} id="{block.anchor or f"h-{block.number}"}">{self._body(block)}</h{level}>'
        )

    def paragraph(self, block: ArticleBlock) -> str:
        anchor = f' id="{block.anchor}"' if block.anchor else ""
        return f"<p{anchor}>{self._body(block)}</p>"

    def folded(self, paragraphs: list[str]) -> str:
        inner = "\n".join(paragraphs)
        return f'<details class="own-contents"><summary>{self._own_contents}</summary>\n{inner}\n</details>'

    def _body(self, block: ArticleBlock) -> str:
        written = "".join([self._written(sentence) for sentence in block.sentences])
        if block.clause is None:
            return written
        anchor = escaped(block.clause.anchor)
        written = (
            f'<span class="clause" id="{anchor}">'
            f'<span class="clause" id="{block.clause.former_anchor}">{written}</span></span>'
        )
        if not block.clause.is_whole:
            return written
        label = escaped(_("%(clause)s的链接", clause=block.clause.anchor))
        address = escaped(self._links.clause_address(block.clause.anchor))
        return f'{written}<a class="clause-link" href="{address}" aria-label="{label}">#</a>'

    def _written(self, sentence: ArticleSentence) -> str:
        key = sentence.key
        written = "".join([self._piece(piece, key) for piece in sentence.pieces])
        if not key:
            return f"<span>{written}</span>"
        cited = ' class="cited"' if key == self._cited else ""
        link = ""
        if self._links.sentence_address:
            text = "".join(piece.text for piece in sentence.pieces)
            address = escaped(self._links.sentence_address(key, text))
            link = f'<a class="sentence-link" href="{address}" aria-label="{self._sentence}">#</a>'
        return f'<span id="s-{key}"{cited}>{written}</span>{link}'

    def _piece(self, piece: ArticlePiece, key: str) -> str:
        text = escaped(piece.text)
        if piece.doubtful:
            text = self._unsure(text, piece.doubtful)
        if not piece.marked:
            return text
        if not piece.hit:
            return f"<mark>{text}</mark>"
        return f'<mark id="hit-{piece.hit}">{text}</mark>{self._hop(piece.hit, key)}'

    def _unsure(self, text: str, number: int) -> str:
        """Write what was recognised without being sure; a passage that is cut by marks has one anchor."""
        anchor = "" if number == self._last_doubtful else f' id="unsure-{number}"'
        self._last_doubtful = number
        return f'<u class="doubtful"{anchor} title="{self._doubtful}">{text}</u>'

    def _hop(self, hit: int, key: str) -> str:
        """Write the bar that is shown while a hit is visited: to the next one, the one before, and away."""
        links = self._links
        after = before = ""
        if hit < links.visited:
            after = (
                f'<a class="hop-next" href="{escaped(links.hit_address(hit + 1))}">{self._next}</a>'
            )
        if hit > 1:
            before = f'<a class="hop-previous" href="{escaped(links.hit_address(hit - 1))}">{self._previous}</a>'
        here = f"s-{key}" if key else "main"
        return (
            f'<span class="hop" role="navigation" aria-label="{self._hits}">{after}{before}'
            f"<span>{hit} / {links.visited}</span>"
            f'<a class="hop-close" href="#{here}" aria-label="{self._close}">×</a></span>'
        )
