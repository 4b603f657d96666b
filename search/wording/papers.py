"""Papers: does a title that a draft names stand in the collection, and a document number belong to it?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from rapidfuzz.distance import Indel

from ..article import ArticleHead
from ..document_numbers import DocumentNumber, read_number
from ..engine import Engine
from ..query.nodes import AnyOf, Field, Named, Phrase, Word, number_phrases
from ..request import SearchRequest, Sort
from ..saying import message
from ..text.names import STATE, name_of
from ..text.normalization import normalize
from .findings import Finding, Source, Verdict
from .passages import Passage, PassageKind, details_in
from .resemblance import resemblance
from .sources import Nearest, SourceLine, find_standing, titles_near

#: What may stand between a title and its number.
_BETWEEN = re.compile(r"》?\s{0,4}[（(〔［\[]?\s{0,4}")
_MOST_READ = 5  # articles that bear a number, or name it
_LONGEST = 60  # characters of a title by which those like it are looked for
_MOST_COMPARED = 60  # titles
_NEARLY = 0.8  # Indel similarity of names
_ABOUT = "关于"  # stands between who issued a paper and what it is about
_AN_ISSUER = 2  # characters at least
_KIND = 2  # characters at the end of a name: 条例, 办法
_SHORT = 6  # characters of a name, too few to be the same paper but for its kind
#: The place that makes a paper another than one with the same subject.
_PLACE = re.compile(
    "(?!中华人民共和国).{1,8}?(?:省|市|自治区|自治州|自治县|特区|新区|县|区|州|盟|旗)"
)
_UNIT = re.compile("(?:自治区|自治州|自治县|特区|新区|[省市县区州盟旗])$")
_YEAR = re.compile("(?:19|20)[0-9]{2}年")


def find_paper(engine: Engine, title: Passage) -> Finding | None:
    """Look a title up: the paper that is called so, or texts that name one; None: there is neither."""
    request = SearchRequest(Named(Phrase(title.said)), limit=1, facets=())
    found = engine.find(request)
    if not found.matches:
        return None
    (head,) = engine.heads([found.matches[0].id])
    if name_of(normalize(head.title)) == name_of(title.said):
        source = Source(head, head.title, "")
        own = (title.kind, title.start, title.end)
        is_least = found.looked_into is not None
        return Finding(*own, Verdict.SAME, found.total, source, at_least=is_least, is_paper=True)
    return find_mention(engine, title, f"《{title.said}》")


def find_mention(engine: Engine, title: Passage, said: str) -> Finding | None:
    """Look for texts that name a paper so that is not held; None: none does."""
    standing = find_standing(engine, said)
    if standing is None:
        return None
    note = message("库中没有这一篇，有 %(articles)s 篇提到", articles=standing.counted)
    return Finding(
        title.kind,
        title.start,
        title.end,
        Verdict.SAME,
        standing.articles,
        standing.source,
        note=note,
        at_least=standing.at_least,
    )


def find_near_title(engine: Engine, title: Passage) -> Nearest | None:
    """Find the paper that is called most like a title; None where none is nearly called so."""
    pairs = dict.fromkeys(map("".join, pairwise(name_of(title.said)[:_LONGEST])))
    if not pairs:
        return None
    query = AnyOf(tuple(Phrase(pair, Field.TITLE) for pair in pairs))
    found = engine.find(SearchRequest(query, limit=_MOST_COMPARED, facets=()))
    likest = max(
        engine.heads([match.id for match in found.matches]),
        key=lambda head: _likeness(title.said, normalize(head.title)),
        default=None,
    )
    if likest is None:
        return None
    line = SourceLine.of_title(likest)
    if _likeness(title.said, line.normalized.text) < _NEARLY:
        return None
    return Nearest(line, resemblance(title.said, line.normalized.text, 0))


def find_near_mention(engine: Engine, title: Passage) -> Nearest | None:
    """Find the title most like one that texts name, 《…》; None where none is nearly it."""
    likest = max(
        titles_near(engine, title.said),
        key=lambda one: _likeness(title.said, one.said),
        default=None,
    )
    return likest if likest and _likeness(title.said, likest.said) >= _NEARLY else None


def _likeness(said: str, title: str) -> float:
    """Return how like one another two normalised titles are, 0 to 1, by the names of the papers.

    The state before a name makes none like another, but it may be what was changed. An issuer may be
    left out: 关于…的决定 for 国务院关于…的决定. Of another kind a paper is just like enough: 条例 for 办法.
    """
    name, other = name_of(said), name_of(title)
    forms = [(name.replace(STATE, ""), other.replace(STATE, ""))]
    is_of_another_kind = len(name) > _SHORT and name[:-_KIND] == other[:-_KIND]
    if STATE in title and STATE not in said:
        forms.append((name, STATE + other))
    if name.find(_ABOUT) < _AN_ISSUER and _ABOUT in other:
        forms.append((name, other[other.index(_ABOUT) :]))
    likeness = max(Indel.normalized_similarity(*form) for form in forms)
    return max(likeness, _NEARLY) if is_of_another_kind else likeness


def names_another(engine: Engine, said: str, other: str) -> bool:
    """Say whether a title is that of another place, or another year, than one that is nearly the same."""
    years = [_YEAR.findall(text) for text in (said, other)]
    said, other = (_YEAR.sub("", text) for text in (said, other))
    place, other_place = _PLACE.match(said), _PLACE.match(other)
    if place and (other_place is None or place[0] != other_place[0]):
        return _is_known(engine, place[0])
    return years[0] != years[1] and said == other


def _is_known(engine: Engine, place: str) -> bool:
    """Say whether texts have a place's name as a word, with or without what makes it one: 三江市, 三江."""
    bare = _UNIT.sub("", place)
    words = tuple(Word(text, Field.TEXT) for text in (place, bare) if len(text) > 1)
    return engine.find(SearchRequest(AnyOf(words), limit=0, facets=())).total > 0


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
    head = bearing[0] if bearing else _earliest(engine, wanted)
    source = Source(head, head.title, "")
    own = replace(own, articles=found.total, source=source, is_paper=bool(bearing))
    if bearing:
        called, note = [head.title for head in bearing], None
    else:
        called = _called_in_texts(engine, ids, wanted)
        note = message("库中没有这个文号的文件，有 %(articles)s 篇提到", articles=found.total)
    if title is not None and called and not any(_may_be(one, title.said) for one in called):
        note = message("这个文号在本库是《%(title)s》的", title=called[0])
        return replace(own, verdict=Verdict.CHANGED, note=note)
    return replace(own, verdict=Verdict.SAME, note=note)


def _earliest(engine: Engine, wanted: DocumentNumber) -> ArticleHead:
    """Return the earliest article that names a number; there is one."""
    found = engine.find(SearchRequest(wanted, sort=Sort.OLDEST, limit=1, facets=()))
    (head,) = engine.heads([found.matches[0].id])
    return head


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
