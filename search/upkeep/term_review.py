"""Term review: which words should the administrator add to the user dictionary, which take out?

To add: phrases that the collection uses as words (`search.suggest.phrase_mining`), and that the segmenter
cuts apart. To take out: words that stand in no article, and words that cut others in pieces.
Nothing is changed: a person reads the list and decides.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from ..article import Article
from ..engine import Engine
from ..query.nodes import Phrase
from ..request import SearchRequest
from ..suggest.phrase_mining import mine_phrases
from ..text.analysis import characters_of
from ..text.characters import SEGMENTABLE
from ..text.normalization import TEXT_SEPARATOR, normalize_texts
from ..text.places import places
from ..text.segmentation import Segmenter

#: Words of a sentence's frame: with one of them at its edge, a phrase is a part of a sentence, no term.
FRAME_WORDS = frozenset(
    "应当 应 按照 依照 根据 依据 按 有关 其他 其它 以及 可以 不得 必须 需要 能够 已经 通过 关于 对于 "
    "不 未 会 和 与 及 自 进行 予以 给予 以上 以下 以内 以外 之外 之内 之前 之后 以前 以后 之一 期间 范围 "
    "内 外 中 上 下 前 后 "
    "时 里 间 下列 上述 前款 所称 本 该 各 每 某 此 由 向 对 为 从 以 于 将 要 达 使 让 给 "
    "不断 进一步 更加 切实 认真 积极 大力 同时 第 条 款 项 章 节 次 级 元 万元 亿元 年 月 日 号 个 名 "
    "起 具有 有 没有 是否 如果 但是 因此 特别 尤其 这个 那个 我们 他们 它们 自己 什么 以来 来 去 到".split()
)
#: Words that make a sentence of a phrase that they stand in.
SENTENCE_WORDS = frozenset("的 是 应当 应 不得 可以 由 或者 按照 根据 本 其 将 未 所 了".split())

MIN_DOCUMENTS = 3  # with a missing term
CONTEXT = 20  # characters of an example before and after
_MINED, _MINED_FOR_EACH = 20_000, 10  # phrases looked at, at least; for each term that is asked for
_ARTICLES_LOOKED_AT = 20  # for each word of the user dictionary
_HURTS = 0.5  # share of its occurrences

_SEGMENTABLE = re.compile(rf"[{SEGMENTABLE}]+")  # what a line of a dictionary may hold
_ENUMERATION = re.compile(
    r"第?[〇零一二两三四五六七八九十百千万亿几]+[条款项章节次个名年月日号元批届位]"
)


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A phrase that the dictionaries lack."""

    text: str
    count: int  # occurrences
    documents: int  # articles with it
    pmi: float
    left_entropy: float
    right_entropy: float
    cut: tuple[str, ...]  # what the segmenter makes of it now
    example: str  # part of a text, as it is written
    article: str  # id of the article it is from


@dataclass(frozen=True, slots=True)
class HurtfulWord:
    """A word of the user dictionary that cuts other words in pieces."""

    word: str
    looked_at: int  # occurrences
    hurt: int  # of them, where a word known without it is cut in pieces
    example: str
    article: str


@dataclass(frozen=True, slots=True)
class TermReview:
    """What a person should look at."""

    missing: tuple[MissingTerm, ...]
    unused: tuple[str, ...]  # words of the user dictionary that stand in no article
    hurtful: tuple[HurtfulWord, ...]


#: Told how far the review is: steps done, and of how many.
ReviewListener = Callable[[int, int], None]


def _no_listener(done: int, total: int) -> None:
    """Listen to nothing."""


def review_terms(
    engine: Engine, limit: int, on_progress: ReviewListener = _no_listener
) -> TermReview:
    """Compare what a collection says with what the segmenter knows.

    Names at most `limit` missing terms, and all words that are unused or do harm. Reads all
    articles into memory: about 25 bytes for each character.
    """
    segmenter = Segmenter(engine.dictionary())
    words = tuple(dict.fromkeys(word for word, _ in engine.dictionary().entries))
    before = 2 * engine.statistics().articles
    steps = before + len(words)
    missing = tuple(_missing(engine, segmenter, limit, lambda done: on_progress(done, steps)))
    unused: list[str] = []
    hurtful: list[HurtfulWord] = []
    for number, word in enumerate(words, 1):
        if not engine.find(_request(word)).total:
            unused.append(word)
        elif (found := _harm(engine, segmenter, word)) is not None:
            hurtful.append(found)
        on_progress(before + number, steps)
    return TermReview(missing, tuple(unused), tuple(hurtful))


