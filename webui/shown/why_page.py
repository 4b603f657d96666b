"""Why page: why does an article stand where it stands? In sentences; the figures are behind a fold."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext

from search import (
    Article,
    Engine,
    Filters,
    Question,
    Sort,
    Synonyms,
    TermKind,
    Tier,
    explain,
    is_found,
    mark_article,
)
from search.engine import TermScore
from search.query.nodes import Phrase
from search.text.normalization import normalize

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..asked.languages import written_number
from ..templating import render_template

_TIERS = {
    Tier.MOST: lazy_gettext("只有其中部分词语，排在词语齐全的后面。"),
    Tier.ALL: lazy_gettext("词语都有，但不在同一句里。"),
    Tier.SENTENCE: lazy_gettext("词语都在同一句里，排在分散的前面。"),
    Tier.EXACT: lazy_gettext("有原话，排在最前面。"),
}
_TERM_KINDS = {
    TermKind.WORD: lazy_gettext("（按词）"),
    TermKind.CHARACTERS: lazy_gettext("（按字）"),
    TermKind.BEGINNING: lazy_gettext("（开头）"),
    TermKind.NUMBER: lazy_gettext("（本文的文号）"),
    TermKind.LIKENESS: lazy_gettext("（相似）"),
    TermKind.NAME: lazy_gettext("（题名）"),
    TermKind.ABOUT: lazy_gettext("（栏目、来源等）"),
}
_MOST_WORDS = 12  # of which it is counted where they stand
_RARE, _COMMON = 0.01, 0.2  # shares of all articles that have a word
_PAIR = 2  # characters: looked up where words may be cut otherwise, and no words themselves


def why_page(engine: Engine, article: Article, address: QuestionAddress, synonyms: Synonyms) -> str:
    """Say of an article why a search finds it where it does. Raises UsageError for a question that is none."""
    question = address.checked()
    query, explanation = explain(engine, question, article.id, synonyms)
    is_hidden = not explanation.found and _is_hidden(engine, question, article, synonyms)
    total = engine.statistics().articles
    return render_template(
        "why.html",
        address=address,
        article=article,
        query=query,
        explanation=explanation,
        is_hidden=is_hidden,
        by_score=question.sort in {Sort.RELEVANCE, Sort.RECENT},
        tier=_TIERS[explanation.tier] if explanation.tier is not None else "",
        reasons=list(_reasons(engine, article, explanation.terms, total)),
        term_kinds=_TERM_KINDS,
    )


def _is_hidden(engine: Engine, question: Question, article: Article, synonyms: Synonyms) -> bool:
    """Say whether only what was chosen beside the words hides an article."""
    if question.filters == Filters():
        return False
    everything = replace(question, filters=Filters())
    return is_found(engine, everything, article.id, synonyms)


def _reasons(
    engine: Engine, article: Article, terms: tuple[TermScore, ...], total: int
) -> Iterator[str]:
    """Yield a sentence for each thing that was looked for: first what the article is called."""
    for term in terms:
        if term.kind is TermKind.NAME and term.score:
            yield _called(article, term.text)
        elif term.kind is TermKind.NUMBER:
            yield _("本文的文号就是“%(text)s”。", text=term.text)
        elif term.kind is TermKind.LIKENESS:
            share = f"{round(term.score * 100)}%"
            yield _("与所查的文章相似：要紧的词大约有 %(share)s 相同。", share=share)
        elif term.kind is TermKind.BEGINNING and term.occurrences:
            yield _(
                "有以“%(text)s”开头的词 %(count)s 处。",
                text=term.text,
                count=written_number(term.occurrences),
            )
    told = _words(terms)[:_MOST_WORDS]
    for term, having in zip(told, _having(engine, told), strict=True):
        yield _where(article, term.text, having, total)
    about = [f"“{term.text}”" for term in terms if term.kind is TermKind.ABOUT]
    if about:
        words = _("、").join(about)
        yield _("栏目、来源、作者或机关里有%(words)s。", words=words)


def _words(terms: tuple[TermScore, ...]) -> list[TermScore]:
    """Return the words, and the wordings that are longer than a word, each once."""
    words = [term for term in terms if term.is_word]
    found = {term.text: term for term in words}
    for term in terms:
        if term.kind is TermKind.CHARACTERS and (len(term.text) > _PAIR or not words):
            found.setdefault(term.text, term)
    return list(found.values())


def _having(engine: Engine, terms: Sequence[TermScore]) -> list[int]:
    """Return how many articles have each term as it is looked for: as its characters stand there.

    A word's own articles are those that were cut so, which its score is reckoned from: without 员工会议
    for 工会.
    """
    words = [term.text for term in terms if term.is_word]
    counts = dict(zip(words, engine.counts([Phrase(word) for word in words]), strict=True))
    # Of what is too common on a cluster only some articles are counted.
    return [max(term.documents, counts.get(term.text, 0)) for term in terms]


def _called(article: Article, name: str) -> str:
    if normalize(article.title) == name:
        return str(_("题名就是“%(name)s”。", name=name))
    return str(_("题名里有“%(name)s”，题名越短排得越前。", name=name))


def _where(article: Article, text: str, having: int, total: int) -> str:
    """Say where a word stands, and how many articles have it."""
    marked = mark_article(article, f"“{text}”")
    in_title = len(marked.title.highlights)
    count = marked.highlight_count - in_title
    if in_title and count:
        said = _(
            "标题里有“%(text)s”，正文里有 %(count)s 处", text=text, count=written_number(count)
        )
    elif in_title:
        said = _("标题里有“%(text)s”", text=text)
    elif count:
        said = _("正文里有 %(count)s 处“%(text)s”", text=text, count=written_number(count))
    else:
        said = _("没有“%(text)s”", text=text)
    share, articles = having / (total or 1), written_number(having)
    if share <= _RARE:
        others = _("；全库 %(articles)s 篇有它，少见，分量重。", articles=articles)
    elif share >= _COMMON:
        others = _("；全库 %(articles)s 篇有它，常见，分量轻。", articles=articles)
    else:
        others = _("；全库 %(articles)s 篇有它。", articles=articles)
    return f"{said}{others}"
