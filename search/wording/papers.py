"""Papers: does a title that a draft names stand in the collection, and a document number belong to it?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from ..article import ArticleHead
from ..document_numbers import DocumentNumber, read_number
from ..engine import Engine
from ..query.nodes import Named, Phrase, number_phrases
from ..request import SearchRequest
from ..saying import message
from ..text.names import name_of
from ..text.normalization import normalize
from .findings import Finding, Source, Verdict
from .passages import Passage, PassageKind, details_in
from .sources import find_standing

#: What may stand between a title and its number.
_BETWEEN = re.compile(r"》?\s{0,4}[（(〔［\[]?\s{0,4}")
_MOST_READ = 5  # articles that bear a number, or name it


def find_paper(engine: Engine, title: Passage) -> Finding | None:
    """Look a title up: the paper that is called so, or texts that name it; None: no text does."""
    request = SearchRequest(Named(Phrase(title.said)), limit=1, facets=())
    found = engine.find(request)
    if not found.matches:
        return None
    (head,) = engine.heads([found.matches[0].id])
    if name_of(normalize(head.title)) == name_of(title.said):
        source = Source(head, head.title, "")
        return Finding(title.kind, title.start, title.end, Verdict.SAME, found.total, source)
    standing = find_standing(engine, title.said)
    if standing is None:
        return None
    note = message("库中没有这一篇，有 %(articles)s 篇提到", articles=standing.articles)
    return Finding(
        title.kind,
        title.start,
        title.end,
        Verdict.SAME,
        standing.articles,
        standing.source,
        note=note,
    )


def find_number(engine: Engine, number: Passage, title: Passage | None) -> Finding:
    """Look a document number up, and whether it is that of the title it stands with, if there is one."""
    wanted = number.number
    assert wanted is not None
    found = engine.find(SearchRequest(wanted, limit=_MOST_READ, facets=()))
    own = Finding(number.kind, number.start, number.end, Verdict.UNKNOWN)
    if not found.matches:
        return own
    ids = [match.id for match in found.matches]
    heads = engine.heads(ids)
    bearing = [head for head in heads if wanted.best_of(_number_of(head))]
    head = bearing[0] if bearing else heads[0]
    own = replace(own, articles=found.total, source=Source(head, head.title, ""))
    if bearing:
        called, note = [head.title for head in bearing], None
    else:
        called = _called_in_texts(engine, ids, wanted)
        note = message("库中没有这个文号的文件，有 %(articles)s 篇提到", articles=found.total)
    if title is not None and called and not any(_may_be(one, title.said) for one in called):
        note = message("这个文号在本库是《%(title)s》的", title=called[0])
        return replace(own, verdict=Verdict.CHANGED, note=note)
    return replace(own, verdict=Verdict.SAME, note=note)


def stands_with(draft: str, title: Passage, number: Passage) -> bool:
    """Say whether a number stands right behind a title: 《…》（…〔2025〕5号）."""
    return _BETWEEN.fullmatch(draft, title.end, number.start) is not None


def _number_of(head: ArticleHead) -> list[DocumentNumber]:
    number = read_number(head.doc_number or "")
    return [] if number is None else [number]


def _called_in_texts(engine: Engine, ids: Sequence[str], wanted: DocumentNumber) -> list[str]:
    """Return the titles that stand with a number in articles, once in each that has one."""
    called = []
    for article in engine.texts(ids, number_phrases(wanted)):
        for promise in article.promises(0, 1):
            text = "".join(article.stretch(promise).texts)
            passages = list(details_in(text, 0, len(text)))
            called += [
                title.said
                for title, number in product(passages, passages)
                if title.kind is PassageKind.TITLE
                and number.number == wanted
                and stands_with(text, title, number)
            ][:1]
    return called


def _may_be(called: str, said: str) -> bool:
    """Say whether a paper may be meant by a title: what one calls it is part of what the other does."""
    title, wanted = normalize(called), name_of(said)
    name = name_of(title)
    return wanted in name_of(title) or wanted in title or (len(name) > 1 and name in wanted)
