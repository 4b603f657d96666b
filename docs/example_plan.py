"""Example plan: what does a query mean? One of each part, as docs/architecture.md shows it."""

from search import parse_query
from search.plan import Name, Plan, ScoredPart, compile_query
from search.query.description import describe
from search.query.nodes import Anywhere, Phrase, Word
from search.text.segmentation import Segmenter

TYPED = "职工夜校 “三江善治”"


def example() -> str:
    """Write the plan of a query, a line for each part of it."""
    plan = compile_query(parse_query(TYPED).query, Segmenter())
    closeness = plan.closeness
    assert closeness is not None
    pieces = "、".join(plan.literal(piece).text for piece in closeness.pieces)
    counted = "、".join(plan.literal(step).text for step in plan.counted)
    return "\n".join(
        [
            "```text",
            f"typed       {TYPED}",
            *_steps(plan),
            "parts       " + " · ".join(map(_part, plan.parts)),
            f"closeness   {pieces}: side by side they are {closeness.whole}",
            f"counted     {counted}",
            "```\n",
        ]
    )


def _steps(plan: Plan) -> list[str]:
    """Write each step: its number, the numbers of its children, and how it reads."""
    return [
        f"{'' if number else 'steps':12}{number} {' '.join(map(str, step.children)):6}"
        f"{type(step.node).__name__:9}{describe(step.node)}"
        for number, step in enumerate(plan.steps)
    ]


def _part(part: ScoredPart) -> str:
    node = part.node.literal if isinstance(part.node, Anywhere) else part.node
    assert isinstance(node, Word | Phrase | Name)
    kinds = {Word: "word", Phrase: "characters", Name: "name", Anywhere: "about"}
    return f"{kinds[type(part.node)]} {node.text} × {part.weight:g}"
