"""Which wordings are new, since when, and how often they are used: the same by every engine."""

from datetime import date

import pytest

from search.engine import Engine
from search.suggest.first_uses import Coined

from ..coinage import SOURCES, quiet_years, told
from .conftest import MakeEngine

NEW = "双河夜谈"


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW) for n in range(8)]
    return make_engine([*quiet_years(), *uses, told(120, date(2024, 5, 1))])


def test_a_new_wording_has_its_first_article_its_uses_and_who_uses_it(engine: Engine) -> None:
    assert list(engine.coined()) == [
        Coined(
            text=NEW,
            first="a100",
            day=date(2023, 2, 3),
            articles=8,
            occurrences=8,
            sources=((SOURCES[1], 4), (SOURCES[0], 4)),
            source_count=2,
            months=tuple((f"2023-{2 + n:02}", 1) for n in range(8)),
        )
    ]
