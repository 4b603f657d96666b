"""Collection: in how many articles, of which days, was something looked for, and what counts as the same?"""

from search import Engine

from ..asked.languages import gettext as _
from ..asked.languages import written_day, written_number


def looked_into(engine: Engine) -> str:
    """Say of how many articles, and of which days, the collection is, and how texts are compared."""
    held = engine.statistics()
    count = written_number(held.articles)
    how = _("按原文逐字查找，不分词；空白、全角半角、繁体简体视为相同。")
    if held.first is None or held.last is None:
        return _("本库 %(count)s 篇，", count=count) + how
    days = {"first": written_day(held.first), "last": written_day(held.last)}
    return _("本库 %(count)s 篇，从%(first)s到%(last)s；", count=count, **days) + how
