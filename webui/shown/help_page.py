"""Help page: what can be typed? Examples that can be clicked, each with the number of articles it finds now."""

import re

from flask_babel import lazy_gettext

from search import Engine, Question, run_query

_ONE_WORD = re.compile(r"\w{2,12}")
_EXAMPLES = (
    (
        lazy_gettext("词语"),
        (
            ("改革 创新", lazy_gettext("两个词都要有")),
            ("就业|创业", lazy_gettext("有一个就行")),
            ("改革 -疫情", lazy_gettext("有“改革”而没有“疫情”")),
            ("(就业|创业) 补贴", lazy_gettext("括号里先算")),
        ),
    ),
    (
        lazy_gettext("原话"),
        (
            ("“高质量发展”", lazy_gettext("逐字查找，一字不差")),
            ("“改革 开放”~5", lazy_gettext("两个词相距不超过 5 个字")),
            ("同句:(改革 创新)", lazy_gettext("在同一句里")),
            ("同段:(改革 创新)", lazy_gettext("在同一段里")),
        ),
    ),
    (
        lazy_gettext("在哪里、什么时候"),
        (
            ("标题:条例", lazy_gettext("标题里有")),
            ("劳动法第三条", lazy_gettext("打开这部法律的这一条")),
            ("来源:{source}", lazy_gettext("来源里有")),
            ("栏目:{section}", lazy_gettext("栏目里有")),
            ("日期:2024", lazy_gettext("2024 年发布的")),
            ("日期:2023-05..2024-04", lazy_gettext("从 2023 年 5 月到 2024 年 4 月")),
        ),
    ),
)


def live_examples(engine: Engine) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Return headings, each with queries, what they mean, and how many articles they find."""
    names = _names(engine)

    def row(pattern: str, meaning: str) -> tuple[str, str, int]:
        query = pattern.format(**names)
        return query, str(meaning), run_query(engine, Question(query, size=1)).total

    return [(str(heading), [row(*entry) for entry in rows]) for heading, rows in _EXAMPLES]


def _names(engine: Engine) -> dict[str, str]:
    """Return a source and a section that there are: of those that are one word, the most frequent."""
    facets = run_query(engine, Question(size=1)).facets
    found = {}
    for name, otherwise in (("source", "日报"), ("section", "公开")):
        words = (entry.value for entry in facets[name] if _ONE_WORD.fullmatch(entry.value))
        found[name] = next(words, otherwise)
    return found