def _missing(
    engine: Engine, segmenter: Segmenter, limit: int, on_step: Callable[[int], None]
) -> Iterator[MissingTerm]:
    """Yield the phrases that are terms and are cut apart, in the order of mining."""
    read = _read(engine, on_step)
    articles = len(read.ids)
    mined = mine_phrases(
        read.codes,
        read.starts,
        min_documents=MIN_DOCUMENTS,
        limit=max(_MINED, _MINED_FOR_EACH * limit),
        on_length=lambda done, total: on_step(articles + articles * done // total),
    )
    for phrase in mined:
        if not limit:
            return
        cut = segmenter.words(phrase.text)
        if len(cut) == 1 or not _is_term(phrase.text, cut):
            continue
        windows = [_window(read.codes, place, len(phrase.text)) for place in phrase.positions]
        whole = [_is_whole(segmenter, text, at, len(phrase.text)) for text, at in windows]
        if 2 * sum(whole) <= len(whole):
            continue
        limit -= 1
        shown = whole.index(True, len(whole) // 2) if any(whole[len(whole) // 2 :]) else 0
        (window, at), place = windows[shown], phrase.positions[shown]
        number = read.article(place)
        (article,) = engine.fetch([read.ids[number]])
        start = place - at - int(read.starts[number])
        yield MissingTerm(
            text=phrase.text,
            count=phrase.count,
            documents=phrase.documents,
            pmi=phrase.pmi,
            left_entropy=phrase.left_entropy,
            right_entropy=phrase.right_entropy,
            cut=tuple(cut),
            example=_as_written(article, start, start + len(window)),
            article=article.id,
        )


@dataclass(frozen=True, slots=True)
class _Texts:
    """All articles as one line of characters."""

    ids: list[str]
    starts: npt.NDArray[np.int64]  # of each article, and the end
    codes: npt.NDArray[np.uint32]

    def article(self, position: int) -> int:
        """Return the number of the article that a place is in."""
        return int(np.searchsorted(self.starts, position, "right")) - 1


def _read(engine: Engine, on_step: Callable[[int], None]) -> _Texts:
    """Read and normalise all articles, a step each; counting phrases takes about as long again."""
    ids: list[str] = []
    starts, line = [0], bytearray()
    for article in engine.articles():
        characters = characters_of(article) + TEXT_SEPARATOR
        line += characters.encode("utf-32-le")
        ids.append(article.id)
        starts.append(len(line) // 4)
        on_step(len(ids))
    return _Texts(ids, np.array(starts, np.int64), np.frombuffer(line, np.uint32))


def _is_term(text: str, cut: list[str]) -> bool:
    """Say whether a phrase could be a line of a dictionary, and is no part of a sentence's frame."""
    return (
        _SEGMENTABLE.fullmatch(text) is not None
        and cut[0] not in FRAME_WORDS
        and cut[-1] not in FRAME_WORDS
        and SENTENCE_WORDS.isdisjoint(cut)
        and not any(_ENUMERATION.fullmatch("".join(cut[:words])) for words in (1, 2))
        and not any(_ENUMERATION.fullmatch("".join(cut[-words:])) for words in (1, 2))
    )


def _is_whole(segmenter: Segmenter, text: str, start: int, length: int) -> bool:
    """Say whether no known word reaches over an edge of what stands in a text."""
    return {start, start + length} <= _edges(segmenter, text)


def _edges(segmenter: Segmenter, text: str) -> set[int]:
    """Return where words of a text begin and end."""
    edges: set[int] = set()
    for run in _SEGMENTABLE.finditer(text):
        edges.update(accumulate(map(len, segmenter.words(run[0])), initial=run.start()))
    return edges


def _window(codes: npt.NDArray[np.uint32], position: int, length: int) -> tuple[str, int]:
    """Return the part of a text around a place, and where in that part it is."""
    begin = max(position - CONTEXT, 0)
    before = _decoded(codes[begin:position]).rpartition(TEXT_SEPARATOR)[2]
    rest = _decoded(codes[position : position + length + CONTEXT]).partition(TEXT_SEPARATOR)[0]
    return before + rest, len(before)


def _decoded(codes: npt.NDArray[np.uint32]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def _as_written(article: Article, start: int, end: int) -> str:
    """Return what is written where a range of its normalised characters is, on one line."""
    texts = tuple(article.texts())
    first, last = normalize_texts(texts).original_range(start, end)
    return " ".join(TEXT_SEPARATOR.join(texts)[first:last].split())


def _request(word: str, articles: int = 0) -> SearchRequest:
    return SearchRequest(Phrase(word), limit=articles, facets=())


def _harm(engine: Engine, segmenter: Segmenter, word: str) -> HurtfulWord | None:
    """Return a word that is mostly cut out of the middle of others; None for a good one.

    It does harm where it is cut out, and where without it a known word would reach over its edge.
    """
    plain = Segmenter()
    looked_at, hurt, example = 0, 0, ("", "")
    matches = engine.find(_request(word, _ARTICLES_LOOKED_AT)).matches
    for article in engine.fetch([match.id for match in matches]):
        begin = behind = 0  # of a text, among all characters of the article
        for text in characters_of(article).split(TEXT_SEPARATOR):
            begin, behind = behind, behind + len(text) + 1
            if word not in text:
                continue
            now, before = _edges(segmenter, text), _edges(plain, text)
            for start in places(text, word):
                end = start + len(word)
                looked_at += 1
                if {start, end} <= now and not {start, end} <= before:
                    hurt += 1
                    first, last = max(start - CONTEXT, 0), min(end + CONTEXT, len(text))
                    example = (_as_written(article, begin + first, begin + last), article.id)
    if hurt <= _HURTS * looked_at:
        return None
    return HurtfulWord(word, looked_at, hurt, *example)
