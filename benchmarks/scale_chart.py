"""Scale chart: how does what an index takes grow with its documents? One SVG, both axes logarithmic."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from .queries import QUERY_CLASSES

if TYPE_CHECKING:
    from .scale import Step

#: Okabe and Ito's colours, told apart by the colour-blind.
_COLOURS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999")

Value = Callable[["Step"], float]


def draw(steps: Sequence["Step"], path: Path) -> None:
    """Draw queries, pages and updates, build rate, and memory."""
    classes: dict[str, Value] = {
        one.label: (lambda step, name=one.name: step.asked.classes[name].median_ms)  # type: ignore[misc]
        for one in QUERY_CLASSES
    }
    panels: tuple[tuple[str, dict[str, Value]], ...] = (
        ("Query, median ms", classes),
        (
            "Page, ms",
            {
                "median": lambda step: step.asked.page.median_ms,
                "95th percentile": lambda step: step.asked.page.p95_ms,
            },
        ),
        (
            "Seconds",
            {
                "build": lambda step: step.built.seconds,
                "update of 100": lambda step: step.updated.seconds,
                "opening": lambda step: step.asked.opening_s,
            },
        ),
        (
            "Memory, MB, without mapped files",
            {
                "build": lambda step: step.build_mb,
                "update of 100": lambda step: step.update_mb,
                "open, after 100 queries": lambda step: step.asked.asked_mb,
            },
        ),
    )
    # The same numbers always give the same file; text stays text, in the reader's own font.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "zhengsou", "font.size": 9}):
        figure = Figure(figsize=(9, 7), layout="constrained")
        for axes, (title, lines) in zip(figure.subplots(2, 2).flat, panels, strict=True):
            documents = [step.documents for step in steps]
            for colour, (label, value) in zip(_COLOURS, lines.items(), strict=False):
                axes.plot(
                    documents, [value(step) for step in steps], "o-", color=colour, label=label,
                    linewidth=1.2, markersize=3.5,
                )  # fmt: skip
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.set_xticks(documents, [f"{number:,}" for number in documents])
            axes.xaxis.set_minor_formatter(NullFormatter())
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
            axes.set_title(title, loc="left")
            axes.spines[["top", "right"]].set_visible(False)
            axes.grid(color="#dddddd", linewidth=0.6)
            axes.set_axisbelow(True)
            axes.legend(frameon=False, fontsize=8)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
