"""What must stand in all that a query finds? It says where to look when something else is in too many articles."""

import pytest

from search.engines.arrays.answer.needed import Need, least_need
from search.plan import compile_query
from search.query.nodes import (
    AllOf,
    AnyOf,
    Everything,
    Field,
    Not,
    Phrase,
    Prefix,
    Query,
    Run,
    Word,
)
from search.text.segmentation import Segmenter

A, B, C = Phrase("职工"), Phrase("夜校"), Phrase("渡口")
#: In so many articles each stands.
SIZES = {"职工": 900, "夜校": 500, "渡口": 20, "职工夜校": 70, "yx": 9, "yz": 8, "abc": 1000}
#: For these words each beginning stands.
BEGINNINGS = {"y": ["yx", "yz"], "ab": ["abc"]}


def size(need: Need) -> int:
    return sum(SIZES[text] for text in (*need.words, *need.phrases)) + 100 * len(need.said)


def phrases(*texts: str) -> Need:
    return Need(phrases=frozenset(texts))


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        (A, phrases("职工")),
        (AllOf((A, C, B)), phrases("渡口")),
        (AllOf((A, Not(C))), phrases("职工")),
        (AnyOf((C, B)), phrases("渡口", "夜校")),
        (AllOf((A, AnyOf((C, B)))), phrases("渡口", "夜校")),
        (AnyOf((C, Not(A))), None),
        (
            Run(
                Phrase("职工夜校"), (A, B)
            ),  # a piece may be said of an article, or all of it stand there
            Need(
                phrases=frozenset(["夜校", "职工夜校"]),
                said=frozenset([Phrase("夜校", Field.ABOUT)]),
            ),
        ),
        (AllOf((Word("yx"), A)), Need(words=frozenset(["yx"]))),
        (Phrase("渡口", Field.TITLE), phrases("渡口")),
        (Phrase("渡口", Field.SOURCE), None),
        (AllOf((Prefix("y"), A)), Need(words=frozenset(["yx", "yz"]))),
        (AllOf((Prefix("ab"), A)), phrases("职工")),
        (AllOf((Prefix("夜校"), A)), phrases("夜校")),
        (Prefix("yx", Field.TITLE), phrases("yx")),
        (Everything(), None),
    ],
)
def test_the_rarest_that_all_found_must_have_is_told(query: Query, needed: Need | None) -> None:
    plan = compile_query(query, Segmenter())
    assert least_need(plan, size, BEGINNINGS.__getitem__) == needed
