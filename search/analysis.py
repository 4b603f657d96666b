"""What of an article goes into an index? The one analysis that every engine indexes.

All texts of an article, the title first, stand behind one another in one line of normalised
characters, a line break (which no normalised text holds) between two of them. A position is a
place in that line, so a phrase never runs from one text into the next, and what stands before
`title_length` stands in the title.
"""

from dataclasses import dataclass

from .article import Article, BlockKind
from .normalization import NORMALIZATION_VERSION, normalize
from .segmentation import Segmenter

#: Stands between two texts of an article.
TEXT_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of an article."""

    title_terms: list[str]
    heading_terms: list[str]
    body_terms: list[str]
    characters: str  # all normalised texts, joined by TEXT_SEPARATOR
    title_length: int  # characters of the normalised title


def analyze(article: Article, segmenter: Segmenter) -> Analysis:
    """Turn an article into its terms."""
    title = normalize(article.title)
    blocks = [(block.kind, normalize(block.text)) for block in article.blocks]
    terms: dict[BlockKind, list[str]] = {kind: [] for kind in BlockKind}
    for kind, text in blocks:
        terms[kind] += segmenter.terms(text)
    return Analysis(
        title_terms=segmenter.terms(title),
        heading_terms=terms[BlockKind.HEADING],
        body_terms=terms[BlockKind.PARAGRAPH],
        characters=TEXT_SEPARATOR.join([title, *(text for _, text in blocks)]),
        title_length=len(title),
    )


def analysis_identity(segmenter: Segmenter) -> str:
    """Name everything that decides how text is analysed, a user dictionary apart."""
    return f"normalization {NORMALIZATION_VERSION}; {segmenter.identity}"
