"""Analysis: what of an article goes into an index? The one analysis that every engine indexes.

All texts of an article, the title first, stand behind one another in one line of normalised
characters, a line break (which no normalised text holds) between two of them. A position is a
place in that line, so a phrase never runs from one text into the next.
"""

from dataclasses import dataclass

from ..article import Article, BlockKind
from .normalization import NORMALIZATION_VERSION, TEXT_SEPARATOR, normalize_texts
from .segmentation import Segmenter


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of an article."""

    title_terms: list[str]
    heading_terms: list[str]
    body_terms: list[str]
    characters: str  # see `characters_of`


def characters_of(article: Article) -> str:
    """Return all texts of an article, normalised, in one line: joined by TEXT_SEPARATOR."""
    return normalize_texts(tuple(article.texts())).text


def analyze(article: Article, segmenter: Segmenter) -> Analysis:
    """Turn an article into its terms."""
    characters = characters_of(article)
    title, *texts = characters.split(TEXT_SEPARATOR)
    if any(block.joined for block in article.blocks):
        texts = normalize_texts([block.text for block in article.blocks]).text.split(TEXT_SEPARATOR)
    terms: dict[BlockKind, list[str]] = {kind: [] for kind in BlockKind}
    for block, text in zip(article.blocks, texts, strict=True):
        terms[block.kind] += segmenter.terms(text)
    return Analysis(
        title_terms=segmenter.terms(title),
        heading_terms=terms[BlockKind.HEADING],
        body_terms=terms[BlockKind.PARAGRAPH],
        characters=characters,
    )


def analysis_identity(segmenter: Segmenter) -> str:
    """Name everything that decides how text is analysed, a user dictionary apart."""
    return f"normalization {NORMALIZATION_VERSION}; {segmenter.identity}"
