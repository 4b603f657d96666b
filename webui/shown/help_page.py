"""Help page: what can be typed? Examples of this collection, each with the number of articles it finds now."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from search import Engine, Question, SynonymsFile, run_query
from search.answer.matching import count_results

#: What may be asked of policy articles; of each kind the first is shown that finds something here.
_PAIRS = (
    ("就业", "创业"), ("改革", "创新"), ("教育", "培训"), ("农业", "农村"), ("职工", "工会"), ("环境", "保护"),
    ("安全", "生产"), ("服务", "群众"), ("工作", "通知"), ("建设", "发展"),
)  # fmt: skip
_UNWANTED = "补贴", "疫情", "试行", "会议", "建设", "工作", "发展"
_WITHIN = "补贴", "服务", "管理", "工作", "发展"
_WORDINGS = (
    "高质量发展", "以人民为中心", "安全生产责任制", "社会保障", "公共服务", "志愿服务", "工作报告", "有关规定",
)  # fmt: skip
_TITLES = "条例", "通知", "意见", "办法", "规定", "报告", "法", "会议"
_LAWS = "劳动法", "宪法", "民法典", "安全生产法"
_LAW = re.compile(r"[\w、]{2,16}(?:法|条例|办法|规定)")
_CLAUSE = "第三条"
_NAME = re.compile(r"\w{2,10}")
_FEW = 3  # of a pair; a search that finds fewer teaches little
_LOOKED_AT = 10  # articles, for a law to cite


@dataclass(frozen=True, slots=True)
class Example:
    """A query, what it means, and how many articles it finds."""

    kind: str
    query: str
    meaning: LazyString
    articles: int


class LiveExamples:
    """Examples that find something, chosen anew when the collection or the synonyms change."""

    def __init__(self, engine: Engine, synonyms: SynonymsFile) -> None:
        self._engine = engine
        self._synonyms = synonyms
        self._state = ""
        self._chosen: list[tuple[LazyString, list[Example]]] = []

    def current(self) -> list[tuple[LazyString, list[Example]]]:
        """Return headings, each with examples of what it is about."""
        state = f"{self._engine.corpus_record().built} {self._synonyms.version()}"
        if state != self._state:
            parts = (
                (lazy_gettext("词语"), self._of_words()),
                (lazy_gettext("原话"), self._of_wordings()),
                (lazy_gettext("在哪里、什么时候"), self._of_fields()),
            )
            self._chosen = [(heading, found) for heading, rows in parts if (found := list(rows))]
            self._state = state
        return self._chosen

    def some(self, *kinds: str) -> list[Example]:
        """Return the examples of some kinds that there are, in this order."""
        of = {example.kind: example for _, rows in self.current() for example in rows}
        return [of[kind] for kind in kinds if kind in of]

    def _of_words(self) -> Iterator[Example]:
        first, second = self._pair()
        yield from self._shown("both", [f"{first} {second}"], lazy_gettext("两个词都要有"))
        yield from self._shown("either", [f"{first}|{second}"], lazy_gettext("有一个就行"))
        for other in _UNWANTED:
            # What is left out is worth leaving out where some have it.
            if self._count(f"{first} {other}") and (found := self._count(f"{first} -{other}")):
                meaning = lazy_gettext("有“%(word)s”而没有“%(other)s”", word=first, other=other)
                yield Example("without", f"{first} -{other}", meaning, found)
                break
        within = [f"({first}|{second}) {other}" for other in _WITHIN]
        yield from self._shown("brackets", within, lazy_gettext("括号里先算"))

    def _of_wordings(self) -> Iterator[Example]:
        first, second = self._pair()
        exact = [f"“{wording}”" for wording in _WORDINGS]
        yield from self._shown("exact", exact, lazy_gettext("逐字查找，一字不差"))
        near = lazy_gettext("两个词相距不超过 5 个字")
        yield from self._shown("near", [f"“{first} {second}”~5"], near)
        yield from self._shown("sentence", [f"同句:({first} {second})"], lazy_gettext("在同一句里"))
        yield from self._shown("block", [f"同段:({first} {second})"], lazy_gettext("在同一段里"))

    def _of_fields(self) -> Iterator[Example]:
        titles = [f"标题:{word}" for word in _TITLES]
        yield from self._shown("title", titles, lazy_gettext("标题里有"))
        yield from self._clause()
        facets = run_query(self._engine, Question(size=1)).facets
        for name, label, meaning in (
            ("source", "来源", lazy_gettext("来源里有")),
            ("section", "栏目", lazy_gettext("栏目里有")),
        ):
            values = [entry.value for entry in facets[name] if _NAME.fullmatch(entry.value)]
            yield from self._shown(name, [f"{label}:{value}" for value in values[:3]], meaning)
        years = sorted(facets["year"], key=lambda entry: -entry.count)
        if years:
            year = int(years[0].value)
            meaning = lazy_gettext("%(year)s 年发布的", year=year)
            yield from self._shown("year", [f"日期:{year}"], meaning)
            months = lazy_gettext(
                "从 %(first)s 年 5 月到 %(last)s 年 4 月", first=year, last=year + 1
            )
            yield from self._shown("months", [f"日期:{year}-05..{year + 1}-04"], months)

    def _clause(self) -> Iterator[Example]:
        """Yield a clause that can be opened: of a law that people know, else of one that there is."""
        titled = run_query(self._engine, Question("标题:条例|标题:法", size=_LOOKED_AT))
        here = [hit.article.title for hit in titled.hits if _LAW.fullmatch(hit.article.title)]
        for law in (*_LAWS, *here):
            found = run_query(self._engine, Question(f"{law}{_CLAUSE}", size=1))
            if found.hits and found.hits[0].clause:
                meaning = lazy_gettext("打开这部法律的这一条")
                yield Example("clause", f"{law}{_CLAUSE}", meaning, found.total)
                return

    def _pair(self) -> tuple[str, str]:
        return next((pair for pair in _PAIRS if self._stand_together(pair)), _PAIRS[0])

    def _stand_together(self, pair: tuple[str, str]) -> bool:
        return self._count(f"同句:({pair[0]} {pair[1]})") >= _FEW

    def _shown(self, kind: str, queries: Iterable[str], meaning: LazyString) -> Iterator[Example]:
        """Yield the first of some queries that finds something."""
        for query in queries:
            if found := self._count(query):
                yield Example(kind, query, meaning, found)
                return

    def _count(self, query: str) -> int:
        return count_results(self._engine, query, self._synonyms.current())
