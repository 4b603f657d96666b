"""Sentences: which has a text, and how is one pointed at so that it is found again, or known to be gone?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b

from ..article import Article
from .normalization import TEXT_SEPARATOR, normalize, normalize_texts

#: What ends a sentence, and the quotes and brackets that may close behind it.
END_MARKS, CLOSING_MARKS = "。！？；!?;…", '”’」』）)"'
#: The same ends in a normalised text, where each is written in one way.
NORMALIZED_END_MARKS = "。!?;"
#: Characters of a sentence that a link to it carries, see `find_changed`: each takes nine in an address.
BEGINS = 8

_SENTENCE = re.compile(rf".+?(?:[{END_MARKS}]+[{CLOSING_MARKS}]*|$)", re.DOTALL)
_KEY_BYTES = 6
_LIKE_ENOUGH = 0.5  # likeness, 0 to 1, of a changed sentence to what stood there
_MAX_COMPARED = 400  # characters

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: the index of its block, and its range there in characters."""

    block: int
    start: int
    end: int
    text: str
    key: str


def sentence_ranges(text: str) -> list[Range]:
    """Cut a text into sentences: ranges that cover it, each with the marks that end it."""
    return [match.span() for match in _SENTENCE.finditer(text)]


def ends_sentence(text: str) -> bool:
    """Say whether a sentence ends where a text does."""
    return text.rstrip().rstrip(CLOSING_MARKS).endswith(tuple(END_MARKS))


def ends_sentence_or_leads_on(text: str) -> bool:
    """Say whether a sentence ends where a text does, or a colon announces what follows."""
    return text.rstrip().rstrip(CLOSING_MARKS).endswith(tuple(END_MARKS + "：:"))


def sentence_key(text: str) -> str:
    """Return what a sentence is known by: a hash of its normalised text, 12 hexadecimal digits."""
    return _key(normalize(text))


def _key(normalized: str) -> str:
    return blake2b(normalized.encode("utf-8", "replace"), digest_size=_KEY_BYTES).hexdigest()


def sentence_keys(texts: Sequence[str]) -> list[str]:
    """Return the key of each of several sentences, all normalised in one pass; of a blank one it is empty."""
    if not texts:
        return []
    normalized = normalize_texts(texts).text.split(TEXT_SEPARATOR)
    return [
        _key(known) if text.strip() else "" for text, known in zip(texts, normalized, strict=True)
    ]


def sentences(article: Article) -> Iterator[Sentence]:
    """Yield the sentences of all blocks, in order."""
    places = [
        (number, start, end, block.text[start:end])
        for number, block in enumerate(article.blocks)
        for start, end in sentence_ranges(block.text)
    ]
    keys = sentence_keys([text for *_, text in places])
    for (number, start, end, text), key in zip(places, keys, strict=True):
        if key:
            yield Sentence(number, start, end, text, key)


def find_sentence(article: Article, key: str) -> Sentence | None:
    """Return the first sentence with a key; None: the article has it no more, or has it otherwise."""
    return next((sentence for sentence in sentences(article) if sentence.key == key), None)


def find_changed(article: Article, text: str) -> Sentence | None:
    """Return the sentence that begins most like one that is gone; None when none is half like it.

    Likeness is that of Ratcliff and Obershelp, as difflib computes it.
    """
    wanted = normalize(text[:_MAX_COMPARED])
    best, likeness = None, _LIKE_ENOUGH
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    for sentence in sentences(article):
        matcher.set_seq1(normalize(sentence.text[:_MAX_COMPARED])[: len(wanted) * 3 // 2])
        if matcher.real_quick_ratio() > likeness and matcher.quick_ratio() > likeness:
            ratio = matcher.ratio()
            if ratio > likeness:
                best, likeness = sentence, ratio
    return best
